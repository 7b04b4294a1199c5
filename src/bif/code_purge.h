/* bif/code_purge.h - what other BIFs need of purging: does a process run code that is to go? */
#pragma once
#include "bif/bif.h"

/* Does p (not running, or running with its stack saved) execute the old instance of `module`, or
 * will it return into it?  As erlang:check_process_code/2. */
bool process_runs_old_code(const struct process *p, term module);
