/* code/beam_inflate.c - zlib for .beam files: gzip'ed files and packed literal chunks. */
#include "code/beam_parts.h"
#include "memory/memory.h"
#include <zlib.h>

/* zlib's own working memory comes from the arena too. */
static void *zlib_alloc(void *unused, unsigned items, unsigned size)
{
    (void)unused;
    return memory_alloc(MEMORY_CODE, (size_t)items * size);
}
static void zlib_free(void *unused, void *p)
{
    (void)unused;
    memory_free(MEMORY_CODE, p);
}

enum { ZLIB_BITS = 15, GZIP_BITS = 15 + 16 };

static bool open_stream(z_stream *z, struct bytes from, int bits)
{
    *z = (z_stream){.zalloc = zlib_alloc, .zfree = zlib_free};
    z->next_in = (uint8_t *)(uintptr_t)from.at;
    z->avail_in = (unsigned)bytes_left(&from);
    return inflateInit2(z, bits) == Z_OK;
}

bool beam_inflate(struct bytes stream, uint8_t *to, size_t size)
{
    z_stream z;
    if (bytes_left(&stream) > UINT32_MAX || size > UINT32_MAX || !open_stream(&z, stream, ZLIB_BITS)) return false;
    z.next_out = to;
    z.avail_out = (unsigned)size;
    int end = inflate(&z, Z_FINISH);
    inflateEnd(&z);
    return end == Z_STREAM_END && z.avail_out == 0;
}

/* No module comes near this; a few bytes of gzip could ask for a thousand times as many. */
enum { UNPACKED_MAX = 256 << 20 };

/* Inflates into a buffer that doubles; *size becomes what came out. */
static enum beam_error inflate_growing(z_stream *z, uint8_t **buffer, size_t *size)
{
    size_t room = 4 * (size_t)z->avail_in + 4096;
    for (int end = Z_OK; end != Z_STREAM_END; room *= 2) {
        uint8_t *grown = room <= UNPACKED_MAX ? memory_resize(MEMORY_CODE, *buffer, room) : NULL;
        if (!grown) return BEAM_NO_MEMORY;
        *buffer = grown;
        z->next_out = grown + z->total_out;
        z->avail_out = (unsigned)(room - z->total_out);
        end = inflate(z, Z_NO_FLUSH);
        if (end != Z_STREAM_END && (end != Z_OK || z->avail_out)) return BEAM_BAD_GZIP;
    }
    *size = z->total_out;
    return BEAM_OK;
}

enum beam_error beam_unpack(struct beam *b, struct bytes *file)
{
    z_stream z;
    size_t size = 0;
    if (bytes_left(file) > UNPACKED_MAX) return BEAM_BAD_GZIP;
    if (!open_stream(&z, *file, GZIP_BITS)) return BEAM_NO_MEMORY;
    enum beam_error e = inflate_growing(&z, &b->unpacked, &size);
    inflateEnd(&z);
    if (e) return e;
    *file = bytes_of(b->unpacked, size);
    return BEAM_OK;
}
