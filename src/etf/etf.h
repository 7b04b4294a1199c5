/* etf/etf.h - the external term format (ERTS user's guide, "External Term Format").
 *
 * The decoder is a door: it accepts any bytes, never reads past their end, never
 * recurses, and allocates in proportion to its input.
 */
#pragma once
#include "heap/heap.h"

enum etf_result {
    ETF_OK,
    ETF_BAD,       /* not a term: binary_to_term raises badarg */
    ETF_NO_MEMORY, /* or an atom table that is full */
};

struct etf_decode {
    const uint8_t *at, *end; /* the input; after ETF_OK `at` is where the term ended */
    bool safe;               /* create no atoms, no external fun references */
    bool literals;           /* every word into h as one block, no off-heap objects: for code's literals */
};
/* Decodes one term (version byte 131 first, compressed form allowed). */
enum etf_result etf_decode(struct etf_decode *d, struct heap *h, term *result);
/* The same without the version byte (literal chunks of newer releases, distribution). */
enum etf_result etf_decode_bare(struct etf_decode *d, struct heap *h, term *result);

struct etf_encode {
    bool deterministic; /* term_to_binary(T, [deterministic]) */
    int minor_version;  /* 0, 1 or 2 */
    int compressed;     /* 0 to 9 */
    bool local;         /* OTP 27's [local] */
};
/* Bytes that the encoding takes, version byte included; SIZE_MAX: no memory. */
size_t etf_size(term t, const struct etf_encode *how);
/* Writes at most `room` bytes (etf_size said how many); returns the end. */
uint8_t *etf_encode(term t, const struct etf_encode *how, uint8_t *to, size_t room);
