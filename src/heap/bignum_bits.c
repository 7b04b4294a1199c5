/* heap/bignum_bits.c - integers as endless two's complement, and as floats. */
#include "heap/bignum.h"
#include "heap/bignum_build.h"
#include <math.h>
#include <string.h>

/* Hands out the limbs of an integer in two's complement, least significant first, without end. */
struct complement {
    const struct integer *of;
    size_t at;
    bool carry;
};

static uint64_t next_limb(struct complement *c)
{
    uint64_t limb = c->at < c->of->size ? c->of->limbs[c->at] : 0;
    c->at++;
    if (!c->of->negative) return limb;
    limb = ~limb + c->carry;
    c->carry = c->carry && limb == 0;
    return limb;
}

static uint64_t combine(enum bit_operation op, uint64_t a, uint64_t b)
{
    return op == BIT_AND ? a & b : op == BIT_OR ? a | b : a ^ b;
}

/* From two's complement to magnitude. */
static void negate(uint64_t *limbs, size_t size)
{
    bool carry = true;
    for (size_t i = 0; i < size; i++) {
        limbs[i] = ~limbs[i] + carry;
        carry = carry && limbs[i] == 0;
    }
}

term bignum_bitwise(struct heap *h, enum bit_operation op, const struct integer *a, const struct integer *b)
{
    size_t size = (a->size > b->size ? a->size : b->size) + 1;
    uint64_t *to = bignum_begin(h, size);
    if (!to) return NO_TERM;
    struct complement x = {a, 0, true}, y = {b, 0, true};
    for (size_t i = 0; i < size; i++) to[i] = combine(op, next_limb(&x), next_limb(&y));
    bool negative = to[size - 1] >> 63;
    if (negative) negate(to, size);
    return bignum_end(h, to, size, negative);
}

term bignum_shift_left(struct heap *h, const struct integer *a, uint64_t bits)
{
    if (a->size == 0) return small(0);
    size_t whole = bits / 64, part = bits % 64, size = a->size + whole + 1;
    uint64_t *to = bits < UINT32_MAX ? bignum_begin(h, size) : NULL;
    if (!to) return NO_TERM;
    memset(to, 0, whole * sizeof *to);
    uint64_t carry = 0;
    for (size_t i = 0; i < a->size; i++) {
        to[whole + i] = a->limbs[i] << part | carry;
        carry = part ? a->limbs[i] >> (64 - part) : 0;
    }
    to[size - 1] = carry;
    return bignum_end(h, to, size, a->negative);
}

/* Rounding down takes one more from a negative number if any bit that is cut off was set. */
static bool loses_bits(const struct integer *a, size_t whole, size_t part)
{
    for (size_t i = 0; i < whole; i++)
        if (a->limbs[i]) return true;
    return part && a->limbs[whole] << (64 - part);
}

term bignum_shift_right(struct heap *h, const struct integer *a, uint64_t bits)
{
    if (bits / 64 >= a->size) return small(a->negative ? -1 : 0);
    size_t whole = bits / 64, part = bits % 64, size = a->size - whole;
    uint64_t *to = bignum_begin(h, size + 1);
    if (!to) return NO_TERM;
    for (size_t i = 0; i < size; i++) {
        uint64_t above = i + 1 < size && part ? a->limbs[whole + i + 1] << (64 - part) : 0;
        to[i] = a->limbs[whole + i] >> part | above;
    }
    to[size] = 0;
    if (a->negative && loses_bits(a, whole, part))
        for (size_t i = 0; ++to[i] == 0; i++) continue;
    return bignum_end(h, to, size + 1, a->negative);
}

/* -- floats ------------------------------------------------------------------------------ */

term heap_integer_of_double(struct heap *h, double value)
{
    if (fabs(value) < 0x1p59) return small((int64_t)value);
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(fabs(value), &exponent), 53);
    struct integer v = {.limbs = &mantissa, .size = 1, .negative = value < 0};
    return bignum_shift_left(h, &v, (uint64_t)(exponent - 53));
}
