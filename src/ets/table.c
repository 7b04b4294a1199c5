/* ets/table.c - what can be done with the objects of a table, whatever its type. */
#include "ets/table.h"
#include "memory/memory.h"
#include "term/compare.h"

bool table_same_key(const struct table *t, term a, term b)
{
    return table_is_tree(t) ? same(a, b) || term_compare(a, b) == 0 : term_equal(a, b);
}

struct ets_object *table_find(const struct table *t, term key)
{
    if (table_is_tree(t)) return tree_find(&t->tree, t->o.keypos, key);
    return hash_table_find(&t->hash, t->o.keypos, key, hash_of_key(key));
}

struct ets_object *table_find_walking(struct table *t, term key)
{
    struct ets_object *o = t->cursor;
    return o && table_same_key(t, table_key(t, o), key) ? o : table_find(t, key);
}

struct ets_object *table_find_next(const struct table *t, const struct ets_object *o, term key)
{
    return table_is_bag(t) ? hash_table_find_next(o, t->o.keypos, key) : NULL;
}

static void count_in(struct table *t, const struct ets_object *o)
{
    t->count++;
    t->object_words += object_memory_words(o);
}

static void count_out(struct table *t, const struct ets_object *o)
{
    t->count--;
    t->cursor = NULL;
    t->object_words -= object_memory_words(o);
}

void table_replace(struct table *t, struct ets_object *old, struct ets_object *new)
{
    if (table_is_tree(t)) {
        tree_replace(&t->tree, old, new);
    } else {
        hash_table_replace(&t->hash, old, new);
    }
    t->cursor = NULL;
    t->object_words += object_memory_words(new) - object_memory_words(old);
    object_free(old);
}

void table_remove(struct table *t, struct ets_object *o)
{
    count_out(t, o);
    if (table_is_tree(t)) {
        tree_unlink(&t->tree, o);
    } else {
        hash_table_unlink(&t->hash, o);
        hash_table_adapt(&t->hash, t->count);
    }
    object_free(o);
}

/* The object of a bag that equals o whole; NULL: none. */
static struct ets_object *equal_object(struct table *t, struct ets_object *same_key, const struct ets_object *o,
                                       int64_t *work)
{
    for (; same_key; same_key = table_find_next(t, same_key, table_key(t, o))) {
        ++*work;
        if (term_equal(object_term(same_key), object_term(o))) return same_key;
    }
    return NULL;
}

static enum insert_result insert_hashed(struct table *t, struct ets_object *o, bool new_only, int64_t *work)
{
    o->hash = hash_of_key(table_key(t, o));
    struct ets_object *old = t->o.type == TABLE_DUPLICATE_BAG && !new_only
                                 ? NULL
                                 : hash_table_find(&t->hash, t->o.keypos, table_key(t, o), o->hash);
    if (old && new_only) return INSERT_EXISTS;
    if (old && t->o.type == TABLE_BAG) {
        old = equal_object(t, old, o, work);
        if (old) { /* there already: the youngest insert gives way, as its time does not count */
            object_free(o);
            return INSERTED;
        }
    }
    if (old && t->o.type == TABLE_SET) {
        table_replace(t, old, o);
        return INSERTED;
    }
    hash_table_insert(&t->hash, t->o.keypos, o);
    count_in(t, o);
    hash_table_adapt(&t->hash, t->count);
    return INSERTED;
}

static enum insert_result insert_ordered(struct table *t, struct ets_object *o, bool new_only)
{
    struct ets_object *old = tree_insert(&t->tree, t->o.keypos, o);
    if (!old) {
        count_in(t, o);
        return INSERTED;
    }
    if (new_only) return INSERT_EXISTS;
    table_replace(t, old, o);
    return INSERTED;
}

enum insert_result table_insert_object(struct table *t, struct ets_object *o, bool new_only, int64_t *work)
{
    enum insert_result r = table_is_tree(t) ? insert_ordered(t, o, new_only) : insert_hashed(t, o, new_only, work);
    if (r == INSERT_EXISTS) object_free(o);
    return r;
}

enum insert_result table_insert(struct table *t, term tuple, bool new_only, int64_t *work)
{
    if (new_only && table_find(t, tuple_elements(tuple)[t->o.keypos - 1])) return INSERT_EXISTS;
    struct ets_object *o = object_new(tuple);
    if (!o) return INSERT_NO_MEMORY;
    *work += o->words / 16;
    return table_insert_object(t, o, false, work);
}

struct ets_object *table_first(const struct table *t, bool backwards)
{
    if (!table_is_tree(t)) return hash_table_seek(&t->hash, 0);
    return backwards ? tree_last(&t->tree) : tree_first(&t->tree);
}

struct ets_object *table_next(const struct table *t, const struct ets_object *o, bool backwards)
{
    if (!table_is_tree(t)) return hash_table_next(&t->hash, o);
    return backwards ? tree_previous(o) : tree_next(o);
}

size_t table_memory_words(const struct table *t)
{
    size_t words = sizeof *t / sizeof(term) + t->object_words;
    return table_is_tree(t) ? words : words + t->hash.bytes / sizeof(term);
}
