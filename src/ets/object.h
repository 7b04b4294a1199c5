/* ets/object.h - one stored object: a tuple copied out of the process that inserted it.
 *
 * The copy is one block: these links, then the tuple, then all that its elements lead to.  Nothing
 * in it points outside the block but into off-heap binaries, which are counted.  Literals are copied
 * too, so that a module can be purged whatever tables hold.
 */
#pragma once
#include "heap/heap.h"

struct ets_object {
    union {
        struct ets_object *next; /* hash table: the chain */
        struct ets_object *left; /* tree */
    };
    union {
        struct ets_object *right; /* tree */
        uint64_t sequence;        /* hash table: larger is younger */
    };
    union {
        struct ets_object *parent; /* tree */
        uint64_t hash;             /* hash table */
    };
    struct offheap *offheap;
    uint32_t words; /* of tuple[] */
    int8_t balance; /* tree: height of right minus height of left */
    term tuple[];   /* header, elements, and what they lead to */
};

static inline term object_term(const struct ets_object *o) { return boxed_at(o->tuple); }
static inline size_t object_arity(const struct ets_object *o) { return header_words(o->tuple[0].word); }
/* Element `position`, counted from 1. */
static inline term object_element(const struct ets_object *o, size_t position) { return o->tuple[position]; }
static inline size_t object_memory_words(const struct ets_object *o)
{
    return sizeof(struct ets_object) / sizeof(term) + o->words;
}

/* A copy of `tuple` with its links unset; NULL when there is no memory. */
struct ets_object *object_new(term tuple);
/* A copy of `tuple` with the elements at positions[i] (from 1) replaced by values[i]. */
struct ets_object *object_new_changed(term tuple, const size_t *positions, const term *values, size_t count);
void object_free(struct ets_object *o);

/* The tuple on heap h; NO_TERM when there is no memory. */
term object_copy(struct heap *h, const struct ets_object *o);
/* [the tuple | rest] on heap h; NO_TERM when there is no memory. */
term object_copy_cons(struct heap *h, const struct ets_object *o, term rest);
