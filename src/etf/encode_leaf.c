/* etf/encode_leaf.c - the bytes of atoms, numbers, identities, bitstrings and external funs. */
#include "etf/encode.h"
#include "heap/binary.h"
#include "heap/build.h"
#include "memory/settings.h"
#include "term/atoms.h"
#include "term/float_text.h"
#include "term/identity.h"

static size_t latin1_of(struct atom_text t, uint8_t *to)
{
    size_t length = 0;
    for (uint32_t i = 0; i < t.size; i++) {
        bool two = t.bytes[i] >= 0x80;
        to[length++] = two ? (uint8_t)(t.bytes[i] << 6 | (t.bytes[i + 1] & 0x3f)) : t.bytes[i];
        i += two;
    }
    return length;
}

/* Minor version 2 writes UTF-8; the earlier ones Latin-1 when that is possible. */
void encode_atom(struct etf_encoder *e, term t)
{
    struct atom_text text = atom_text(t);
    if (text.latin1 && e->how.minor_version < 2) {
        uint8_t latin1[255];
        size_t size = latin1_of(text, latin1);
        emit_u8(e, ATOM_EXT);
        emit_u16(e, (uint16_t)size);
        emit(e, latin1, size);
        return;
    }
    emit_u8(e, text.size > 255 ? ATOM_UTF8_EXT : SMALL_ATOM_UTF8_EXT);
    if (text.size > 255) emit_u16(e, (uint16_t)text.size);
    else emit_u8(e, text.size);
    emit(e, text.bytes, text.size);
}

static void encode_magnitude(struct etf_encoder *e, const void *limbs, size_t bytes, bool negative)
{
    emit_u8(e, bytes < 256 ? SMALL_BIG_EXT : LARGE_BIG_EXT);
    if (bytes < 256) emit_u8(e, (unsigned)bytes);
    else emit_u32(e, (uint32_t)bytes);
    emit_u8(e, negative);
    emit(e, limbs, bytes);
}

void encode_integer(struct etf_encoder *e, int64_t value)
{
    if (value >= 0 && value < 256) {
        emit_u8(e, SMALL_INTEGER_EXT);
        emit_u8(e, (unsigned)value);
    } else if (value >= INT32_MIN && value <= INT32_MAX) {
        emit_u8(e, INTEGER_EXT);
        emit_u32(e, (uint32_t)value);
    } else {
        uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
        encode_magnitude(e, &magnitude, 8 - (size_t)__builtin_clzll(magnitude) / 8, value < 0);
    }
}

static void encode_big(struct etf_encoder *e, term t)
{
    size_t words = header_words(header_of(t));
    size_t bytes = words * 8 - (size_t)__builtin_clzll(boxed(t)[words].word) / 8;
    encode_magnitude(e, boxed(t) + 1, bytes, kind_of(t) == KIND_BIG_NEG);
}

static void encode_float(struct etf_encoder *e, double value)
{
    uint64_t word;
    if (e->how.minor_version > 0) {
        memcpy(&word, &value, sizeof word);
        emit_u8(e, NEW_FLOAT_EXT);
        emit_u64(e, word);
        return;
    }
    char text[FLOAT_LONG_TEXT_MAX] = {0};
    float_to_scientific(value, FLOAT_SCIENTIFIC_DIGITS, text);
    emit_u8(e, FLOAT_EXT);
    emit(e, text, 31);
}

/* -- bitstrings ------------------------------------------------------------------ */

static void emit_bits(struct etf_encoder *e, struct bits b)
{
    size_t bytes = (b.size + 7) / 8;
    if (b.offset == 0 && b.size % 8 == 0) {
        emit(e, b.data, bytes);
        return;
    }
    if (e->to) {
        ENSURE(bytes <= e->room - e->size);
        e->to[e->size + bytes - 1] = 0;
        bits_copy(e->to + e->size, 0, b.data, b.offset, b.size);
    }
    e->size += bytes;
}

