/* heap/bits_utf.c - code points in UTF-8, UTF-16 and UTF-32 at any bit position (RFC 3629, RFC 2781). */
#include "heap/bitsyntax.h"
#include "base/utf8.h"

static inline bool is_surrogate(uint32_t code) { return code - 0xd800 < 0x800; }
static inline bool is_code_point(uint32_t code) { return code <= 0x10ffff && !is_surrogate(code); }

bool code_point_of(term t, uint32_t *code)
{
    if (!is_small(t) || (uint64_t)small_value(t) > 0x10ffff) return false;
    *code = (uint32_t)small_value(t);
    return !is_surrogate(*code);
}

/* -- reading -------------------------------------------------------------------------- */

/* Bytes of a sequence by its first byte; 0: none begins so. */
static unsigned utf8_sequence(uint32_t first)
{
    if (first < 0x80) return 1;
    if (first < 0xc2) return 0;
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

/* Decodes the sequence in the upper bytes of `word` (its first byte is the most significant), of which
 * `bytes` are data.  Gives its length in bytes; 0: it is none. */
static unsigned utf8_decode(uint64_t word, size_t bytes, uint32_t *code)
{
    uint32_t first = (uint32_t)(word >> 56);
    unsigned length = utf8_sequence(first);
    if (length == 0 || bytes < length) return 0;
    uint32_t value = first & (0x7fu >> length);
    for (unsigned i = 1; i < length; i++) {
        uint32_t next = (uint32_t)(word >> (56 - 8 * i)) & 0xff;
        if ((next & 0xc0) != 0x80) return 0;
        value = value << 6 | (next & 0x3f);
    }
    if (!is_code_point(value) || utf8_length(value) != length) return 0;
    *code = value;
    return length;
}

size_t bits_get_utf8(const uint8_t *data, size_t at, size_t end, uint32_t *code)
{
    size_t left = end - at;
    if (left < 8) return 0;
    if (at % 8 == 0 && data[at / 8] < 0x80) {
        *code = data[at / 8];
        return 8;
    }
    unsigned bytes = left >= 32 ? 4 : (unsigned)(left / 8);
    uint64_t word = bits_read(data, at, bytes * 8) << (64 - bytes * 8);
    if (word >> 56 < 0x80) {
        *code = (uint32_t)(word >> 56);
        return 8;
    }
    return utf8_decode(word, bytes, code) * 8;
}

size_t bits_get_utf16(const uint8_t *data, size_t at, size_t end, unsigned flags, uint32_t *code)
{
    flags &= ~(unsigned)FIELD_SIGNED;
    if (end - at < 16) return 0;
    *code = (uint32_t)bits_get_word(data, at, 16, flags);
    if (!is_surrogate(*code)) return 16;
    if (*code >= 0xdc00 || end - at < 32) return 0;
    uint32_t low = (uint32_t)bits_get_word(data, at + 16, 16, flags);
    if (low < 0xdc00 || low > 0xdfff) return 0;
    *code = 0x10000 + ((*code - 0xd800) << 10 | (low - 0xdc00));
    return 32;
}

size_t bits_get_utf32(const uint8_t *data, size_t at, size_t end, unsigned flags, uint32_t *code)
{
    if (end - at < 32) return 0;
    *code = (uint32_t)bits_get_word(data, at, 32, flags & ~(unsigned)FIELD_SIGNED);
    return is_code_point(*code) ? 32 : 0;
}

bool match_get_utf8(struct match_context *m, term *value)
{
    uint32_t code;
    size_t n = bits_get_utf8(match_data(m), match_position(m), match_end(m), &code);
    if (n == 0) return false;
    match_advance(m, n);
    *value = small(code);
    return true;
}

bool match_get_utf16(struct match_context *m, unsigned flags, term *value)
{
    uint32_t code;
    size_t n = bits_get_utf16(match_data(m), match_position(m), match_end(m), flags, &code);
    if (n == 0) return false;
    match_advance(m, n);
    *value = small(code);
    return true;
}

bool match_get_utf32(struct match_context *m, unsigned flags, term *value)
{
    uint32_t code;
    size_t n = bits_get_utf32(match_data(m), match_position(m), match_end(m), flags, &code);
    if (n == 0) return false;
    match_advance(m, n);
    *value = small(code);
    return true;
}

/* -- writing -------------------------------------------------------------------------- */

size_t bits_utf8_size(term value)
{
    uint32_t code;
    return code_point_of(value, &code) ? utf8_length(code) * 8 : 0;
}

size_t bits_utf16_size(term value)
{
    uint32_t code;
    return code_point_of(value, &code) && code >= 0x10000 ? 32 : 16;
}

bool builder_utf8(struct bits_builder *b, term value)
{
    uint32_t code;
    uint8_t bytes[4];
    if (!code_point_of(value, &code)) return false;
    builder_string(b, bytes, utf8_put(bytes, code));
    return true;
}

bool builder_utf16(struct bits_builder *b, term value, unsigned flags)
{
    uint32_t code;
    if (!code_point_of(value, &code)) return false;
    if (code < 0x10000) return builder_integer(b, value, 16, flags);
    return builder_integer(b, small(0xd800 + ((code - 0x10000) >> 10)), 16, flags) &&
           builder_integer(b, small(0xdc00 + ((code - 0x10000) & 0x3ff)), 16, flags);
}

bool builder_utf32(struct bits_builder *b, term value, unsigned flags)
{
    uint32_t code;
    return code_point_of(value, &code) && builder_integer(b, value, 32, flags);
}
