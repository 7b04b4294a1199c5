/* heap/bits_create.c - a whole construction (bs_create_bin): size of all segments, one allocation,
 * then the segments; and what error_info says when one of them is not what it should be. */
#include "heap/bitsyntax.h"
#include "heap/map.h"
#include "heap/build.h"
#include "term/atoms.h"

static term type_name(enum segment_type type)
{
    switch (type) {
    case SEGMENT_INTEGER: return A(integer);
    case SEGMENT_FLOAT: return A(float);
    case SEGMENT_UTF8: return A(utf8);
    case SEGMENT_UTF16: return A(utf16);
    case SEGMENT_UTF32: return A(utf32);
    default: return A(binary);
    }
}

static bool fail(struct bits_fault *f, const struct bits_segment *s, term reason, term what, term value)
{
    *f = (struct bits_fault){reason, s->number, type_name(s->type), what, value};
    return false;
}

static bool fail_memory(struct bits_fault *f)
{
    *f = (struct bits_fault){A(system_limit), 0, NO_TERM, NO_TERM, NO_TERM};
    return false;
}

/* -- first pass: how large ------------------------------------------------------------ */

static bool counted_size(const struct bits_segment *s, size_t *bits, struct bits_fault *f)
{
    term size = s->size;
    bool negative = is_small(size) ? small_value(size) < 0 : kind_of(size) != KIND_BIG_POS;
    if (negative) return fail(f, s, A(badarg), A(size), size);
    if (!is_small(size) || __builtin_mul_overflow((size_t)small_value(size), (size_t)s->unit, bits) || *bits > BITS_MAX)
        return fail(f, s, A(system_limit), A(size), size);
    return true;
}

static bool segment_size(const struct bits_segment *s, size_t *bits, struct bits_fault *f)
{
    uint32_t code;
    switch (s->type) {
    case SEGMENT_APPEND:
    case SEGMENT_PRIVATE_APPEND: *bits = 0; return true;
    case SEGMENT_STRING: *bits = (size_t)small_value(s->size) * 8; return true;
    case SEGMENT_UTF8: *bits = bits_utf8_size(s->value); return true;
    case SEGMENT_UTF16: *bits = bits_utf16_size(s->value); return true;
    case SEGMENT_UTF32: *bits = 32; return code_point_of(s->value, &code) || fail(f, s, A(badarg), A(type), s->value);
    case SEGMENT_BINARY:
        if (!s->whole) return counted_size(s, bits, f);
        if (!is_bitstring(s->value)) return fail(f, s, A(badarg), A(type), s->value);
        *bits = bits_size(s->value);
        return true;
    default: return counted_size(s, bits, f);
    }
}

/* -- second pass: the segments -------------------------------------------------------- */

static bool put_float(struct bits_builder *b, const struct bits_segment *s, size_t n, struct bits_fault *f)
{
    switch (builder_float(b, s->value, n, s->flags)) {
    case FLOAT_OK: return true;
    case FLOAT_TYPE: return fail(f, s, A(badarg), A(type), s->value);
    case FLOAT_RANGE: return fail(f, s, A(badarg), A(no_float), s->value);
    default: return fail(f, s, A(badarg), A(invalid), small((int64_t)n));
    }
}

static bool put_binary(struct bits_builder *b, const struct bits_segment *s, size_t n, struct bits_fault *f)
{
    if (s->whole) return builder_all(b, s->value, s->unit) || fail(f, s, A(badarg), A(unit), s->value);
    if (builder_bits(b, s->value, n)) return true;
    return fail(f, s, A(badarg), is_bitstring(s->value) ? A(short) : A(type), s->value);
}

static bool put_segment(struct bits_builder *b, const struct bits_segment *s, struct bits_fault *f)
{
    bool done;
    size_t n = is_small(s->size) ? (size_t)small_value(s->size) * s->unit : 0;
    switch (s->type) {
    case SEGMENT_FLOAT: return put_float(b, s, n, f);
    case SEGMENT_BINARY: return put_binary(b, s, n, f);
    case SEGMENT_STRING: builder_string(b, s->string, (size_t)small_value(s->size)); return true;
    case SEGMENT_INTEGER: done = builder_integer(b, s->value, n, s->flags); break;
    case SEGMENT_UTF8: done = builder_utf8(b, s->value); break;
    case SEGMENT_UTF16: done = builder_utf16(b, s->value, s->flags); break;
    case SEGMENT_UTF32: done = builder_utf32(b, s->value, s->flags); break;
    default: return true; /* appended to already */
    }
    return done || fail(f, s, A(badarg), A(type), s->value);
}

/* -- all ------------------------------------------------------------------------------ */

static bool open_append(struct bits_builder *b, struct heap *h, const struct bits_segment *s, size_t n,
                        struct bits_fault *f)
{
    switch (builder_append(b, h, s->value, n, s->unit, s->type == SEGMENT_PRIVATE_APPEND)) {
    case APPEND_OK: return true;
    case APPEND_TYPE: return fail(f, s, A(badarg), A(type), s->value);
    case APPEND_UNIT: return fail(f, s, A(badarg), A(unit), s->value);
    case APPEND_TOO_BIG: return fail(f, s, A(badarg), A(size), s->value);
    default: return fail_memory(f);
    }
}

static bool open_builder(struct bits_builder *b, struct heap *h, const struct bits_segment *first, size_t n,
                         struct bits_fault *f)
{
    if (first->type == SEGMENT_APPEND || first->type == SEGMENT_PRIVATE_APPEND) return open_append(b, h, first, n, f);
    return builder_open(b, h, n) || fail_memory(f);
}

term bits_create(struct heap *h, const struct bits_segment *segments, size_t count, struct bits_fault *fault,
                 size_t *copied)
{
    size_t total = 0, n = 0;
    for (size_t i = 0; i < count; i++) {
        if (!segment_size(&segments[i], &n, fault)) return NO_TERM;
        if (__builtin_add_overflow(total, n, &total)) total = SIZE_MAX; /* refused below */
        if (total > BITS_MAX) return fail_memory(fault), NO_TERM;
    }
    struct bits_builder b;
    if (!open_builder(&b, h, &segments[0], total, fault)) return NO_TERM;
    for (size_t i = 0; i < count; i++)
        if (!put_segment(&b, &segments[i], fault)) return NO_TERM;
    *copied = b.copied;
    return b.result;
}

term bits_fault_info(struct heap *h, const struct bits_fault *f)
{
    if (!is_term(f->what)) return NO_TERM;
    term *hp = heap_alloc(h, TUPLE_WORDS(4));
    if (!hp) return NO_TERM;
    term pairs[] = {A(cause),    build_tuple4(&hp, small(f->number), f->type, f->what, f->value),
                    A(function), A(format_bs_fail),
                    A(module),   A(erl_erts_errors)};
    return heap_map_from_pairs(h, pairs, 3);
}
