/* term/map_hash.h - the hash of keys in large maps: that of ERTS in the release in use, so that programs see the pairs in
 * the order in which erl has them.
 *
 * Atoms, pids and funs are hashed by numbers of the machine, as ERTS does, so that their order is the machine's own.
 * Valid in this machine only; equal for terms that are =:=.  Nothing recurses.
 */
#pragma once
#include "term/term.h"

/* The four bits that choose a slot of the root are the highest, those of the next level follow (map_slot()). */
uint64_t map_hash(term key);

/* -- between map_hash.c and the two hashes ------------------------------------------------ */

/* The word in which ERTS keeps an immediate term. */
static inline uint64_t map_hash_word(term t)
{
    enum { ERTS_SMALL = 0xf, ERTS_ATOM = 0xb, ERTS_NIL = 0x3b, ERTS_PID = 3, ERTS_PORT = 7 };
    if (is_small(t)) return t.word | ERTS_SMALL;
    if (is_atom(t)) return (uint64_t)atom_index(t) << 6 | ERTS_ATOM;
    if (is_nil(t)) return ERTS_NIL;
    return is_local_pid(t) ? t.word >> IMM_BITS << 4 | ERTS_PID : port_number(t) << 4 | ERTS_PORT;
}

/* What a key that is not a plain value (pid, port, reference, fun M:F/A) is hashed by. */
struct map_hash_numbers {
    uint64_t first, second, third;
};
struct map_hash_numbers map_hash_numbers(term t);

/* Of OTP 25 and 26: 32 bits of ERTS' in the high half, the lowest four bits first; more of our own in the low one. */
uint64_t map_hash_jenkins(term key);
/* Of OTP 27 and later. */
uint64_t map_hash_murmur(term key);

/* The bits of four, the lowest first. */
static inline uint64_t map_hash_turn(uint64_t hash)
{
    const uint64_t low = UINT64_C(0x0f0f0f0f0f0f0f0f);
    hash = __builtin_bswap64(hash);
    return (hash & low) << 4 | (hash >> 4 & low);
}
