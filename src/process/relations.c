/* process/relations.c - making and freeing links and monitors; what a death causes. */
#include "process/relations.h"
#include "heap/build.h"
#include "memory/memory.h"
#include "process/port_signal.h"
#include "process/state.h"
#include "process/trace.h"
#include "term/atoms.h"
#include "term/identity.h"

void relations_open(struct relations *r, term owner)
{
    *r = (struct relations){.owner = owner, .links_end = &r->links, .monitored_by_end = &r->monitored_by};
}

/* -- links ----------------------------------------------------------------------------- */

/* The same for both orders, and unlike any reference's number (those do not reach bit 63). */
static uint64_t link_number(term a, term b)
{
    uint64_t low = a.word < b.word ? a.word : b.word, high = a.word ^ b.word ^ low;
    uint64_t mixed = (low * UINT64_C(0x9e3779b97f4a7c15)) ^ (high * UINT64_C(0xc2b2ae3d27d4eb4f));
    return (mixed ^ mixed >> 29) | UINT64_C(1) << 63;
}

struct link *link_find(const struct relations *a, const struct relations *b)
{
    if (!a->links || !b->links) return NULL;
    struct reference *r = reference_find(link_number(a->owner, b->owner), REFERENCE_LINK);
    for (; r; r = reference_again(r)) {
        struct link *l = (struct link *)r;
        if ((l->ends[0].of == a && l->ends[1].of == b) || (l->ends[0].of == b && l->ends[1].of == a)) return l;
    }
    return NULL;
}

static void hang_link(struct link *l, int i, struct relations *r)
{
    l->ends[i] = (struct link_end){.of = r, .next = NULL, .at = r->links_end};
    *r->links_end = l;
    r->links_end = &l->ends[i].next;
    r->link_count++;
}

bool link_make(struct relations *a, struct relations *b)
{
    if (a == b || link_find(a, b)) return true;
    struct link *l = memory_alloc(MEMORY_PROCESS, sizeof *l);
    if (!l) return false;
    l->entry = (struct reference){.number = link_number(a->owner, b->owner), .kind = REFERENCE_LINK};
    if (!reference_insert(&l->entry)) {
        memory_free(MEMORY_PROCESS, l);
        return false;
    }
    hang_link(l, 0, a);
    hang_link(l, 1, b);
    return true;
}

static void unhang_link(struct link_end *e)
{
    struct relations *r = e->of;
    *e->at = e->next;
    if (e->next) e->next->ends[e->next->ends[0].of != r].at = e->at;
    else r->links_end = e->at;
    r->link_count--;
}

void link_free(struct link *l)
{
    reference_remove(&l->entry);
    unhang_link(&l->ends[0]);
    unhang_link(&l->ends[1]);
    memory_free(MEMORY_PROCESS, l);
}

void link_set_priority(struct relations *a, struct relations *b, bool priority)
{
    struct link *l = link_find(a, b);
    if (l) l->ends[l->ends[0].of != a].priority = priority;
}

bool relations_take_priority(const struct relations *r)
{
    for (const struct monitor *m = r->monitors; m; m = m->next)
        if (m->priority) return true;
    for (const struct link *l = r->links; l; l = link_next(l, r))
        if (l->ends[l->ends[0].of != r].priority) return true;
    return false;
}

/* -- monitors -------------------------------------------------------------------------- */

static void hang_monitor(struct monitor *m)
{
    struct relations *o = m->origin, *t = m->target;
    m->next = o->monitors;
    m->at = &o->monitors;
    if (m->next) m->next->at = &m->next;
    o->monitors = m;
    o->monitor_count++;
    if (!t) return;
    m->target_at = t->monitored_by_end;
    *t->monitored_by_end = m;
    t->monitored_by_end = &m->target_next;
    t->monitored_by_count++;
}

struct monitor *monitor_make(struct relations *origin, struct relations *target, term type)
{
    struct monitor *m = memory_alloc(MEMORY_PROCESS, sizeof *m);
    if (!m) return NULL;
    *m = (struct monitor){.origin = origin, .target = target, .name = NO_TERM, .type = type};
    m->target_id = target ? target->owner : NO_TERM;
    m->entry =
        (struct reference){.number = reference_new_number(), .kind = REFERENCE_MONITOR, .high = reference_high()};
    if (!reference_insert(&m->entry)) {
        memory_free(MEMORY_PROCESS, m);
        return NULL;
    }
    hang_monitor(m);
    return m;
}

struct monitor *monitor_find(term reference)
{
    uint64_t number = reference_number(reference);
    return number ? (struct monitor *)reference_find(number, REFERENCE_MONITOR) : NULL;
}

