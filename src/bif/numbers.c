/* bif/numbers.c - rounding, and the functions of module math. */
#include "bif/arith.h"
#include "bif/bif.h"
#include "heap/bignum.h"
#include "memory/settings.h"
#include <math.h>

enum bif_end bif_erlang_abs_1(struct process *p, term *args, term *result)
{
    term t = args[0], reason;
    struct integer v;
    if (is_float(t)) {
        bool turn = otp_at_least(27) ? signbit(float_value(t)) : float_value(t) < 0; /* -0.0 */
        return bif_value(p, turn ? heap_float(&p->heap, -float_value(t)) : t, result);
    }
    if (!integer_view(t, &v)) return bif_badarg(p);
    return bif_value(p, v.negative ? arith_negate(&p->heap, t, &reason) : t, result);
}

enum bif_end bif_erlang_float_1(struct process *p, term *args, term *result)
{
    double value;
    if (!number_to_double(args[0], &value)) return bif_badarg(p);
    return bif_value(p, is_float(args[0]) ? args[0] : heap_float(&p->heap, value), result);
}

/* Integers stay; floats become the whole number that `rounding` gives. */
#define ROUNDING(name, rounding)                                                                                       \
    enum bif_end bif_erlang_##name##_1(struct process *p, term *args, term *result)                                    \
    {                                                                                                                  \
        if (!is_number(args[0])) return bif_badarg(p);                                                                 \
        if (is_float(args[0]))                                                                                         \
            return bif_value(p, heap_integer_of_double(&p->heap, rounding(float_value(args[0]))), result);             \
        *result = args[0];                                                                                             \
        return BIF_DONE;                                                                                               \
    }

ROUNDING(ceil, ceil)
ROUNDING(floor, floor)
ROUNDING(round, round)
ROUNDING(trunc, trunc)

/* -- module math: a result that is not finite is badarith ------------------------------ */

static enum bif_end finite_or_badarith(struct process *p, double value, term *result)
{
    return isfinite(value) ? bif_value(p, heap_float(&p->heap, value), result) : bif_error(p, A(badarith));
}

/* An integer can be too large: badarith; what is no number is badarg. */
static enum bif_end not_a_double(struct process *p, term a, term b)
{
    return bif_error(p, is_number(a) && is_number(b) ? A(badarith) : A(badarg));
}

#define MATH_1(function)                                                                                               \
    enum bif_end bif_math_##function##_1(struct process *p, term *args, term *result)                                  \
    {                                                                                                                  \
        double value;                                                                                                  \
        if (!number_to_double(args[0], &value)) return not_a_double(p, args[0], args[0]);                              \
        return finite_or_badarith(p, function(value), result);                                                         \
    }

MATH_1(acos)
MATH_1(acosh)
MATH_1(asin)
MATH_1(asinh)
MATH_1(atan)
MATH_1(atanh)
MATH_1(ceil)
MATH_1(cos)
MATH_1(cosh)
MATH_1(erf)
MATH_1(erfc)
MATH_1(exp)
MATH_1(floor)
MATH_1(log)
MATH_1(log10)
MATH_1(log2)
MATH_1(sin)
MATH_1(sinh)
MATH_1(sqrt)
MATH_1(tan)
MATH_1(tanh)

#define MATH_2(function)                                                                                               \
    enum bif_end bif_math_##function##_2(struct process *p, term *args, term *result)                                  \
    {                                                                                                                  \
        double a, b;                                                                                                   \
        if (!number_to_double(args[0], &a) || !number_to_double(args[1], &b))                                          \
            return not_a_double(p, args[0], args[1]);                                                                  \
        return finite_or_badarith(p, function(a, b), result);                                                          \
    }

MATH_2(atan2)
MATH_2(fmod)
MATH_2(pow)
