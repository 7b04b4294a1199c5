/* term/jenkins.c - bitstrings under Bob Jenkins' hash, a part at a time. */
#include "term/jenkins.h"
#include <string.h>

enum { BLOCK_BYTES = 12 };

static uint8_t byte_at(struct bits b, size_t i)
{
    return (uint8_t)(b.data[i] << b.offset | (b.offset ? b.data[i + 1] >> (8 - b.offset) : 0));
}

static uint32_t word_at(struct bits b, size_t i)
{
    uint32_t word;
    if (b.offset == 0) {
        memcpy(&word, b.data + i, sizeof word);
        return word;
    }
    return byte_at(b, i) | (uint32_t)byte_at(b, i + 1) << 8 | (uint32_t)byte_at(b, i + 2) << 16 |
           (uint32_t)byte_at(b, i + 3) << 24;
}

void jenkins_begin(uint32_t block[3], uint32_t hash)
{
    block[0] = block[1] = GOLDEN;
    block[2] = SALT(13) + hash;
}

size_t jenkins_blocks(uint32_t block[3], struct bits b, size_t from, size_t to)
{
    for (; to - from >= BLOCK_BYTES; from += BLOCK_BYTES) {
        for (size_t k = 0; k < 3; k++) block[k] += word_at(b, from + 4 * k);
        mix3(&block[0], &block[1], &block[2]);
    }
    return from;
}

/* The length is added to the lowest byte of the last word. */
uint32_t jenkins_end(uint32_t block[3], struct bits b, size_t from)
{
    size_t size = jenkins_bytes(b), rest = b.size % 8;
    uint32_t last = 0;
    block[2] += (uint32_t)size;
    for (size_t k = 0; from + k < size; k++) {
        size_t at = k < 8 ? k : k + 1;
        block[at / 4] += (uint32_t)byte_at(b, from + k) << at % 4 * 8;
    }
    if (b.size) mix3(&block[0], &block[1], &block[2]);
    for (size_t i = b.offset + b.size - rest; i < b.offset + b.size; i++)
        last = last * 2 + (b.data[i / 8] >> (7 - i % 8) & 1);
    return rest ? mix_words(block[2], (uint32_t)rest, last, SALT(15)) : block[2];
}
