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
    struct stack stack; /* see encode.c */
    struct etf_encode how;
    uint8_t *to;          /* NULL: count only */
    size_t room, size;    /* bytes; so far */
    size_t apart;         /* bytes so far that were not copied */
    term parts;           /* what holds them: see etf_encoder_parts() */
    struct heap *heap;    /* where sorted hash maps and the list of parts go */
    struct map_sort sort; /* of the one that is being sorted */
    bool no_memory;
};

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
