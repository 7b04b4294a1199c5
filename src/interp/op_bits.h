/* interp/op_bits.h - bodies of bit syntax, on heap/bitsyntax.h: what needs no memory.
 *
 * The rest is in slow_match.c and slow_bits.c.  Positions are compared as they stand in the context, shifted by
 * IMM_BITS.
 */
#pragma once
#include "heap/bitsyntax.h"
#include "interp/machine.h"
#include "interp/slow.h"

/* The match context `c` in source operand i: it is one, or check_claim stands before the instruction (code/claims.h). */
#define CONTEXT(c, i)                                                                                                  \
    EXPECT(is_match(source(m, k, i)));                                                                                 \
    struct match_context *c = match_of(source(m, k, i))

INLINE bool has_left(const struct match_context *c, size_t bits) { return c->end - c->position >= number_word(bits); }
INLINE bool is_aligned(const struct match_context *c) { return (c->position & number_word(7)) == 0; }
/* The byte at an aligned position. */
INLINE const uint8_t *match_byte(const struct match_context *c)
{
    return match_data(c) + (c->position >> (IMM_BITS + 3));
}

INLINE enum go body_bs_start_match(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 2);
    if (UNLIKELY(!is_match(t))) return GO_SLOW(m, bs_start_match);
    set_destination(m, k, 3, t);
    return NEXT;
}

/* -- integers ------------------------------------------------------------------------------ */

