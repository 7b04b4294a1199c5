/* etf/inflate.c - compressed terms are inflated whole before they are decoded. */
#include "etf/inflate.h"
#include "memory/memory.h"
#include <zlib.h>

enum { CHUNK = 65536 };

struct inflation {
    z_stream stream;
    const uint8_t *input, *start;
    size_t size, done;
    bool finished;
    uint8_t *bytes;
};

void *zlib_alloc(void *nothing, unsigned items, unsigned size)
{
    (void)nothing;
    return memory_alloc(MEMORY_SYSTEM, (size_t)items * size);
}

void zlib_free(void *nothing, void *p)
{
    (void)nothing;
    memory_free(MEMORY_SYSTEM, p);
}

enum etf_result inflation_open(struct etf_decoder *d)
{
    bytes_u8(&d->in);
    size_t size = bytes_u32be(&d->in), packed = bytes_left(&d->in);
    /* deflate makes nothing smaller than 1:1032 */
    if (d->in.spent || size / 1032 > packed) return ETF_BAD;
    struct inflation *z = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *z);
    if (!z) return ETF_NO_MEMORY;
    *z = (struct inflation){.stream = {.zalloc = zlib_alloc, .zfree = zlib_free}, .size = size, .start = d->start};
    z->bytes = memory_alloc(MEMORY_SYSTEM, size);
    if (!z->bytes || inflateInit(&z->stream) != Z_OK) {
        memory_free(MEMORY_SYSTEM, z->bytes);
        memory_free(MEMORY_SYSTEM, z);
        return ETF_NO_MEMORY;
    }
    z->input = d->in.at;
    z->stream.next_in = (Bytef *)(uintptr_t)z->input;
    d->in.at = d->in.end;
    z->stream.avail_in = (uInt)(packed < UINT32_MAX ? packed : UINT32_MAX);
    d->inflation = z;
    return ETF_MORE;
}

static enum etf_result finish(struct etf_decoder *d, struct inflation *z)
{
    d->in = bytes_of(z->bytes, z->size);
    z->finished = true;
    return z->done == z->size ? ETF_MORE : ETF_BAD;
}

bool inflation_run(struct etf_decoder *d, int64_t *budget)
{
    struct inflation *z = d->inflation;
    while (!z->finished && d->result == ETF_MORE) {
        if (*budget <= 0) return false;
        size_t room = z->size - z->done < CHUNK ? z->size - z->done : CHUNK;
        uint8_t beyond; /* the end of the stream may need a call with some room left */
        z->stream.next_out = room ? z->bytes + z->done : &beyond;
        z->stream.avail_out = room ? (uInt)room : 1;
        int end = inflate(&z->stream, Z_NO_FLUSH);
        size_t made = (size_t)(z->stream.next_out - (room ? z->bytes + z->done : &beyond));
        z->done += made;
        *budget -= CHUNK / 8;
        if (end == Z_STREAM_END && z->done == z->size) d->result = finish(d, z);
        else if (end == Z_MEM_ERROR) d->result = ETF_NO_MEMORY;
        else if (end != Z_OK || made == 0 || z->done > z->size) d->result = ETF_BAD;
    }
    return d->result == ETF_MORE;
}

size_t inflation_used(const struct inflation *z) { return (size_t)(z->input - z->start) + z->stream.total_in; }

void inflation_close(struct inflation *z)
{
    if (!z) return;
    inflateEnd(&z->stream);
    memory_free(MEMORY_SYSTEM, z->bytes);
    memory_free(MEMORY_SYSTEM, z);
}
