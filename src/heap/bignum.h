/* heap/bignum.h - integers of any size.
 *
 * NO_TERM from any of these means that the result would be larger than an integer may be
 * (BIG_LIMBS_MAX), or that there is no memory: system_limit either way.  Results are normal: a small
 * if they fit.  GMP's mpn layer is called in bignum.c and nowhere else.
 */
#pragma once
#include "heap/heap.h"

/* An integer as sign and magnitude, least significant limb first, no leading zero limbs. */
struct integer {
    const uint64_t *limbs; /* may be &own: the struct stays where it is */
    size_t size;
    bool negative;
    uint64_t own;
};

/* How to read t; false if it is no integer. */
bool integer_view(term t, struct integer *v);

term bignum_add(struct heap *h, const struct integer *a, const struct integer *b);
term bignum_subtract(struct heap *h, const struct integer *a, const struct integer *b);
term bignum_multiply(struct heap *h, const struct integer *a, const struct integer *b);
/* Truncated towards zero; b is not 0. */
term bignum_div(struct heap *h, const struct integer *a, const struct integer *b);
term bignum_rem(struct heap *h, const struct integer *a, const struct integer *b);

/* Bitwise, as if negative numbers had endless ones in front. */
enum bit_operation { BIT_AND, BIT_OR, BIT_XOR };
term bignum_bitwise(struct heap *h, enum bit_operation op, const struct integer *a, const struct integer *b);
term bignum_shift_left(struct heap *h, const struct integer *a, uint64_t bits);
term bignum_shift_right(struct heap *h, const struct integer *a, uint64_t bits); /* rounds down */

/* OTP's conversion to float; false: too large. */
bool integer_to_double(const struct integer *v, double *value);
/* A finite double that is whole. */
term heap_integer_of_double(struct heap *h, double value);

/* Room for the digits of v in a base from 2 to 36, sign included (may be one more than needed). */
size_t integer_text_room(const struct integer *v, int base);
/* Writes them (capital letters); the length, or 0: no memory. */
size_t integer_to_text(const struct integer *v, int base, char *to);
/* The integer of `count` digit values (0 to base-1, most significant first). */
term heap_integer_of_digits(struct heap *h, const uint8_t *digits, size_t count, int base, bool negative);
