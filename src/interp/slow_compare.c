/* interp/slow_compare.c - comparisons of terms that are not both small. */
#include "interp/run.h"
#include "term/compare.h"

SLOW_PATH(is_eq_exact, is_eq_exact) { return TEST(term_equal(SCRATCH(m, 0), SCRATCH(m, 1))); }
SLOW_PATH(is_ne_exact, is_ne_exact) { return TEST(!term_equal(SCRATCH(m, 0), SCRATCH(m, 1))); }
SLOW_PATH(is_eq, is_eq) { return TEST(term_equal_value(SCRATCH(m, 0), SCRATCH(m, 1))); }
SLOW_PATH(is_ne, is_ne) { return TEST(!term_equal_value(SCRATCH(m, 0), SCRATCH(m, 1))); }
SLOW_PATH(is_lt, is_lt) { return TEST(term_compare(SCRATCH(m, 0), SCRATCH(m, 1)) < 0); }
SLOW_PATH(is_ge, is_ge) { return TEST(term_compare(SCRATCH(m, 0), SCRATCH(m, 1)) >= 0); }
