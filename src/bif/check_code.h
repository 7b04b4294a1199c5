/* bif/check_code.h - does a process still run old code? */
#pragma once
#include "process/process.h"

/* true or false: a return address on p's stack, or the place where it stopped, lies in the old instance of
 * the module. */
term check_process_code(const struct process *p, term module);
