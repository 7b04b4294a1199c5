/* bif/utf8.c - which bytes are UTF-8 (RFC 3629). */
#include "bif/chardata.h"

unsigned utf8_claimed_length(uint8_t first)
{
    if (first < 0x80) return 1;
    return (first & 0xe0) == 0xc0 ? 2 : (first & 0xf0) == 0xe0 ? 3 : (first & 0xf8) == 0xf0 ? 4 : 0;
}

static inline bool is_continuation(uint8_t byte) { return (byte & 0xc0) == 0x80; }

bool utf8_may_go_on(const uint8_t *bytes, size_t size)
{
    for (size_t i = 1; i < size; i++)
        if (!is_continuation(bytes[i])) return false;
    return true;
}

/* The second byte's range says what the first one may not: no overlong forms, no surrogates, nothing
 * above 10FFFF. */
static bool second_fits(uint8_t first, uint8_t second)
{
    switch (first) {
    case 0xe0: return second >= 0xa0 && second <= 0xbf;
    case 0xed: return second >= 0x80 && second <= 0x9f;
    case 0xf0: return second >= 0x90 && second <= 0xbf;
    case 0xf4: return second >= 0x80 && second <= 0x8f;
    default: return is_continuation(second);
    }
}

static size_t sequence_at(const uint8_t *p, size_t left)
{
    unsigned length = utf8_claimed_length(p[0]);
    if (length == 0 || p[0] == 0xc0 || p[0] == 0xc1 || p[0] > 0xf4 || left < length) return 0;
    if (!second_fits(p[0], p[1]) || !utf8_may_go_on(p + 1, length - 1)) return 0;
    return length;
}

/* Bytes below 80 at the front, eight at a time. */
static size_t ascii_prefix(const uint8_t *p, size_t size)
{
    size_t i = 0;
    for (uint64_t word; size - i >= 8; i += 8) {
        memcpy(&word, p + i, 8);
        if (word & UINT64_C(0x8080808080808080)) break;
    }
    while (i < size && p[i] < 0x80) i++;
    return i;
}

size_t utf8_valid_prefix(const uint8_t *bytes, size_t size)
{
    size_t i = 0;
    while (i < size) {
        i += ascii_prefix(bytes + i, size - i);
        if (i == size) break;
        size_t length = sequence_at(bytes + i, size - i);
        if (length == 0) break;
        i += length;
    }
    return i;
}
