/* platform/guest/files.c - open files: reading, writing, position, size. */
#include "memory/memory.h"
#include "platform/host_jobs.h"
#include "platform/guest/guest.h"
#include "platform/host_programs.h"
#include <stdio.h>

static int64_t now(void) { return platform_system_ns() / 1000000000; }

struct open_file *open_file(host_device d)
{
    struct guest_world *w = world();
    if (d < FILE_DEVICES || (uint32_t)(d - FILE_DEVICES) >= w->open_count) return NULL;
    struct open_file *f = &w->open[d - FILE_DEVICES];
    return f->inode ? f : NULL;
}

/* -- the table of open files: free ones are chained by index + 1 ------------------------------------ */

static bool grow(struct guest_world *w)
{
    uint32_t room = w->open_count ? w->open_count * 2 : 16;
    if (room > OPEN_FILES_MAX) return false;
    struct open_file *open = memory_resize(MEMORY_SYSTEM, w->open, room * sizeof *open);
    if (!open) return false;
    for (uint32_t i = room; i-- > w->open_count;) {
        open[i] = (struct open_file){.next = w->free};
        w->free = i + 1;
    }
    w->open = open, w->open_count = room;
    return true;
}

static enum host_error take(struct inode *n, unsigned modes, host_device *d)
{
    struct guest_world *w = world();
    if (!w->free && !grow(w)) return HOST_EMFILE;
    uint32_t index = w->free - 1;
    struct open_file *f = &w->open[index];
    w->free = f->next;
    *f = (struct open_file){.inode = n, .modes = modes};
    n->open++;
    *d = FILE_DEVICES + (host_device)index;
    return HOST_OK;
}

static void give_back(struct open_file *f)
{
    struct guest_world *w = world();
    struct inode *n = f->inode;
    n->open--;
    inode_release(&w->files, n);
    *f = (struct open_file){.next = w->free};
    w->free = (uint32_t)(f - w->open) + 1;
}

/* A second device for the same file; unlike Linux', its position is its own. */
enum host_error guest_duplicate(host_device d, host_device *copy)
{
    struct open_file *f = open_file(d);
    if (!f) return HOST_EBADF;
    uint64_t position = f->position;
    enum host_error e = take(f->inode, f->modes, copy);
    if (e == HOST_OK) open_file(*copy)->position = position;
    return e;
}

/* -- opening ------------------------------------------------------------------------------------------ */

static bool may_create(unsigned modes) { return modes & OPEN_WRITE; }

/* What a process without privileges would be refused: the image's files say who may write. */
static enum host_error may_open(const struct inode *n, unsigned modes)
{
    if (n->type == FILE_DIRECTORY) {
        if (modes & OPEN_WRITE || !(modes & (OPEN_ANY_TYPE | OPEN_DIRECTORY))) return HOST_EISDIR;
        return HOST_OK;
    }
    if (modes & OPEN_DIRECTORY) return HOST_ENOTDIR;
    return HOST_OK;
}

static enum host_error create(struct tree *t, struct place *p, unsigned modes)
{
    if (modes & OPEN_DIRECTORY) return HOST_ENOTDIR;
    if (p->as_directory) return HOST_EISDIR;
    p->inode = inode_new(t, FILE_REGULAR, 0644);
    if (!p->inode) return HOST_ENOSPC;
    enum host_error e = directory_set(t, p->directory, p->name, p->bytes, p->inode);
    p->inode->links = e == HOST_OK;
    inode_release(t, p->inode);
    return e;
}

enum host_error host_open(const char *path, unsigned modes, host_device *file)
{
    struct tree *t = &world()->files;
    struct place p;
    enum host_error e = tree_walk(t, path, !(modes & OPEN_EXCLUSIVE), &p);
    if (modes & OPEN_APPEND) modes |= OPEN_WRITE;
    if (e != HOST_OK) return e;
    if (p.inode && modes & OPEN_EXCLUSIVE && may_create(modes)) return HOST_EEXIST;
    if (!p.inode && !may_create(modes)) return HOST_ENOENT;
    e = p.inode ? may_open(p.inode, modes) : create(t, &p, modes);
    if (e != HOST_OK) return e;
    bool truncate = p.inode->type == FILE_REGULAR && (modes & (OPEN_READ | OPEN_WRITE | OPEN_APPEND)) == OPEN_WRITE;
    if (truncate && (e = content_set_size(t, p.inode, 0)) != HOST_OK) return e;
    if (truncate) p.inode->modified = p.inode->changed = now();
    return take(p.inode, modes, file);
}

enum host_error host_close(host_device d)
{
    if (is_socket(d)) return guest_page.sockets ? guest_page.sockets->close(d) : HOST_EBADF;
    if (is_console(d)) return host_watch(d, 0), HOST_OK;
    struct open_file *f = open_file(d);
    if (!f) return HOST_EBADF;
    give_back(f);
    return HOST_OK;
}

enum host_error host_check_device(host_device d)
{
    return is_console(d) || is_socket(d) || open_file(d) ? HOST_OK : HOST_EBADF;
}

/* -- bytes ---------------------------------------------------------------------------------------------- */

static enum host_error file_for(host_device d, unsigned mode, struct open_file **f)
{
    *f = open_file(d);
    if (!*f || !((*f)->modes & mode)) return HOST_EBADF;
    return (*f)->inode->type == FILE_DIRECTORY ? HOST_EISDIR : HOST_OK;
}

