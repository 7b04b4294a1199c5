/* code/translate_old_bits.c - construction of bitstrings as compilers before OTP 25 wrote it.
 *
 * bs_init2 (or an append) makes the target and bs_put_* behind it fill it: together they are what
 * bs_create_bin says in one instruction, and become the same operation.  Its segments tell their sizes
 * themselves, so the sizes that bs_add and its kin sum up before are not needed.
 */
#include "base/limits.h"
#include "heap/bitsyntax.h"
#include "term/atoms.h"
#include "code/translate_parts.h"

enum { SEGMENT_WORDS = 4 };

static struct arg size_of(struct emitter *e, struct slot s)
{
    return s.kind == SLOT_NUMBER ? arg_constant(small(s.value)) : arg_of(e, s);
}

static void emit_segment(struct emitter *e, enum segment_type type, uint32_t number, uint32_t unit, uint32_t flags,
                         struct arg value, struct arg size)
{
    emit_list_word(e, arg_number((uint32_t)type | flags << 8 | number << 16));
    emit_list_word(e, arg_number(unit));
    emit_list_word(e, value);
    emit_list_word(e, size);
}

/* Fail Size Unit Flags Source */
static void emit_sized(struct emitter *e, const struct slot *i, enum segment_type type, uint32_t number)
{
    emit_segment(e, type, number, (uint32_t)i[3].value, (uint32_t)i[4].value, arg_of(e, i[5]), size_of(e, i[2]));
}

/* Fail Flags Source */
static void emit_utf(struct emitter *e, const struct slot *i, enum segment_type type, uint32_t number)
{
    emit_segment(e, type, number, 0, (uint32_t)i[2].value, arg_of(e, i[3]), arg_constant(A(undefined)));
}

static bool is_put(enum genop op)
{
    return (op >= GENOP_bs_put_integer && op <= GENOP_bs_put_string) || op == GENOP_bs_put_utf8 ||
           op == GENOP_bs_put_utf16 || op == GENOP_bs_put_utf32;
}

static void emit_put(struct emitter *e, const struct slot *i, uint32_t number)
{
    switch (genop_of(i)) {
    case GENOP_bs_put_integer: emit_sized(e, i, SEGMENT_INTEGER, number); break;
    case GENOP_bs_put_binary: emit_sized(e, i, SEGMENT_BINARY, number); break;
    case GENOP_bs_put_float: emit_sized(e, i, SEGMENT_FLOAT, number); break;
    case GENOP_bs_put_utf8: emit_utf(e, i, SEGMENT_UTF8, number); break;
    case GENOP_bs_put_utf16: emit_utf(e, i, SEGMENT_UTF16, number); break;
    case GENOP_bs_put_utf32: emit_utf(e, i, SEGMENT_UTF32, number); break;
    default: /* bs_put_string Bytes Offset */
        emit_segment(e, SEGMENT_STRING, number, 8, 0, arg_bytes((uint32_t)i[2].value), arg_constant(small(i[1].value)));
    }
}

static const struct slot *next_put(const struct emitter *e, const struct slot *i)
{
    while (i < e->end && genop_of(i) == GENOP_line) i = following(i);
    return i < e->end && is_put(genop_of(i)) ? i : NULL;
}

static uint32_t count_puts(const struct emitter *e, const struct slot *i)
{
    uint32_t count = 0;
    for (const struct slot *put = i; (put = next_put(e, put)); put = following(put)) count++;
    return count;
}

static const struct slot *emit_puts(struct emitter *e, const struct slot *i, uint32_t number)
{
    for (const struct slot *put = i; (put = next_put(e, put)); i = put) {
        emit_put(e, put, number++);
        put = following(put);
    }
    return i;
}

/* bs_init2 and bs_init_bits: Fail Size Words Live Flags Destination */
const struct slot *translate_bs_init(struct emitter *e, const struct slot *i)
{
    const struct slot *puts = following(i);
    EMIT(e, bs_create, arg_of(e, i[1]), arg_of(e, i[4]), arg_room(i[3].value), arg_of(e, i[6]),
         arg_number(count_puts(e, puts) * SEGMENT_WORDS));
    return emit_puts(e, puts, 1);
}

/* bs_append Fail Size Extra Live Unit Source Flags Destination */
const struct slot *translate_bs_append(struct emitter *e, const struct slot *i)
{
    const struct slot *puts = following(i);
    EMIT(e, bs_create, arg_of(e, i[1]), arg_of(e, i[4]), arg_room(i[3].value), arg_of(e, i[8]),
         arg_number((1 + count_puts(e, puts)) * SEGMENT_WORDS));
    emit_segment(e, SEGMENT_APPEND, 1, (uint32_t)i[5].value, 0, arg_of(e, i[6]), arg_constant(A(all)));
    return emit_puts(e, puts, 2);
}

/* bs_private_append Fail Size Unit Source Flags Destination: says nothing of live registers, so
 * nothing may be collected there (NOT_LIVE). */
const struct slot *translate_bs_private_append(struct emitter *e, const struct slot *i)
{
    const struct slot *puts = following(i);
    EMIT(e, bs_create, arg_of(e, i[1]), arg_number(NOT_LIVE), arg_room(0), arg_of(e, i[6]),
         arg_number((1 + count_puts(e, puts)) * SEGMENT_WORDS));
    emit_segment(e, SEGMENT_PRIVATE_APPEND, 1, (uint32_t)i[3].value, 0, arg_of(e, i[4]), arg_constant(A(all)));
    return emit_puts(e, puts, 2);
}

/* bs_add Fail A B Unit Destination; bs_utf8_size and bs_utf16_size Fail Source Destination: only
 * the sizes of instructions above depend on them, which are not needed. */
const struct slot *translate_bs_size(struct emitter *e, const struct slot *i)
{
    EMIT(e, move, arg_constant(small(0)), arg_of(e, i[i->value]));
    return following(i);
}
