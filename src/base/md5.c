/* base/md5.c - MD5 as RFC 1321 defines it: 64 steps on blocks of 64 bytes, little-endian. */
#include "base/md5.h"
#include <string.h>

/* The four auxiliary functions F, G, H, I (section 3.4), in forms that need one operation less. */
#define F(x, y, z) ((z) ^ ((x) & ((y) ^ (z))))
#define G(x, y, z) (((x) & (z)) + ((y) & ~(z)))
#define H(x, y, z) ((x) ^ (y) ^ (z))
#define I(x, y, z) ((y) ^ ((x) | ~(z)))

#define STEP(function, a, b, c, d, k, constant, shift)                                                                 \
    do {                                                                                                               \
        a += function(b, c, d) + word[k] + (constant);                                                                 \
        a = (a << (shift) | a >> (32 - (shift))) + b;                                                                  \
    } while (0)
#define STEPS(function, k0, k1, k2, k3, t0, t1, t2, t3, s0, s1, s2, s3)                                                \
    STEP(function, a, b, c, d, k0, t0, s0);                                                                            \
    STEP(function, d, a, b, c, k1, t1, s1);                                                                            \
    STEP(function, c, d, a, b, k2, t2, s2);                                                                            \
    STEP(function, b, c, d, a, k3, t3, s3)

static void add_block(uint32_t state[4], const uint8_t *block)
{
    uint32_t word[16], a = state[0], b = state[1], c = state[2], d = state[3];
    memcpy(word, block, sizeof word);
    STEPS(F, 0, 1, 2, 3, 0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 7, 12, 17, 22);
    STEPS(F, 4, 5, 6, 7, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501, 7, 12, 17, 22);
    STEPS(F, 8, 9, 10, 11, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 7, 12, 17, 22);
    STEPS(F, 12, 13, 14, 15, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 7, 12, 17, 22);
    STEPS(G, 1, 6, 11, 0, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 5, 9, 14, 20);
    STEPS(G, 5, 10, 15, 4, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8, 5, 9, 14, 20);
    STEPS(G, 9, 14, 3, 8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 5, 9, 14, 20);
    STEPS(G, 13, 2, 7, 12, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 5, 9, 14, 20);
    STEPS(H, 5, 8, 11, 14, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 4, 11, 16, 23);
    STEPS(H, 1, 4, 7, 10, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 4, 11, 16, 23);
    STEPS(H, 13, 0, 3, 6, 0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 4, 11, 16, 23);
    STEPS(H, 9, 12, 15, 2, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 4, 11, 16, 23);
    STEPS(I, 0, 7, 14, 5, 0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 6, 10, 15, 21);
    STEPS(I, 12, 3, 10, 1, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1, 6, 10, 15, 21);
    STEPS(I, 8, 15, 6, 13, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 6, 10, 15, 21);
    STEPS(I, 4, 11, 2, 9, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391, 6, 10, 15, 21);
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
}

void md5_open(struct md5 *m) { *m = (struct md5){.state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}}; }

void md5_add(struct md5 *m, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;
    size_t held = m->size % MD5_BLOCK;
    m->size += size;
    if (held) {
        size_t part = MD5_BLOCK - held < size ? MD5_BLOCK - held : size;
        memcpy(m->block + held, at, part);
        at += part, size -= part;
        if (held + part < MD5_BLOCK) return;
        add_block(m->state, m->block);
    }
    for (; size >= MD5_BLOCK; at += MD5_BLOCK, size -= MD5_BLOCK) add_block(m->state, at);
    if (size) memcpy(m->block, at, size);
}

void md5_close(struct md5 *m, uint8_t digest[MD5_BYTES])
{
    static const uint8_t padding[MD5_BLOCK] = {0x80};
    uint64_t bits = m->size * 8;
    md5_add(m, padding, 1 + (MD5_BLOCK * 2 - 9 - m->size % MD5_BLOCK) % MD5_BLOCK);
    md5_add(m, &bits, sizeof bits);
    memcpy(digest, m->state, MD5_BYTES);
}
