/* bif/operators.c - operators called as functions. */
#include "bif/arith.h"
#include "bif/bif.h"
#include "term/compare.h"

/* Ends with the value of an arithmetic function, or its failure. */
static enum bif_end arithmetic(struct process *p, term value, term reason, term *result)
{
    if (!is_term(value)) return bif_error(p, reason);
    *result = value;
    return BIF_DONE;
}

#define ARITHMETIC_2(name, function)                                                                                   \
    enum bif_end bif_erlang_##name##_2(struct process *p, term *args, term *result)                                    \
    {                                                                                                                  \
        term reason = NIL, value = function(&p->heap, args[0], args[1], &reason);                                      \
        return arithmetic(p, value, reason, result);                                                                   \
    }

ARITHMETIC_2(plus, arith_add)
ARITHMETIC_2(minus, arith_subtract)
ARITHMETIC_2(times, arith_multiply)
ARITHMETIC_2(slash, arith_divide)
ARITHMETIC_2(div, arith_div)
ARITHMETIC_2(rem, arith_rem)
ARITHMETIC_2(band, arith_band)
ARITHMETIC_2(bor, arith_bor)
ARITHMETIC_2(bxor, arith_bxor)
ARITHMETIC_2(bsl, arith_bsl)
ARITHMETIC_2(bsr, arith_bsr)

#define ARITHMETIC_1(name, function)                                                                                   \
    enum bif_end bif_erlang_##name##_1(struct process *p, term *args, term *result)                                    \
    {                                                                                                                  \
        term reason = NIL, value = function(&p->heap, args[0], &reason);                                               \
        return arithmetic(p, value, reason, result);                                                                   \
    }

ARITHMETIC_1(plus, arith_plus)
ARITHMETIC_1(minus, arith_negate)
ARITHMETIC_1(bnot, arith_bnot)

#define COMPARISON(name, condition)                                                                                    \
    enum bif_end bif_erlang_##name##_2(struct process *p, term *args, term *result)                                    \
    {                                                                                                                  \
        (void)p;                                                                                                       \
        *result = boolean(condition);                                                                                  \
        return BIF_DONE;                                                                                               \
    }

COMPARISON(equal, term_equal_value(args[0], args[1]))
COMPARISON(not_equal, !term_equal_value(args[0], args[1]))
COMPARISON(exactly_equal, term_equal(args[0], args[1]))
COMPARISON(exactly_not_equal, !term_equal(args[0], args[1]))
COMPARISON(less, term_compare(args[0], args[1]) < 0)
COMPARISON(at_most, term_compare(args[0], args[1]) <= 0)
COMPARISON(greater, term_compare(args[0], args[1]) > 0)
COMPARISON(at_least, term_compare(args[0], args[1]) >= 0)

enum bif_end bif_erlang_min_2(struct process *p, term *args, term *result)
{
    (void)p;
    *result = term_compare(args[0], args[1]) <= 0 ? args[0] : args[1];
    return BIF_DONE;
}

enum bif_end bif_erlang_max_2(struct process *p, term *args, term *result)
{
    (void)p;
    *result = term_compare(args[0], args[1]) >= 0 ? args[0] : args[1];
    return BIF_DONE;
}

/* The order of map keys, as an integer of that sign. */
enum bif_end bif_erts_internal_cmp_term_2(struct process *p, term *args, term *result)
{
    (void)p;
    int order = term_compare_exact(args[0], args[1]);
    *result = small((order > 0) - (order < 0));
    return BIF_DONE;
}

#define BOOLEAN(name, value)                                                                                           \
    enum bif_end bif_erlang_##name##_2(struct process *p, term *args, term *result)                                    \
    {                                                                                                                  \
        if (!is_boolean(args[0]) || !is_boolean(args[1])) return bif_badarg(p);                                        \
        bool a = same(args[0], A(true)), b = same(args[1], A(true));                                                   \
        *result = boolean(value);                                                                                      \
        return BIF_DONE;                                                                                               \
    }

BOOLEAN(and, a &&b)
BOOLEAN(or, a || b)
BOOLEAN(xor, a != b)

enum bif_end bif_erlang_not_1(struct process *p, term *args, term *result)
{
    if (!is_boolean(args[0])) return bif_badarg(p);
    *result = boolean(same(args[0], A(false)));
    return BIF_DONE;
}
