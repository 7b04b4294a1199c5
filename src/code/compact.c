/* code/compact.c - the long forms of packed numbers. */
#include "code/compact.h"

enum { LENGTH_IN_NUMBER = 7, SHORT_LENGTH = 2, LONG_LENGTH = 9 };

/* How many bytes the value has; 0 when that cannot be. */
static size_t value_size(struct bytes *b, uint8_t first)
{
    uint8_t n = first >> 5;
    if (n != LENGTH_IN_NUMBER) return n + SHORT_LENGTH;
    if (b->at == b->end) return 0;
    uint8_t next = *b->at++; /* a length of which the length is long again would pass any file */
    if ((next & 7) != COMPACT_NUMBER) return 0;
    if ((next & 8) == 0) return (size_t)(next >> 4) + LONG_LENGTH;
    if ((next & 16) == 0) return b->at == b->end ? 0 : (size_t)((next & 0xe0) << 3 | *b->at++) + LONG_LENGTH;
    size_t length = 0, count = (next >> 5) + SHORT_LENGTH;
    if (count > sizeof(uint32_t)) return 0;
    const uint8_t *digits = bytes_take(b, count);
    for (size_t i = 0; digits && i < count; i++) length = length << 8 | digits[i];
    return digits ? length + LONG_LENGTH : 0;
}

bool compact_long(struct bytes *b, uint8_t first, struct compact *c)
{
    size_t size = value_size(b, first);
    const uint8_t *digits = size ? bytes_take(b, size) : NULL;
    if (!digits) return false;
    bool is_signed = c->tag == COMPACT_INTEGER;
    if (size <= sizeof(uint64_t)) {
        uint64_t value = is_signed && digits[0] >= 0x80 ? UINT64_MAX : 0;
        for (size_t i = 0; i < size; i++) value = value << 8 | digits[i];
        c->value = (int64_t)value;
        if (is_signed || c->value >= 0) return true;
    }
    c->digits = digits;
    c->size = size;
    return true;
}
