/* platform/guest/content.c - the bytes of regular files: the image's until written to, then chunks of ours. */
#include "memory/memory.h"
#include "platform/guest/tree.h"
#include <string.h>

static uint64_t chunks_for(uint64_t size) { return (size + CONTENT_CHUNK - 1) / CONTENT_CHUNK; }

size_t content_read(const struct inode *n, uint64_t at, void *to, size_t size)
{
    if (at >= n->size) return 0;
    if (size > n->size - at) size = n->size - at;
    if (n->image) {
        memcpy(to, n->image + at, size);
        return size;
    }
    for (size_t done = 0; done < size;) {
        uint64_t index = (at + done) / CONTENT_CHUNK, from = (at + done) % CONTENT_CHUNK;
        size_t part = CONTENT_CHUNK - from < size - done ? CONTENT_CHUNK - from : size - done;
        const uint8_t *chunk = index < n->count ? n->chunks[index] : NULL;
        if (chunk) memcpy((char *)to + done, chunk + from, part);
        else memset((char *)to + done, 0, part);
        done += part;
    }
    return size;
}

/* Room in the table of chunks. */
static bool grow_table(struct tree *t, struct inode *n, uint64_t count)
{
    if (count <= n->count) return true;
    uint64_t room = n->count + n->count / 2;
    if (room < count) room = count;
    uint64_t more = (room - n->count) * sizeof *n->chunks;
    if (room > t->quota || !tree_charge(t, more)) return false;
    uint8_t **chunks = memory_resize(MEMORY_SYSTEM, n->chunks, room * sizeof *chunks);
    if (!chunks) {
        t->used -= more;
        return false;
    }
    memset(chunks + n->count, 0, more);
    n->chunks = chunks, n->count = room;
    return true;
}

/* The chunk to write to; NULL: no room. */
static uint8_t *chunk_at(struct tree *t, struct inode *n, uint64_t index)
{
    if (!grow_table(t, n, index + 1)) return NULL;
    if (n->chunks[index]) return n->chunks[index];
    if (!tree_charge(t, CONTENT_CHUNK)) return NULL;
    n->chunks[index] = memory_alloc_zeroed(MEMORY_SYSTEM, CONTENT_CHUNK);
    if (!n->chunks[index]) t->used -= CONTENT_CHUNK;
    return n->chunks[index];
}

static enum host_error put(struct tree *t, struct inode *n, uint64_t at, const void *from, size_t size, size_t *written)
{
    for (*written = 0; *written < size;) {
        uint64_t to = at + *written;
        uint8_t *chunk = chunk_at(t, n, to / CONTENT_CHUNK);
        if (!chunk) return HOST_ENOSPC;
        size_t room = CONTENT_CHUNK - to % CONTENT_CHUNK, left = size - *written, part = left < room ? left : room;
        memcpy(chunk + to % CONTENT_CHUNK, (const char *)from + *written, part);
        *written += part;
        if (at + *written > n->size) n->size = at + *written;
    }
    return HOST_OK;
}

/* Makes the bytes of the image, up to `size`, ours. */
static enum host_error own(struct tree *t, struct inode *n, uint64_t size)
{
    const uint8_t *image = n->image;
    uint64_t before = n->size;
    size_t written;
    if (!image) return HOST_OK;
    n->image = NULL, n->size = 0;
    enum host_error e = put(t, n, 0, image, size < before ? size : before, &written);
    if (e == HOST_OK) return HOST_OK;
    content_free(t, n);
    n->image = image, n->size = before;
    return e;
}

enum host_error content_write(struct tree *t, struct inode *n, uint64_t at, const void *from, size_t size,
                              size_t *written)
{
    *written = 0;
    if (size > (uint64_t)INT64_MAX - at) return HOST_EFBIG;
    enum host_error e = own(t, n, UINT64_MAX);
    return e == HOST_OK ? put(t, n, at, from, size, written) : e;
}

enum host_error content_set_size(struct tree *t, struct inode *n, uint64_t size)
{
    enum host_error e = own(t, n, size);
    if (e != HOST_OK) return e;
    for (uint64_t i = chunks_for(size); i < n->count && size < n->size; i++) {
        if (!n->chunks[i]) continue;
        memory_free(MEMORY_SYSTEM, n->chunks[i]);
        n->chunks[i] = NULL;
        t->used -= CONTENT_CHUNK;
    }
    uint64_t last = size / CONTENT_CHUNK, keep = size % CONTENT_CHUNK;
    if (size < n->size && keep && last < n->count && n->chunks[last])
        memset(n->chunks[last] + keep, 0, CONTENT_CHUNK - keep); /* zeros, should it grow again */
    n->size = size;
    return HOST_OK;
}

void content_free(struct tree *t, struct inode *n)
{
    for (uint64_t i = 0; i < n->count; i++) {
        if (!n->chunks[i]) continue;
        memory_free(MEMORY_SYSTEM, n->chunks[i]);
        t->used -= CONTENT_CHUNK;
    }
    t->used -= n->count * sizeof *n->chunks;
    memory_free(MEMORY_SYSTEM, n->chunks);
    n->chunks = NULL, n->count = 0, n->image = NULL;
}
