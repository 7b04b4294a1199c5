/* ets/hash_table.h - objects of set, bag and duplicate_bag tables, by the hash of their key.
 *
 * A split-ordered hash table (Shalev and Shavit, "Split-Ordered Lists", 2006) that grows by linear
 * hashing.  Objects have one total order: by hash; within a hash by key; within a key the youngest
 * first.  A bucket is an interval of that order, named by the top bits of the hash read backwards, so
 * that splitting a bucket cuts its chain in two and joining two appends them.  The order does not
 * depend on how many buckets there are: a traversal that remembers (hash, sequence) sees every object
 * that stays exactly once, however the table is changed meanwhile.  No object is kept "pseudo-deleted".
 */
#pragma once
#include "ets/object.h"

enum { HASH_SEGMENT = 256, HASH_BUCKETS_MIN = 16 };

struct hash_table {
    struct ets_object ***segments; /* HASH_SEGMENT buckets each; the first may be smaller */
    size_t segment_room;
    size_t buckets; /* in use */
    size_t mask;    /* of the smallest power of two that is at least `buckets`, minus one */
    size_t first_room;
    uint64_t next_sequence;
    size_t bytes; /* of segments, for info(memory) */
};

bool hash_table_open(struct hash_table *t); /* false: no memory */
/* Frees the buckets; the chains must be empty. */
void hash_table_close(struct hash_table *t);

uint64_t hash_of_key(term key);

/* The first (youngest) object with this key; NULL: none. */
struct ets_object *hash_table_find(const struct hash_table *t, size_t keypos, term key, uint64_t hash);
/* The next of the same key after o; NULL: none. */
struct ets_object *hash_table_find_next(const struct ets_object *o, size_t keypos, term key);

/* Links o (o->hash set) as the youngest of its key. */
void hash_table_insert(struct hash_table *t, size_t keypos, struct ets_object *o);
/* Puts `new`, of the same key, into old's place. */
void hash_table_replace(struct hash_table *t, struct ets_object *old, struct ets_object *new);
void hash_table_unlink(struct hash_table *t, struct ets_object *o);

/* Grows or shrinks by a step or two when `count` objects ask for it; failing to grow is harmless. */
void hash_table_adapt(struct hash_table *t, size_t count);

/* The first object at or after `hash`; NULL: none. */
struct ets_object *hash_table_seek(const struct hash_table *t, uint64_t hash);
/* The successor in the total order; NULL: none. */
struct ets_object *hash_table_next(const struct hash_table *t, const struct ets_object *o);

/* Objects of bucket `index` (0 <= index < buckets). */
struct ets_object *hash_table_bucket(const struct hash_table *t, size_t index);
/* Unlinks up to `limit` objects from the buckets, starting at bucket *index, and frees them; true when the
 * table is empty.  `words` is what they took. */
bool hash_table_clear(struct hash_table *t, size_t *index, size_t limit, size_t *words);
