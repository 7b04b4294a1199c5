/* spawn/instances.c - machines as the front sees them: ordered from the maker, taken by one request, ended, gone. */
#include "spawn/front.h"
#include "tender/descriptors.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define POOL_PAUSE_NS UINT64_C(1000000000)

/* -- the maker ------------------------------------------------------------------------------------------------ */

bool instance_order(struct front *f, const struct order *o, int descriptor)
{
    return descriptor_send(f->maker.fd, o, sizeof *o, descriptor, 0);
}

static struct instance *free_place(struct front *f)
{
    if (f->live == f->settings->instances) return NULL;
    for (uint32_t i = 0; i < f->settings->instances; i++)
        if (f->instances[i].state == INSTANCE_FREE) return &f->instances[i];
    return NULL;
}

static bool connect_to(struct front *f, struct instance *i, const struct order *o)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) != 0) return false;
    bool sent = instance_order(f, o, pair[1]);
    close(pair[1]);
    i->watch = (struct watch){WATCH_INSTANCE, pair[0], 0};
    if (!sent) close(pair[0]);
    return sent;
}

struct instance *instance_make(struct front *f, uint32_t route, bool ahead)
{
    struct instance *i = free_place(f);
    if (!i) return NULL;
    memset(&f->reports[i->place], 0, sizeof f->reports[i->place]);
    struct order o = {.kind = ORDER_MAKE, .place = i->place, .serial = ++f->serial, .route = route, .ahead = ahead};
    *i = (struct instance){
        .place = i->place, .route = route, .serial = o.serial, .machine = o.serial, .ordered_ns = clock_monotonic_ns()};
    i->watch.fd = i->control.fd = i->end = -1;
    if (!(f->settings->fresh == FRESH_RECYCLE ? recycled_order(f, i, &o) : connect_to(f, i, &o))) return NULL;
    i->state = INSTANCE_READY;
    f->live++;
    f->ready[route]++;
    f->standing[route]++;
    front_watch(f, &i->watch, 0);
    count(&f->statistics->made);
    return i;
}

/* -- taking ------------------------------------------------------------------------------------------------------ */

/* How far it is on the way to a request. */
static int progress(const struct front *f, const struct instance *i)
{
    const uint64_t *marks = f->reports[i->place].report.marks;
    return marks[MARK_SET_BACK] ? 2 : marks[MARK_LISTENING] ? 1 : 0;
}

/* The one that is furthest, then the one that was ordered first. */
static bool is_better(const struct front *f, const struct instance *a, const struct instance *b)
{
    if (!b) return true;
    int a_is = progress(f, a), b_is = progress(f, b);
    return a_is != b_is ? a_is > b_is : a->serial < b->serial;
}

static struct instance *made_ahead(struct front *f, uint32_t route)
{
    struct instance *best = NULL;
    for (uint32_t n = 0; n < f->settings->instances && f->ready[route]; n++) {
        struct instance *i = &f->instances[n];
        if (i->state == INSTANCE_READY && i->route == route && is_better(f, i, best)) best = i;
    }
    return best;
}

static struct instance *choose(struct front *f, uint32_t route, struct client *c)
{
    c->trail.fresh = f->settings->fresh;
    if (c->trail.fresh == FRESH_RECYCLE) {
        if (!f->standing[route]) instance_make(f, route, false);
        return recycled_take(f, route);
    }
    struct instance *i = made_ahead(f, route);
    if (i) return i;
    c->trail.fresh = FRESH_CREATE;
    return instance_make(f, route, false);
}

struct instance *instance_take(struct front *f, uint32_t route, struct client *c)
{
    struct instance *i = choose(f, route, c);
    if (!i) return NULL;
    f->ready[route]--;
    i->state = INSTANCE_BUSY;
    i->client = c;
    i->trail = c->trail.id;
    return i;
}

/* -- ends ---------------------------------------------------------------------------------------------------------- */

