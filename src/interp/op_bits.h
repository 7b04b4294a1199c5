/* interp/op_bits.h - bodies of bit syntax, on heap/bitsyntax.h. */
#pragma once
#include "heap/bitsyntax.h"
#include "interp/machine.h"
#include "interp/slow.h"

INLINE enum go body_bs_start_match(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 2);
    if (!is_bitstring(t) && !is_match(t)) return operand(m, 0) ? JUMP : raise_with(m, t, slow_badarg);
    machine_save(m);
    term context = match_start(&m->p->heap, t);
    machine_load(m);
    return finish(m, 3, context, operand(m, 1), COUNT_bs_start_match);
}
/* What a field that was looked for at `operand 0` gives. */
INLINE enum go match_value(struct machine *m, enum match_result end, term value)
{
    machine_load(m);
    if (end == MATCH_FAILED) return JUMP;
    return finish(m, 5, end == MATCH_OK ? value : NO_TERM, operand(m, 1), COUNT_bs_get_integer);
}
INLINE enum go body_bs_get_integer(struct machine *m, const enum op_kind *k)
{
    size_t bits;
    term value;
    term context = source(m, k, 2);
    CLAIM(m, is_match(context));
    struct match_context *c = match_of(context);
    if (!match_size(source(m, k, 3), operand(m, 4) >> 8, &bits)) return JUMP;
    machine_save(m);
    enum match_result end = match_get_integer(&m->p->heap, c, bits, operand(m, 4) & 0xff, &value);
    return match_value(m, end, value);
}
/* At most 56 bits are a small. */
INLINE enum go body_bs_get_integer_fixed(struct machine *m, const enum op_kind *k)
{
    term context = source(m, k, 2);
    CLAIM(m, is_match(context));
    struct match_context *c = match_of(context);
    uint32_t bits = operand(m, 3), flags = operand(m, 4);
    if (UNLIKELY(match_left(c) < bits)) return JUMP;
    size_t at = match_position(c);
    if (LIKELY(flags == 0 && bits == 8 && at % 8 == 0)) {
        set_destination(m, k, 5, small(match_data(c)[at / 8]));
        match_advance(c, 8);
        return NEXT;
    }
    uint64_t value = bits_get_word(match_data(c), at, bits, flags);
    match_advance(c, bits);
    set_destination(m, k, 5, small((int64_t)value));
    return NEXT;
}
INLINE enum go body_bs_get_float(struct machine *m, const enum op_kind *k)
{
    size_t bits;
    term value;
    term context = source(m, k, 2);
    CLAIM(m, is_match(context));
    struct match_context *c = match_of(context);
    if (!match_size(source(m, k, 3), operand(m, 4) >> 8, &bits)) return JUMP;
    machine_save(m);
    enum match_result end = match_get_float(&m->p->heap, c, bits, operand(m, 4) & 0xff, &value);
    return match_value(m, end, value);
}
INLINE enum go body_bs_get_binary(struct machine *m, const enum op_kind *k)
{
    size_t bits;
    term value, size = source(m, k, 3);
    term context = source(m, k, 2);
    CLAIM(m, is_match(context));
    struct match_context *c = match_of(context);
    unsigned unit = operand(m, 4) >> 8;
    enum match_result end;
    if (same(size, A(all))) {
        machine_save(m);
        end = match_get_rest(&m->p->heap, c, unit, &value);
    } else {
        if (!match_size(size, unit, &bits)) return JUMP;
        machine_save(m);
        end = match_get_bits(&m->p->heap, c, bits, &value);
    }
    return match_value(m, end, value);
}
INLINE enum go body_bs_get_utf(struct machine *m, const enum op_kind *k)
{
    term context = source(m, k, 1);
    CLAIM(m, is_match(context));
    struct match_context *c = match_of(context);
    unsigned utf = operand(m, 2), flags = operand(m, 3);
    term value;
    bool found = utf == 8    ? match_get_utf8(c, &value)
                 : utf == 16 ? match_get_utf16(c, flags, &value)
                             : match_get_utf32(c, flags, &value);
    if (!found) return JUMP;
    set_destination(m, k, 4, value);
    return NEXT;
}
INLINE enum go body_bs_skip_bits(struct machine *m, const enum op_kind *k)
{
    term context = source(m, k, 1);
    CLAIM(m, is_match(context));
    struct match_context *c = match_of(context);
    term size = source(m, k, 2);
    size_t bits;
    if (same(size, A(all))) {
        if (match_left(c) % operand(m, 3)) return JUMP;
        match_advance(c, match_left(c));
        return NEXT;
    }
    return TEST(match_size(size, operand(m, 3), &bits) && match_skip(c, bits));
}
INLINE enum go body_bs_test_tail(struct machine *m, const enum op_kind *k)
{
    term context = source(m, k, 1);
    CLAIM(m, is_match(context));
    return TEST(match_left(match_of(context)) == operand(m, 2));
}
INLINE enum go body_bs_test_unit(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 1);
    CLAIM(m, is_match(t) || is_bitstring(t));
    size_t bits = is_match(t) ? match_left(match_of(t)) : bits_view(t).size;
    return TEST(bits % operand(m, 2) == 0);
}
INLINE enum go body_bs_match_string(struct machine *m, const enum op_kind *k)
{
    term context = source(m, k, 1);
    CLAIM(m, is_match(context));
    return TEST(match_string(match_of(context), operand(m, 2), pool_at(m, operand(m, 3))));
}
INLINE enum go body_bs_match_equal(struct machine *m, const enum op_kind *k)
{
    term context = source(m, k, 1);
    CLAIM(m, is_match(context));
    struct match_context *c = match_of(context);
    uint32_t bits = operand(m, 2);
    if (match_left(c) < bits) return JUMP;
    uint64_t found = bits_read(match_data(c), match_position(c), bits);
    match_advance(c, bits);
    term value = source(m, k, 3);
    return TEST(is_small(value)
                    ? (int64_t)found == small_value(value)
                    : is_big(value) && header_of(value) == header(KIND_BIG_POS, 1) && boxed(value)[1].word == found);
}
INLINE enum go body_bs_ensure_at_least(struct machine *m, const enum op_kind *k)
{
    term context = source(m, k, 1);
    CLAIM(m, is_match(context));
    size_t left = match_left(match_of(context)), bits = operand(m, 2), unit = operand(m, 3);
    return TEST(left >= bits && (unit == 1 || (left - bits) % unit == 0));
}
INLINE enum go body_bs_ensure_exactly(struct machine *m, const enum op_kind *k)
{
    term context = source(m, k, 1);
    CLAIM(m, is_match(context));
    return TEST(match_left(match_of(context)) == operand(m, 2));
}
INLINE enum go body_bs_get_tail(struct machine *m, const enum op_kind *k)
{
    term context = source(m, k, 0);
    CLAIM(m, is_match(context));
    machine_save(m);
    term rest = match_tail(&m->p->heap, match_of(context));
    machine_load(m);
    return finish(m, 1, rest, operand(m, 2), COUNT_bs_get_tail);
}
/* A position is a bit offset; a bitstring is never so long that it is not a small (BITS_MAX). */
INLINE enum go body_bs_get_position(struct machine *m, const enum op_kind *k)
{
    term context = source(m, k, 0);
    CLAIM(m, is_match(context));
    set_destination(m, k, 1, small((int64_t)match_position(match_of(context))));
    return NEXT;
}
INLINE enum go body_bs_set_position(struct machine *m, const enum op_kind *k)
{
    term context = source(m, k, 0), position = source(m, k, 1);
    CLAIM(m,
          is_match(context) && is_small(position) && (uint64_t)small_value(position) <= match_end(match_of(context)));
    match_set_position(match_of(context), (size_t)small_value(position));
    return NEXT;
}
INLINE enum go body_bs_create(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, bs_create);
}
INLINE enum go body_bs_init_writable(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return GO_SLOW(m, bs_init_writable);
}
