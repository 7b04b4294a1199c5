/* term/hash.h - hashes of terms.
 *
 * phash and phash2 are OTP's: the same in every release, on every node, for ever.  term_hash is
 * our own.  None recurses; each walks with an explicit stack in arena memory.
 */
#pragma once
#include "term/stack.h"
#include "term/term.h"

/* erlang:phash2/1 before its range is applied: 32 bits, the same in every release and node. */
uint32_t term_phash2(term t);
/* The same in parts.  The stack's frames are a term and a number each, so that they can be kept as
 * terms while the heap is collected. */
struct phash2 {
    struct stack stack;
    uint32_t hash, pairs;
    uint32_t block[3]; /* of a long bitstring that is half done */
    int64_t cost;      /* of the latest step, beyond one */
};
void phash2_open(struct phash2 *w, term t);
bool phash2_run(struct phash2 *w, int64_t *budget); /* true: w->hash is the hash */
void phash2_close(struct phash2 *w);

/* erlang:phash/2's value before its range is applied. */
uint32_t term_phash(term t);
/* The same in parts, as above. */
struct phash {
    struct stack stack;
    uint32_t hash;
    int64_t cost;
};
void phash_open(struct phash *w, term t);
bool phash_run(struct phash *w, int64_t *budget);
void phash_close(struct phash *w);
/* Our own, for maps and ets: fast, equal for terms that are =:=, valid in this machine only. */
uint64_t term_hash(term t);

/* A fast hash of bytes; every bit of the result is good. */
uint64_t hash_bytes(const void *bytes, size_t size);

/* Mixes two words into one; the step of term_hash and hash_bytes. */
static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)(a ^ UINT64_C(0x9e3779b97f4a7c15)) * (b ^ UINT64_C(0xd6e8feb86659fd93));
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}
