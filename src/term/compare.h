/* term/compare.h - order and equality of terms (Erlang reference manual, "Term Comparisons").
 *
 * None recurses: deep terms are walked with an explicit stack in arena memory.  They cannot fail:
 * a comparison is never refused, so when that stack cannot grow the machine ends.
 */
#pragma once
#include "term/term.h"

/* <0, 0, >0 with 1 == 1.0. */
int term_compare(term a, term b);
/* The same, but all integers sort before all floats (the order of map keys). */
int term_compare_exact(term a, term b);

bool term_equal_slow(term a, term b);         /* =:= of two terms that are not the same word */
static inline bool term_equal(term a, term b) /* =:= */
{
    if (same(a, b)) return true;
    if (is_immediate(a) || is_immediate(b)) return false;
    return term_equal_slow(a, b);
}
bool term_equal_value(term a, term b); /* == */

/* The order of two atoms: that of their texts. */
int atom_compare(term a, term b);
/* The order of any two integers. */
int integer_compare(term a, term b);
/* The order of an integer and a float by their exact values. */
int integer_compare_float(term integer, double value);
