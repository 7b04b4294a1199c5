/* interp/interp.h - runs a process until its slice ends. */
#pragma once
#include "process/process.h"

/* Makes the registers; after processes_open() and before any process.  False: no memory. */
bool interp_open(void);

enum run_end {
    RUN_YIELDED, /* slice used up: requeue it */
    RUN_WAITING, /* sleeps until woken */
    RUN_EXITED,  /* to be ended with p->exit_reason */
};
enum run_end interp_run(struct process *p);
