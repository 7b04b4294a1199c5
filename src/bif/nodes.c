/* bif/nodes.c - this node and others: there are no others while there is no distribution. */
#include "bif/bif.h"
#include "heap/map.h"
#include "process/state.h"
#include "term/identity.h"

enum bif_end bif_erlang_node_0(struct process *p, term *args, term *result)
{
    (void)p;
    (void)args;
    *result = node_name();
    return BIF_DONE;
}

enum bif_end bif_erlang_node_1(struct process *p, term *args, term *result)
{
    if (!is_pid(args[0]) && !is_port(args[0]) && !is_ref(args[0])) return bif_badarg(p);
    *result = identity_of(args[0]).node;
    return BIF_DONE;
}

/* Does the list ask for this node?  False with *good false: badarg. */
static bool asks_for_this(term types, bool *good)
{
    bool this = false;
    term one[CONS_WORDS] = {types, NIL};
    *good = true;
    for (types = is_atom(types) ? cons_at(one) : types; is_cons(types) && *good; types = tail(types)) {
        term type = head(types);
        if (same(type, A(this)) || same(type, A(known))) this = true;
        else *good = same(type, A(visible)) || same(type, A(hidden)) || same(type, A(connected));
    }
    *good &= !is_cons(types) && is_nil(types);
    return this && *good;
}

enum bif_end bif_erlang_nodes_0(struct process *p, term *args, term *result)
{
    (void)p;
    (void)args;
    *result = NIL;
    return BIF_DONE;
}

enum bif_end bif_erlang_nodes_1(struct process *p, term *args, term *result)
{
    bool good, this = asks_for_this(args[0], &good);
    if (!good) return bif_badarg(p);
    return bif_value(p, this ? heap_cons(&p->heap, node_name(), NIL) : NIL, result);
}

/* {Node, #{connection_id, node_type}} as far as the options ask for them. */
enum bif_end bif_erlang_nodes_2(struct process *p, term *args, term *result)
{
    bool good, this = asks_for_this(args[0], &good);
    if (!good || !is_map(args[1])) return bif_badarg(p);
    term id = map_get(args[1], A(connection_id)), type = map_get(args[1], A(node_type)), pairs[4];
    size_t given = (size_t)(is_term(id) + is_term(type)), count = 0;
    if (given != map_size(args[1]) || (is_term(id) && !is_boolean(id)) || (is_term(type) && !is_boolean(type)))
        return bif_badarg(p);
    *result = NIL;
    if (!this) return BIF_DONE;
    if (same(id, A(true))) pairs[2 * count] = A(connection_id), pairs[2 * count++ + 1] = A(undefined);
    if (same(type, A(true))) pairs[2 * count] = A(node_type), pairs[2 * count++ + 1] = A(this);
    term map = heap_map_from_pairs(&p->heap, pairs, count);
    term pair = is_term(map) ? heap_tuple2(&p->heap, node_name(), map) : NO_TERM;
    return bif_value(p, is_term(pair) ? heap_cons(&p->heap, pair, NIL) : NO_TERM, result);
}

static enum bif_end monitor_node(struct process *p, term node, term flag, term options, term *result)
{
    for (; is_cons(options); options = tail(options))
        if (!same(head(options), A(allow_passive_connect))) return bif_badarg_cause(p, A(badopt));
    if (!is_nil(options)) return bif_badarg_cause(p, A(badopt));
    if (!is_atom(node)) return bif_badarg(p);
    if (!same(node, node_name())) return bif_error(p, A(notalive));
    *result = A(true);
    return is_boolean(flag) ? BIF_DONE : bif_badarg(p);
}

enum bif_end bif_erlang_monitor_node_2(struct process *p, term *args, term *result)
{
    return monitor_node(p, args[0], args[1], NIL, result);
}

enum bif_end bif_erlang_monitor_node_3(struct process *p, term *args, term *result)
{
    return monitor_node(p, args[0], args[1], args[2], result);
}

/* Distribution is not there: net_kernel is refused as when a name is not allowed. */
enum bif_end bif_erlang_setnode_2(struct process *p, term *args, term *result)
{
    (void)args;
    (void)result;
    return bif_badarg(p);
}

enum bif_end bif_erts_internal_get_creation_0(struct process *p, term *args, term *result)
{
    (void)args;
    return bif_value(p, heap_u64(&p->heap, node_creation()), result);
}

/* A spawn on another node: {Reference, Monitor} or the reference, and the answer noconnection. */
enum bif_end bif_erts_internal_dist_spawn_request_4(struct process *p, term *args, term *result)
{
    bool monitor = false;
    term tag = A(spawn_reply), list = args[2];
    if (!is_atom(args[0]) || same(args[0], node_name()) || !is_tuple_of(args[1], 3))
        return *result = A(badarg), BIF_DONE;
    for (; is_cons(list); list = tail(list)) {
        const term *e = is_tuple_of(head(list), 2) ? tuple_elements(head(list)) : NULL;
        monitor |= same(head(list), A(monitor)) || (e && same(e[0], A(monitor)));
        if (e && same(e[0], A(reply_tag))) tag = e[1];
    }
    if (!is_nil(list)) return *result = A(badarg), BIF_DONE;
    term *hp = heap_alloc(&p->heap, LOCAL_REF_WORDS + TUPLE_WORDS(4));
    if (!hp) return bif_no_memory(p);
    term ref = build_new_reference(&hp);
    term reply = build_tuple4(&hp, tag, ref, A(error), A(noconnection));
    if (!process_send(p, NO_TERM, reply)) return bif_no_memory(p);
    if (!same(args[3], A(spawn_opt))) return *result = ref, BIF_DONE;
    return bif_value(p, heap_tuple2(&p->heap, ref, boolean(monitor)), result);
}
