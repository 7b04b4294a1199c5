/* io/terminal.h - terminals that a program talks to. */
#pragma once
#include "platform/host.h"

/* The window has another size, or the program runs again after a stop. */
void terminals_changed(enum host_signal s);
/* ^C for the shell; false: no shell is at a terminal. */
bool terminals_interrupt(void);
