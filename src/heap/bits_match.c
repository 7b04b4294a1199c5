/* heap/bits_match.c - match contexts: where a match stands, and the fields it takes. */
#include "heap/bignum.h"
#include "heap/bitsyntax.h"
#include "heap/build.h"
#include "base/limits.h"

/* The object that holds the data of bitstring t, and where in that data t begins. */
static term data_object(term t, size_t *offset)
{
    const term *object = boxed(t);
    switch (header_kind(object->word)) {
    case KIND_BITS: *offset = 0; return t;
    case KIND_BITS_REF: *offset = word_number(((const struct bits_ref *)object)->offset); return t;
    default:
        *offset = word_number(((const struct bits_sub *)object)->offset);
        return ((const struct bits_sub *)object)->of;
    }
}

term match_start(struct heap *h, term bitstring)
{
    if (is_match(bitstring)) return bitstring;
    struct match_context *m = (struct match_context *)heap_alloc(h, MATCH_CONTEXT_WORDS);
    if (!m) return NO_TERM;
    size_t offset;
    m->header = header(KIND_MATCH, MATCH_CONTEXT_WORDS - 1);
    m->of = data_object(bitstring, &offset);
    m->position = number_word(offset);
    m->end = number_word(offset + bits_size(bitstring));
    return boxed_at(m);
}

enum match_result match_get_integer(struct heap *h, struct match_context *m, size_t n, unsigned flags, term *value)
{
    if (match_left(m) < n) return MATCH_FAILED;
    *value = bits_get_integer(h, match_data(m), match_position(m), n, flags);
    if (!is_term(*value)) return n > bignum_limbs_max() * 64 ? MATCH_FAILED : MATCH_NO_MEMORY;
    match_advance(m, n);
    return MATCH_OK;
}

enum match_result match_get_float(struct heap *h, struct match_context *m, size_t n, unsigned flags, term *value)
{
    double number;
    if (match_left(m) < n) return MATCH_FAILED;
    if (!bits_get_float(match_data(m), match_position(m), n, flags, &number)) return MATCH_FAILED;
    *value = heap_float(h, number);
    if (!is_term(*value)) return MATCH_NO_MEMORY;
    match_advance(m, n);
    return MATCH_OK;
}

/* Bits at an absolute position of the context's data, as a term. */
static term slice(struct heap *h, const struct match_context *m, size_t at, size_t n)
{
    if (kind_of(m->of) == KIND_BITS) return heap_sub_bits(h, m->of, at, n);
    struct binary *b = ((struct bits_ref *)boxed(m->of))->binary;
    return heap_bits_of_binary(h, binary_keep(b), at, n);
}

enum match_result match_get_bits(struct heap *h, struct match_context *m, size_t n, term *value)
{
    if (match_left(m) < n) return MATCH_FAILED;
    *value = slice(h, m, match_position(m), n);
    if (!is_term(*value)) return MATCH_NO_MEMORY;
    match_advance(m, n);
    return MATCH_OK;
}

enum match_result match_get_rest(struct heap *h, struct match_context *m, unsigned unit, term *value)
{
    size_t n = match_left(m);
    return n % unit == 0 ? match_get_bits(h, m, n, value) : MATCH_FAILED;
}

term match_tail(struct heap *h, const struct match_context *m) { return slice(h, m, match_position(m), match_left(m)); }

bool match_string(struct match_context *m, size_t n, const uint8_t *data)
{
    if (match_left(m) < n) return false;
    const uint8_t *from = match_data(m);
    size_t at = match_position(m), done = 0;
    for (; n - done >= 64; done += 64)
        if (bits_read(from, at + done, 64) != bits_read(data, done, 64)) return false;
    unsigned rest = (unsigned)(n - done);
    if (bits_read(from, at + done, rest) != bits_read(data, done, rest)) return false;
    match_advance(m, n);
    return true;
}
