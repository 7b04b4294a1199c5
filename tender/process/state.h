/* tender/process/state.h - the registers of a cell that stands in a call: out of it, and back in from outside. */
#pragma once
#include <stdbool.h>
#include <sys/types.h>

struct cell_state;

/* Stops the cell, which is traced and waits for the answer to its call; the call is over then. False: it stopped for another reason, or
 * is gone. */
bool cell_stop(pid_t cell);
/* Of a stopped cell, as if its call had been answered. NULL: the host does not give them; errno says why. */
struct cell_state *cell_state_take(pid_t cell);
bool cell_state_set(const struct cell_state *s, pid_t cell);
