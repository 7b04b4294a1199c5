/* bif/process_info_state.c - the items of process_info about state, flags and sizes. */
#include "bif/process_info.h"
#include "bif/spawn_options.h"
#include "heap/map.h"
#include "process/dictionary.h"
#include "process/facts.h"
#include "process/saved_calls.h"
#include "process/trace.h"

static term number(struct process *p, uint64_t value) { return heap_u64(&p->heap, value); }

term info_registered_name(struct process *p, struct process *of)
{
    (void)p;
    return is_term(of->registered_name) ? of->registered_name : NIL;
}

term info_initial_call(struct process *p, struct process *of)
{
    const struct mfa *m = &of->initial_call;
    return heap_tuple3(&p->heap, m->module, m->function, small(m->arity));
}

term info_status(struct process *p, struct process *of)
{
    (void)p;
    if (of->aside && of->state == PROCESS_WAITING) return A(running);
    if (of->held_by_port && of->state == PROCESS_WAITING) return A(suspended);
    if (of->suspend_count && of->state != PROCESS_RUNNING) return A(suspended);
    switch (of->state) {
    case PROCESS_RUNNABLE: return A(runnable);
    case PROCESS_RUNNING: return A(running);
    case PROCESS_WAITING: return A(waiting);
    case PROCESS_SUSPENDED: return A(suspended);
    default: return A(exiting);
    }
}

term info_dictionary(struct process *p, struct process *of)
{
    const struct dictionary *d = of->sensitive ? NULL : of->dictionary;
    term list = NIL;
    for (size_t i = 0; d && i < d->room && is_term(list); i++) {
        if (!is_term(d->pairs[i].key)) continue;
        term key = p == of ? d->pairs[i].key : heap_copy(&p->heap, d->pairs[i].key);
        term value = p == of ? d->pairs[i].value : heap_copy(&p->heap, d->pairs[i].value);
        if (!is_term(key) || !is_term(value)) return NO_TERM;
        term pair = heap_tuple2(&p->heap, key, value);
        list = is_term(pair) ? heap_cons(&p->heap, pair, list) : NO_TERM;
    }
    bif_charge(p, (int64_t)dictionary_count(d) / 4);
    return list;
}

term info_trap_exit(struct process *p, struct process *of) { return (void)p, boolean(of->trap_exit); }
term info_error_handler(struct process *p, struct process *of) { return (void)p, of->error_handler; }
term info_priority(struct process *p, struct process *of) { return (void)p, priority_name(of->priority); }
term info_parent(struct process *p, struct process *of) { return (void)p, of->parent; }
term info_async_dist(struct process *p, struct process *of) { return (void)p, boolean(of->async_dist); }
term info_priority_messages(struct process *p, struct process *of)
{
    return (void)p, boolean(relations_take_priority(&of->relations));
}
/* Oldest first: {M, F, A}, send, 'receive' or timeout. */
term info_last_calls(struct process *p, struct process *of)
{
    struct mfa call;
    term list = NIL;
    if (!of->saved_calls) return A(false);
    for (uint32_t i = 0; is_term(list) && saved_calls_get(of, i, &call); i++) {
        term item =
            is_term(call.function) ? heap_tuple3(&p->heap, call.module, call.function, small(call.arity)) : call.module;
        list = is_term(item) ? heap_cons(&p->heap, item, list) : NO_TERM;
    }
    return list;
}
term info_catchlevel(struct process *p, struct process *of) { return (void)p, small(of->catches); }
term info_fullsweep_after(struct process *p, struct process *of) { return (void)p, small(of->heap.fullsweep_after); }
term info_group_leader(struct process *p, struct process *of) { return heap_copy(&p->heap, of->group_leader); }

/* proc_lib:set_label/1 keeps the label in the dictionary. */
term info_label(struct process *p, struct process *of)
{
    term label = dictionary_get(of->dictionary, A(proc_label));
    return heap_copy(&p->heap, is_term(label) ? label : A(undefined));
}

term info_trace(struct process *p, struct process *of) { return number(p, trace_flags_of(&of->relations)); }

term info_message_queue_data(struct process *p, struct process *of)
{
    return (void)p, of->message_queue_off_heap ? A(off_heap) : A(on_heap);
}

term info_sequential_trace_token(struct process *p, struct process *of)
{
    return heap_copy(&p->heap, of->sequential_token);
}

term info_reductions(struct process *p, struct process *of)
{
    int64_t now = of->state == PROCESS_RUNNING ? REDUCTIONS_A_SLICE - of->reductions : 0;
    return number(p, of->reductions_done + (uint64_t)(now > 0 ? now : 0));
}

