/* etf/decode.h - private to etf/: what the parts of the decoder share. */
#pragma once
#include "base/bytes.h"
#include "etf/etf.h"
#include "etf/tags.h"
#include "term/stack.h"

struct etf_decoder {
    struct bytes in;      /* the term's bytes; after a failure it is spent */
    const uint8_t *start; /* of the input as given */
    struct heap *heap;
    bool safe, literals;
    const struct etf_code *code;
    uint64_t promised;      /* terms that headers have announced and that are not yet begun */
    enum etf_result result; /* ETF_MORE until it is known */
    struct stack stack;     /* see decode.c */
    term root;
    struct inflation *inflation; /* the compressed form: see inflate.h */
};

/* Marks the input as bad, or memory as short. */
static inline term decode_bad(struct etf_decoder *d)
{
    d->result = ETF_BAD;
    return NO_TERM;
}
static inline term decode_no_memory(struct etf_decoder *d)
{
    d->result = ETF_NO_MEMORY;
    return NO_TERM;
}

/* Room on the heap, or NULL and the result says so. */
static inline term *decode_alloc(struct etf_decoder *d, size_t words)
{
    term *hp = heap_alloc(d->heap, words);
    if (!hp) d->result = ETF_NO_MEMORY;
    return hp;
}

/* The term after a tag that announces no other terms (an atom, number, identity, bitstring or
 * external fun); NO_TERM and d->result when it is bad. */
term decode_leaf(struct etf_decoder *d, enum etf_tag tag);
/* A whole term that must be an atom, and one that must be a small integer. */
term decode_atom(struct etf_decoder *d);
bool decode_small(struct etf_decoder *d, int64_t *value);
term decode_identity(struct etf_decoder *d, enum etf_tag tag);
