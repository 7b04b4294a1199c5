/* code/translate_bits.c - bit syntax. */
#include "code/claims.h"
#include "code/translate_parts.h"

/* Field flags as the op has them: those of heap/bitsyntax.h. */
enum { FLAG_LITTLE = 2, FLAG_SIGNED = 4, FLAG_NATIVE = 16 };

/* Flags given as a list of atoms. */
static uint32_t listed_flags(const struct emitter *e, struct slot s)
{
    uint32_t flags = 0;
    term list = slot_is_constant(s) ? beam_constant(e->beam, s) : NIL;
    for (; is_cons(list); list = tail(list)) {
        if (same(head(list), A(little))) flags |= FLAG_LITTLE;
        else if (same(head(list), A(native))) flags |= FLAG_NATIVE;
        else if (same(head(list), A(signed))) flags |= FLAG_SIGNED;
    }
    return flags;
}

/* bs_start_match3 Fail Source Live Context; bs_start_match4 Fail Live Source Context, where Fail may be
 * `no_fail` or `resume`: then the source is what it should be. */
const struct slot *translate_bs_start_match(struct emitter *e, const struct slot *i)
{
    bool fourth = genop_of(i) == GENOP_bs_start_match4;
    struct arg fail = i[1].kind == SLOT_LABEL ? arg_of(e, i[1]) : arg_label(0);
    struct arg from = arg_of(e, i[fourth ? 3 : 2]), live = arg_of(e, i[fourth ? 2 : 3]);
    EMIT(e, bs_start_match, fail, live, from, arg_of(e, i[4]));
    return following(i);
}

/* Integers of at most 64 bits whose size is known have ops that take memory only if the number is large. */
enum { FIXED_BITS_MAX = 64 };

static bool is_fixed_size(struct arg size, uint32_t unit, uint64_t most, uint64_t *bits)
{
    uint64_t units = size.value >> IMM_BITS; /* of a negative number: very many */
    *bits = units * unit;
    return size.kind == ARG_CONSTANT && is_small((term){size.value}) && units <= most && *bits <= most;
}

static void emit_get_fixed(struct emitter *e, struct arg fail, struct arg live, struct arg context, uint64_t bits,
                           uint32_t flags, struct arg to)
{
    if (flags == 0 && bits == 8) EMIT(e, bs_get_8, fail, context, to);
    else if (flags == 0 && bits == 16) EMIT(e, bs_get_16, fail, context, to);
    else if (flags == 0 && bits == 32) EMIT(e, bs_get_32, fail, context, to);
    else EMIT(e, bs_get_integer_fixed, fail, live, context, arg_number(bits), arg_number(flags), to);
}

static void emit_get_integer(struct emitter *e, struct arg fail, struct arg live, struct arg context, struct arg size,
                             uint32_t unit, uint32_t flags, struct arg to)
{
    uint64_t bits;
    if (is_fixed_size(size, unit, FIXED_BITS_MAX, &bits)) emit_get_fixed(e, fail, live, context, bits, flags, to);
    else EMIT(e, bs_get_integer, fail, live, context, size, arg_number(unit << 8 | flags), to);
}

const struct slot *translate_bs_get_integer(struct emitter *e, const struct slot *i)
{
    emit_get_integer(e, arg_of(e, i[1]), arg_of(e, i[3]), arg_of(e, i[2]), arg_of(e, i[4]), (uint32_t)i[5].value,
                     (uint32_t)i[6].value, arg_of(e, i[7]));
    return following(i);
}

/* bs_get_float2, bs_get_binary2: Fail Context Live Size Unit Flags Destination */
const struct slot *translate_bs_get(struct emitter *e, const struct slot *i)
{
    struct arg fail = arg_of(e, i[1]), live = arg_of(e, i[3]), context = arg_of(e, i[2]), size = arg_of(e, i[4]);
    struct arg unit = arg_number((uint32_t)i[5].value << 8 | (uint32_t)i[6].value), to = arg_of(e, i[7]);
    if (genop_of(i) == GENOP_bs_get_float2) EMIT(e, bs_get_float, fail, live, context, size, unit, to);
    else EMIT(e, bs_get_binary, fail, live, context, size, unit, to);
    return following(i);
}

static void emit_utf(struct emitter *e, const struct slot *i, struct arg to)
{
    struct arg fail = arg_of(e, i[1]), context = arg_of(e, i[2]), flags = arg_of(e, i[4]);
    enum genop op = genop_of(i);
    if (op == GENOP_bs_get_utf8 || op == GENOP_bs_skip_utf8) EMIT(e, bs_get_utf8, fail, context, to);
    else if (op == GENOP_bs_get_utf16 || op == GENOP_bs_skip_utf16)
        EMIT(e, bs_get_utf, fail, context, arg_number(16), flags, to);
    else EMIT(e, bs_get_utf, fail, context, arg_number(32), flags, to);
}

const struct slot *translate_bs_get_utf(struct emitter *e, const struct slot *i)
{
    emit_utf(e, i, arg_of(e, i[5]));
    return following(i);
}

/* Skipping is getting; the value goes to the register that no program has. */
const struct slot *translate_bs_skip_utf(struct emitter *e, const struct slot *i)
{
    emit_utf(e, i, arg_x(X_REGISTERS));
    return following(i);
}

static void emit_skip(struct emitter *e, struct arg fail, struct arg context, struct arg size, uint32_t unit)
{
    uint64_t bits;
    if (is_fixed_size(size, unit, INT32_MAX, &bits)) EMIT(e, bs_skip_fixed, fail, context, arg_number(bits));
    else EMIT(e, bs_skip_bits, fail, context, size, arg_number(unit));
}

