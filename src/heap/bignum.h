/* heap/bignum.h - integers of any size.
 *
 * NO_TERM from any of these means that the result would be larger than an integer may be
 * (bignum_limbs_max()), or that there is no memory: system_limit either way.  Results are normal: a small
 * if they fit.
 */
#pragma once
#include "heap/heap.h"
#include "base/limits.h"
#include "memory/settings.h"
#include "term/integer.h"

static inline size_t bignum_limbs_max(void) { return otp_at_least(27) ? BIG_LIMBS_MAX_27 : BIG_LIMBS_MAX; }

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

/* The largest integer there may be. */
term bignum_largest(struct heap *h);

/* A finite double that is whole. */
term heap_integer_of_double(struct heap *h, double value);

/* The integer of `count` digit values (0 to base-1, most significant first). */
term heap_integer_of_digits(struct heap *h, const uint8_t *digits, size_t count, int base, bool negative);
