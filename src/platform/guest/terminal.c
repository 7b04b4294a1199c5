/* platform/guest/terminal.c - the console is no terminal: bytes come and go as they are. */
#include "platform/host_terminal.h"
#include "platform/guest/guest.h"
#include <wchar.h>

bool host_is_terminal(host_device d) { return (void)d, false; }
enum host_error host_check_terminal(host_device d) { return is_console(d) || open_file(d) ? HOST_ENOTTY : HOST_EBADF; }
bool host_hung_up(host_device d) { return (void)d, false; }
bool host_wait_for_key(host_device d) { return (void)d, true; }
bool host_window_size(host_device d, uint32_t *columns, uint32_t *rows) { return (void)d, *columns = *rows = 0, false; }
enum host_error host_terminal_mode(host_device d, enum terminal_mode mode)
{
    (void)mode;
    return host_check_terminal(d);
}
void host_terminal_restore(void) {}
void host_terminal_again(void) {}
void host_stop_self(void) {}
void host_interrupt_self(void) {}
bool host_locale_is_utf8(void) { return true; }
int host_character_width(uint32_t c) { return wcwidth((wchar_t)c); }
