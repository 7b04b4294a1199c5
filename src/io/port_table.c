/* io/port_table.c - finding ports by number, by device, by name. */
#include "io/port_table.h"
#include "io/port_trace.h"
#include "io/console.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "platform/platform.h"
#include "process/mailbox.h"
#include "process/process.h"
#include "process/registry.h"
#include <string.h>

enum { BUCKETS_FIRST = 64 };

static bool port_lives(term id) { return port_find(id); }

bool port_table_open(void)
{
    struct port_table *t = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *t);
    if (!t) return false;
    t->buckets = memory_alloc_zeroed(MEMORY_SYSTEM, BUCKETS_FIRST * sizeof *t->buckets);
    t->room = BUCKETS_FIRST;
    wheel_open(&t->wheel, (int64_t)(platform_monotonic_ns() / 1000000));
    io()->ports = t;
    process_at_exit(watchers_process_ended);
    trace_ports_asked_by(port_lives);
    return t->buckets != NULL;
}

static struct port **bucket_of(const struct port_table *t, uint64_t number)
{
    return &t->buckets[number & (t->room - 1)];
}

static void table_grow(struct port_table *t)
{
    struct port_table larger = {.room = 2 * t->room};
    larger.buckets = memory_alloc_zeroed(MEMORY_SYSTEM, larger.room * sizeof *larger.buckets);
    if (!larger.buckets) return; /* it only gets slower */
    for (size_t i = 0; i < t->room; i++) {
        for (struct port *p = t->buckets[i], *next; p; p = next) {
            next = p->next;
            struct port **b = bucket_of(&larger, p->number);
            p->next = *b;
            *b = p;
        }
    }
    memory_free(MEMORY_SYSTEM, t->buckets);
    t->buckets = larger.buckets, t->room = larger.room;
}

bool port_table_add(struct port *p)
{
    struct port_table *t = port_table();
    if (t->count >= settings()->ports_max) return false;
    if (t->count >= 2 * t->room) table_grow(t);
    p->number = t->next_number++;
    relations_open(&p->relations, local_port(p->number));
    struct port **b = bucket_of(t, p->number);
    p->next = *b;
    *b = p;
    t->count++;
    return true;
}

void port_table_remove(struct port *p)
{
    struct port_table *t = port_table();
    struct port **at = bucket_of(t, p->number);
    while (*at != p) at = &(*at)->next;
    *at = p->next;
    t->count--;
    for (size_t i = 0; i < t->watcher_count;)
        if (t->watchers[i].port == p) t->watchers[i] = t->watchers[--t->watcher_count];
        else i++;
}

static struct port *find_number(uint64_t number)
{
    for (struct port *p = *bucket_of(port_table(), number); p; p = p->next)
        if (p->number == number) return p;
    return NULL;
}

struct port *port_find(term id)
{
    if (!is_local_port(id)) return NULL;
    struct port *p = find_number(port_number(id));
    return p && p->state == PORT_OPEN ? p : NULL;
}

struct port *port_find_registered(term id_or_name)
{
    if (!is_atom(id_or_name)) return port_find(id_or_name);
    term id = registry_find(id_or_name);
    return is_term(id) ? port_find(id) : NULL;
}

size_t ports_count(void) { return port_table()->count; }

struct port *port_after(struct port *p)
{
    struct port_table *t = port_table();
    if (p && p->next) return p->next;
    size_t i = p ? (p->number & (t->room - 1)) + 1 : 0;
    while (i < t->room && !t->buckets[i]) i++;
    return i < t->room ? t->buckets[i] : NULL;
}

/* -- devices ---------------------------------------------------------------------- */

static bool device_room(struct port_table *t, host_device d)
{
    if ((size_t)d < t->devices) return true;
    size_t room = 2 * (size_t)d + 32;
    struct port **larger = memory_resize(MEMORY_SYSTEM, t->by_device, room * sizeof *larger);
    if (!larger) return false;
    memset(larger + t->devices, 0, (room - t->devices) * sizeof *larger);
    t->by_device = larger, t->devices = room;
    return true;
}

bool port_watch(struct port *p, host_device d, unsigned interest)
{
    struct port_table *t = port_table();
    if (d < 0 || !device_room(t, d)) return false;
    t->by_device[d] = p;
    return host_watch(d, interest);
}

