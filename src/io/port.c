/* io/port.c - the life of a port: opened, connected, busy, ended. */
#include "io/port.h"
#include "io/letter.h"
#include "io/line_buffer.h"
#include "io/port_options.h"
#include "io/port_table.h"
#include "io/port_trace.h"
#include "memory/memory.h"
#include "process/monitoring.h"
#include "process/registry.h"
#include "process/suspend.h"
#include "term/atoms.h"
#include <string.h>

/* -- birth -------------------------------------------------------------------------- */

static void port_free(struct port *p)
{
    trace_forget(&p->relations.trace);
    queue_close(&p->queue);
    line_buffer_close(p->lines);
    if (p->data) message_free(p->data);
    memory_free(MEMORY_SYSTEM, p->name);
    memory_free(MEMORY_SYSTEM, p->waiters);
    memory_free(MEMORY_SYSTEM, p);
}

struct port *port_create(const struct driver *driver, void *driver_state, term owner, const char *name)
{
    struct port *p = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *p);
    if (!p) return NULL;
    p->driver = driver;
    p->driver_state = driver_state;
    p->connected = owner;
    p->registered_name = NO_TERM;
    p->program_id = -1;
    queue_open(&p->queue);
    p->name_size = strlen(name);
    p->name = memory_alloc(MEMORY_SYSTEM, p->name_size + 1);
    if (p->name) memcpy(p->name, name, p->name_size + 1);
    if (p->name && port_table_add(p)) return p;
    port_free(p);
    return NULL;
}

static bool apply_options(struct port *p, const struct port_options *o)
{
    p->binary = o->binary;
    p->soft_eof = o->soft_eof;
    if (!o->line_limit) return true;
    p->lines = line_buffer_open(o->line_limit);
    return p->lines != NULL;
}

static void opened(struct process *owner, struct port *p)
{
    port_trace_opened(p, owner->pid);
    trace_procs(owner, A(link), port_id(p));
    port_trace_event(p, A(getting_linked), owner->pid);
}

struct port *port_open(struct process *owner, const struct driver *driver, const struct port_options *options,
                       enum host_error *error)
{
    ports_sweep();
    *error = HOST_ENOMEM;
    struct port *p = port_create(driver, NULL, owner->pid, options->name);
    if (!p) return NULL;
    if (apply_options(p, options)) *error = driver->open(p, options);
    if (*error == HOST_OK) {
        if (link_make(&owner->relations, &p->relations)) {
            opened(owner, p);
            return p;
        }
        *error = HOST_ENOMEM;
        driver->stop(p);
    }
    port_table_remove(p);
    port_free(p);
    return NULL;
}

/* -- death -------------------------------------------------------------------------- */

void ports_sweep(void)
{
    struct port_table *t = port_table();
    while (t->swept) {
        struct port *p = t->swept;
        t->swept = p->next;
        port_free(p);
    }
}

void port_end_now(struct port *p)
{
    if (p->state == PORT_GONE) return;
    p->state = PORT_GONE;
    p->driver->stop(p);
    port_table_remove(p);
    p->next = port_table()->swept;
    port_table()->swept = p;
    if (p->send_closed) port_tell(p, A(closed));
}

/* `reason` as links and monitors get it. */
static void cut_relations(struct port *p, term reason)
{
    if (is_term(p->registered_name)) {
        registry_remove(p->registered_name);
        port_trace_event(p, A(unregister), p->registered_name);
    }
    p->registered_name = NO_TERM;
    size_t budget = SIZE_MAX;
    relations_end(&p->relations, reason, &budget);
}

bool port_exit(struct port *p, term from, term reason, bool broken_link)
{
    if (p->state != PORT_OPEN) return false;
    bool own = same(from, p->connected) || same(from, port_id(p));
    if (same(reason, A(normal)) && !own && broken_link) return false;
    bool kill = same(reason, A(kill));
    p->state = PORT_CLOSING;
    port_set_busy(p, false);
    port_trace_event(p, A(closed), kill ? A(killed) : reason);
    cut_relations(p, kill ? A(killed) : reason);
    if (!kill && p->queue.size && p->driver->flush) p->driver->flush(p);
    else port_end_now(p);
    return true;
}

void port_end(struct port *p, term reason)
{
    if (p->state == PORT_CLOSING) port_end_now(p);
    else port_exit(p, port_id(p), reason, false);
}

void port_quit(struct port *p, term reason)
{
    struct process *owner = process_find(p->connected);
    struct link *l = owner ? link_find(&owner->relations, &p->relations) : NULL;
    if (l) link_free(l);
    port_end(p, reason);
}

void port_fail(struct port *p, enum host_error e)
{
    queue_close(&p->queue); /* nobody will take it */
    port_end(p, atom_from_c(host_error_name(e)));
}

void port_close_asked(struct port *p, term from)
{
    p->send_closed = true;
    port_exit(p, from, A(normal), false);
}

void port_eof(struct port *p)
{
    if (p->lines) line_buffer_flush(p->lines, p);
    if (p->state == PORT_CLOSING) port_end_now(p);
    else if (p->soft_eof) port_tell(p, A(eof));
    else port_exit(p, port_id(p), A(normal), false);
}

/* -- owner and waiters ----------------------------------------------------------------- */

bool port_connect(struct port *p, term pid)
{
    struct process *to = process_find(pid);
    if (!to || !link_make(&to->relations, &p->relations)) return false;
    p->connected = pid;
    return true;
}

void port_set_busy(struct port *p, bool busy)
{
    p->busy = busy;
    if (busy) return;
    for (size_t i = 0; i < p->waiter_count; i++) {
        struct process *waiter = process_find(p->waiters[i]);
        if (waiter) process_go_on(waiter);
    }
    p->waiter_count = 0;
}

/* Those that have died while they were suspended are forgotten before room is made for more. */
static void drop_dead_waiters(struct port *p)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->waiter_count; i++)
        if (process_find(p->waiters[i])) p->waiters[kept++] = p->waiters[i];
    p->waiter_count = kept;
}

static bool room_for_waiter(struct port *p)
{
    if (p->waiter_count == p->waiter_room) drop_dead_waiters(p);
    if (2 * p->waiter_count < p->waiter_room) return true;
    size_t room = 2 * p->waiter_room + 4;
    term *larger = memory_resize(MEMORY_SYSTEM, p->waiters, room * sizeof *larger);
    if (!larger) return p->waiter_count < p->waiter_room;
    p->waiters = larger, p->waiter_room = room;
    return true;
}

bool port_suspend(struct port *p, struct process *sender)
{
    if (p->waiter_count == p->waiter_room && !room_for_waiter(p)) return false;
    p->waiters[p->waiter_count++] = sender->pid;
    sender->held_by_port = true;
    sender->woken = false; /* by what is for `receive` */
    monitoring_busy_port(sender, port_id(p));
    return true;
}

uint8_t *reply_room(struct reply *r, size_t size)
{
    r->size = size;
    r->bytes = size <= sizeof r->inside ? r->inside : memory_alloc(MEMORY_SYSTEM, size);
    return r->bytes;
}
