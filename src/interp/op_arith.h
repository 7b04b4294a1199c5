/* interp/op_arith.h - bodies of arithmetic, guard BIFs and floats.
 *
 * The tag of smalls is zero: sums, differences and bit operations work on whole words, and a
 * product on one word and one value.  Whatever does not fit goes to arith_* (bif/arith.h) in the slow path.
 */
#pragma once
#include "interp/machine.h"
#include "interp/slow.h"
#include "memory/settings.h"
#include "term/compare.h"

/* The operation on two smalls failed, or was not of two smalls: `path` does it on a and b. */
#define ARITH_SLOW(m, a, b, path) (SCRATCH(m, 0) = (a), SCRATCH(m, 1) = (b), GO_SLOW(m, path))

INLINE enum go body_add(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 2), b = source(m, k, 3);
    int64_t sum;
    if (UNLIKELY(!smalls(k, 2, a, b) || __builtin_add_overflow((int64_t)a.word, (int64_t)b.word, &sum)))
        return ARITH_SLOW(m, a, b, add);
    set_destination(m, k, 4, (term){(uint64_t)sum});
    return NEXT;
}
INLINE enum go body_subtract(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 2), b = source(m, k, 3);
    int64_t difference;
    if (UNLIKELY(!smalls(k, 2, a, b) || __builtin_sub_overflow((int64_t)a.word, (int64_t)b.word, &difference)))
        return ARITH_SLOW(m, a, b, subtract);
    set_destination(m, k, 4, (term){(uint64_t)difference});
    return NEXT;
}
INLINE enum go body_multiply(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 2), b = source(m, k, 3);
    int64_t product;
    if (UNLIKELY(!smalls(k, 2, a, b) || __builtin_mul_overflow((int64_t)a.word, small_value(b), &product)))
        return ARITH_SLOW(m, a, b, multiply);
    set_destination(m, k, 4, (term){(uint64_t)product});
    return NEXT;
}
/* Quotients leave the small range only for SMALL_MIN div -1, whose word overflows the shift back. */
INLINE enum go body_int_div(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 2), b = source(m, k, 3);
    if (UNLIKELY(!smalls(k, 2, a, b) || b.word == 0 || (int64_t)b.word < 0)) return ARITH_SLOW(m, a, b, int_div);
    set_destination(m, k, 4, small((int64_t)a.word / (int64_t)b.word));
    return NEXT;
}
INLINE enum go body_int_rem(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 2), b = source(m, k, 3);
    if (UNLIKELY(!smalls(k, 2, a, b) || b.word == 0 || (int64_t)b.word < 0)) return ARITH_SLOW(m, a, b, int_rem);
    set_destination(m, k, 4, (term){(uint64_t)((int64_t)a.word % (int64_t)b.word)});
    return NEXT;
}
INLINE enum go body_band(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 2), b = source(m, k, 3);
    if (UNLIKELY(!smalls(k, 2, a, b))) return ARITH_SLOW(m, a, b, band);
    set_destination(m, k, 4, (term){a.word & b.word});
    return NEXT;
}
INLINE enum go body_bor(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 2), b = source(m, k, 3);
    if (UNLIKELY(!smalls(k, 2, a, b))) return ARITH_SLOW(m, a, b, bor);
    set_destination(m, k, 4, (term){a.word | b.word});
    return NEXT;
}
INLINE enum go body_bxor(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 2), b = source(m, k, 3);
    if (UNLIKELY(!smalls(k, 2, a, b))) return ARITH_SLOW(m, a, b, bxor);
    set_destination(m, k, 4, (term){a.word ^ b.word});
    return NEXT;
}
INLINE enum go body_bsl(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 2), b = source(m, k, 3);
    if (UNLIKELY(!smalls(k, 2, a, b) || b.word >> IMM_BITS > 59)) return ARITH_SLOW(m, a, b, bsl);
    int64_t word = (int64_t)a.word, shift = small_value(b), shifted = (int64_t)(a.word << shift);
    if (UNLIKELY(shifted >> shift != word)) return ARITH_SLOW(m, a, b, bsl);
    set_destination(m, k, 4, (term){(uint64_t)shifted});
    return NEXT;
}
INLINE enum go body_bsr(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 2), b = source(m, k, 3);
    if (UNLIKELY(!smalls(k, 2, a, b) || b.word >> IMM_BITS > 59)) return ARITH_SLOW(m, a, b, bsr);
    int64_t value = (int64_t)a.word >> small_value(b);
    set_destination(m, k, 4, (term){(uint64_t)value & ~(uint64_t)IMM_MASK});
    return NEXT;
}