void port_release_device(struct port *p, host_device *d)
{
    struct port_table *t = port_table();
    if (*d == NO_DEVICE) return;
    if ((size_t)*d < t->devices && t->by_device[*d] == p) {
        t->by_device[*d] = NULL;
        host_watch(*d, 0);
    }
    *d = NO_DEVICE;
}

void port_close_device(struct port *p, host_device *d)
{
    host_device device = *d;
    port_release_device(p, d);
    if (device != NO_DEVICE) host_close(device);
}

void port_begins(const struct port *p)
{
    const struct process *owner = process_find(p->connected);
    memory_open_reserve(!owner || process_is_vital(owner));
}

void port_ends(void) { memory_open_reserve(true); }

static void port_run(struct port *p, host_device d, unsigned ready)
{
    port_begins(p);
    port_trace_running(p, true, small(0));
    p->driver->ready(p, d, ready);
    port_trace_running(p, false, small(0));
    port_ends();
}

void ports_ready(void)
{
    struct port_table *t = port_table();
    host_device d;
    unsigned ready;
    while (host_ready_next(&d, &ready)) {
        struct port *p = (size_t)d < t->devices ? t->by_device[d] : NULL;
        if (!p) console_ready(d);
        else if (p->state != PORT_GONE) port_run(p, d, ready);
    }
}

/* -- watched processes -------------------------------------------------------------- */

bool port_watch_process(struct port *port, term pid)
{
    struct port_table *t = port_table();
    if (t->watcher_count == t->watcher_room) {
        size_t room = 2 * t->watcher_room + 16;
        struct watcher *larger = memory_resize(MEMORY_SYSTEM, t->watchers, room * sizeof *larger);
        if (!larger) return false;
        t->watchers = larger, t->watcher_room = room;
    }
    t->watchers[t->watcher_count++] = (struct watcher){pid, port};
    return true;
}

void port_unwatch_process(struct port *port, term pid)
{
    struct port_table *t = port_table();
    for (size_t i = 0; i < t->watcher_count; i++) {
        if (t->watchers[i].port != port || !same(t->watchers[i].pid, pid)) continue;
        t->watchers[i] = t->watchers[--t->watcher_count];
        return;
    }
}

void watchers_process_ended(struct process *p)
{
    struct port_table *t = port_table();
    for (size_t i = 0; i < t->watcher_count;) {
        if (!same(t->watchers[i].pid, p->pid)) {
            i++;
            continue;
        }
        struct port *port = t->watchers[i].port;
        t->watchers[i] = t->watchers[--t->watcher_count];
        if (port->driver->process_ended) port->driver->process_ended(port, p->pid);
        i = 0; /* the driver may have changed the array */
    }
}

/* -- timers ------------------------------------------------------------------------- */

static int64_t milliseconds_now(void) { return (int64_t)(platform_monotonic_ns() / 1000000); }

void port_timer_start(struct port *p, struct port_timer *t, uint64_t milliseconds)
{
    t->port = p;
    wheel_stop(&port_table()->wheel, &t->entry);
    wheel_start(&port_table()->wheel, &t->entry, milliseconds_now() + (int64_t)milliseconds + 1);
}

void port_timer_stop(struct port_timer *t) { wheel_stop(&port_table()->wheel, &t->entry); }

uint64_t port_timer_left(const struct port_timer *t)
{
    int64_t left = t->entry.started ? t->entry.due - milliseconds_now() : 0;
    return left > 0 ? (uint64_t)left : 0;
}

void ports_take_timers(void)
{
    struct port_table *t = port_table();
    struct wheel_entry *e;
    if (!t->wheel.count) return;
    int64_t now = milliseconds_now();
    while ((e = wheel_due(&t->wheel, now))) {
        struct port_timer *timer = (struct port_timer *)e;
        if (timer->port->state != PORT_GONE) timer->port->driver->timeout(timer->port, timer);
    }
}

uint64_t io_next_ns(void)
{
    int64_t next = wheel_next(&port_table()->wheel);
    return next == INT64_MAX ? UINT64_MAX : (uint64_t)next * 1000000;
}
