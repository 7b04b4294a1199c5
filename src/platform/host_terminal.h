/* platform/host_terminal.h - terminals of the host. */
#pragma once
#include "platform/host.h"

bool host_is_terminal(host_device d);
/* Columns and rows; false: not a terminal. */
bool host_window_size(host_device d, uint32_t *columns, uint32_t *rows);

enum terminal_mode {
    TERMINAL_COOKED, /* as it was found */
    TERMINAL_RAW,    /* keys at once, no echo, no signals but ^C's when `interrupts` */
};
/* Changes the mode; what it was at first is remembered, for host_terminal_restore(). */
enum host_error host_terminal_mode(host_device d, enum terminal_mode mode, bool interrupts);
/* Puts back what host_terminal_mode() found; harmless otherwise. */
void host_terminal_restore(void);
