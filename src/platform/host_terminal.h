/* platform/host_terminal.h - terminals of the host, and what characters look like on them. */
#pragma once
#include "platform/host.h"

bool host_is_terminal(host_device d);
/* HOST_OK: a terminal, HOST_EBADF: no device at all, HOST_ENOTTY: something else. */
enum host_error host_check_terminal(host_device d);
/* Nobody is at its other end any more. */
bool host_hung_up(host_device d);
/* Waits until there is something to read; false: a signal came first. */
bool host_wait_for_key(host_device d);
/* Columns and rows; false: not a terminal, or it does not know. */
bool host_window_size(host_device d, uint32_t *columns, uint32_t *rows);

enum terminal_mode {
    TERMINAL_COOKED,       /* as it was found */
    TERMINAL_RAW,          /* keys at once, no echo, output as it is; ^C and ^Z still make signals */
    TERMINAL_RAW_ALL_KEYS, /* the same, but ^C is a key */
};
/* Changes the mode; what it was at first is remembered, for host_terminal_restore(). */
enum host_error host_terminal_mode(host_device d, enum terminal_mode mode);
/* Puts back what host_terminal_mode() found; harmless otherwise. */
void host_terminal_restore(void);
/* After that: sets the mode that was asked for last. */
void host_terminal_again(void);

/* Stops this program until the user lets it go on (job control). */
void host_stop_self(void);
/* Ends this program as ^C ends one that does not mind. */
void host_interrupt_self(void);

/* Do the user's settings (LC_ALL, LC_CTYPE, LANG) say that text is UTF-8?  Sets how wide characters are. */
bool host_locale_is_utf8(void);
/* Columns of a character: 0 to 2; -1: it cannot be printed. */
int host_character_width(uint32_t c);
