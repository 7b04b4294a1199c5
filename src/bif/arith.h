/* bif/arith.h - arithmetic on any numbers; the interpreter's fast paths fall back to these.
 *
 * Each gives the value, or fails with NO_TERM and *reason (badarith, system_limit).
 */
#pragma once
#include "heap/heap.h"

typedef term arith2_fn(struct heap *h, term a, term b, term *reason);
arith2_fn arith_add, arith_subtract, arith_multiply, arith_divide, arith_div, arith_rem;
arith2_fn arith_band, arith_bor, arith_bxor, arith_bsl, arith_bsr;

typedef term arith1_fn(struct heap *h, term a, term *reason);
arith1_fn arith_negate, arith_bnot, arith_plus; /* -A, bnot A, +A */

/* Any number as a float; false: not a number, or too large. */
bool number_to_double(term t, double *value);
