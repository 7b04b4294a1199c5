/* term/compare.h - order and equality of terms (Erlang reference manual, "Term Comparisons").
 *
 * None recurses: deep terms are walked with an explicit stack in arena memory.  They cannot fail:
 * a comparison is never refused, so when that stack cannot grow the machine ends.
 */
#pragma once
#include "term/term.h"

/* Does no look behind these two words make them equal? */
static inline bool term_words_differ(term a, term b) { return !same(a, b) && (is_immediate(a) || is_immediate(b)); }

/* <0, 0, >0 with 1 == 1.0. */
int term_compare(term a, term b);
/* The same, but all integers sort before all floats (the order of map keys). */
int term_compare_exact(term a, term b);

/* The order of keys in flat maps: from OTP 26 on, atoms by age instead of text. */
int term_compare_keys(term a, term b);

bool term_equal_slow(term a, term b);         /* =:= of two terms that are not the same word */
static inline bool term_equal(term a, term b) /* =:= */
{
    if (same(a, b)) return true;
    if (is_immediate(a) || is_immediate(b)) return false;
    return term_equal_slow(a, b);
}
bool term_equal_value(term a, term b); /* == */

/* Are these two, neither of them immediate nor the same word, seen to differ by a glance at one word?  Keys of maps
 * mostly are: tuples that differ in their last element. */
static inline bool term_differs_at_sight(term a, term b)
{
    if ((a.word ^ b.word) & TAG_MASK) return true;
    if (is_cons(a)) return term_words_differ(head(a), head(b));
    uint64_t h = header_of(a);
    if (header_kind(h) != KIND_TUPLE) return false;
    return h != header_of(b) ||
           (header_words(h) > 0 && term_words_differ(boxed(a)[header_words(h)], boxed(b)[header_words(h)]));
}

/* The order of two atoms: that of their texts. */
int atom_compare(term a, term b);
/* The order of any two integers. */
int integer_compare(term a, term b);
/* The order of an integer and a float by their exact values. */
int integer_compare_float(term integer, double value);