/* -- guard BIFs ------------------------------------------------------------------------ */
INLINE enum go body_guard_bif(struct machine *m, const enum op_kind *k)
{
    uint32_t arity = operand(m, 5);
    for (uint32_t i = 0; i < arity; i++) SCRATCH(m, i) = source_at(m, operand(m, 6 + i));
    machine_save(m);
    term result;
    enum bif_end end = FUNCTION(m, 2, bif_fn)(m->p, &SCRATCH(m, 0), &result);
    machine_load(m);
    if (UNLIKELY(end != BIF_DONE)) return GO_SLOW(m, guard_bif_failed);
    uint32_t destination = operand(m, 4), live = operand(m, 1);
    (void)k;
    go_past_list(m, 5);
    if (live == NOT_LIVE) { /* bif0 to bif2 do not say what is live; they take no memory */
        *register_at(m, destination) = result;
        return TO;
    }
    return finish_at(m, destination, result, live);
}
/* Longer lists are counted by the slow path, which yields. */
enum { LENGTH_AT_ONCE = 4096, LENGTHS_A_REDUCTION = 32 };
INLINE enum go body_bif_length(struct machine *m, const enum op_kind *k)
{
    term list = source(m, k, 2), rest = list;
    int64_t count = 0;
    for (; is_cons(rest) && count < LENGTH_AT_ONCE; rest = tail(rest)) count++;
    if (UNLIKELY(!is_nil(rest))) {
        SCRATCH(m, 0) = list;
        return GO_SLOW(m, length);
    }
    m->reds -= count / LENGTHS_A_REDUCTION;
    set_destination(m, k, 3, small(count));
    m->pc += 1 + COUNT_bif_length + 1 + COUNT_bif_length_more;
    return TO;
}
INLINE enum go body_bif_length_more(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, length_more);
}
INLINE enum go body_bif_self(struct machine *m, const enum op_kind *k)
{
    set_destination(m, k, 0, m->p->pid);
    return NEXT;
}
INLINE enum go body_bif_hd(struct machine *m, const enum op_kind *k)
{
    term list = source(m, k, 1);
    if (UNLIKELY(!is_cons(list))) return SCRATCH(m, 0) = list, GO_SLOW(m, bad_hd);
    set_destination(m, k, 2, head(list));
    return NEXT;
}
INLINE enum go body_bif_tl(struct machine *m, const enum op_kind *k)
{
    term list = source(m, k, 1);
    if (UNLIKELY(!is_cons(list))) return SCRATCH(m, 0) = list, GO_SLOW(m, bad_tl);
    set_destination(m, k, 2, tail(list));
    return NEXT;
}
INLINE enum go body_bif_element(struct machine *m, const enum op_kind *k)
{
    term index = source(m, k, 1), tuple = source(m, k, 2);
    if (LIKELY((k[1] == J || is_small(index)) && is_tuple(tuple))) {
        uint64_t i = (uint64_t)small_value(index) - 1;
        if (LIKELY(i < tuple_arity(tuple))) {
            set_destination(m, k, 3, tuple_elements(tuple)[i]);
            return NEXT;
        }
    }
    SCRATCH(m, 0) = index, SCRATCH(m, 1) = tuple;
    return GO_SLOW(m, bad_element);
}
INLINE enum go body_bif_tuple_size(struct machine *m, const enum op_kind *k)
{
    term tuple = source(m, k, 1);
    if (UNLIKELY(!is_tuple(tuple))) return SCRATCH(m, 0) = tuple, GO_SLOW(m, bad_tuple_size);
    set_destination(m, k, 2, small((int64_t)tuple_arity(tuple)));
    return NEXT;
}
INLINE enum go body_bif_eq_exact(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 0), b = source(m, k, 1);
    set_destination(m, k, 2, boolean(term_equal(a, b)));
    return NEXT;
}
INLINE enum go body_bif_ne_exact(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 0), b = source(m, k, 1);
    set_destination(m, k, 2, boolean(!term_equal(a, b)));
    return NEXT;
}

/* -- floats ------------------------------------------------------------------------------ */
INLINE enum go body_fload(struct machine *m, const enum op_kind *k)
{
    *float_register(m, 1) = float_value(source(m, k, 0));
    return NEXT;
}
INLINE enum go body_fstore(struct machine *m, const enum op_kind *k)
{
    set_destination(m, k, 1, build_float(&m->htop, *float_register(m, 0)));
    return NEXT;
}
INLINE enum go body_fcopy(struct machine *m, const enum op_kind *k)
{
    (void)k;
    *float_register(m, 1) = *float_register(m, 0);
    return NEXT;
}
INLINE enum go body_fconv(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 0);
    if (LIKELY(is_small(t))) {
        *float_register(m, 1) = (double)small_value(t);
        return NEXT;
    }
    if (LIKELY(is_float(t))) {
        *float_register(m, 1) = float_value(t);
        return NEXT;
    }
    SCRATCH(m, 0) = t;
    return GO_SLOW(m, fconv);
}
/* A result that is not finite is badarith. */
INLINE enum go float_result(struct machine *m, double value)
{
    if (UNLIKELY(!__builtin_isfinite(value))) return GO_SLOW(m, bad_float);
    *float_register(m, 2) = value;
    return NEXT;
}
INLINE enum go body_fadd(struct machine *m, const enum op_kind *k)
{
    (void)k;
    return float_result(m, *float_register(m, 0) + *float_register(m, 1));
}
INLINE enum go body_fsub(struct machine *m, const enum op_kind *k)
{
    (void)k;
    return float_result(m, *float_register(m, 0) - *float_register(m, 1));
}
INLINE enum go body_fmul(struct machine *m, const enum op_kind *k)
{
    (void)k;
    return float_result(m, *float_register(m, 0) * *float_register(m, 1));
}
INLINE enum go body_fdiv(struct machine *m, const enum op_kind *k)
{
    (void)k;
    double by = *float_register(m, 1);
    if (UNLIKELY(by == 0)) return GO_SLOW(m, bad_float);
    return float_result(m, *float_register(m, 0) / by);
}
INLINE enum go body_fnegate(struct machine *m, const enum op_kind *k)
{
    (void)k;
    double value = *float_register(m, 0);
    bool stays = UNLIKELY(value == 0) && !otp_at_least(27); /* 0.0 stays 0.0 until OTP 26 */
    *float_register(m, 1) = stays ? 0.0 : -value;
    return NEXT;
}
