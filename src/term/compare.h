/* term/compare.h - order and equality of terms (Erlang reference manual, "Term Comparisons").
 *
 * None recurses: deep terms are walked with an explicit stack in arena memory.
 */
#pragma once
#include "term/term.h"

/* <0, 0, >0 with 1 == 1.0. */
int term_compare(term a, term b);
/* The same, but integers sort before floats of equal value (the order of map keys). */
int term_compare_exact(term a, term b);

bool term_equal_slow(term a, term b);         /* =:= of two terms that are not the same word */
static inline bool term_equal(term a, term b) /* =:= */
{
    if (same(a, b)) return true;
    if (is_immediate(a) || is_immediate(b)) return false;
    return term_equal_slow(a, b);
}
bool term_equal_value(term a, term b); /* == */
