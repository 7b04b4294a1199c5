/* io/console.h - the terminal as module prim_tty (OTP 26 and later) uses it: a process that waits for input,
 * for signals, or until it may write. */
#pragma once
#include "platform/host.h"
#include "process/mailbox.h"

bool console_open(void);

/* Posts `m` to `to`, once, when standard input can be read; takes `m` over.  A later one replaces it. */
void console_on_input(term to, struct message *m);
/* The same for signals SIGNAL_WINCH and SIGNAL_CONT, which are from now on kept for console_signal_next(). */
void console_on_signal(term to, struct message *m);
void console_signal(enum host_signal s); /* one has arrived */
bool console_signal_next(enum host_signal *s);
/* process_wake(p) when `d` can be written. */
bool console_wait_to_write(struct process *p, host_device d);
/* When this process ends the terminal is as it was at first. */
void console_set_owner(term pid);

/* A device is ready that no port watches. */
void console_ready(host_device d);
