/* heap/bignum.c - sums, products and quotients of integers of any size. */
#include "heap/bignum.h"
#include "base/limits.h"
#include "heap/bignum_build.h"
#include "memory/memory.h"
#include "term/limbs.h"
#include <string.h>

/* -- building ------------------------------------------------------------ */

uint64_t *bignum_begin(struct heap *h, size_t limbs)
{
    if (limbs > bignum_limbs_max() + 64) return NULL;
    term *object = heap_alloc(h, limbs + 1);
    return object ? (uint64_t *)(object + 1) : NULL;
}

term bignum_end(struct heap *h, uint64_t *limbs, size_t size, bool negative)
{
    term *object = (term *)limbs - 1;
    while (size > 0 && limbs[size - 1] == 0) size--;
    if (size == 0 || (size == 1 && limbs[0] <= (uint64_t)SMALL_MAX + negative)) {
        int64_t value = size ? (int64_t)limbs[0] : 0;
        heap_give_back(h, object);
        return small(negative ? -value : value);
    }
    heap_give_back(h, size > bignum_limbs_max() ? object : object + 1 + size);
    if (size > bignum_limbs_max()) return NO_TERM;
    object[0].word = header(negative ? KIND_BIG_NEG : KIND_BIG_POS, size);
    return boxed_at(object);
}

term bignum_largest(struct heap *h)
{
    size_t size = bignum_limbs_max();
    uint64_t *limbs = bignum_begin(h, size);
    if (!limbs) return NO_TERM;
    memset(limbs, 0xff, size * sizeof *limbs);
    return bignum_end(h, limbs, size, false);
}

/* Gives the room back. */
static term bignum_drop(struct heap *h, uint64_t *limbs)
{
    heap_give_back(h, (term *)limbs - 1);
    return NO_TERM;
}

static int compare_magnitude(const struct integer *a, const struct integer *b)
{
    if (a->size != b->size) return a->size < b->size ? -1 : 1;
    return limbs_compare(a->limbs, b->limbs, a->size);
}

/* -- sums ----------------------------------------------------------------------------- */

static term sum(struct heap *h, const struct integer *a, const struct integer *b, bool b_negative)
{
    bool swap = compare_magnitude(a, b) < 0;
    const struct integer *large = swap ? b : a, *less = swap ? a : b;
    bool negative = swap ? b_negative : a->negative;
    uint64_t *to = bignum_begin(h, large->size + 1);
    if (!to) return NO_TERM;
    to[large->size] = 0;
    if (large->size == 0) return bignum_end(h, to, 0, false);
    if (a->negative == b_negative) to[large->size] = limbs_add(to, large->limbs, large->size, less->limbs, less->size);
    else limbs_subtract(to, large->limbs, large->size, less->limbs, less->size);
    return bignum_end(h, to, large->size + 1, negative);
}

term bignum_add(struct heap *h, const struct integer *a, const struct integer *b) { return sum(h, a, b, b->negative); }

term bignum_subtract(struct heap *h, const struct integer *a, const struct integer *b)
{
    return sum(h, a, b, !b->negative);
}

/* -- products and quotients ------------------------------------------------------------ */

term bignum_multiply(struct heap *h, const struct integer *a, const struct integer *b)
{
    if (a->size == 0 || b->size == 0) return small(0);
    const struct integer *large = a->size < b->size ? b : a, *less = a->size < b->size ? a : b;
    size_t size = a->size + b->size;
    uint64_t *to = size - 1 <= bignum_limbs_max() ? bignum_begin(h, size) : NULL;
    if (!to) return NO_TERM;
    if (!limbs_multiply(to, large->limbs, large->size, less->limbs, less->size)) return bignum_drop(h, to);
    return bignum_end(h, to, size, a->negative != b->negative);
}

/* One of quotient and remainder is wanted; the other goes to scratch memory. */
static term divide(struct heap *h, const struct integer *a, const struct integer *b, bool want_remainder)
{
    size_t quotient_size = a->size - b->size + 1;
    uint64_t *to = bignum_begin(h, want_remainder ? b->size : quotient_size);
    uint64_t *other = memory_alloc(MEMORY_SYSTEM, (want_remainder ? quotient_size : b->size) * sizeof *other);
    uint64_t *quotient = want_remainder ? other : to, *remainder = want_remainder ? to : other;
    bool negative = want_remainder ? a->negative : a->negative != b->negative;
    term result = NO_TERM;
    if (to && other && limbs_divide(quotient, remainder, a->limbs, a->size, b->limbs, b->size))
        result = bignum_end(h, to, want_remainder ? b->size : quotient_size, negative);
    else if (to) bignum_drop(h, to);
    memory_free(MEMORY_SYSTEM, other);
    return result;
}

static term copy(struct heap *h, const struct integer *a)
{
    uint64_t *to = bignum_begin(h, a->size);
    if (!to) return NO_TERM;
    memcpy(to, a->limbs, a->size * sizeof *to);
    return bignum_end(h, to, a->size, a->negative);
}

term bignum_div(struct heap *h, const struct integer *a, const struct integer *b)
{
    return compare_magnitude(a, b) < 0 ? small(0) : divide(h, a, b, false);
}

term bignum_rem(struct heap *h, const struct integer *a, const struct integer *b)
{
    return compare_magnitude(a, b) < 0 ? copy(h, a) : divide(h, a, b, true);
}

/* -- text ------------------------------------------------------------------------------ */

/* Bits of `count` digits, a little more than needed. */
static size_t bits_of_digits(size_t count, int base)
{
    static const uint16_t hundredths[37] = {
        [2] = 100,  [3] = 159,  [4] = 200,  [5] = 233,  [6] = 259,  [7] = 281,  [8] = 300,  [9] = 317,  [10] = 333,
        [11] = 346, [12] = 359, [13] = 371, [14] = 381, [15] = 391, [16] = 400, [17] = 409, [18] = 417, [19] = 425,
        [20] = 433, [21] = 440, [22] = 446, [23] = 453, [24] = 459, [25] = 465, [26] = 471, [27] = 476, [28] = 481,
        [29] = 486, [30] = 491, [31] = 496, [32] = 500, [33] = 505, [34] = 509, [35] = 513, [36] = 517};
    return count * hundredths[base] / 100 + 1;
}

term heap_integer_of_digits(struct heap *h, const uint8_t *digits, size_t count, int base, bool negative)
{
    while (count > 0 && *digits == 0) digits++, count--;
    if (count == 0) return small(0);
    if (count > SIZE_MAX / 600) return NO_TERM;
    size_t limbs = bits_of_digits(count, base) / 64 + 2;
    uint64_t *to = limbs <= bignum_limbs_max() + 8192 ? memory_alloc(MEMORY_SYSTEM, limbs * 8) : NULL;
    if (!to) return NO_TERM;
    size_t size = limbs_of_digits(to, digits, count, base);
    uint64_t *kept = size <= bignum_limbs_max() ? bignum_begin(h, size) : NULL;
    if (kept) memcpy(kept, to, size * 8);
    memory_free(MEMORY_SYSTEM, to);
    return kept ? bignum_end(h, kept, size, negative) : NO_TERM;
}
