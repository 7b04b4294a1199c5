/* platform/linux/terminal.c - terminal modes and sizes, by termios. */
#include "memory/arena.h"
#include "platform/host_terminal.h"
#include "platform/linux/linux.h"
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

bool host_is_terminal(host_device d) { return isatty(d); }

bool host_window_size(host_device d, uint32_t *columns, uint32_t *rows)
{
    struct winsize w;
    if (ioctl(d, TIOCGWINSZ, &w) != 0) return false;
    *columns = w.ws_col, *rows = w.ws_row;
    return true;
}

static void make_raw(struct termios *t, bool interrupts)
{
    t->c_iflag &= ~(tcflag_t)(ISTRIP | IXON | ICRNL | INLCR);
    t->c_iflag |= ICRNL;
    t->c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN | ISIG);
    if (interrupts) t->c_lflag |= ISIG;
    t->c_cc[VMIN] = 1, t->c_cc[VTIME] = 0;
    t->c_cc[VQUIT] = t->c_cc[VSUSP] = _POSIX_VDISABLE;
}

enum host_error host_terminal_mode(host_device d, enum terminal_mode mode, bool interrupts)
{
    struct host_record *r = host_record();
    struct termios t;
    if (!r) return HOST_ENOMEM;
    if (!r->terminal_saved) {
        if (tcgetattr(d, &r->terminal_before) < 0) return HOST_ENOTTY;
        r->terminal_saved = true;
        r->terminal = d;
    }
    t = r->terminal_before;
    if (mode == TERMINAL_RAW) make_raw(&t, interrupts);
    return result_of(tcsetattr(d, TCSADRAIN, &t));
}

void host_terminal_restore(void)
{
    struct host_record *r = arena_root(ROOT_platform);
    if (r && r->terminal_saved) tcsetattr(r->terminal, TCSANOW, &r->terminal_before);
}