void instance_note_gone(struct front *f, const struct instance *i, uint64_t ns)
{
    struct trail *t = &f->trails[i->trail % TRAILS];
    if (!i->trail || t->id != i->trail) return;
    t->moments[MOMENT_gone] = ns;
    statistics_count_gone(f->statistics, t);
}

static void free_instance(struct front *f, struct instance *i)
{
    instance_note_gone(f, i, i->gone_ns);
    i->state = INSTANCE_FREE;
    f->live--;
}

void instance_leave(struct front *f, struct instance *i)
{
    if (i->state == INSTANCE_READY) f->ready[i->route]--;
    f->standing[i->route]--;
    front_forget(f, &i->watch);
    front_forget(f, &i->control);
    if (i->end >= 0) close(i->end);
    i->client = NULL;
    i->state = INSTANCE_ENDING;
    if (i->gone_ns) free_instance(f, i);
}

void instance_end(struct front *f, struct instance *i)
{
    if (i->answered && recycled_release(f, i)) return;
    instance_leave(f, i);
    if (i->state == INSTANCE_FREE) return;
    struct order o = {.kind = ORDER_END, .place = i->place, .serial = i->machine};
    instance_order(f, &o, -1);
}

/* One that nobody used: made again, but not as fast as it dies. */
static void lost_unused(struct front *f, struct instance *i)
{
    count(&f->statistics->failed);
    f->pool_from_ns[i->route] = clock_monotonic_ns() + POOL_PAUSE_NS;
    instance_end(f, i);
}

static void take_notice(struct front *f, const struct notice *n)
{
    if (n->place >= f->settings->instances) return;
    struct instance *i = &f->instances[n->place];
    if (i->state == INSTANCE_FREE || i->machine != n->serial) return;
    i->gone_ns = clock_monotonic_ns();
    i->wait_status = n->wait_status;
    if (i->state == INSTANCE_ENDING) free_instance(f, i);
    else if (i->state == INSTANCE_READY) lost_unused(f, i);
    else client_advance(f, i->client); /* what it sent before its end is still to be read */
}

void instances_notice(struct front *f)
{
    struct notice n;
    ssize_t size;
    while ((size = recv(f->maker.fd, &n, sizeof n, MSG_DONTWAIT)) == sizeof n) take_notice(f, &n);
    if (size == 0) _exit(1); /* no maker, no machines: the supervisor hears of it */
}

uint64_t instances_memory(const struct front *f)
{
    return __atomic_load_n(&f->reports[f->settings->instances].memory, __ATOMIC_RELAXED);
}

/* -- queue and pool -------------------------------------------------------------------------------------------------- */

void queue_remove(struct front *f, struct client *c)
{
    struct client **at = &f->queue_first, *before = NULL;
    while (*at && *at != c) before = *at, at = &(*at)->queue_next;
    if (!*at) return;
    *at = c->queue_next;
    if (f->queue_last == c) f->queue_last = before;
    c->queue_next = NULL;
    f->queue_count--;
}

/* In order, but who waits for another image than the first in the queue need not wait for it. */
static void serve_queue(struct front *f)
{
    for (struct client *c = f->queue_first, *next; c; c = next) {
        next = c->queue_next;
        struct instance *i = instance_take(f, c->trail.route, c);
        if (!i) continue;
        queue_remove(f, c);
        exchange_start(f, c, i);
        client_advance(f, c);
        next = f->queue_first;
    }
}

static uint32_t count_ahead(const struct front *f, uint32_t route)
{
    return f->settings->fresh == FRESH_RECYCLE ? f->standing[route] : f->ready[route];
}

static void fill_pool(struct front *f, uint64_t now_ns)
{
    for (uint32_t r = 0; r < f->settings->route_count; r++)
        while (count_ahead(f, r) < f->settings->pool && now_ns >= f->pool_from_ns[r] && instance_make(f, r, true))
            continue;
}

void instances_share(struct front *f)
{
    if (f->queue_first) serve_queue(f);
    if (f->settings->fresh != FRESH_CREATE && !f->stopping) fill_pool(f, clock_monotonic_ns());
}
