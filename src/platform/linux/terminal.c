/* platform/linux/terminal.c - terminal modes and sizes, by termios; the locale, by libc. */
#include "memory/arena.h"
#include "platform/host_terminal.h"
#include "platform/linux/linux.h"
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

bool host_is_terminal(host_device d) { return isatty(d); }

enum host_error host_check_terminal(host_device d)
{
    if (isatty(d)) return HOST_OK;
    return errno == EBADF ? HOST_EBADF : HOST_ENOTTY;
}

bool host_hung_up(host_device d)
{
    struct pollfd p = {.fd = d, .events = 0};
    return poll(&p, 1, 0) == 1 && (p.revents & POLLHUP);
}

/* Signals are let in only while it waits: none comes between the question and the wait. */
bool host_wait_for_key(host_device d)
{
    struct host_record *r = arena_root(ROOT_platform);
    struct pollfd p = {.fd = d, .events = POLLIN};
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    bool key = r && !r->pending && (ppoll(&p, 1, NULL, &before) >= 0 || errno != EINTR);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return key;
}

bool host_window_size(host_device d, uint32_t *columns, uint32_t *rows)
{
    struct winsize w;
    if (ioctl(d, TIOCGWINSZ, &w) != 0 || (w.ws_col == 0 && w.ws_row == 0)) return false;
    *columns = w.ws_col, *rows = w.ws_row;
    return true;
}

static void make_raw(struct termios *t, bool all_keys)
{
    if (all_keys) t->c_cc[VINTR] = _POSIX_VDISABLE;
    t->c_iflag &= ~(tcflag_t)(ISTRIP | ICRNL);
    t->c_oflag &= ~(tcflag_t)OPOST;
    t->c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    t->c_cc[VMIN] = 1, t->c_cc[VTIME] = 0;
}

enum host_error host_terminal_mode(host_device d, enum terminal_mode mode)
{
    struct host_record *r = host_record();
    struct termios t;
    if (!r) return HOST_ENOMEM;
    if (!r->terminal_saved) {
        if (tcgetattr(d, &r->terminal_before) < 0) return error_of(errno);
        r->terminal_saved = true;
        r->terminal = d;
    }
    r->terminal_mode = mode;
    t = r->terminal_before;
    if (mode != TERMINAL_COOKED) make_raw(&t, mode == TERMINAL_RAW_ALL_KEYS);
    return result_of(tcsetattr(d, TCSANOW, &t));
}

void host_terminal_restore(void)
{
    struct host_record *r = arena_root(ROOT_platform);
    if (r && r->terminal_saved) tcsetattr(r->terminal, TCSANOW, &r->terminal_before);
}

void host_terminal_again(void)
{
    struct host_record *r = arena_root(ROOT_platform);
    if (r && r->terminal_saved) host_terminal_mode(r->terminal, r->terminal_mode);
}

void host_stop_self(void) { raise(SIGSTOP); }

void host_interrupt_self(void)
{
    signal(SIGINT, SIG_DFL);
    raise(SIGINT);
}

bool host_locale_is_utf8(void) { return setlocale(LC_CTYPE, "") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

int host_character_width(uint32_t c) { return wcwidth((wchar_t)c); }
