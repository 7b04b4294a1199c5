/* bif/debug_state.c - what erts_debug:get_internal_state/1 tells of the machine: tables, links, monitors, hashes. */
#include "bif/debug_state.h"
#include "bif/ends.h"
#include "bif/persistent.h"
#include "bif/process_info.h"
#include "ets/table.h"
#include "heap/binary.h"
#include "heap/map.h"
#include "memory/settings.h"
#include "term/hash.h"
#include "term/identity.h"
#include "term/record.h"

/* -- relations: #erl_link{type, pid, state, id}, #erl_monitor{type, dir, ref, pid, extra} ------------------------ */

static term link_record(struct process *p, const struct link *l, const struct relations *of)
{
    term other = link_other(l, of)->owner, id = heap_u64(&p->heap, (uint64_t)(uintptr_t)l);
    term *hp = is_term(id) ? heap_alloc(&p->heap, TUPLE_WORDS(5)) : NULL;
    if (!hp) return NO_TERM;
    term record = build_tuple(&hp, 5), *e = tuple_elements(record);
    e[0] = A(erl_link);
    e[1] = is_local_port(other) ? A(port) : A(process);
    e[2] = other;
    e[3] = A(linked);
    e[4] = id;
    return record;
}

static term link_list(struct process *p, term about)
{
    const struct relations *of = relations_of(about);
    term list = NIL;
    if (!of) return A(undefined);
    for (const struct link *l = of->links; l && is_term(list); l = link_next(l, of)) {
        term record = link_record(p, l, of);
        list = is_term(record) ? heap_cons(&p->heap, record, list) : NO_TERM;
    }
    return list;
}

static term monitor_record(struct process *p, const struct monitor *m, term direction, term other, term tail)
{
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(6) + LOCAL_REF_WORDS + CONS_WORDS);
    if (!hp) return NO_TERM;
    term record = build_tuple(&hp, 6), *e = tuple_elements(record);
    e[0] = A(erl_monitor);
    e[1] = m->type;
    e[2] = direction;
    e[3] = build_local_ref(&hp, m->entry.number, m->entry.high);
    e[4] = other;
    e[5] = is_term(m->name) ? m->name : NIL;
    return build_cons(&hp, record, tail);
}

static term monitor_list(struct process *p, term about)
{
    const struct relations *of = relations_of(about);
    term list = NIL;
    if (!of) return A(undefined);
    for (const struct monitor *m = of->monitored_by; m && is_term(list); m = m->target_next)
        list = monitor_record(p, m, A(target), m->origin->owner, list);
    for (const struct monitor *m = of->monitors; m && is_term(list); m = m->next)
        if (m->target) list = monitor_record(p, m, A(origin), m->target_id, list);
    return list;
}

/* -- values ---------------------------------------------------------------------------------------------------- */

/* heap_binary, or {refc_binary, BytesInUse, {binary, BytesKept}, Flags}: of the whole of which t may be a part. */
static term binary_info(struct process *p, term t)
{
    if (kind_of(t) != KIND_BITS_REF) return A(heap_binary);
    const struct binary *b = ((const struct bits_ref *)boxed(t))->binary;
    term kept = heap_tuple2(&p->heap, A(binary), small((int64_t)b->room));
    term *hp = is_term(kept) ? heap_alloc(&p->heap, TUPLE_WORDS(4)) : NULL;
    return hp ? build_tuple4(&hp, A(refc_binary), small((int64_t)b->size), kept, small(0)) : NO_TERM;
}

static term process_status(term pid)
{
    const struct process *of = process_find_any(pid);
    return !of ? A(undefined) : of->state == PROCESS_EXITING ? A(exiting) : A(running);
}

/* Of as many bits as the release's. */
static term internal_hash(struct process *p, term about)
{
    uint64_t hash = term_hash(about);
    return heap_u64(&p->heap, otp_at_least(27) ? hash : (uint32_t)hash);
}

