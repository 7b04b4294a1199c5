/* platform/linux/signals.c - signals, noted by a handler and asked for by the machine. */
#include "memory/arena.h"
#include "platform/linux/linux.h"
#include <errno.h>
#include <signal.h>
#include <unistd.h>

static const int numbers[HOST_SIGNALS] = {
    [SIGNAL_HUP] = SIGHUP,   [SIGNAL_QUIT] = SIGQUIT, [SIGNAL_ABRT] = SIGABRT, [SIGNAL_ALRM] = SIGALRM,
    [SIGNAL_TERM] = SIGTERM, [SIGNAL_USR1] = SIGUSR1, [SIGNAL_USR2] = SIGUSR2, [SIGNAL_CHLD] = SIGCHLD,
    [SIGNAL_STOP] = SIGSTOP, [SIGNAL_TSTP] = SIGTSTP, [SIGNAL_CONT] = SIGCONT, [SIGNAL_WINCH] = SIGWINCH,
    [SIGNAL_INT] = SIGINT,   [SIGNAL_PIPE] = SIGPIPE,
};

/* Only what POSIX allows in a handler: one atomic bit, one write(2). */
static void handler(int number)
{
    int saved = errno;
    struct host_record *r = arena_root(ROOT_platform);
    for (unsigned s = 0; s < HOST_SIGNALS; s++)
        if (numbers[s] == number) __atomic_fetch_or(&r->pending, 1u << s, __ATOMIC_RELEASE);
    ssize_t ignored = write(r->wakeup, &(uint64_t){1}, sizeof(uint64_t));
    (void)ignored; /* a full counter wakes just as well */
    errno = saved;
}

bool host_set_signal(enum host_signal s, enum signal_action action)
{
    if (!host_record()) return false;
    struct sigaction a = {.sa_flags = SA_RESTART};
    a.sa_handler = action == SIGNAL_IGNORE ? SIG_IGN : action == SIGNAL_HANDLE ? handler : SIG_DFL;
    sigemptyset(&a.sa_mask);
    return sigaction(numbers[s], &a, NULL) == 0;
}

bool host_signal_next(enum host_signal *s)
{
    struct host_record *r = arena_root(ROOT_platform);
    uint32_t pending = r ? __atomic_load_n(&r->pending, __ATOMIC_ACQUIRE) : 0;
    if (!pending) return false;
    *s = (enum host_signal)__builtin_ctz(pending);
    __atomic_fetch_and(&r->pending, ~(1u << *s), __ATOMIC_ACQ_REL);
    return true;
}
