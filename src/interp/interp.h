/* interp/interp.h - runs a process until its slice ends. */
#pragma once
#include "process/process.h"

enum run_end {
    RUN_YIELDED, /* slice used up: requeue it */
    RUN_WAITING, /* sleeps until woken */
    RUN_EXITED,  /* to be ended with p->exit_reason */
};
enum run_end interp_run(struct process *p);
