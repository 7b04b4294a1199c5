/* io/tty.h - the tty_sl driver: the terminal of OTP 25's shell. */
#pragma once
#include "io/port.h"

/* The window has another size (SIGNAL_WINCH), the program shall stop (SIGNAL_TSTP), it runs again
 * (SIGNAL_CONT). */
void tty_signal(enum host_signal s);