static bool keep_part(struct etf_encoder *e, term t, size_t bytes)
{
    if (!e->heap) return false;
    term whole = bits_view(t).size % 8 ? heap_sub_bits(e->heap, t, 0, bytes * 8) : t;
    term *hp = is_term(whole) ? heap_alloc(e->heap, 2 * CONS_WORDS) : NULL;
    if (!hp) return false;
    term earlier = build_cons(&hp, small((int64_t)e->size), e->parts);
    e->parts = build_cons(&hp, whole, earlier);
    return true;
}

/* What a heap may hold does not; from OTP 27 on that is counted in bits. */
static bool stands_apart(struct bits b)
{
    size_t size = otp_at_least(27) ? b.size : b.size / 8 * 8;
    return b.offset == 0 && size > HEAP_BINARY_MAX * 8;
}

/* The whole bytes of `t` stay where they are; bits beyond them are written as bytes that follow. */
static void emit_apart(struct etf_encoder *e, term t, struct bits b)
{
    size_t bytes = b.size / 8, odd = b.size % 8;
    e->apart += bytes;
    if (e->to && !keep_part(e, t, bytes)) e->no_memory = true;
    if (odd) emit_bits(e, (struct bits){b.data + bytes, 0, odd});
}

static void encode_bits(struct etf_encoder *e, term t)
{
    struct bits b = bits_view(t);
    bool apart = e->how.apart && stands_apart(b);
    emit_u8(e, b.size % 8 ? BIT_BINARY_EXT : BINARY_EXT);
    emit_u32(e, (uint32_t)((b.size + 7) / 8));
    if (b.size % 8) emit_u8(e, b.size % 8);
    if (apart) emit_apart(e, t, b);
    else emit_bits(e, b);
}

/* -- identities ------------------------------------------------------------------ */

static void encode_pid(struct etf_encoder *e, const struct identity *id)
{
    emit_u8(e, NEW_PID_EXT);
    encode_atom(e, id->node);
    emit_u32(e, id->ids[0]);
    emit_u32(e, id->ids[1]);
    emit_u32(e, id->creation);
}

/* Numbers beyond 28 bits need the newest form; from OTP 26 on it is the only one. */
static void encode_port(struct etf_encoder *e, const struct identity *id)
{
    uint64_t number = (uint64_t)id->ids[1] << 32 | id->ids[0];
    bool large = number >> 28 || otp_at_least(26);
    emit_u8(e, large ? V4_PORT_EXT : NEW_PORT_EXT);
    encode_atom(e, id->node);
    if (large) emit_u64(e, number);
    else emit_u32(e, (uint32_t)number);
    emit_u32(e, id->creation);
}

static void encode_reference(struct etf_encoder *e, const struct identity *id)
{
    emit_u8(e, NEWER_REFERENCE_EXT);
    emit_u16(e, (uint16_t)id->count);
    encode_atom(e, id->node);
    emit_u32(e, id->creation);
    for (uint32_t i = 0; i < id->count; i++) emit_u32(e, id->ids[i]);
}

static void encode_export(struct etf_encoder *e, term t)
{
    const struct export *x = (const struct export *)(uintptr_t)boxed(t)[1].word;
    emit_u8(e, EXPORT_EXT);
    encode_atom(e, x->module);
    encode_atom(e, x->function);
    encode_integer(e, x->arity);
}

void encode_leaf(struct etf_encoder *e, term t)
{
    if (is_small(t)) {
        encode_integer(e, small_value(t));
    } else if (is_atom(t)) {
        encode_atom(e, t);
    } else if (is_nil(t)) {
        emit_u8(e, NIL_EXT);
    } else if (is_float(t)) {
        encode_float(e, float_value(t));
    } else if (is_big(t)) {
        encode_big(e, t);
    } else if (is_bitstring(t)) {
        encode_bits(e, t);
    } else if (kind_of(t) == KIND_EXPORT) {
        encode_export(e, t);
    } else {
        struct identity id = identity_of(t);
        if (is_pid(t)) encode_pid(e, &id);
        else if (is_port(t)) encode_port(e, &id);
        else encode_reference(e, &id);
    }
}
