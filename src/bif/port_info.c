/* bif/port_info.c - port_info/1 and /2. */
#include "bif/bif.h"
#include "io/io.h"
#include "io/port.h"
#include "memory/settings.h"
#include "term/identity.h"

static term links_list(struct heap *h, struct relations *r)
{
    term list = NIL;
    for (struct link *l = r->links; l && is_term(list); l = link_next(l, r))
        list = heap_cons(h, link_other(l, r)->owner, list);
    return list;
}

static term watchers_list(struct heap *h, struct relations *r)
{
    term list = NIL;
    for (struct monitor *m = r->monitored_by; m && is_term(list); m = m->target_next)
        list = heap_cons(h, m->origin->owner, list);
    return list;
}

/* ERTS shows the place in its table, where neighbours stand a cache line, 8 words, apart. */
static uint64_t place_of(uint64_t number)
{
    uint64_t room = 1, lines;
    while (room < settings()->ports_max) room *= 2;
    lines = room / 8;
    return number % lines * 8 + number / lines % 8;
}

/* The value of an item; `undefined_item` when there is none of that name. */
static term item_value(struct heap *h, struct port *p, term item, bool *known)
{
    *known = true;
    if (same(item, A(id))) return heap_u64(h, place_of(p->number));
    if (same(item, A(name))) return heap_string(h, p->name, p->name_size, NIL);
    if (same(item, A(connected))) return p->connected;
    if (same(item, A(links))) return links_list(h, &p->relations);
    if (same(item, A(monitors))) return NIL;
    if (same(item, A(monitored_by))) return watchers_list(h, &p->relations);
    if (same(item, A(input))) return heap_u64(h, p->bytes_in);
    if (same(item, A(output))) return heap_u64(h, p->bytes_out);
    if (same(item, A(os_pid))) return p->program_id < 0 ? A(undefined) : heap_i64(h, p->program_id);
    if (same(item, A(queue_size))) return heap_u64(h, p->queue.size);
    if (same(item, A(memory))) return heap_u64(h, 0);
    if (same(item, A(parallelism))) return A(false);
    if (same(item, A(locking))) return A(port_level);
    *known = false;
    return NO_TERM;
}

static term port_argument_info(term t)
{
    if (is_atom(t) || is_local_port(t)) return A(undefined);
    return is_port(t) && same(identity_of(t).node, node_name()) ? A(undefined) : NO_TERM;
}

enum bif_end bif_erts_internal_port_info_2(struct process *p, term *args, term *result)
{
    bool known;
    io_take_port_signals();
    struct port *port = is_atom(args[0]) || is_local_port(args[0]) ? port_find_registered(args[0]) : NULL;
    if (!port) {
        *result = port_argument_info(args[0]);
        if (!is_term(*result)) *result = A(badtype);
        return BIF_DONE;
    }
    if (same(args[1], A(registered_name))) {
        *result = NIL;
        if (!is_term(port->registered_name)) return BIF_DONE;
        return bif_value(p, heap_tuple2(&p->heap, args[1], port->registered_name), result);
    }
    term value = item_value(&p->heap, port, args[1], &known);
    *result = A(badarg);
    if (!known) return BIF_DONE;
    if (!is_term(value)) return bif_no_memory(p);
    return bif_value(p, heap_tuple2(&p->heap, args[1], value), result);
}

enum bif_end bif_erts_internal_port_info_1(struct process *p, term *args, term *result)
{
    const term items[] = {A(os_pid), A(output), A(input), A(connected), A(id), A(links), A(name)};
    io_take_port_signals();
    struct port *port = is_atom(args[0]) || is_local_port(args[0]) ? port_find_registered(args[0]) : NULL;
    if (!port) {
        *result = port_argument_info(args[0]);
        if (!is_term(*result)) *result = A(badarg);
        return BIF_DONE;
    }
    term list = NIL;
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        bool known;
        term value = item_value(&p->heap, port, items[i], &known);
        term pair = is_term(value) ? heap_tuple2(&p->heap, items[i], value) : NO_TERM;
        list = is_term(pair) ? heap_cons(&p->heap, pair, list) : NO_TERM;
        if (!is_term(list)) return bif_no_memory(p);
    }
    if (is_term(port->registered_name)) {
        term pair = heap_tuple2(&p->heap, A(registered_name), port->registered_name);
        list = is_term(pair) ? heap_cons(&p->heap, pair, list) : NO_TERM;
    }
    return bif_value(p, list, result);
}
