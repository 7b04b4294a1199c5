/* spawn/front.c - the loop of the front: epoll, a sweep of deadlines, an orderly end. */
#include "spawn/front.h"
#include "spawn/confine.h"
#include "spawn/parent.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS_MAX = 128, SWEEP_MS = 50 };

/* -- what is watched ---------------------------------------------------------------------------------------- */

void front_watch(struct front *f, struct watch *w, uint32_t events)
{
    bool new = w->interest == 0;
    uint32_t wanted = events | EPOLLERR; /* said in any case; so 0 means: not watched yet */
    if (w->fd < 0 || w->interest == wanted) return;
    struct epoll_event e = {.events = events, .data.ptr = w};
    epoll_ctl(f->epoll, new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, w->fd, &e);
    w->interest = wanted;
}

void front_listen(struct front *f)
{
    for (uint32_t i = 0; i < f->listener_count; i++) front_watch(f, &f->listeners[i], EPOLLIN);
}

void front_forget(struct front *f, struct watch *w)
{
    (void)f;
    if (w->fd >= 0) close(w->fd); /* which takes it out of the epoll set too: nobody else holds it */
    w->fd = -1;
    w->interest = 0;
}

/* -- events --------------------------------------------------------------------------------------------------- */

static void stop(struct front *f)
{
    struct signalfd_siginfo i;
    while (read(f->signals.fd, &i, sizeof i) == sizeof i) continue;
    if (f->stopping) _exit(0);
    f->stopping = true;
    f->stopped_ns = clock_monotonic_ns();
    for (uint32_t n = 0; n < f->listener_count; n++) front_forget(f, &f->listeners[n]);
    for (uint32_t n = 0; n < f->settings->instances; n++)
        if (f->instances[n].state == INSTANCE_READY) instance_end(f, &f->instances[n]);
}

/* An instance may be gone, and its place taken again, by an event before this one: then its watch is not the one that was
 * open when the event came, and nothing is lost by looking. */
static void instance_event(struct front *f, struct instance *i)
{
    if (i->state == INSTANCE_BUSY && i->client) client_advance(f, i->client);
}

/* It is set back: who waits is looked at when all events are taken. Its end is told by the maker. */
static void control_event(struct instance *i)
{
    struct turn_order done;
    while (recv(i->control.fd, &done, sizeof done, MSG_DONTWAIT) > 0) continue;
}

static void take_event(struct front *f, const struct epoll_event *e)
{
    struct watch *w = e->data.ptr;
    if (w->fd < 0) return;
    switch (w->kind) {
    case WATCH_LISTENER: client_accept(f, w); break;
    case WATCH_CLIENT: client_event(f, (struct client *)w, e->events); break;
    case WATCH_INSTANCE: instance_event(f, (struct instance *)w); break;
    case WATCH_CONTROL:
        control_event((struct instance *)(void *)((char *)w - offsetof(struct instance, control)));
        break;
    case WATCH_MAKER: instances_notice(f); break;
    case WATCH_SIGNALS: stop(f); break;
    }
}

static void loop(struct front *f)
{
    struct epoll_event events[EVENTS_MAX];
    uint64_t swept = clock_monotonic_ns();
    while (!f->stopping || f->clients || f->live) {
        int n = epoll_wait(f->epoll, events, EVENTS_MAX, SWEEP_MS);
        for (int i = 0; i < n; i++) take_event(f, &events[i]);
        instances_share(f);
        uint64_t now = clock_monotonic_ns();
        if (now - swept >= SWEEP_MS * UINT64_C(1000000)) {
            clients_sweep(f);
            recycled_sweep(f, now);
            front_listen(f);
            swept = now;
        }
        clients_free_dead(f);
    }
}

/* -- the process ------------------------------------------------------------------------------------------------ */

static bool open_all(struct front *f, int maker)
{
    sigset_t taken, all;
    f->epoll = epoll_create1(EPOLL_CLOEXEC);
    f->instances = calloc(f->settings->instances, sizeof *f->instances);
    sigemptyset(&taken);
    sigaddset(&taken, SIGTERM);
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    f->signals = (struct watch){WATCH_SIGNALS, signalfd(-1, &taken, SFD_NONBLOCK | SFD_CLOEXEC), 0};
    f->maker = (struct watch){WATCH_MAKER, maker, 0};
    if (f->epoll < 0 || !f->instances || f->signals.fd < 0) return false;
    for (uint32_t i = 0; i < f->settings->instances; i++) f->instances[i].place = i;
    front_watch(f, &f->signals, EPOLLIN);
    front_watch(f, &f->maker, EPOLLIN);
    front_listen(f);
    return true;
}

_Noreturn void front_run(struct front *f, int maker)
{
    struct complaint why;
    parent_hold_on_to();
    setpgid(0, 0);
    if (!open_all(f, maker) || !confine_front(&why)) {
        fprintf(stderr, "ling spawn: the host refuses to confine the front.\n");
        _exit(1);
    }
    loop(f);
    _exit(0);
}
