/* base/md5.h - the MD5 message digest (RFC 1321). */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { MD5_BYTES = 16, MD5_BLOCK = 64 };

struct md5 {
    uint32_t state[4];
    uint64_t size; /* bytes so far */
    uint8_t block[MD5_BLOCK];
};

void md5_open(struct md5 *m);
void md5_add(struct md5 *m, const void *bytes, size_t size);
void md5_close(struct md5 *m, uint8_t digest[MD5_BYTES]);
