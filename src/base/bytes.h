/* base/bytes.h - the only way to read bytes that came from outside.
 *
 * A reader never passes its end.  After the first short read it is "spent":
 * every further read yields zero, so a parser may read a whole record and ask
 * once at the end whether it was all there.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
    const uint8_t *at, *end;
    bool spent;
};

/* `p` may be NULL if there is nothing. */
static inline struct bytes bytes_of(const void *p, size_t size)
{
    return (struct bytes){.at = p, .end = size ? (const uint8_t *)p + size : p, .spent = false};
}

static inline size_t bytes_left(const struct bytes *b) { return (size_t)(b->end - b->at); }

/* The next `size` bytes, or NULL (and the reader is spent). */
static inline const uint8_t *bytes_take(struct bytes *b, size_t size)
{
    if (b->spent || bytes_left(b) < size) {
        b->spent = true;
        return NULL;
    }
    const uint8_t *p = b->at;
    b->at += size;
    return p;
}

static inline uint8_t bytes_u8(struct bytes *b)
{
    const uint8_t *p = bytes_take(b, 1);
    return p ? p[0] : 0;
}

static inline uint16_t bytes_u16be(struct bytes *b)
{
    const uint8_t *p = bytes_take(b, 2);
    return p ? (uint16_t)(p[0] << 8 | p[1]) : 0;
}

static inline uint32_t bytes_u32be(struct bytes *b)
{
    const uint8_t *p = bytes_take(b, 4);
    return p ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3] : 0;
}

static inline uint64_t bytes_u64be(struct bytes *b)
{
    uint64_t high = bytes_u32be(b);
    return high << 32 | bytes_u32be(b);
}
