/* process/log.h - events that the machine itself gives to OTP's logger: messages to the process registered
 * as `logger` (kernel, logger(3): {log, Level, Format, Args, Metadata}). */
#pragma once
#include "process/process.h"

/* Level: error, warning or info (an atom).  `about` NULL: no process.  `group_leader` NIL: none.  `args` is
 * the list for `format`, which is copied.  The last of the memory is used, too;
 * without any nothing is sent. */
void log_event(term level, struct process *about, term group_leader, const char *format, term args);

/* Text alone, as "~s~n" with a string. */
void log_text(term level, struct process *about, term group_leader, const char *text);

/* "Error in process ~p with exit value:~n~p~n": a process ends by an exception that nothing caught. */
void log_exit(struct process *p, term value);

/* Who gets them: an atom, or a pid that is alive (system_flag(system_logger)). */
term log_receiver(void);

/* max_heap_size is passed. */
void log_max_heap(struct process *p);
