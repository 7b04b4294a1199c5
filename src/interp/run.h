/* interp/run.h - what slow paths share: collecting, stopping, entering functions. */
#pragma once
#include "code/code.h"
#include "interp/dispatch.h"
#include "interp/slow.h"

/* Makes `need` words free; x[0..live) are roots.  False: the process must end, and m is to STOP. */
bool machine_collect(struct machine *m, size_t need, size_t live);

/* Saves x[0..live) and all registers; interp_run() returns `end`, and goes on at m->pc next time. */
enum go machine_stop(struct machine *m, enum run_end end, uint32_t live);
/* The process has been told to exit. */
enum go machine_exited(struct machine *m);

/* Enters the function at `entry`, whose arguments are in x, or yields there. */
enum go machine_enter(struct machine *m, const uint32_t *entry);

/* Pushes what the first function of a process returns to, on an empty stack; false: no memory. */
bool machine_push_final(struct machine *m, const uint32_t *final_return, size_t live);

/* Writes `list`'s elements to x from `at` on; -1 if it is no proper list of at most ARITY_MAX. */
int spread_arguments(struct machine *m, term list, uint32_t at);
/* x[0..count) as a list; NO_TERM: no memory. */
term collect_arguments(struct heap *h, const term *x, uint32_t count);
