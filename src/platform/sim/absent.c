/* platform/sim/absent.c - what this world lacks: programs, signals, terminals. */
#include "platform/host_programs.h"
#include "platform/host_terminal.h"
#include "platform/sim/sim.h"
#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>

enum host_error host_start_program(const struct host_program_plan *plan, struct host_program *program)
{
    (void)plan;
    *program = (struct host_program){.input = NO_DEVICE, .output = NO_DEVICE};
    return HOST_EAGAIN; /* as when a host has no more processes to give */
}
enum host_error host_may_execute(const char *path) { return (void)path, HOST_ENOENT; }
bool host_program_ended(int64_t id, int *status)
{
    (void)id;
    *status = 0;
    return true;
}

/* They may be set, but none ever comes. */
bool host_set_signal(enum host_signal s, enum signal_action action) { return (void)action, s != SIGNAL_STOP; }
bool host_signal_next(enum host_signal *s) { return (void)s, false; }

bool host_is_terminal(host_device d) { return (void)d, false; }
enum host_error host_check_terminal(host_device d)
{
    return host_check_device(d) == HOST_OK ? HOST_ENOTTY : HOST_EBADF;
}
bool host_hung_up(host_device d) { return (void)d, false; }
bool host_wait_for_key(host_device d) { return (void)d, true; }
bool host_window_size(host_device d, uint32_t *columns, uint32_t *rows)
{
    return (void)d, (void)columns, (void)rows, false;
}
enum host_error host_terminal_mode(host_device d, enum terminal_mode mode)
{
    return (void)mode, host_check_terminal(d);
}
void host_terminal_restore(void) {}
void host_terminal_again(void) {}
void host_stop_self(void) {}
void host_interrupt_self(void) {}

/* The user's settings come with the environment. */
bool host_locale_is_utf8(void) { return setlocale(LC_CTYPE, "") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }
int host_character_width(uint32_t c) { return wcwidth((wchar_t)c); }
