/* base/utf8.h - UTF-8, one code point at a time. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UTF8_BYTES_MAX = 4 };

/* The code point at `at` (before `end`), and its length in bytes; 0: none is well-formed there. */
static inline size_t utf8_get(const uint8_t *at, const uint8_t *end, uint32_t *code)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000}; /* a shorter form would do below */
    if (at == end) return 0;
    uint8_t first = *at;
    *code = first;
    if (first < 0x80) return 1;
    size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || (size_t)(end - at) < length) return 0;
    uint32_t value = first & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80) return 0;
        value = value << 6 | (at[i] & 0x3f);
    }
    *code = value;
    bool surrogate = value >= 0xd800 && value <= 0xdfff;
    return value < least[length] || value > 0x10ffff || surrogate ? 0 : length;
}

/* The number of code points in the text, or SIZE_MAX when it is not UTF-8. */
static inline size_t utf8_count(const uint8_t *text, size_t size)
{
    const uint8_t *end = text + size;
    size_t count = 0;
    uint32_t code;
    for (size_t length; text < end; text += length, count++)
        if ((length = utf8_get(text, end, &code)) == 0) return SIZE_MAX;
    return count;
}

/* Writes a code point (below 0x110000); the number of bytes. */
static inline size_t utf8_put(uint8_t *to, uint32_t code)
{
    if (code < 0x80) {
        to[0] = (uint8_t)code;
        return 1;
    }
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, code >>= 6) to[i] = (uint8_t)(0x80 | (code & 0x3f));
    to[0] = (uint8_t)(0xf00 >> length | code);
    return length;
}