static void cut_target(struct monitor *m)
{
    struct relations *t = m->target;
    if (!t) return;
    *m->target_at = m->target_next;
    if (m->target_next) m->target_next->target_at = m->target_at;
    else t->monitored_by_end = m->target_at;
    t->monitored_by_count--;
    m->target = NULL;
    m->target_id = NO_TERM;
}

void monitor_free(struct monitor *m)
{
    cut_target(m);
    reference_remove(&m->entry);
    *m->at = m->next;
    if (m->next) m->next->at = m->at;
    m->origin->monitor_count--;
    if (m->tag) message_free(m->tag);
    memory_free(MEMORY_PROCESS, m);
}

term monitor_newest(const struct relations *r, struct heap *h)
{
    term *hp = heap_alloc(h, LOCAL_REF_WORDS);
    return hp ? build_local_ref(&hp, r->monitors->entry.number, r->monitors->entry.high) : NO_TERM;
}

void monitor_end(struct monitor *m)
{
    if (m->alias == ALIAS_EXPLICIT) cut_target(m);
    else monitor_free(m);
}

/* {Tag, Reference, Type, Object, Reason}; the object of a named one is {Name, Node}. */
bool monitor_send_down(struct process *to, term tag, const struct down *d, term reason)
{
    term kept[] = {is_term(tag) ? tag : A(DOWN), reason}, copy[2], object = d->object;
    size_t words = message_words(kept, 2, TUPLE_WORDS(5) + LOCAL_REF_WORDS + TUPLE_WORDS(2));
    struct message *m = words == SIZE_MAX ? NULL : message_new(words);
    if (!m) return false;
    term *hp = m->words;
    for (int i = 0; i < 2; i++)
        if (!message_copy(m, kept[i], &hp, &copy[i])) {
            message_free(m);
            return false;
        }
    if (is_term(d->name)) object = build_tuple2(&hp, d->name, node_name());
    term ref = build_local_ref(&hp, d->reference, reference_high());
    m->value = build_tuple(&hp, 5);
    memcpy(tuple_elements(m->value), (term[]){copy[0], ref, d->type, object, copy[1]}, 5 * sizeof(term));
    m->used = (size_t)(hp - m->words);
    if (d->priority) mailbox_post_priority(to, A(undefined), m);
    else mailbox_post(to, m);
    return true;
}

void monitor_fire(struct monitor *m, term reason)
{
    struct process *to = process_find(m->origin->owner);
    term tag = m->tag ? m->tag->value : NO_TERM;
    struct down down = {m->entry.number, m->type, m->target_id, m->name, m->priority};
    if (to && !monitor_send_down(to, tag, &down, reason)) monitor_send_down(to, NO_TERM, &down, A(system_limit));
    monitor_end(m);
}

struct process *alias_find(term reference)
{
    struct monitor *m = monitor_find(reference);
    return m && m->alias != ALIAS_NONE ? process_find(m->origin->owner) : NULL;
}

bool alias_takes_priority(term reference)
{
    const struct monitor *m = monitor_find(reference);
    return m && m->alias != ALIAS_NONE && m->priority;
}

struct process *alias_use(term reference)
{
    struct process *p = alias_find(reference);
    struct monitor *m = monitor_find(reference);
    if (m && m->alias == ALIAS_REPLY) monitor_free(m);
    return p;
}

/* -- the end of an owner ------------------------------------------------------------------- */

static void break_link(struct relations *r, struct link *l, term reason)
{
    term other = link_other(l, r)->owner;
    bool priority = l->ends[l->ends[0].of == r].priority;
    link_free(l);
    if (is_local_port(other)) {
        if (!port_signal_send(PORT_SIGNAL_LINK_BROKEN, other, r->owner, reason))
            port_signal_send(PORT_SIGNAL_LINK_BROKEN, other, r->owner, A(system_limit));
        return;
    }
    struct process *to = process_find(other);
    if (!to) return;
    if (to->trap_exit || same(reason, A(normal))) trace_procs(to, A(getting_unlinked), r->owner); /* it lives on */
    if (priority) process_exit_signal_priority(to, r->owner, reason, true);
    else process_exit_signal(to, r->owner, reason, true);
}

bool relations_end(struct relations *r, term reason, size_t *budget)
{
    for (; r->links; --*budget) {
        if (*budget == 0) return false;
        break_link(r, r->links, reason);
    }
    for (; r->monitored_by; --*budget) {
        if (*budget == 0) return false;
        monitor_fire(r->monitored_by, reason);
    }
    for (; r->monitors; --*budget) {
        if (*budget == 0) return false;
        monitor_free(r->monitors);
    }
    return true;
}