#define GET_BYTES(bits, n)                                                                                             \
    INLINE enum go body_bs_get_##bits(struct machine *m, const enum op_kind *k)                                        \
    {                                                                                                                  \
        CONTEXT(c, 1);                                                                                                 \
        if (UNLIKELY(!has_left(c, bits))) return JUMP;                                                                 \
        if (UNLIKELY(!is_aligned(c))) return GO_SLOW(m, bs_get_##bits);                                                \
        uint64_t value = load_bytes(match_byte(c), n);                                                                 \
        c->position += number_word(bits);                                                                              \
        set_destination(m, k, 2, small((int64_t)value));                                                               \
        return NEXT;                                                                                                   \
    }
GET_BYTES(8, 1)
GET_BYTES(16, 2)
GET_BYTES(32, 4)
#undef GET_BYTES

/* What the field's bits mean, if that is a small and easily told. */
INLINE bool small_field(uint64_t stream, unsigned bits, unsigned flags, int64_t *value)
{
    if (bits > 8 && field_is_little(flags)) {
        if (bits % 8) return false;
        stream = __builtin_bswap64(stream) >> (64 - bits);
    }
    *value = (int64_t)stream;
    if (!(flags & FIELD_SIGNED)) return stream <= (uint64_t)SMALL_MAX;
    if (bits) *value = (int64_t)(stream << (64 - bits)) >> (64 - bits);
    return *value <= SMALL_MAX && *value >= SMALL_MIN;
}
INLINE enum go body_bs_get_integer_fixed(struct machine *m, const enum op_kind *k)
{
    CONTEXT(c, 2);
    uint32_t bits = operand(m, 3);
    int64_t value;
    if (UNLIKELY(!has_left(c, bits))) return JUMP;
    uint64_t stream = bits_read(match_data(c), match_position(c), bits);
    if (UNLIKELY(!small_field(stream, bits, operand(m, 4), &value))) return GO_SLOW(m, bs_get_integer_fixed);
    match_advance(c, bits);
    set_destination(m, k, 5, small(value));
    return NEXT;
}
INLINE enum go body_bs_match_equal(struct machine *m, const enum op_kind *k)
{
    CONTEXT(c, 1);
    uint32_t bits = operand(m, 2);
    if (!has_left(c, bits)) return JUMP;
    uint64_t found = bits_read(match_data(c), match_position(c), bits);
    match_advance(c, bits);
    term value = source(m, k, 3);
    return TEST(is_small(value)
                    ? (int64_t)found == small_value(value)
                    : is_big(value) && header_of(value) == header(KIND_BIG_POS, 1) && boxed(value)[1].word == found);
}

/* -- other fields --------------------------------------------------------------------------- */

#define SLOWLY(name)                                                                                                   \
    INLINE enum go body_##name(struct machine *m, const enum op_kind *k)                                               \
    {                                                                                                                  \
        (void)m, (void)k;                                                                                              \
        return GO_SLOW(m, name);                                                                                       \
    }
SLOWLY(bs_get_integer)
SLOWLY(bs_get_float)
SLOWLY(bs_get_binary)
SLOWLY(bs_get_utf)
SLOWLY(bs_get_tail)
SLOWLY(bs_skip_bits)
SLOWLY(bs_test_unit)
SLOWLY(bs_create)
SLOWLY(bs_init_writable)
#undef SLOWLY

INLINE enum go body_bs_get_utf8(struct machine *m, const enum op_kind *k)
{
    CONTEXT(c, 1);
    if (UNLIKELY(!has_left(c, 8))) return JUMP;
    if (UNLIKELY(!is_aligned(c) || *match_byte(c) >= 0x80)) return GO_SLOW(m, bs_get_utf8);
    set_destination(m, k, 2, small(*match_byte(c)));
    c->position += number_word(8);
    return NEXT;
}
INLINE enum go body_bs_match_string(struct machine *m, const enum op_kind *k)
{
    CONTEXT(c, 1);
    uint32_t bits = operand(m, 2);
    if (UNLIKELY(!has_left(c, bits))) return JUMP;
    if (UNLIKELY(bits > 64)) return GO_SLOW(m, bs_match_string);
    const uint8_t *string = pool_at(m, operand(m, 3));
    if (bits_read(match_data(c), match_position(c), bits) != bits_read(string, 0, bits)) return JUMP;
    match_advance(c, bits);
    return NEXT;
}

/* -- positions and what is left --------------------------------------------------------------- */

INLINE enum go body_bs_skip_fixed(struct machine *m, const enum op_kind *k)
{
    CONTEXT(c, 1);
    if (UNLIKELY(!has_left(c, operand(m, 2)))) return JUMP;
    match_advance(c, operand(m, 2));
    return NEXT;
}
INLINE enum go body_bs_test_tail(struct machine *m, const enum op_kind *k)
{
    CONTEXT(c, 1);
    return TEST(match_left(c) == operand(m, 2));
}
INLINE enum go body_bs_test_unit8(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 1);
    if (UNLIKELY(!is_match(t))) return GO_SLOW(m, bs_test_unit8);
    return TEST(((match_of(t)->end - match_of(t)->position) & number_word(7)) == 0);
}
INLINE enum go body_bs_ensure_at_least(struct machine *m, const enum op_kind *k)
{
    CONTEXT(c, 1);
    size_t left = match_left(c), bits = operand(m, 2), unit = operand(m, 3);
    if (left < bits) return JUMP;
    return TEST(unit == 8 ? (left - bits) % 8 == 0 : unit == 1 || (left - bits) % unit == 0);
}
INLINE enum go body_bs_ensure_exactly(struct machine *m, const enum op_kind *k)
{
    CONTEXT(c, 1);
    return TEST(match_left(c) == operand(m, 2));
}
/* A position is a bit offset; a bitstring is never so long that it is not a small (BITS_MAX). */
INLINE enum go body_bs_get_position(struct machine *m, const enum op_kind *k)
{
    CONTEXT(c, 0);
    set_destination(m, k, 1, small((int64_t)match_position(c)));
    return NEXT;
}
INLINE enum go body_bs_set_position(struct machine *m, const enum op_kind *k)
{
    CONTEXT(c, 0);
    term position = source(m, k, 1);
    CLAIM(m, is_small(position) && (uint64_t)small_value(position) <= match_end(c));
    match_set_position(c, (size_t)small_value(position));
    return NEXT;
}
