/* bif/ets_info.c - ets:info/1,2. */
#include "bif/ets_argument.h"
#include "bif/ets_binaries.h"
#include "heap/binary.h"
#include "term/identity.h"
#include <math.h>

typedef term info_fn(struct process *p, const struct table *t);

static term info_id(struct process *p, const struct table *t) { return table_reference(&p->heap, t); }
static term info_name(struct process *p, const struct table *t) { return (void)p, t->name; }
static term info_size(struct process *p, const struct table *t) { return (void)p, small((int64_t)t->count); }
static term info_memory(struct process *p, const struct table *t)
{
    return (void)p, small((int64_t)table_memory_words(t));
}
static term info_owner(struct process *p, const struct table *t) { return (void)p, t->owner; }
static term info_heir(struct process *p, const struct table *t) { return (void)p, t->o.heir; }
static term info_node(struct process *p, const struct table *t) { return (void)p, (void)t, node_name(); }
static term info_named_table(struct process *p, const struct table *t) { return (void)p, boolean(t->o.named); }
static term info_keypos(struct process *p, const struct table *t) { return (void)p, small((int64_t)t->o.keypos); }
static term info_compressed(struct process *p, const struct table *t) { return (void)p, boolean(t->o.compressed); }
static term info_fixed(struct process *p, const struct table *t) { return (void)p, boolean(t->fixations); }

static term info_read_concurrency(struct process *p, const struct table *t)
{
    return (void)p, boolean(t->o.read_concurrency);
}

static term info_write_concurrency(struct process *p, const struct table *t)
{
    (void)p;
    return t->o.write_concurrency == WRITE_CONCURRENCY_AUTO ? A(auto) : boolean(t->o.write_concurrency);
}

static term info_decentralized_counters(struct process *p, const struct table *t)
{
    return (void)p, boolean(t->o.decentralized_counters);
}

static term info_type(struct process *p, const struct table *t)
{
    (void)p;
    switch (t->o.type) {
    case TABLE_SET: return A(set);
    case TABLE_BAG: return A(bag);
    case TABLE_DUPLICATE_BAG: return A(duplicate_bag);
    default: return A(ordered_set);
    }
}

static term info_protection(struct process *p, const struct table *t)
{
    (void)p;
    switch (t->o.protection) {
    case TABLE_PRIVATE: return A(private);
    case TABLE_PROTECTED: return A(protected);
    default: return A(public);
    }
}

/* {Time, [{Pid, Count}]}, or false. */
static term fixations(struct process *p, const struct table *t, term time)
{
    term list = NIL;
    for (const struct fixation *f = t->fixations; f && is_term(list); f = f->next_of_table) {
        term pair = heap_tuple2(&p->heap, f->process->pid, small((int64_t)f->count));
        list = is_term(pair) ? heap_cons(&p->heap, pair, list) : NO_TERM;
    }
    return is_term(list) && is_term(time) ? heap_tuple2(&p->heap, time, list) : NO_TERM;
}

static term info_safe_fixed(struct process *p, const struct table *t)
{
    if (!t->fixations) return A(false);
    int64_t us = t->fixed_at_system / 1000;
    return fixations(
        p, t, heap_tuple3(&p->heap, small(us / 1000000000000), small(us / 1000000 % 1000000), small(us % 1000000)));
}

static term info_safe_fixed_monotonic_time(struct process *p, const struct table *t)
{
    return t->fixations ? fixations(p, t, heap_i64(&p->heap, t->fixed_at_monotonic)) : A(false);
}

term ets_binaries_of(struct heap *h, const struct ets_object *o, term list)
{
    for (const struct offheap *x = o->offheap; x && is_term(list); x = x->next) {
        if (header_kind(x->header) != KIND_BITS_REF) continue;
        const struct binary *b = ((const struct bits_ref *)x)->binary;
        term id = heap_u64(h, (uint64_t)(uintptr_t)b);
        term triple =
            is_term(id) ? heap_tuple3(h, id, small((int64_t)b->size), small((int64_t)b->references)) : NO_TERM;
        list = is_term(triple) ? heap_cons(h, triple, list) : NO_TERM;
    }
    return list;
}

