/* bif/ets_lookup.c - BIFs of module ets that read by key, or walk from key to key. */
#include "bif/ets_argument.h"

/* The objects with this key, oldest first. */
static term objects_of(struct process *p, const struct table *t, term key)
{
    term list = NIL;
    int64_t work = 0;
    for (struct ets_object *o = table_find(t, key); o && is_term(list); o = table_find_next(t, o, key)) {
        list = object_copy_cons(&p->heap, o, list);
        work += 1 + o->words / 16;
    }
    bif_charge(p, work / 4);
    return list;
}

enum bif_end bif_ets_lookup_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_READ, &end);
    return t ? bif_value(p, objects_of(p, t, args[1]), result) : end;
}

enum bif_end bif_ets_member_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_READ, &end);
    if (!t) return end;
    *result = boolean(table_find(t, args[1]) != NULL);
    return BIF_DONE;
}

/* The element at `position` of every object with this key: of a bag as a list; NO_TERM with *bad: one is too short. */
static term elements_of(struct process *p, const struct table *t, term key, size_t position, bool *bad)
{
    term list = NIL;
    for (struct ets_object *o = table_find(t, key); o && is_term(list); o = table_find_next(t, o, key)) {
        *bad = position > object_arity(o);
        if (*bad) return NO_TERM;
        term element = heap_copy(&p->heap, object_element(o, position));
        if (!table_is_bag(t)) return element;
        list = is_term(element) ? heap_cons(&p->heap, element, list) : NO_TERM;
    }
    return list;
}

static enum bif_end lookup_element(struct process *p, term *args, term otherwise, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_READ, &end);
    if (!t) return end;
    if (!is_small(args[2]) || small_value(args[2]) < 1) return bif_badarg(p);
    if (!table_find(t, args[1])) {
        *result = otherwise;
        return is_term(otherwise) ? BIF_DONE : bif_badarg_cause(p, A(badkey));
    }
    bool bad = false;
    term value = elements_of(p, t, args[1], (size_t)small_value(args[2]), &bad);
    return bad ? bif_badarg(p) : bif_value(p, value, result);
}

enum bif_end bif_ets_lookup_element_3(struct process *p, term *args, term *result)
{
    return lookup_element(p, args, NO_TERM, result);
}

enum bif_end bif_ets_lookup_element_4(struct process *p, term *args, term *result)
{
    return lookup_element(p, args, args[3], result);
}

/* -- from key to key ------------------------------------------------------------------- */

/* A key, or with `objects` {Key, [Object]}, or '$end_of_table'. */
static enum bif_end key_or_end(struct process *p, struct table *t, struct ets_object *o, bool objects, term *result)
{
    *result = A(end_of_table);
    t->cursor = o;
    if (!o) return BIF_DONE;
    term key = heap_copy(&p->heap, table_key(t, o));
    if (!objects || !is_term(key)) return bif_value(p, key, result);
    term list = objects_of(p, t, table_key(t, o));
    return bif_value(p, is_term(list) ? heap_tuple2(&p->heap, key, list) : NO_TERM, result);
}

static enum bif_end outermost(struct process *p, term *args, bool backwards, bool objects, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_READ, &end);
    return t ? key_or_end(p, t, table_first(t, backwards), objects, result) : end;
}

/* What follows the objects with `key` in a hash table.  A key that is gone still has a place in the order,
 * and counts if the table is fixed. */
static bool after_key(struct table *t, term key, struct ets_object **o)
{
    *o = table_find_walking(t, key);
    if (!*o) {
        uint64_t hash = hash_of_key(key);
        if (t->fixations && hash < UINT64_MAX) *o = hash_table_seek(&t->hash, hash + 1);
        return t->fixations != NULL;
    }
    struct ets_object *next;
    while ((next = hash_table_find_next(*o, t->o.keypos, key))) *o = next;
    *o = hash_table_next(&t->hash, *o);
    return true;
}

/* The object before or after a key of an ordered_set, be it there or not. */
static struct ets_object *beside_key(struct table *t, term key, bool backwards)
{
    struct ets_object *o = t->cursor;
    if (o && table_same_key(t, table_key(t, o), key)) return table_next(t, o, backwards);
    return backwards ? tree_before(&t->tree, t->o.keypos, key, false) : tree_after(&t->tree, t->o.keypos, key, false);
}

static enum bif_end neighbour(struct process *p, term *args, bool backwards, bool objects, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_READ, &end);
    if (!t) return end;
    struct ets_object *o;
    if (table_is_tree(t) && same(args[1], A(end_of_table))) return bif_badarg(p); /* the end has no neighbour */
    if (table_is_tree(t)) o = beside_key(t, args[1], backwards);
    else if (!after_key(t, args[1], &o)) return bif_badarg(p);
    return key_or_end(p, t, o, objects, result);
}

enum bif_end bif_ets_first_1(struct process *p, term *args, term *result)
{
    return outermost(p, args, false, false, result);
}
enum bif_end bif_ets_last_1(struct process *p, term *args, term *result)
{
    return outermost(p, args, true, false, result);
}
enum bif_end bif_ets_next_2(struct process *p, term *args, term *result)
{
    return neighbour(p, args, false, false, result);
}
enum bif_end bif_ets_prev_2(struct process *p, term *args, term *result)
{
    return neighbour(p, args, true, false, result);
}
enum bif_end bif_ets_first_lookup_1(struct process *p, term *args, term *result)
{
    return outermost(p, args, false, true, result);
}
enum bif_end bif_ets_last_lookup_1(struct process *p, term *args, term *result)
{
    return outermost(p, args, true, true, result);
}
enum bif_end bif_ets_next_lookup_2(struct process *p, term *args, term *result)
{
    return neighbour(p, args, false, true, result);
}
enum bif_end bif_ets_prev_lookup_2(struct process *p, term *args, term *result)
{
    return neighbour(p, args, true, true, result);
}

/* -- slot/2 -------------------------------------------------------------------------------- */

static term bucket_objects(struct process *p, const struct table *t, size_t index)
{
    term list = NIL;
    for (struct ets_object *o = hash_table_bucket(&t->hash, index); o && is_term(list); o = o->next)
        list = object_copy_cons(&p->heap, o, list);
    return list;
}

static term ordered_object(struct process *p, const struct table *t, size_t index)
{
    bif_charge(p, (int64_t)index / 16);
    struct ets_object *o = tree_first(&t->tree);
    while (index-- > 0) o = tree_next(o);
    return object_copy_cons(&p->heap, o, NIL);
}

enum bif_end bif_ets_slot_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct table *t = ets_table(p, args[0], ETS_READ, &end);
    if (!t) return end;
    int64_t slots = table_is_tree(t) ? (int64_t)t->count : (int64_t)t->hash.buckets;
    if (!is_small(args[1]) || small_value(args[1]) < 0 || small_value(args[1]) > slots) return bif_badarg(p);
    size_t index = (size_t)small_value(args[1]);
    if ((int64_t)index == slots) return bif_value(p, A(end_of_table), result);
    return bif_value(p, table_is_tree(t) ? ordered_object(p, t, index) : bucket_objects(p, t, index), result);
}
