/* interp/slow_match.c - matching of bitstrings where memory is needed, or a field lies awkwardly. */
#include "heap/bitsyntax.h"
#include "interp/run.h"
#include "term/atoms.h"

/* The context in source operand i, or NULL: the claim is false. */
static struct match_context *context_at(const struct machine *m, unsigned i)
{
    term t = source_at(m, operand(m, i));
    return is_match(t) ? match_of(t) : NULL;
}

SLOW_PATH(bs_start_match, bs_start_match)
{
    term t = source_at(m, operand(m, 2));
    if (!is_bitstring(t)) return operand(m, 0) ? JUMP : raise_with(m, t, slow_badarg);
    machine_save(m);
    term context = match_start(&m->p->heap, t);
    machine_load(m);
    return finish(m, 3, context, operand(m, 1), COUNT_bs_start_match);
}

/* -- fields of any size: label, live, context, size, unit << 8 | flags, destination ---------------- */

/* What a field gives that was looked for while the machine's registers were saved. */
static enum go found(struct machine *m, enum match_result end, term value)
{
    machine_load(m);
    if (end == MATCH_FAILED) return JUMP;
    return finish(m, 5, end == MATCH_OK ? value : NO_TERM, operand(m, 1), COUNT_bs_get_integer);
}

/* The size in bits of the field; false when it is none. */
static bool field_size(const struct machine *m, size_t *bits)
{
    return match_size(source_at(m, operand(m, 3)), operand(m, 4) >> 8, bits);
}

SLOW_PATH(bs_get_integer, bs_get_integer)
{
    size_t bits;
    term value;
    struct match_context *c = context_at(m, 2);
    CLAIM(m, c);
    if (!field_size(m, &bits)) return JUMP;
    machine_save(m);
    enum match_result end = match_get_integer(&m->p->heap, c, bits, operand(m, 4) & 0xff, &value);
    return found(m, end, value);
}

/* The same operands, but the size is the number 3, and the flags are alone. */
SLOW_PATH(bs_get_integer_fixed, bs_get_integer_fixed)
{
    _Static_assert((int)COUNT_bs_get_integer_fixed == (int)COUNT_bs_get_integer, "found() serves both");
    term value;
    struct match_context *c = context_at(m, 2);
    CLAIM(m, c);
    machine_save(m);
    enum match_result end = match_get_integer(&m->p->heap, c, operand(m, 3), operand(m, 4), &value);
    return found(m, end, value);
}

SLOW_PATH(bs_get_float, bs_get_float)
{
    size_t bits;
    term value;
    struct match_context *c = context_at(m, 2);
    CLAIM(m, c);
    if (!field_size(m, &bits)) return JUMP;
    machine_save(m);
    enum match_result end = match_get_float(&m->p->heap, c, bits, operand(m, 4) & 0xff, &value);
    return found(m, end, value);
}

SLOW_PATH(bs_get_binary, bs_get_binary)
{
    size_t bits;
    term value;
    struct match_context *c = context_at(m, 2);
    CLAIM(m, c);
    bool all = is_all_at(m, operand(m, 3));
    if (!all && !field_size(m, &bits)) return JUMP;
    machine_save(m);
    enum match_result end =
        all ? match_get_rest(&m->p->heap, c, operand(m, 4) >> 8, &value) : match_get_bits(&m->p->heap, c, bits, &value);
    return found(m, end, value);
}

SLOW_PATH(bs_get_tail, bs_get_tail)
{
    const struct match_context *c = context_at(m, 0);
    CLAIM(m, c);
    machine_save(m);
    term rest = match_tail(&m->p->heap, c);
    machine_load(m);
    return finish(m, 1, rest, operand(m, 2), COUNT_bs_get_tail);
}

/* -- fields that need no memory ----------------------------------------------------------------------- */

/* An integer across the bounds of bytes: label, context, destination. */
static enum go get_unaligned(struct machine *m, unsigned bits)
{
    struct match_context *c = context_at(m, 1);
    CLAIM(m, c);
    uint64_t value = bits_read(match_data(c), match_position(c), bits);
    match_advance(c, bits);
    set_any(m, 2, small((int64_t)value));
    return NEXT;
}
SLOW_PATH(bs_get_8, bs_get_8) { return get_unaligned(m, 8); }
SLOW_PATH(bs_get_16, bs_get_16) { return get_unaligned(m, 16); }
SLOW_PATH(bs_get_32, bs_get_32) { return get_unaligned(m, 32); }

SLOW_PATH(bs_get_utf8, bs_get_utf8)
{
    term value;
    struct match_context *c = context_at(m, 1);
    CLAIM(m, c);
    if (!match_get_utf8(c, &value)) return JUMP;
    set_any(m, 2, value);
    return NEXT;
}

/* UTF-16 or UTF-32: label, context, 16 or 32, flags, destination. */
SLOW_PATH(bs_get_utf, bs_get_utf)
{
    term value;
    unsigned flags = operand(m, 3);
    struct match_context *c = context_at(m, 1);
    CLAIM(m, c);
    if (!(operand(m, 2) == 16 ? match_get_utf16(c, flags, &value) : match_get_utf32(c, flags, &value))) return JUMP;
    set_any(m, 4, value);
    return NEXT;
}

SLOW_PATH(bs_skip_bits, bs_skip_bits)
{
    struct match_context *c = context_at(m, 1);
    CLAIM(m, c);
    size_t bits;
    if (!is_all_at(m, operand(m, 2)))
        return TEST(match_size(source_at(m, operand(m, 2)), operand(m, 3), &bits) && match_skip(c, bits));
    if (match_left(c) % operand(m, 3)) return JUMP;
    match_advance(c, match_left(c));
    return NEXT;
}

SLOW_PATH(bs_match_string, bs_match_string)
{
    struct match_context *c = context_at(m, 1);
    CLAIM(m, c);
    return TEST(match_string(c, operand(m, 2), pool_at(m, operand(m, 3))));
}

/* Of a context, what is left; of a bitstring, the whole. */
static enum go test_unit(struct machine *m, unsigned unit)
{
    term t = source_at(m, operand(m, 1));
    CLAIM(m, is_match(t) || is_bitstring(t));
    size_t bits = is_match(t) ? match_left(match_of(t)) : bits_view(t).size;
    return TEST(bits % unit == 0);
}
SLOW_PATH(bs_test_unit, bs_test_unit) { return test_unit(m, operand(m, 2)); }
SLOW_PATH(bs_test_unit8, bs_test_unit8) { return test_unit(m, 8); }
