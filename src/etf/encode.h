/* etf/encode.h - private to etf/: what the parts of the encoder share.
 *
 * One walk serves for the size and for the bytes: without a place to write, it only counts.
 */
#pragma once
#include "etf/etf.h"
#include "etf/tags.h"
#include "heap/map.h"
#include "term/stack.h"

struct etf_encoder {
    struct stack stack; /* of frames, see below */
    struct etf_encode how;
    uint8_t *to;          /* NULL: count only */
    size_t room, size;    /* bytes; so far */
    size_t apart;         /* bytes so far that were not copied */
    term parts;           /* what holds them: see etf_encoder_parts() */
    struct heap *heap;    /* where sorted hash maps and the list of parts go */
    struct map_sort sort; /* of the one that is being sorted */
    bool no_memory;
};

/* Frames of the walk's stack: what the second word's low bits say of the first; above them stands `index`. */
enum frame_kind {
    TERM,     /* a term to encode */
    ELEMENTS, /* words of a tuple or fun from `index` on */
    CHILDREN, /* the same of a trie's node, or of a collision tuple: leaves are pairs */
    FLAT_MAP, /* key and value in turn; index: 2 * pair + (0 key, 1 value) */
    CELLS,    /* a list from this cell on; index: cells done */
    LENGTH,   /* below CELLS: where the list's length is to be written (a small) */
    FUN_SIZE, /* where a fun's size is to be written (a small); index: bytes that stood apart before it */
    FIELDS,   /* values of a native record, from the one declared at `index` on */
    SORT, /* pairs of a map that are being sorted, above the tuple that they are merged into; index: gathered so far */
    GATHER, /* as CHILDREN, above SORT: pairs go into its tuple */
};
enum { INDEX_SHIFT = 4, FRAME_KIND_MASK = 15 };

static inline void encode_push(struct etf_encoder *e, term t, enum frame_kind kind, size_t index)
{
    if (!stack_push(&e->stack, t.word, (uint64_t)index << INDEX_SHIFT | kind)) e->no_memory = true;
}

static inline void emit(struct etf_encoder *e, const void *bytes, size_t count)
{
    if (e->to) {
        ENSURE(count <= e->room - e->size);
        memcpy(e->to + e->size, bytes, count);
    }
    e->size += count;
}

static inline void emit_u8(struct etf_encoder *e, unsigned value) { emit(e, &(uint8_t){(uint8_t)value}, 1); }

static inline void emit_u16(struct etf_encoder *e, uint16_t value)
{
    value = __builtin_bswap16(value);
    emit(e, &value, 2);
}

static inline void emit_u32(struct etf_encoder *e, uint32_t value)
{
    value = __builtin_bswap32(value);
    emit(e, &value, 4);
}

static inline void emit_u64(struct etf_encoder *e, uint64_t value)
{
    value = __builtin_bswap64(value);
    emit(e, &value, 8);
}

/* A term that holds no other terms. */
void encode_leaf(struct etf_encoder *e, term t);
void encode_atom(struct etf_encoder *e, term t);
void encode_integer(struct etf_encoder *e, int64_t value);

/* In the trie of a large map: the first word of a node, or of a collision tuple, that is a child. */
static inline size_t encode_first_child(term t)
{
    return kind_of(t) == KIND_HASHMAP ? 3 : kind_of(t) == KIND_MAPNODE ? 2 : 1;
}

/* Large maps in the order of terms: the pairs go into a tuple (GATHER), which is sorted (SORT) and then encoded. */
void encode_sorted_map(struct etf_encoder *e, term t);
void encode_gather(struct etf_encoder *e, struct frame *f, term t, int64_t *budget);
void encode_sort(struct etf_encoder *e, int64_t *budget);