static term answer_about(struct process *p, term what, term about, bool *known)
{
    if (same(what, A(binary_info)) && is_bitstring(about)) return binary_info(p, about);
    if (same(what, A(process_status)) && is_local_pid(about)) return process_status(about);
    if (same(what, A(link_list)) && (is_local_pid(about) || is_local_port(about))) return link_list(p, about);
    if (same(what, A(monitor_list)) && is_local_pid(about)) return monitor_list(p, about);
    if ((same(what, A(link_list)) || same(what, A(monitor_list))) && same(about, node_name())) return NIL;
    if (same(what, A(internal_hash))) return internal_hash(p, about);
    if (same(what, A(atom)) && is_small(about) && small_value(about) >= 0 &&
        (uint64_t)small_value(about) < atoms_count())
        return atom_of((uint32_t)small_value(about));
    if (same(what, A(native_record_def)) && is_record(about)) return record_definition(about);
    *known = false;
    return NIL;
}

/* -- the machine ------------------------------------------------------------------------------------------------ */

/* {{node_references, [{{Node, Creation}, Count, Referrers}]}, {dist_references, [{Node, Count, Referrers}]}}: a pid or
 * reference of another node holds the node's name itself, so no table counts what refers to its entries. */
static term node_references(struct process *p)
{
    struct heap *h = &p->heap;
    term *hp = heap_alloc(h, 4 * TUPLE_WORDS(2) + 2 * TUPLE_WORDS(3) + 2 * CONS_WORDS);
    if (!hp) return NO_TERM;
    term node = build_tuple2(&hp, node_name(), small((int64_t)node_creation()));
    term nodes = build_cons(&hp, build_tuple3(&hp, node, small(0), NIL), NIL);
    term names = build_cons(&hp, build_tuple3(&hp, node_name(), small(0), NIL), NIL);
    term first = build_tuple2(&hp, A(node_references), nodes);
    return build_tuple2(&hp, first, build_tuple2(&hp, A(dist_references), names));
}

static term persistent_table(struct process *p)
{
    term pair[] = {A(table), small((int64_t)persistent_table_room())};
    return heap_map_from_pairs(&p->heap, pair, 1);
}

static term all_processes(struct process *p)
{
    term list = NIL;
    uint32_t number = 0;
    for (struct process *x = process_after(0, &number); x && is_term(list); x = process_after(number + 1, &number))
        list = heap_cons(&p->heap, x->pid, list);
    return list;
}

static term table_words(struct process *p)
{
    term words = small((int64_t)(sizeof(struct table) / sizeof(term)));
    return heap_tuple2(&p->heap, words, words);
}

/* How processes/0 goes through the table, as ERTS's record has it: all at once, in one chunk. */
static term processes_steps(struct process *p)
{
    enum { INDICES_A_REDUCTION = 20, ELEMENTS = 10 };
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(ELEMENTS));
    if (!hp) return NO_TERM;
    term record = build_tuple(&hp, ELEMENTS), *e = tuple_elements(record);
    for (int i = 0; i < ELEMENTS; i++) e[i] = small(0);
    e[0] = A(ptab_list_bif_info);
    e[2] = small(1);
    e[3] = small((int64_t)processes_limit());
    e[4] = e[8] = small(INDICES_A_REDUCTION);
    return record;
}

static const struct question {
    uint32_t name; /* atom index */
    term (*answer)(struct process *p);
} questions[] = {
    {ATOM_IX_DbTable_words, table_words},        {ATOM_IX_node_and_dist_references, node_references},
    {ATOM_IX_persistent_term, persistent_table}, {ATOM_IX_process_info_args, process_info_items},
    {ATOM_IX_processes, all_processes},          {ATOM_IX_processes_bif_info, processes_steps},
};

/* Questions whose answer is one atom or number: locks are not counted, and no counter is spread over schedulers. */
static bool answer_constant(const struct process *p, term what, term *answer)
{
    if (same(what, A(reds_left))) *answer = small(p->reductions);
    else if (same(what, A(nbalance))) *answer = small(0);
    else if (same(what, A(force_heap_frags))) *answer = A(false);
    else if (same(what, A(available_internal_state))) *answer = A(true);
    else if (same(what, A(lc_graph)) || same(what, A(flxctr_memory_usage))) *answer = A(notsup);
    else return false;
    return true;
}

term debug_answer(struct process *p, term what, bool *known)
{
    term answer;
    if (answer_constant(p, what, &answer)) return answer;
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        if (same(what, atom_of(questions[i].name))) return questions[i].answer(p);
    if (is_tuple_of(what, 2)) return answer_about(p, tuple_elements(what)[0], tuple_elements(what)[1], known);
    *known = false;
    return NIL;
}
