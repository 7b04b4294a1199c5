/* ets/traversal.h - walking over the objects of a table that a match specification can reach, with pauses.
 *
 * In a pause the table may change in any way.  What a traversal remembers is a place in the table's
 * order, never an object: objects that stay are seen exactly once.
 */
#pragma once
#include "ets/match_key.h"

/* A place between two objects. */
struct position {
    term key;          /* NO_TERM: the very beginning (or end) */
    uint64_t hash;     /* of the key, in hash tables */
    uint64_t sequence; /* hash tables: among the objects with this key, those below it are still to come */
    bool inclusive;    /* trees: the object with this key is still to come */
};

struct traversal {
    struct match_keys keys;
    size_t key_index; /* REACH_KEYS: the key whose objects come now */
    bool backwards;   /* trees */
    struct position at;
};

/* The first object to visit from t->at on; NULL: none. */
struct ets_object *traversal_start(const struct table *table, struct traversal *t);
/* The object to visit after o (which is still in the table). */
struct ets_object *traversal_next(const struct table *table, struct traversal *t, const struct ets_object *o);
/* The place before o, or behind it.  Its key is o's own: copy it before o may vanish. */
struct position position_before(const struct table *table, const struct ets_object *o);
struct position position_behind(const struct table *table, const struct ets_object *o);
