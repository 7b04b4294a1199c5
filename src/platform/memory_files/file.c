/* platform/memory_files/file.c - open files: reading, writing, position, size. */
#include "memory/memory.h"
#include "platform/memory_files/tree.h"
#include <string.h>

enum { CREATED_MODE = 0644 };
#define FILE_BYTES_MAX (INT64_C(1) << 40)

struct open_file {
    struct file_node *node;
    int64_t position;
    unsigned modes;
    uint32_t users;
};

static bool may_write(unsigned modes) { return modes & (OPEN_WRITE | OPEN_APPEND); }
/* As open(2) is called on Linux: anything but reading alone creates. */
static bool creates(unsigned modes) { return (modes & (OPEN_READ | OPEN_WRITE)) != OPEN_READ; }
static bool may_read(unsigned modes) { return (modes & (OPEN_READ | OPEN_WRITE)) != OPEN_WRITE; }
static bool truncates(unsigned modes)
{
    return (modes & (OPEN_READ | OPEN_WRITE)) == OPEN_WRITE && !(modes & OPEN_APPEND);
}

static enum host_error create(struct file_system *fs, struct file_place *place)
{
    if (!place->directory || place->slash) return HOST_EISDIR;
    if (!place->directory->links) return HOST_ENOENT; /* it was deleted */
    struct file_node *n = node_new(fs, FILE_REGULAR, CREATED_MODE);
    if (!n) return HOST_ENOSPC;
    enum host_error e = directory_add(place->directory, place->name, n);
    if (e != HOST_OK) return node_release(n), e;
    place->node = n;
    return HOST_OK;
}

static enum host_error check_type(const struct file_node *n, unsigned modes)
{
    bool directory = n->type == FILE_DIRECTORY;
    if (directory && (may_write(modes) || !(modes & (OPEN_ANY_TYPE | OPEN_DIRECTORY)))) return HOST_EISDIR;
    if (!directory && modes & OPEN_DIRECTORY) return HOST_ENOTDIR;
    return n->type == FILE_OTHER ? HOST_ENXIO : HOST_OK;
}

static enum host_error find_or_create(struct file_system *fs, const char *path, unsigned modes, struct file_node **node)
{
    struct file_place place;
    bool exclusive = creates(modes) && modes & OPEN_EXCLUSIVE;
    enum host_error e = path_walk(fs, path, !exclusive, &place);
    if (e != HOST_OK) return e;
    if (place.node && exclusive) return HOST_EEXIST;
    if (!place.node) e = creates(modes) ? create(fs, &place) : HOST_ENOENT;
    if (e == HOST_OK) e = check_type(place.node, modes);
    if (e == HOST_OK) e = node_load(place.node);
    *node = place.node;
    return e;
}

enum host_error files_open_file(struct file_system *fs, const char *path, unsigned modes, struct open_file **file)
{
    struct file_node *n;
    enum host_error e = find_or_create(fs, path, modes, &n);
    if (e == HOST_OK && truncates(modes) && n->type == FILE_REGULAR) e = node_resize(n, 0);
    if (e != HOST_OK) return e;
    *file = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof **file);
    if (!*file) return HOST_ENOMEM;
    **file = (struct open_file){n, 0, modes, 1};
    n->users++;
    return HOST_OK;
}

void open_file_share(struct open_file *f) { f->users++; }

void open_file_close(struct open_file *f)
{
    if (--f->users) return;
    f->node->users--;
    node_release(f->node);
    memory_free(MEMORY_SYSTEM, f);
}

enum host_file_type open_file_type(const struct open_file *f) { return f->node->type; }
void open_file_info(const struct open_file *f, struct host_file_info *info) { node_info(f->node, info); }

enum host_error open_file_read(struct open_file *f, int64_t offset, void *to, size_t size, size_t *got)
{
    struct file_node *n = f->node;
    int64_t at = offset < 0 ? f->position : offset;
    *got = 0;
    if (n->type == FILE_DIRECTORY) return HOST_EISDIR;
    if (!may_read(f->modes)) return HOST_EBADF;
    if ((uint64_t)at < n->size) {
        size_t left = n->size - (size_t)at;
        *got = size < left ? size : left;
        memcpy(to, n->bytes + at, *got);
    }
    if (offset < 0) f->position += (int64_t)*got;
    n->accessed = files_now();
    return HOST_OK;
}

static enum host_error write_chunk(struct file_node *n, int64_t at, const struct host_chunk *c)
{
    if (n->type == FILE_DEVICE) return HOST_OK; /* the one that takes everything */
    if (c->size > (size_t)(FILE_BYTES_MAX - at)) return HOST_EFBIG;
    size_t end = (size_t)at + c->size;
    enum host_error e = node_resize(n, end > n->size ? end : n->size);
    if (e == HOST_OK) memcpy(n->bytes + at, c->bytes, c->size);
    return e;
}

enum host_error open_file_write(struct open_file *f, int64_t offset, const struct host_chunk *chunks, size_t count,
                                size_t *written)
{
    enum host_error e = HOST_OK;
    int64_t at = offset < 0 ? f->position : offset;
    *written = 0;
    if (!may_write(f->modes)) return HOST_EBADF;
    if (f->modes & OPEN_APPEND) at = (int64_t)f->node->size;
    if (at > FILE_BYTES_MAX) return HOST_EFBIG;
    for (size_t i = 0; i < count && e == HOST_OK; i++) {
        if (!chunks[i].size) continue;
        e = write_chunk(f->node, at, &chunks[i]);
        if (e != HOST_OK) break;
        at += (int64_t)chunks[i].size;
        *written += chunks[i].size;
    }
    if (offset < 0) f->position = at;
    return e;
}

enum host_error open_file_seek(struct open_file *f, enum host_origin origin, int64_t offset, int64_t *position)
{
    int64_t base = origin == FROM_START ? 0 : origin == FROM_HERE ? f->position : (int64_t)f->node->size, at;
    if (__builtin_add_overflow(base, offset, &at)) return HOST_EOVERFLOW;
    if (at < 0) return HOST_EINVAL;
    *position = f->position = at;
    return HOST_OK;
}

enum host_error open_file_truncate(struct open_file *f)
{
    if (!may_write(f->modes) || f->node->type != FILE_REGULAR) return HOST_EINVAL;
    return f->position > FILE_BYTES_MAX ? HOST_EFBIG : node_resize(f->node, (size_t)f->position);
}

enum host_error open_file_allocate(struct open_file *f, int64_t offset, int64_t size)
{
    if (offset < 0 || size <= 0) return HOST_EINVAL;
    if (!may_write(f->modes)) return HOST_EBADF;
    if (f->node->type != FILE_REGULAR) return HOST_ENODEV;
    if (offset > FILE_BYTES_MAX || size > FILE_BYTES_MAX - offset) return HOST_EFBIG;
    size_t end = (size_t)(offset + size);
    return end > f->node->size ? node_resize(f->node, end) : HOST_OK;
}

const char *open_file_name(struct open_file *f, uint32_t *at)
{
    if (f->node->type != FILE_DIRECTORY || (*at == 0 && directory_list(f->node) != HOST_OK)) return NULL;
    const struct file_entry *e = f->node->entries;
    while (e && (e->number <= *at || !e->node)) e = e->next;
    if (e) *at = e->number;
    return e ? e->name : NULL;
}
