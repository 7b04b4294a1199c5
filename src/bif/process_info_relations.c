/* bif/process_info_relations.c - the items of process_info about other processes. */
#include "bif/process_info.h"
#include "process/suspend.h"
#include "term/identity.h"

/* In the order in which they were made. */
term info_links(struct process *p, struct process *of)
{
    const struct relations *r = &of->relations;
    term first = NIL, *end = &first, *hp = heap_alloc(&p->heap, r->link_count * CONS_WORDS);
    if (!hp) return NO_TERM;
    for (const struct link *l = r->links; l; l = link_next(l, r)) {
        *end = build_cons(&hp, link_other(l, r)->owner, NIL);
        end = &cons_cell(*end)[1];
    }
    bif_charge(p, (int64_t)r->link_count / 4);
    return first;
}

/* {Type, Pid | {Name, Node}}; made newest first, told oldest last. */
term info_monitors(struct process *p, struct process *of)
{
    const struct relations *r = &of->relations;
    term first = NIL, *end = &first;
    term *hp = heap_alloc(&p->heap, r->monitor_count * (CONS_WORDS + 2 * TUPLE_WORDS(2)));
    if (!hp) return NO_TERM;
    for (const struct monitor *m = r->monitors; m; m = m->next) {
        if (!m->target) continue;
        term object = is_term(m->name) ? build_tuple2(&hp, m->name, node_name()) : m->target_id;
        term pair = build_tuple2(&hp, m->type, object);
        *end = build_cons(&hp, pair, NIL);
        end = &cons_cell(*end)[1];
    }
    heap_give_back(&p->heap, hp);
    bif_charge(p, (int64_t)r->monitor_count / 4);
    return first;
}

term info_monitored_by(struct process *p, struct process *of)
{
    const struct relations *r = &of->relations;
    term list = NIL, *hp = heap_alloc(&p->heap, r->monitored_by_count * CONS_WORDS);
    if (!hp) return NO_TERM;
    for (const struct monitor *m = r->monitored_by; m; m = m->target_next)
        list = build_cons(&hp, m->origin->owner, list);
    bif_charge(p, (int64_t)r->monitored_by_count / 4);
    return list;
}

/* {Pid, Active, Outstanding}; a suspension takes effect at once. */
term info_suspending(struct process *p, struct process *of)
{
    term list = NIL;
    for (const struct suspension *s = of->suspensions; s && is_term(list); s = s->next) {
        term triple = heap_tuple3(&p->heap, s->held->pid, small(s->count), small(0));
        list = is_term(triple) ? heap_cons(&p->heap, triple, list) : NO_TERM;
    }
    return list;
}
