/* io/iodata.h - walking lists of bytes, characters and binaries; nested at any depth. */
#pragma once
#include "heap/binary.h"

enum leaf { LEAF_END, LEAF_INTEGER, LEAF_BITS, LEAF_BAD, LEAF_NO_MEMORY };

struct leaf_walk {
    term at;      /* what comes next */
    term leaf;    /* what leaf_next() found */
    bool in_tail; /* the leaf stood in place of a list's tail (or of the whole list) */
    term *stack;  /* tails to go on with; MEMORY_SYSTEM */
    size_t depth, room;
};
void leaf_walk(struct leaf_walk *w, term t);
enum leaf leaf_next(struct leaf_walk *w);
void leaf_walk_end(struct leaf_walk *w);

enum iodata_result { IODATA_OK, IODATA_BAD, IODATA_NO_MEMORY };

/* Adds up the bytes of `t`. */
enum iodata_result iodata_size(term t, size_t *size);
/* Writes them; `to` has the room that iodata_size() said. */
enum iodata_result iodata_put(term t, uint8_t *to);
/* All of `t` in one new off-heap binary with one reference (a whole binary is shared, not copied). */
enum iodata_result iodata_to_binary(term t, struct binary **b);
