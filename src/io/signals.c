/* io/signals.c - signals of the host: to erl_signal_server, to ports, or to the break handler. */
#include "io/signals.h"
#include "io/children.h"
#include "io/console.h"
#include "io/io.h"
#include "io/letter.h"
#include "io/tty.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "platform/host_terminal.h"
#include "term/atoms.h"

struct signal_state {
    bool wanted[HOST_SIGNALS]; /* by the program */
    bool break_asked;
};

void signals_set(enum host_signal s, enum signal_action action)
{
    if (s == SIGNAL_CHLD) return; /* the machine's own: programs never see it, as in OTP, where others wait */
    io()->signals->wanted[s] = action == SIGNAL_HANDLE;
    host_set_signal(s, action);
}

bool signals_open(void)
{
    io()->signals = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof(struct signal_state));
    if (!io()->signals) return false;
    signals_set(SIGNAL_TERM, SIGNAL_HANDLE);
    signals_set(SIGNAL_USR1, SIGNAL_HANDLE);
    signals_set(SIGNAL_QUIT, SIGNAL_HANDLE);
    signals_set(SIGNAL_PIPE, SIGNAL_IGNORE); /* a write says EPIPE */
    host_set_signal(SIGNAL_CHLD, SIGNAL_HANDLE);
    if (settings()->break_mode == 'i') host_set_signal(SIGNAL_INT, SIGNAL_IGNORE);
    else host_set_signal(SIGNAL_INT, SIGNAL_HANDLE);
    return true;
}

static term name_of_signal(enum host_signal s)
{
    switch (s) {
    case SIGNAL_HUP: return A(sighup);
    case SIGNAL_QUIT: return A(sigquit);
    case SIGNAL_ABRT: return A(sigabrt);
    case SIGNAL_ALRM: return A(sigalrm);
    case SIGNAL_TERM: return A(sigterm);
    case SIGNAL_USR1: return A(sigusr1);
    case SIGNAL_USR2: return A(sigusr2);
    case SIGNAL_CHLD: return A(sigchld);
    case SIGNAL_STOP: return A(sigstop);
    case SIGNAL_TSTP: return A(sigtstp);
    case SIGNAL_CONT: return A(sigcont);
    case SIGNAL_WINCH: return A(sigwinch);
    default: return NO_TERM;
    }
}

/* erl_signal_server ! {notify, Name} */
static void notify(enum host_signal s)
{
    struct letter l;
    struct process *server = process_find_registered(A(erl_signal_server));
    if (server && letter_open(&l, TUPLE_WORDS(2)))
        letter_send(&l, NULL, server->pid, heap_tuple2(&l.heap, A(notify), name_of_signal(s)));
}

/* ^C: wakes the break handler; with +Bd it ends the machine, which puts the terminal in order before. */
static void interrupted(void)
{
    io()->signals->break_asked = settings()->break_mode != 'd';
    if (io()->signals->break_asked) return;
    host_terminal_restore();
    host_interrupt_self();
}

void signals_take(void)
{
    enum host_signal s;
    while (host_signal_next(&s)) {
        if (s == SIGNAL_CHLD) children_ended();
        if (s == SIGNAL_WINCH || s == SIGNAL_CONT) console_signal(s);
        if (s == SIGNAL_WINCH || s == SIGNAL_CONT || s == SIGNAL_TSTP) tty_signal(s);
        if (s == SIGNAL_INT) interrupted();
        if (io()->signals->wanted[s]) notify(s);
    }
}

bool signals_break_asked(void)
{
    bool asked = io()->signals->break_asked;
    io()->signals->break_asked = false;
    return asked;
}