/* [{Id, Size, References}] of off-heap binaries; for debugging, as in process_info/2. */
static term info_binary(struct process *p, const struct table *t)
{
    term list = NIL;
    for (const struct ets_object *o = table_first(t, false); o && is_term(list); o = table_next(t, o, false))
        list = ets_binaries_of(&p->heap, o, list);
    bif_charge(p, (int64_t)t->count / 16);
    return list;
}

/* {Buckets, Average, Deviation, ExpectedDeviation, Least, Most, Fixed, Locks}: how well objects are spread. */
static term info_stats(struct process *p, const struct table *t)
{
    if (table_is_tree(t)) return A(false);
    size_t buckets = t->hash.buckets, least = SIZE_MAX, most = 0;
    double squares = 0, average = (double)t->count / (double)buckets;
    for (size_t i = 0; i < buckets; i++) {
        size_t length = 0;
        for (struct ets_object *o = hash_table_bucket(&t->hash, i); o; o = o->next) length++;
        least = length < least ? length : least;
        most = length > most ? length : most;
        squares += ((double)length - average) * ((double)length - average);
    }
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(8) + 3 * FLOAT_WORDS);
    if (!hp) return NO_TERM;
    term tuple = build_tuple(&hp, 8), *e = tuple_elements(tuple);
    e[0] = small((int64_t)buckets);
    e[1] = build_float(&hp, average);
    e[2] = build_float(&hp, buckets > 1 ? sqrt(squares / (double)(buckets - 1)) : 0);
    e[3] = build_float(&hp, sqrt(average * (1 - 1 / (double)buckets)));
    e[4] = small((int64_t)least);
    e[5] = small((int64_t)most);
    e[6] = small(0);
    e[7] = small(1);
    return tuple;
}

static const struct item {
    uint32_t name; /* atom index */
    bool listed;   /* part of info/1, in reverse order */
    info_fn *get;
} items[] = {
#define ITEM(name, listed) {ATOM_IX_##name, listed, info_##name}
    ITEM(protection, true),
    ITEM(keypos, true),
    ITEM(type, true),
    ITEM(named_table, true),
    ITEM(node, true),
    ITEM(size, true),
    ITEM(name, true),
    ITEM(heir, true),
    ITEM(owner, true),
    ITEM(memory, true),
    ITEM(compressed, true),
    ITEM(write_concurrency, true),
    ITEM(read_concurrency, true),
    ITEM(decentralized_counters, true),
    ITEM(id, true),
    ITEM(fixed, false),
    ITEM(safe_fixed, false),
    ITEM(safe_fixed_monotonic_time, false),
    ITEM(binary, false),
    ITEM(stats, false),
#undef ITEM
};
enum { ITEM_COUNT = sizeof items / sizeof *items };

/* The table; NULL: none, and the BIF ends so - with `undefined` for a table that is gone. */
static struct table *table_or_undefined(struct process *p, term id, enum bif_end *end, term *result)
{
    struct table *t = ets_table(p, id, ETS_INFO, end);
    if (t || *end == BIF_AGAIN || same(p->failure.cause, A(type))) return t;
    *result = A(undefined);
    *end = BIF_DONE;
    return NULL;
}

enum bif_end bif_ets_info_1(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct table *t = table_or_undefined(p, args[0], &end, result);
    if (!t) return end;
    term list = NIL;
    for (size_t i = 0; i < ITEM_COUNT && items[i].listed && is_term(list); i++) {
        term value = items[i].get(p, t);
        term pair = is_term(value) ? heap_tuple2(&p->heap, atom_of(items[i].name), value) : NO_TERM;
        list = is_term(pair) ? heap_cons(&p->heap, pair, list) : NO_TERM;
    }
    return bif_value(p, list, result);
}

enum bif_end bif_ets_info_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct table *t = table_or_undefined(p, args[0], &end, result);
    if (!t) return end;
    for (size_t i = 0; i < ITEM_COUNT; i++)
        if (same(args[1], atom_of(items[i].name))) return bif_value(p, items[i].get(p, t), result);
    return bif_badarg(p);
}
