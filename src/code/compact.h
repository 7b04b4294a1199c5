/* code/compact.h - numbers as the chunks of a .beam file pack them (beam_asm's encode).
 *
 *   xxxx0ttt                     tag t, value x
 *   xxx01ttt xxxxxxxx            tag t, value of 11 bits
 *   nnn11ttt byte*(n+2)          tag t, n below 7: that many bytes, most significant first
 *   11111ttt number byte*(m+9)   the same, m being a packed number of tag u
 * Values of tag i are signed, all others are not.
 */
#pragma once
#include "base/bytes.h"

enum compact_tag {
    COMPACT_NUMBER,
    COMPACT_INTEGER,
    COMPACT_ATOM,
    COMPACT_X,
    COMPACT_Y,
    COMPACT_LABEL,
    COMPACT_CHARACTER,
    COMPACT_EXTENDED,
};

struct compact {
    enum compact_tag tag;
    int64_t value;         /* if !digits */
    const uint8_t *digits; /* NULL, or a value beyond 63 bits: most significant byte first */
    size_t size;           /* of digits */
};

/* The long forms, behind their first byte. */
bool compact_long(struct bytes *b, uint8_t first, struct compact *c);

/* The next number; false when the bytes end in it. */
static inline bool compact_next(struct bytes *b, struct compact *c)
{
    if (b->at == b->end) return false;
    uint8_t first = *b->at++;
    c->tag = first & 7;
    c->digits = NULL;
    if (__builtin_expect((first & 8) == 0, 1)) {
        c->value = first >> 4;
        return true;
    }
    if ((first & 16) != 0) return compact_long(b, first, c);
    if (b->at == b->end) return false;
    c->value = (first & 0xe0) << 3 | *b->at++;
    return true;
}

/* A number of this tag that is not negative and at most `most`. */
static inline bool compact_bounded(struct bytes *b, enum compact_tag tag, int64_t most, uint32_t *value)
{
    struct compact c;
    if (!compact_next(b, &c) || c.tag != tag || c.digits || c.value < 0 || c.value > most) return false;
    *value = (uint32_t)c.value;
    return true;
}