enum host_error host_read_file(host_device file, int64_t offset, void *to, size_t size, size_t *got)
{
    struct open_file *f;
    *got = 0;
    if (file == STANDARD_INPUT) return host_read(file, to, size, got);
    enum host_error e = file_for(file, OPEN_READ | OPEN_ANY_TYPE, &f);
    if (e != HOST_OK) return e;
    uint64_t at = offset < 0 ? f->position : (uint64_t)offset;
    if (f->inode->is_null) return HOST_OK;
    if (f->inode->type == FILE_DEVICE) e = disk_read(at, to, size, got);
    else *got = content_read(f->inode, at, to, size);
    if (offset < 0) f->position += *got;
    return e;
}

/* What /dev/null does. */
static enum host_error take_all(const struct host_chunk *chunks, size_t count, size_t *written)
{
    for (size_t i = 0; i < count; i++) *written += chunks[i].size;
    return HOST_OK;
}

enum host_error host_write_file(host_device file, int64_t offset, const struct host_chunk *chunks, size_t count,
                                size_t *written)
{
    struct open_file *f;
    *written = 0;
    if (is_console(file)) return host_write(file, chunks, count, written);
    enum host_error e = file_for(file, OPEN_WRITE, &f);
    if (e == HOST_OK && f->inode->is_null) return take_all(chunks, count, written);
    for (size_t i = 0; i < count && e == HOST_OK; i++) {
        uint64_t at = f->modes & OPEN_APPEND ? f->inode->size : offset < 0 ? f->position : (uint64_t)offset + *written;
        size_t put;
        e = f->inode->type == FILE_DEVICE
                ? disk_write(at, chunks[i].bytes, chunks[i].size, &put)
                : content_write(&world()->files, f->inode, at, chunks[i].bytes, chunks[i].size, &put);
        *written += put;
        if (offset < 0) f->position = at + put;
    }
    if (*written) f->inode->modified = f->inode->changed = now();
    return e;
}

enum host_error host_seek(host_device file, enum host_origin origin, int64_t offset, int64_t *position)
{
    struct open_file *f = open_file(file);
    *position = -1;
    if (!f) return is_console(file) || is_socket(file) ? HOST_ESPIPE : HOST_EBADF;
    int64_t from = origin == FROM_START ? 0 : origin == FROM_HERE ? (int64_t)f->position : (int64_t)f->inode->size;
    int64_t to;
    if (__builtin_add_overflow(from, offset, &to) || to < 0) return HOST_EINVAL;
    f->position = (uint64_t)to;
    *position = to;
    return HOST_OK;
}

/* Only for the disk there is something to wait for. */
enum host_error host_sync(host_device file, bool data_only)
{
    const struct open_file *f = open_file(file);
    (void)data_only;
    if (f && f->inode->type == FILE_DEVICE && !f->inode->is_null && guest_page.disk) return guest_page.disk->flush();
    return f ? HOST_OK : is_console(file) ? HOST_EINVAL : HOST_EBADF;
}

enum host_error host_truncate(host_device file)
{
    struct open_file *f;
    enum host_error e = file_for(file, OPEN_WRITE, &f);
    if (e != HOST_OK) return e == HOST_EBADF && open_file(file) ? HOST_EINVAL : e;
    if (f->inode->type != FILE_REGULAR) return HOST_EINVAL;
    f->inode->modified = f->inode->changed = now();
    return content_set_size(&world()->files, f->inode, f->position);
}

/* Zeros are written where nothing is, so that later writes there find their room. */
enum host_error host_allocate(host_device file, int64_t offset, int64_t size)
{
    struct open_file *f;
    enum host_error e = file_for(file, OPEN_WRITE, &f);
    if (e != HOST_OK) return e;
    if (offset < 0 || size <= 0 || f->inode->type != FILE_REGULAR) return HOST_EINVAL;
    uint64_t end = (uint64_t)offset + (uint64_t)size;
    while (e == HOST_OK && f->inode->size < end) {
        static const char zeros[4096];
        uint64_t left = end - f->inode->size;
        size_t written;
        e = content_write(&world()->files, f->inode, f->inode->size, zeros, left < sizeof zeros ? left : sizeof zeros,
                          &written);
    }
    return e;
}

enum host_error host_advise(host_device file, int64_t offset, int64_t size, enum host_advice advice)
{
    (void)file, (void)offset, (void)size, (void)advice;
    return HOST_OK;
}

/* No helpers: every call is made by the machine's one thread. */
bool host_job_start(struct host_job *job) { return (void)job, false; }
struct host_job *host_job_next(void) { return NULL; }
bool host_path_may_wait(const char *path) { return (void)path, false; }
bool host_device_may_wait(host_device file) { return (void)file, false; }
enum host_error host_try_read_file(host_device file, int64_t offset, void *to, size_t size, size_t *got)
{
    return host_read_file(file, offset, to, size, got);
}

void guest_tell_open_files(void)
{
    const struct guest_world *w = world();
    char text[128];
    unsigned count = 0;
    for (uint32_t i = 0; i < w->open_count; i++) count += w->open[i].inode != NULL;
    if (count == 0) return;
    int size =
        snprintf(text, sizeof text, "ling: warning: %u file%s open, and each instance goes on from where it stands\n",
                 count, count == 1 ? " is" : "s are");
    platform_console(text, (size_t)size);
}
