/* bif/process_names.c - registered names, and group leaders. */
#include "bif/bif.h"
#include "bif/ends.h"
#include "io/port.h"
#include "process/registry.h"
#include "process/trace.h"

/* What holds the name of a process or port: the place where it is noted; NULL: neither. */
static term *name_place(term id)
{
    if (is_local_port(id)) {
        struct port *port = port_find(id);
        return port ? &port->registered_name : NULL;
    }
    struct process *p = process_find(id);
    return p ? &p->registered_name : NULL;
}

enum bif_end bif_erlang_register_2(struct process *p, term *args, term *result)
{
    term name = args[0], id = args[1];
    if (!is_atom(name) || same(name, A(undefined))) return bif_badarg_cause(p, A(none));
    if (!is_local_pid(id) && !is_local_port(id)) return bif_badarg_cause(p, A(none));
    term *place = name_place(id);
    if (!place) return bif_badarg_cause(p, is_local_pid(id) ? A(notalive) : A(none));
    if (is_term(*place)) return bif_badarg_cause(p, A(registered_name));
    if (is_term(registry_find(name))) return bif_badarg_cause(p, A(none));
    if (!registry_add(name, id)) return bif_no_memory(p);
    *place = name;
    trace_related(relations_of(id), A(register), name);
    *result = A(true);
    return BIF_DONE;
}

enum bif_end bif_erlang_unregister_1(struct process *p, term *args, term *result)
{
    term id = is_atom(args[0]) ? registry_find(args[0]) : NO_TERM;
    if (!is_term(id)) return bif_badarg(p);
    term *place = name_place(id);
    registry_remove(args[0]);
    if (place) *place = NO_TERM;
    struct relations *named = relations_of(id);
    if (named) trace_related(named, A(unregister), args[0]);
    *result = A(true);
    return BIF_DONE;
}

enum bif_end bif_erlang_whereis_1(struct process *p, term *args, term *result)
{
    if (!is_atom(args[0])) return bif_badarg(p);
    term id = registry_find(args[0]);
    *result = is_term(id) ? id : A(undefined);
    return BIF_DONE;
}

enum bif_end bif_erlang_registered_0(struct process *p, term *args, term *result)
{
    size_t count = registry_count();
    (void)args;
    *result = NIL;
    if (count == 0) return BIF_DONE;
    term *hp = heap_alloc(&p->heap, count * CONS_WORDS);
    if (!hp) return bif_no_memory(p);
    registry_names(hp + count); /* the names fill the upper half, and are spread from the front */
    for (size_t i = 0; i < count; i++) {
        hp[2 * i] = hp[count + i];
        hp[2 * i + 1] = i + 1 < count ? cons_at(hp + 2 * i + 2) : NIL;
    }
    *result = cons_at(hp);
    return BIF_DONE;
}

/* -- group leaders ------------------------------------------------------------------------- */

enum bif_end bif_erlang_group_leader_0(struct process *p, term *args, term *result)
{
    (void)args;
    *result = p->group_leader;
    return BIF_DONE;
}

static bool set_group_leader(struct process *of, term leader)
{
    term own = heap_copy(&of->heap, leader);
    if (is_term(own)) of->group_leader = own;
    return is_term(own);
}

/* Answers true or badarg, which erlang:group_leader/2 turns into what it shows. */
enum bif_end bif_erts_internal_group_leader_2(struct process *p, term *args, term *result)
{
    *result = A(badarg);
    if (!is_pid(args[0])) return BIF_DONE;
    if (is_remote(args[1]) && is_pid(args[1])) *result = A(true);
    struct process *of = process_find(args[1]);
    if (!of) return BIF_DONE;
    *result = A(true);
    return set_group_leader(of, args[0]) ? BIF_DONE : bif_no_memory(p);
}

/* The same with the answer in a message {Reference, Answer}. */
enum bif_end bif_erts_internal_group_leader_3(struct process *p, term *args, term *result)
{
    term words[TUPLE_WORDS(2)], *hp = words;
    if (!is_pid(args[0]) || !is_local_pid(args[1]) || !is_ref(args[2])) return bif_badarg(p);
    struct process *of = process_find(args[1]);
    bool set = of && set_group_leader(of, args[0]);
    *result = A(ok);
    term answer = build_tuple2(&hp, args[2], set ? A(true) : A(badarg));
    return process_send(p, NO_TERM, answer) ? BIF_DONE : bif_no_memory(p);
}
