/* term/jenkins.h - Bob Jenkins' mixing of 96 bits, of which OTP's hashes of terms are made. */
#pragma once
#include "term/objects.h"

#define GOLDEN UINT32_C(0x9e3779b9)

/* A constant for each kind of term, so that equal bits of different kinds differ. */
#define SALT(n) (GOLDEN * UINT32_C(n))

static inline void mix3(uint32_t *x, uint32_t *y, uint32_t *z)
{
    uint32_t a = *x, b = *y, c = *z;
    a = (a - b - c) ^ c >> 13;
    b = (b - c - a) ^ a << 8;
    c = (c - a - b) ^ b >> 13;
    a = (a - b - c) ^ c >> 12;
    b = (b - c - a) ^ a << 16;
    c = (c - a - b) ^ b >> 5;
    a = (a - b - c) ^ c >> 3;
    b = (b - c - a) ^ a << 10;
    c = (c - a - b) ^ b >> 15;
    *x = a, *y = b, *z = c;
}

/* `hash` with two words more. */
static inline uint32_t mix_words(uint32_t hash, uint32_t x, uint32_t y, uint32_t salt)
{
    uint32_t a = salt + x, b = salt + y;
    mix3(&a, &b, &hash);
    return hash;
}

/* -- a bitstring: its whole bytes, twelve at a time, then the bits that are left -------- */

static inline size_t jenkins_bytes(struct bits b) { return b.size / 8 & 0xffffffff; }
void jenkins_begin(uint32_t block[3], uint32_t hash);
/* Whole blocks between two places; the first byte that is left. */
size_t jenkins_blocks(uint32_t block[3], struct bits b, size_t from, size_t to);
/* The hash, when what is left begins at byte `from`. */
uint32_t jenkins_end(uint32_t block[3], struct bits b, size_t from);
