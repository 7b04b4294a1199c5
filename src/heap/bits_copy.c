/* heap/bits_copy.c - copies bits between any two bit positions. */
#include "heap/binary.h"
#include <string.h>

/* The `count` (1 to 8) bits from bit `at` (0 to 7) of p on, at the top of a byte; those below are zero. */
static uint8_t take_bits(const uint8_t *p, unsigned at, unsigned count)
{
    unsigned byte = p[0] << at;
    if (at + count > 8) byte |= p[1] >> (8 - at);
    return (uint8_t)(byte & (0xff00u >> count));
}

/* Replaces the `count` bits from bit `at` of *p on, which end in this byte, by the top bits of `value`. */
static void put_bits(uint8_t *p, unsigned at, unsigned count, uint8_t value)
{
    unsigned mask = (0xff00u >> count & 0xff) >> at;
    *p = (uint8_t)((*p & ~mask) | (value >> at & mask));
}

/* Whole bytes from bit `shift` (1 to 7) of `from` on; reads `count` + 1 bytes. */
static void copy_shifted(uint8_t *to, const uint8_t *from, unsigned shift, size_t count)
{
    for (; count >= 8; count -= 8, to += 8, from += 8) {
        uint64_t word;
        memcpy(&word, from, 8);
        word = __builtin_bswap64(word) << shift | from[8] >> (8 - shift);
        word = __builtin_bswap64(word);
        memcpy(to, &word, 8);
    }
    for (; count > 0; count--, to++, from++) *to = (uint8_t)(from[0] << shift | from[1] >> (8 - shift));
}

void bits_copy(uint8_t *to, size_t to_offset, const uint8_t *from, size_t from_offset, size_t count)
{
    to += to_offset / 8, from += from_offset / 8;
    unsigned into = to_offset % 8, shift = from_offset % 8;
    if (count == 0) return;
    if (into) { /* up to a byte boundary of the target */
        unsigned first = count < 8 - into ? (unsigned)count : 8 - into;
        put_bits(to, into, first, take_bits(from, shift, first));
        to++;
        from += (shift + first) / 8, shift = (shift + first) % 8;
        count -= first;
    }
    if (shift) copy_shifted(to, from, shift, count / 8);
    else if (count >= 8) memmove(to, from, count / 8);
    to += count / 8, from += count / 8;
    unsigned rest = count % 8;
    if (rest) put_bits(to, 0, rest, take_bits(from, shift, rest));
}
