/* tender/world.c - the only place where the tender sleeps: signals, the console, sockets, the deadline. */
#include "tender/prepare.h"
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { LAST_BYTES_MS = 5000, SECOND_INTERRUPT = 2 };

void tender_end(struct tender *t, enum status status, const char *format, ...)
{
    va_list arguments;
    if (t->ended) return;
    t->ended = true;
    t->status = status;
    va_start(arguments, format);
    vsnprintf(t->why.text, sizeof t->why.text, format, arguments);
    va_end(arguments);
}

void engine_signals(sigset_t *set)
{
    static const int taken[] = {SIGTERM, SIGINT, SIGHUP, SIGALRM, SIGCHLD, SIGUSR1};
    sigemptyset(set);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) sigaddset(set, taken[i]);
}

/* The first asks the program to stop in order, the second does not ask. */
static void interrupt(struct tender *t)
{
    if (++t->interrupts >= SECOND_INTERRUPT) tender_end(t, STATUS_KILLED, "the guest was interrupted a second time.");
    t->clock.page->stop_requests = t->interrupts;
}

void world_signals(struct tender *t)
{
    struct signalfd_siginfo i;
    t->disturbed = true;
    while (read(t->signals, &i, sizeof i) == sizeof i) {
        if (i.ssi_signo == SIGTERM || i.ssi_signo == SIGINT || i.ssi_signo == SIGHUP) interrupt(t);
        if (i.ssi_signo == SIGUSR1) t->snapshot_asked = t->options.snapshot != NULL;
    }
    if (clock_monotonic_ns() < t->kill_at_ns) return;
    if (!t->options.prepare) tender_end(t, STATUS_KILLED, "the guest was stopped: its time (--timeout) is over.");
    else if (!prepare_ask_busy(t)) prepare_too_late(t);
}

static void sleep_until(struct tender *t, uint64_t deadline_ns)
{
    enum { SIGNALS, SOCKETS, INPUT };
    struct pollfd p[] = {{.fd = t->signals, .events = POLLIN},
                         {.fd = t->streams.epoll, .events = POLLIN},
                         {.fd = console_wants_input(t) ? STDIN_FILENO : -1, .events = POLLIN}};
    uint64_t now = clock_monotonic_ns(), until = deadline_ns < t->kill_at_ns ? deadline_ns : t->kill_at_ns;
    uint64_t left = until > now ? until - now : 0;
    struct timespec time = {(time_t)(left / 1000000000), (long)(left % 1000000000)};
    int n = ppoll(p, sizeof p / sizeof *p, until == UINT64_MAX ? NULL : &time, NULL);
    if (n < 0) return;
    if (p[SIGNALS].revents || clock_monotonic_ns() >= t->kill_at_ns) world_signals(t);
    if (p[SOCKETS].revents) streams_ready(&t->streams);
    if (p[INPUT].revents) console_read(t);
}

static bool send_all(struct tender *t)
{
    if (console_flush(t) && streams_pump(&t->streams)) return true;
    tender_end(t, STATUS_HOSTILE, "the guest broke the rules of a ring.");
    return false;
}

void world_wait(struct tender *t, uint64_t deadline_ns)
{
    if (!send_all(t)) return;
    bool slept = false;
    t->disturbed = false;
    while (!t->ended && !t->disturbed && !slots_have_news(&t->streams.slots)) {
        if (turns_over(t, deadline_ns)) return;
        if (slept && clock_monotonic_ns() >= deadline_ns) return;
        sleep_until(t, deadline_ns);
        slept = true;
    }
    if (!slept && !turns_over(t, deadline_ns)) sleep_until(t, 0);
}

void world_finish(struct tender *t)
{
    uint64_t until = clock_monotonic_ns() + LAST_BYTES_MS * UINT64_C(1000000);
    if (!console_flush(t) || !streams_pump(&t->streams)) return;
    while (streams_unsent(&t->streams) && clock_monotonic_ns() < until) {
        struct pollfd p[] = {{.fd = t->streams.epoll, .events = POLLIN}, {.fd = t->signals, .events = POLLIN}};
        if (poll(p, 2, LAST_BYTES_MS) <= 0 || p[1].revents) return;
        streams_ready(&t->streams);
    }
}
