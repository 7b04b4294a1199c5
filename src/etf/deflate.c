/* etf/deflate.c - compressed terms. */
#include "etf/deflate.h"
#include "etf/inflate.h"
#include "memory/memory.h"
#include <zlib.h>

/* Version, tag and the uncompressed size stand before the data. */
enum { HEAD = 6, CHUNK = 16384, WORK_A_CHUNK = 131072 };

struct deflation {
    z_stream stream;
    size_t room, done; /* of the data */
    uint8_t bytes[];
};

static void put_head(uint8_t *to, size_t size)
{
    uint32_t be = __builtin_bswap32((uint32_t)(size - 1));
    to[0] = ETF_VERSION, to[1] = ETF_COMPRESSED;
    memcpy(to + 2, &be, sizeof be);
}

struct deflation *deflation_open(const uint8_t *bytes, size_t size, int level)
{
    struct deflation *z = memory_alloc(MEMORY_SYSTEM, sizeof *z + size + HEAD);
    if (!z) return NULL;
    *z =
        (struct deflation){.stream = {.zalloc = zlib_alloc, .zfree = zlib_free}, .room = size > HEAD ? size - HEAD : 0};
    z->stream.next_in = (Bytef *)(uintptr_t)(bytes + 1);
    z->stream.avail_in = (uInt)(size - 1);
    if (deflateInit(&z->stream, level) != Z_OK) {
        memory_free(MEMORY_SYSTEM, z);
        return NULL;
    }
    put_head(z->bytes, size);
    return z;
}

enum etf_result deflation_run(struct deflation *z, int64_t *budget)
{
    while (*budget > 0) {
        size_t room = z->room - z->done < CHUNK ? z->room - z->done : CHUNK;
        z->stream.next_out = z->bytes + HEAD + z->done;
        z->stream.avail_out = (uInt)room;
        int end = room ? deflate(&z->stream, Z_FINISH) : Z_BUF_ERROR;
        z->done += room - z->stream.avail_out;
        *budget -= WORK_A_CHUNK;
        if (end == Z_STREAM_END) return ETF_OK;
        if (end != Z_OK || z->done == z->room) return ETF_BAD;
    }
    return ETF_MORE;
}

const uint8_t *deflation_bytes(const struct deflation *z, size_t *size)
{
    *size = HEAD + z->done;
    return z->bytes;
}

void deflation_close(struct deflation *z)
{
    if (!z) return;
    deflateEnd(&z->stream);
    memory_free(MEMORY_SYSTEM, z);
}