const struct slot *translate_bs_skip_bits(struct emitter *e, const struct slot *i)
{
    emit_skip(e, arg_of(e, i[1]), arg_of(e, i[2]), arg_of(e, i[3]), (uint32_t)i[4].value);
    return following(i);
}

const struct slot *translate_bs_test_unit(struct emitter *e, const struct slot *i)
{
    if (i[3].value == 8) EMIT(e, bs_test_unit8, arg_of(e, i[1]), arg_of(e, i[2]));
    else EMIT(e, bs_test_unit, arg_of(e, i[1]), arg_of(e, i[2]), arg_of(e, i[3]));
    return following(i);
}

const struct slot *translate_bs_match_string(struct emitter *e, const struct slot *i)
{
    EMIT(e, bs_match_string, arg_of(e, i[1]), arg_of(e, i[2]), arg_of(e, i[3]), arg_bytes((uint32_t)i[4].value));
    return following(i);
}

/* A number, of any size, as a constant. */
static struct arg number_constant(const struct emitter *e, struct slot s)
{
    if (s.kind == SLOT_BIG_NUMBER) return arg_constant(e->beam->literals[s.value]);
    if (s.kind == SLOT_NUMBER) return arg_constant(small(s.value));
    return arg_of(e, s);
}

/* One command of bs_match; the slot behind it. */
static const struct slot *bs_match_command(struct emitter *e, struct arg fail, struct arg context, const struct slot *c)
{
    term command = beam_constant(e->beam, *c);
    if (same(command, A(ensure_at_least))) {
        EMIT(e, bs_ensure_at_least, fail, context, arg_number((uint32_t)c[1].value), arg_number((uint32_t)c[2].value));
        return c + 3;
    }
    if (same(command, A(ensure_exactly))) {
        EMIT(e, bs_ensure_exactly, fail, context, arg_number((uint32_t)c[1].value));
        return c + 2;
    }
    if (same(command, A(skip))) {
        emit_skip(e, fail, context, number_constant(e, c[1]), 1);
        return c + 2;
    }
    if (same(command, A(get_tail))) {
        EMIT(e, bs_get_tail, context, arg_of(e, c[3]), arg_number((uint32_t)c[1].value));
        return c + 4;
    }
    if (same(command, A(equal_exactly))) {
        EMIT(e, bs_match_equal, fail, context, arg_number((uint32_t)c[2].value), number_constant(e, c[3]));
        return c + 4;
    }
    struct arg live = arg_number((uint32_t)c[1].value), size = number_constant(e, c[3]), to = arg_of(e, c[5]);
    uint32_t unit = (uint32_t)c[4].value, flags = listed_flags(e, c[2]);
    if (same(command, A(integer))) emit_get_integer(e, fail, live, context, size, unit, flags, to);
    else EMIT(e, bs_get_binary, fail, live, context, size, arg_number(unit << 8 | flags), to);
    return c + 6;
}

/* No bitstring of a program has so many bits as a number beyond a slot's: what stands behind such a command is not reached. */
static bool asks_beyond(const struct emitter *e, const struct slot *c)
{
    term command = beam_constant(e->beam, *c);
    return (same(command, A(ensure_at_least)) || same(command, A(ensure_exactly))) && c[1].kind == SLOT_BIG_NUMBER;
}

/* Where a command wrote to the context's register, the next one must not take it for a context unseen. */
const struct slot *translate_bs_match(struct emitter *e, const struct slot *i)
{
    struct arg fail = arg_of(e, i[1]), context = arg_of(e, i[2]);
    const struct slot *c = &i[4], *end = c + i[3].value;
    while (c < end) {
        if (asks_beyond(e, c)) {
            EMIT(e, jump, fail);
            break;
        }
        const struct slot *next = bs_match_command(e, fail, context, c);
        if (next < end && same_slot(next[-1], i[2])) EMIT(e, check_claim, context, arg_number(CLAIM_CONTEXT));
        c = next;
    }
    return following(i);
}

/* -- construction ------------------------------------------------------------------------- */

/* In the order of enum segment_type (heap/bitsyntax.h). */
static uint32_t segment_type(term name)
{
    const term types[] = {A(integer), A(float), A(binary), A(string),        A(utf8),
                          A(utf16),   A(utf32), A(append), A(private_append)};
    for (uint32_t t = 0; t < sizeof types / sizeof *types; t++)
        if (same(types[t], name)) return t;
    return 0;
}
enum { STRING_SEGMENT = 3 };

/* Type Number Unit Flags Value Size */
enum { SEGMENT_SLOTS = 6 };

static void emit_segment(struct emitter *e, const struct slot *s)
{
    uint32_t type = segment_type(beam_constant(e->beam, s[0])), number = (uint32_t)s[1].value;
    emit_list_word(e, arg_number(type | listed_flags(e, s[3]) << 8 | number << 16));
    emit_list_word(e, arg_number((uint32_t)s[2].value));
    emit_list_word(e, type == STRING_SEGMENT ? arg_bytes((uint32_t)s[4].value) : arg_of(e, s[4]));
    emit_list_word(e, number_constant(e, s[5]));
}

/* bs_create_bin Fail Alloc Live Unit Destination Segments */
const struct slot *translate_bs_create_bin(struct emitter *e, const struct slot *i)
{
    uint32_t segments = (uint32_t)i[6].value / SEGMENT_SLOTS;
    EMIT(e, bs_create, arg_of(e, i[1]), arg_of(e, i[3]), arg_room(i[2].value), arg_of(e, i[5]),
         arg_number(segments * 4));
    for (uint32_t s = 0; s < segments; s++) emit_segment(e, &i[7 + s * SEGMENT_SLOTS]);
    return following(i);
}
