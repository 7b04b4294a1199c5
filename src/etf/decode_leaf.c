/* etf/decode_leaf.c - terms that announce no others: atoms, numbers, bitstrings, external funs. */
#include "base/limits.h"
#include "base/utf8.h"
#include "etf/decode.h"
#include "heap/bignum.h"
#include "heap/binary.h"
#include "heap/build.h"
#include "memory/settings.h"
#include "term/atoms.h"
#include "term/float_text.h"
#include <math.h>

static term atom_found(struct etf_decoder *d, term existing, term made)
{
    if (d->safe) return is_term(existing) ? existing : decode_bad(d);
    return is_term(made) ? made : decode_no_memory(d);
}

static term latin1_atom(struct etf_decoder *d, size_t size)
{
    const uint8_t *text = bytes_take(&d->in, size);
    if (!text || size > ATOM_CHARACTERS_MAX) return decode_bad(d);
    return atom_found(d, atom_existing_latin1(text, size), d->safe ? NO_TERM : atom_from_latin1(text, size));
}

static term utf8_atom(struct etf_decoder *d, size_t size)
{
    const uint8_t *text = bytes_take(&d->in, size);
    if (!text || utf8_count(text, size) > ATOM_CHARACTERS_MAX) return decode_bad(d);
    return atom_found(d, atom_existing_utf8(text, size), d->safe ? NO_TERM : atom_from_utf8(text, size));
}

/* The property tests of OTP 29 take atoms by their numbers so as to make none. */
static term numbered_atom(struct etf_decoder *d, uint32_t number)
{
    return number < atoms_count() ? (term){(uint64_t)number << IMM_BITS | IMM_ATOM} : decode_bad(d);
}

static term atom_of_tag(struct etf_decoder *d, enum etf_tag tag)
{
    switch (tag) {
    case ATOM_EXT: return latin1_atom(d, bytes_u16be(&d->in));
    case SMALL_ATOM_EXT: return latin1_atom(d, bytes_u8(&d->in));
    case ATOM_UTF8_EXT: return utf8_atom(d, bytes_u16be(&d->in));
    case SMALL_ATOM_UTF8_EXT: return utf8_atom(d, bytes_u8(&d->in));
    case ATOM_INTERNAL_REF2: return numbered_atom(d, bytes_u16be(&d->in));
    case ATOM_INTERNAL_REF3: {
        uint32_t high = bytes_u8(&d->in);
        return numbered_atom(d, high << 16 | bytes_u16be(&d->in));
    }
    default: return decode_bad(d);
    }
}

term decode_atom(struct etf_decoder *d) { return atom_of_tag(d, bytes_u8(&d->in)); }

/* -- numbers --------------------------------------------------------------------- */

/* Magnitude bytes, least significant first. */
static term integer_of(struct etf_decoder *d, const uint8_t *bytes, size_t size, bool negative)
{
    while (size > 0 && bytes[size - 1] == 0) size--;
    size_t words = (size + 7) / 8;
    uint64_t low = 0;
    memcpy(&low, bytes, size < 8 ? size : 8);
    if (words <= 1 && low <= (uint64_t)SMALL_MAX + negative) return small(negative ? -(int64_t)low : (int64_t)low);
    term *object = decode_alloc(d, words + 1);
    if (!object) return NO_TERM;
    object[0].word = header(negative ? KIND_BIG_NEG : KIND_BIG_POS, words);
    object[words].word = 0;
    memcpy(object + 1, bytes, size);
    return boxed_at(object);
}

static term big(struct etf_decoder *d, size_t size)
{
    bool negative = bytes_u8(&d->in) != 0;
    const uint8_t *bytes = bytes_take(&d->in, size);
    if (!bytes || size > bignum_limbs_max() * 8) return decode_bad(d);
    return integer_of(d, bytes, size, negative);
}

static term new_float(struct etf_decoder *d)
{
    uint64_t word = bytes_u64be(&d->in);
    double value;
    memcpy(&value, &word, sizeof value);
    if (!isfinite(value)) return decode_bad(d);
    term *hp = decode_alloc(d, FLOAT_WORDS);
    return hp ? build_float(&hp, value) : NO_TERM;
}

static term old_float(struct etf_decoder *d)
{
    const char *text = (const char *)bytes_take(&d->in, 31);
    double value;
    if (!text || !float_from_text(text, strnlen(text, 31), &value)) return decode_bad(d);
    term *hp = decode_alloc(d, FLOAT_WORDS);
    return hp ? build_float(&hp, value) : NO_TERM;
}

