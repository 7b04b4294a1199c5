/* bif/arith.c - arithmetic on any numbers. */
#include "bif/arith.h"
#include "heap/bignum.h"
#include "heap/build.h"
#include "term/atoms.h"
#include <math.h>

static term fail(term *reason, term why)
{
    *reason = why;
    return NO_TERM;
}

/* A value, or system_limit if there is none. */
static term limited(term value, term *reason)
{
    if (!is_term(value)) *reason = A(system_limit);
    return value;
}

bool number_to_double(term t, double *value)
{
    struct integer v;
    if (is_small(t)) {
        *value = (double)small_value(t);
        return true;
    }
    if (is_float(t)) {
        *value = float_value(t);
        return true;
    }
    return integer_view(t, &v) && integer_to_double(&v, value);
}

/* -- + - * / ------------------------------------------------------------------------ */

enum operation { ADD, SUBTRACT, MULTIPLY, DIVIDE };

static double calculate(enum operation op, double a, double b)
{
    return op == ADD ? a + b : op == SUBTRACT ? a - b : op == MULTIPLY ? a * b : a / b;
}

static term on_floats(struct heap *h, enum operation op, term a, term b, term *reason)
{
    double x, y;
    if (!number_to_double(a, &x) || !number_to_double(b, &y)) return fail(reason, A(badarith));
    double result = calculate(op, x, y);
    return isfinite(result) ? limited(heap_float(h, result), reason) : fail(reason, A(badarith));
}

static term on_bigs(struct heap *h, enum operation op, const struct integer *a, const struct integer *b)
{
    return op == ADD ? bignum_add(h, a, b) : op == SUBTRACT ? bignum_subtract(h, a, b) : bignum_multiply(h, a, b);
}

static term on_numbers(struct heap *h, enum operation op, term a, term b, term *reason)
{
    struct integer x, y;
    if (integer_view(a, &x) && integer_view(b, &y)) return limited(on_bigs(h, op, &x, &y), reason);
    return on_floats(h, op, a, b, reason);
}

term arith_add(struct heap *h, term a, term b, term *reason)
{
    if (are_small(a, b)) return limited(heap_i64(h, small_value(a) + small_value(b)), reason);
    return on_numbers(h, ADD, a, b, reason);
}

term arith_subtract(struct heap *h, term a, term b, term *reason)
{
    if (are_small(a, b)) return limited(heap_i64(h, small_value(a) - small_value(b)), reason);
    return on_numbers(h, SUBTRACT, a, b, reason);
}

term arith_multiply(struct heap *h, term a, term b, term *reason)
{
    int64_t product;
    if (are_small(a, b) && !__builtin_mul_overflow(small_value(a), small_value(b), &product))
        return limited(heap_i64(h, product), reason);
    return on_numbers(h, MULTIPLY, a, b, reason);
}

term arith_divide(struct heap *h, term a, term b, term *reason) { return on_floats(h, DIVIDE, a, b, reason); }

static term quotient(struct heap *h, term a, term b, bool remainder, term *reason)
{
    struct integer x, y;
    if (!integer_view(a, &x) || !integer_view(b, &y) || y.size == 0) return fail(reason, A(badarith));
    if (are_small(a, b)) {
        int64_t i = small_value(a), j = small_value(b);
        return limited(heap_i64(h, remainder ? i % j : i / j), reason);
    }
    return limited(remainder ? bignum_rem(h, &x, &y) : bignum_div(h, &x, &y), reason);
}

term arith_div(struct heap *h, term a, term b, term *reason) { return quotient(h, a, b, false, reason); }
term arith_rem(struct heap *h, term a, term b, term *reason) { return quotient(h, a, b, true, reason); }

/* -- bits ------------------------------------------------------------------------------ */

static term bitwise(struct heap *h, enum bit_operation op, term a, term b, term *reason)
{
    struct integer x, y;
    if (!integer_view(a, &x) || !integer_view(b, &y)) return fail(reason, A(badarith));
    return limited(bignum_bitwise(h, op, &x, &y), reason);
}

term arith_band(struct heap *h, term a, term b, term *reason)
{
    if (are_small(a, b)) return (term){a.word & b.word};
    return bitwise(h, BIT_AND, a, b, reason);
}

term arith_bor(struct heap *h, term a, term b, term *reason)
{
    if (are_small(a, b)) return (term){a.word | b.word};
    return bitwise(h, BIT_OR, a, b, reason);
}

term arith_bxor(struct heap *h, term a, term b, term *reason)
{
    if (are_small(a, b)) return (term){a.word ^ b.word};
    return bitwise(h, BIT_XOR, a, b, reason);
}

/* A shift left by `b`, or right if it is negative; `right` turns that around. */
static term shift(struct heap *h, term a, term b, bool right, term *reason)
{
    struct integer value, count;
    if (!integer_view(a, &value) || !integer_view(b, &count)) return fail(reason, A(badarith));
    uint64_t bits = count.size > 1 ? UINT64_MAX : count.size ? count.limbs[0] : 0;
    if (bits == 0) return a;
    bool left = right == count.negative;
    if (is_small(a) && left && bits < 59 && value.own >> (59 - bits) == 0)
        return small((int64_t)((uint64_t)small_value(a) << bits));
    if (!left) return limited(bignum_shift_right(h, &value, bits), reason);
    return limited(bignum_shift_left(h, &value, bits), reason);
}

term arith_bsl(struct heap *h, term a, term b, term *reason) { return shift(h, a, b, false, reason); }
term arith_bsr(struct heap *h, term a, term b, term *reason) { return shift(h, a, b, true, reason); }

/* -- of one number ------------------------------------------------------------------------ */

term arith_negate(struct heap *h, term a, term *reason)
{
    if (is_float(a)) return limited(heap_float(h, -float_value(a)), reason);
    return arith_subtract(h, small(0), a, reason);
}

term arith_bnot(struct heap *h, term a, term *reason)
{
    struct integer v;
    if (is_small(a)) return small(~small_value(a));
    if (!integer_view(a, &v)) return fail(reason, A(badarith));
    return arith_subtract(h, small(-1), a, reason);
}

term arith_plus(struct heap *h, term a, term *reason)
{
    (void)h;
    return is_number(a) ? a : fail(reason, A(badarith));
}
