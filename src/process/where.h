/* process/where.h - the function in which a process that does not run has stopped. */
#pragma once
#include "process/process.h"

/* {Module, Function, Arity}, in words that *hp gives; NO_TERM: its code is not known.  A built-in function that
 * goes on later counts as the process's own. */
enum { WHERE_WORDS = 4 };
term build_where(const struct process *p, term **hp);