bool decode_small(struct etf_decoder *d, int64_t *value)
{
    term t;
    switch (bytes_u8(&d->in)) {
    case SMALL_INTEGER_EXT: t = small(bytes_u8(&d->in)); break;
    case INTEGER_EXT: t = small((int32_t)bytes_u32be(&d->in)); break;
    case SMALL_BIG_EXT: t = big(d, bytes_u8(&d->in)); break;
    default: t = NO_TERM;
    }
    if (!is_small(t)) {
        decode_bad(d);
        return false;
    }
    *value = small_value(t);
    return !d->in.spent;
}

/* -- bitstrings ------------------------------------------------------------------ */

/* Room for a bitstring; literals own nothing off the heap. */
static term new_bits(struct etf_decoder *d, size_t bits, uint8_t **data)
{
    if (!d->literals || bits <= HEAP_BINARY_MAX * 8) return heap_new_bits(d->heap, bits, data);
    size_t words = (bits + 63) / 64;
    struct bits_heap *b = (struct bits_heap *)heap_alloc(d->heap, words + 2);
    if (!b) return NO_TERM;
    b->header = header(KIND_BITS, words + 1);
    b->bits = bits;
    memset(b->data + (words - 1) * 8, 0, 8);
    *data = b->data;
    return boxed_at(b);
}

/* `size` bytes, of the last only the first `last` bits. */
static term bits(struct etf_decoder *d, size_t size, unsigned last)
{
    const uint8_t *from = bytes_take(&d->in, size);
    if (!from || (last == 0) != (size == 0) || last > 8) return decode_bad(d);
    uint8_t *data;
    term t = new_bits(d, size == 0 ? 0 : size * 8 - 8 + last, &data);
    if (!is_term(t)) return decode_no_memory(d);
    memcpy(data, from, size);
    if (size > 0) data[size - 1] &= (uint8_t)(0xff00 >> last);
    return t;
}

static term binary(struct etf_decoder *d)
{
    size_t size = bytes_u32be(&d->in);
    return bits(d, size, size > 0 ? 8 : 0);
}

static term bit_binary(struct etf_decoder *d)
{
    size_t size = bytes_u32be(&d->in);
    unsigned last = bytes_u8(&d->in);
    /* Without bytes it has no last one, of which some bits count: refused from OTP 27 on. */
    return size == 0 && otp_at_least(27) ? decode_bad(d) : bits(d, size, last);
}

/* -- external funs --------------------------------------------------------------- */

static term external_fun(struct etf_decoder *d)
{
    int64_t arity;
    term module = decode_atom(d), function = is_term(module) ? decode_atom(d) : NO_TERM;
    if (!is_term(function) || !decode_small(d, &arity)) return NO_TERM;
    if (!d->code || arity < 0 || arity > ARITY_MAX) return decode_bad(d);
    struct export *e = d->code->export_find(module, function, (uint32_t)arity, !d->safe);
    if (d->safe && (!e || !e->loaded)) return decode_bad(d);
    if (!e) return decode_no_memory(d);
    term *object = decode_alloc(d, 2);
    if (!object) return NO_TERM;
    object[0].word = header(KIND_EXPORT, 1);
    object[1].word = (uint64_t)(uintptr_t)e;
    return boxed_at(object);
}

term decode_leaf(struct etf_decoder *d, enum etf_tag tag)
{
    switch (tag) {
    case SMALL_INTEGER_EXT: return small(bytes_u8(&d->in));
    case INTEGER_EXT: return small((int32_t)bytes_u32be(&d->in));
    case SMALL_BIG_EXT: return big(d, bytes_u8(&d->in));
    case LARGE_BIG_EXT: return big(d, bytes_u32be(&d->in));
    case NEW_FLOAT_EXT: return new_float(d);
    case FLOAT_EXT: return old_float(d);
    case NIL_EXT: return NIL;
    case BINARY_EXT: return binary(d);
    case BIT_BINARY_EXT: return bit_binary(d);
    case EXPORT_EXT: return external_fun(d);
    case ATOM_EXT:
    case SMALL_ATOM_EXT:
    case ATOM_UTF8_EXT:
    case SMALL_ATOM_UTF8_EXT:
    case ATOM_INTERNAL_REF2:
    case ATOM_INTERNAL_REF3: return atom_of_tag(d, tag);
    default: return decode_identity(d, tag);
    }
}