/* -- messages --------------------------------------------------------------------------------- */

term info_message_queue_len(struct process *p, struct process *of) { return number(p, of->mailbox.length); }

term info_messages(struct process *p, struct process *of)
{
    term first = NIL, *end = &first;
    if (of->sensitive) return NIL;
    for (const struct message *m = of->mailbox.first; m; m = m->next) {
        term copy = heap_copy(&p->heap, m->value);
        term cell = is_term(copy) ? heap_cons(&p->heap, copy, NIL) : NO_TERM;
        if (!is_term(cell)) return NO_TERM;
        *end = cell;
        end = &cons_cell(cell)[1];
    }
    bif_charge(p, (int64_t)of->mailbox.length / 4);
    return first;
}

/* -- memory ----------------------------------------------------------------------------------- */

term info_heap_size(struct process *p, struct process *of) { return number(p, process_fact(of, FACT_HEAP_BLOCK_SIZE)); }
term info_stack_size(struct process *p, struct process *of) { return number(p, process_fact(of, FACT_STACK_SIZE)); }
term info_memory(struct process *p, struct process *of) { return number(p, process_memory(of)); }
term info_min_heap_size(struct process *p, struct process *of) { return number(p, of->heap.min_size); }

term info_min_bin_vheap_size(struct process *p, struct process *of)
{
    return number(p, of->heap.min_binary_bytes / sizeof(term));
}

term info_total_heap_size(struct process *p, struct process *of)
{
    return number(p, process_fact(of, FACT_HEAP_BLOCK_SIZE) + process_fact(of, FACT_OLD_HEAP_BLOCK_SIZE) +
                         process_fact(of, FACT_MBUF_SIZE));
}

term build_max_heap(struct process *p, const struct process *of)
{
    struct max_heap m = {of->heap.max_size, of->max_heap_kill, of->max_heap_log, of->max_heap_include_binaries};
    return max_heap_map(&p->heap, &m);
}

term info_max_heap_size(struct process *p, struct process *of) { return build_max_heap(p, of); }

term info_garbage_collection(struct process *p, struct process *of)
{
    term max = build_max_heap(p, of), list = NIL;
    term pairs[][2] = {{A(minor_gcs), small(of->heap.minor_count)},
                       {A(fullsweep_after), small(of->heap.fullsweep_after)},
                       {A(min_heap_size), small((int64_t)of->heap.min_size)},
                       {A(min_bin_vheap_size), small((int64_t)(of->heap.min_binary_bytes / sizeof(term)))},
                       {A(max_heap_size), max}};
    enum { PAIRS = sizeof pairs / sizeof *pairs };
    term *hp = heap_alloc(&p->heap, PAIRS * (TUPLE_WORDS(2) + CONS_WORDS));
    if (!hp || !is_term(max)) return NO_TERM;
    for (int i = 0; i < PAIRS; i++) {
        term pair = build_tuple2(&hp, pairs[i][0], pairs[i][1]);
        list = build_cons(&hp, pair, list);
    }
    return list;
}

term info_garbage_collection_info(struct process *p, struct process *of)
{
    term *hp = heap_alloc(&p->heap, FACTS_WORDS);
    if (!hp) return NO_TERM;
    term list = build_facts(of, FACTS_ALL, &hp);
    heap_give_back(&p->heap, hp);
    return list;
}

/* {Address, Bytes, References} of each off-heap binary. */
static term add_binary(struct process *p, const struct offheap *o, term list)
{
    if (header_kind(o->header) != KIND_BITS_REF) return list;
    const struct binary *b = ((const struct bits_ref *)o)->binary;
    term address = number(p, (uint64_t)(uintptr_t)b), size = number(p, b->size);
    if (!is_term(address) || !is_term(size)) return NO_TERM;
    term triple = heap_tuple3(&p->heap, address, size, small((int64_t)b->references));
    return is_term(triple) ? heap_cons(&p->heap, triple, list) : NO_TERM;
}

term info_binary(struct process *p, struct process *of)
{
    term list = NIL;
    for (const struct offheap *o = of->heap.offheap; o && is_term(list); o = o->next) list = add_binary(p, o, list);
    for (const struct offheap *o = of->heap.old_offheap; o && is_term(list); o = o->next) list = add_binary(p, o, list);
    return list;
}

term info_magic_ref(struct process *p, struct process *of) { return (void)p, (void)of, NIL; }
