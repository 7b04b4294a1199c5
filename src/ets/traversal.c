/* ets/traversal.c - from object to object, and from a remembered place to an object. */
#include "ets/traversal.h"

struct position position_before(const struct table *table, const struct ets_object *o)
{
    struct position at = {.key = table_key(table, o), .inclusive = true};
    if (!table_is_tree(table)) at.hash = o->hash, at.sequence = o->sequence + 1;
    return at;
}

struct position position_behind(const struct table *table, const struct ets_object *o)
{
    struct position at = {.key = table_key(table, o)};
    if (!table_is_tree(table)) at.hash = o->hash, at.sequence = o->sequence;
    return at;
}

/* -- one key after the other ------------------------------------------------------------ */

/* The first object of the keys from key_index on; of the first of them, only those below `sequence`. */
static struct ets_object *objects_of_keys(const struct table *table, struct traversal *t, uint64_t sequence)
{
    for (; t->key_index < t->keys.count; t->key_index++, sequence = UINT64_MAX) {
        term key = t->keys.keys[t->backwards ? t->keys.count - 1 - t->key_index : t->key_index];
        struct ets_object *o = table_find(table, key);
        if (!table_is_tree(table))
            while (o && o->sequence >= sequence) o = table_find_next(table, o, key);
        else if (sequence == 0) o = NULL;
        if (o) return o;
    }
    return NULL;
}

static struct ets_object *next_of_keys(const struct table *table, struct traversal *t, const struct ets_object *o)
{
    struct ets_object *next = table_find_next(table, o, table_key(table, o));
    if (next) return next;
    t->key_index++;
    return objects_of_keys(table, t, UINT64_MAX);
}

static struct ets_object *start_of_keys(const struct table *table, struct traversal *t)
{
    uint64_t sequence = UINT64_MAX;
    if (is_term(t->at.key)) sequence = table_is_tree(table) ? t->at.inclusive : t->at.sequence;
    return objects_of_keys(table, t, sequence);
}

/* -- the whole table, or a range ----------------------------------------------------------- */

/* o, if it is in the range (or there is none). */
static struct ets_object *in_range(const struct table *table, const struct traversal *t, struct ets_object *o)
{
    if (!o || t->keys.reach != REACH_RANGE) return o;
    return match_key_order(table_key(table, o), t->keys.pattern) == 0 ? o : NULL;
}

static struct ets_object *start_of_tree(const struct table *table, const struct traversal *t)
{
    size_t keypos = table->o.keypos;
    if (is_term(t->at.key)) {
        struct ets_object *o = t->backwards ? tree_before(&table->tree, keypos, t->at.key, t->at.inclusive)
                                            : tree_after(&table->tree, keypos, t->at.key, t->at.inclusive);
        return in_range(table, t, o);
    }
    if (t->keys.reach == REACH_RANGE)
        return tree_edge(&table->tree, keypos, match_key_order, t->keys.pattern, t->backwards);
    return table_first(table, t->backwards);
}

static struct ets_object *start_of_hash(const struct table *table, const struct traversal *t)
{
    if (!is_term(t->at.key)) return table_first(table, false);
    const struct hash_table *hash = &table->hash;
    size_t keypos = table->o.keypos;
    struct ets_object *o = hash_table_find(hash, keypos, t->at.key, t->at.hash);
    if (!o) return t->at.hash == UINT64_MAX ? NULL : hash_table_seek(hash, t->at.hash + 1);
    while (o->sequence >= t->at.sequence) {
        struct ets_object *next = hash_table_find_next(o, keypos, t->at.key);
        if (!next) return hash_table_next(hash, o);
        o = next;
    }
    return o;
}

struct ets_object *traversal_start(const struct table *table, struct traversal *t)
{
    switch (t->keys.reach) {
    case REACH_NONE: return NULL;
    case REACH_KEYS: return start_of_keys(table, t);
    default: return table_is_tree(table) ? start_of_tree(table, t) : start_of_hash(table, t);
    }
}

struct ets_object *traversal_next(const struct table *table, struct traversal *t, const struct ets_object *o)
{
    if (t->keys.reach == REACH_KEYS) return next_of_keys(table, t, o);
    return in_range(table, t, table_next(table, o, t->backwards));
}
