/* spawn/recycled.c - machines that serve many requests, one after the other: each is set back by its tender before it is given the
 * next connection (tender/turns.h).
 *
 * Whether it is set back stands in its report. A tender that does not come back, whatever its guest did, is ended. */
#include "spawn/front.h"
#include "tender/descriptors.h"
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define COMES_BACK_WITHIN_NS UINT64_C(500000000)
#define UNUSED_NS            UINT64_C(10000000000)
#define LONG_NS              UINT64_C(20000000) /* to wait for one of those that there are */

bool recycled_order(struct front *f, struct instance *i, const struct order *o)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return false;
    bool sent = instance_order(f, o, pair[1]);
    close(pair[1]);
    if (!sent) {
        close(pair[0]);
        return false;
    }
    i->control = (struct watch){WATCH_CONTROL, pair[0], 0};
    front_watch(f, &i->control, EPOLLIN);
    return true;
}

/* -- a turn --------------------------------------------------------------------------------------------------- */

static uint64_t set_back_ns(const struct front *f, const struct instance *i)
{
    return __atomic_load_n(&f->reports[i->place].report.marks[MARK_SET_BACK], __ATOMIC_ACQUIRE);
}

static struct instance *find(struct front *f, uint32_t route)
{
    for (uint32_t n = 0; n < f->settings->instances && f->ready[route]; n++) {
        struct instance *i = &f->instances[n];
        if (i->state == INSTANCE_READY && i->route == route && set_back_ns(f, i)) return i;
    }
    return NULL;
}

/* Those that are on their way back shall say so. */
static void ask_to_be_woken(struct front *f, uint32_t route)
{
    for (uint32_t n = 0; n < f->settings->instances; n++)
        if (f->instances[n].state == INSTANCE_READY && f->instances[n].route == route)
            __atomic_store_n(&f->reports[f->instances[n].place].report.waited_for, 1, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

static void begin_turn(struct front *f, struct instance *i)
{
    uint64_t back = set_back_ns(f, i), now = clock_monotonic_ns();
    if (i->trail && back > i->released_ns && back < now) instance_note_gone(f, i, back);
    memset(&f->reports[i->place], 0, sizeof f->reports[i->place]);
    i->serial = ++f->serial;
    i->trail = 0;
    i->answered = false;
}

struct instance *recycled_take(struct front *f, uint32_t route)
{
    int pair[2];
    struct instance *i = find(f, route);
    if (!i) ask_to_be_woken(f, route), i = find(f, route);
    if (!i || socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) != 0) return NULL;
    begin_turn(f, i);
    i->watch = (struct watch){WATCH_INSTANCE, pair[0], 0};
    i->end = pair[1];
    front_watch(f, &i->watch, 0);
    return i;
}

void recycled_begin(struct instance *i)
{
    struct turn_order o = {i->serial};
    /* One that is gone closes the connection, and so its client hears of it. */
    descriptor_send(i->control.fd, &o, sizeof o, i->end, MSG_DONTWAIT);
    close(i->end);
    i->end = -1;
}

bool recycled_release(struct front *f, struct instance *i)
{
    if (f->settings->fresh != FRESH_RECYCLE || i->state != INSTANCE_BUSY || i->gone_ns || f->stopping) return false;
    front_forget(f, &i->watch);
    i->client = NULL;
    i->released_ns = clock_monotonic_ns();
    i->state = INSTANCE_READY;
    f->ready[i->route]++;
    return true;
}

/* Where machines come free all the time, another one would only take their processor. */
static void help_the_first(struct front *f, uint64_t now_ns)
{
    const struct client *c = f->queue_first;
    bool waits = c && now_ns - c->trail.moments[MOMENT_head] > LONG_NS;
    if (waits && !f->ready[c->trail.route]) instance_make(f, c->trail.route, false);
}

/* It does not come back. */
static bool is_lost(const struct front *f, const struct instance *i, uint64_t now_ns)
{
    uint64_t since = i->released_ns ? i->released_ns : i->ordered_ns;
    uint64_t within = i->released_ns ? COMES_BACK_WITHIN_NS : f->settings->deadline_ns;
    return !set_back_ns(f, i) && now_ns > since + within;
}

/* It was made for more requests at once than there are any more. */
static bool is_spare(const struct front *f, const struct instance *i, uint64_t now_ns)
{
    return f->standing[i->route] > f->settings->pool && i->released_ns && now_ns > i->released_ns + UNUSED_NS;
}

static void end_useless(struct front *f, struct instance *i, uint64_t now_ns)
{
    bool lost = is_lost(f, i, now_ns);
    if (!lost && !is_spare(f, i, now_ns)) return;
    if (lost) count(&f->statistics->failed);
    i->answered = false;
    instance_end(f, i);
}

void recycled_sweep(struct front *f, uint64_t now_ns)
{
    if (f->settings->fresh != FRESH_RECYCLE) return;
    help_the_first(f, now_ns);
    for (uint32_t n = 0; n < f->settings->instances; n++)
        if (f->instances[n].state == INSTANCE_READY) end_useless(f, &f->instances[n], now_ns);
}
