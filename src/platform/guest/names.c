/* platform/guest/names.c - the guest's files by name: information, directories, links. */
#include "memory/memory.h"
#include "platform/guest/guest.h"
#include <string.h>

static int64_t now(void) { return platform_system_ns() / 1000000000; }
static struct tree *tree(void) { return &world()->files; }

enum { DEVICE_NULL = 1 << 8 | 3 }; /* as Linux numbers /dev/null */

static void info_of(const struct inode *n, struct host_file_info *info)
{
    static const uint32_t kinds[] = {
        [FILE_DEVICE] = 0060000, [FILE_DIRECTORY] = 0040000, [FILE_REGULAR] = 0100000, [FILE_SYMLINK] = 0120000};
    *info =
        (struct host_file_info){.size = n->size,
                                .type = n->type,
                                .access = (n->mode & 0400 ? ACCESS_READ : 0u) | (n->mode & 0200 ? ACCESS_WRITE : 0u),
                                .accessed = n->accessed,
                                .modified = n->modified,
                                .changed = n->changed,
                                .mode = kinds[n->type] | n->mode,
                                .links = n->type == FILE_DIRECTORY ? 2 : n->links,
                                .device = 1,
                                .inode = n->number};
    if (n->type == FILE_DIRECTORY) info->size = CONTENT_CHUNK;
    if (n->is_null) info->special_device = DEVICE_NULL, info->mode = 0020000 | n->mode;
}

enum host_error host_file_info(const char *path, bool follow, struct host_file_info *info)
{
    struct inode *n;
    enum host_error e = tree_lookup(tree(), path, follow, &n);
    if (e == HOST_OK) info_of(n, info);
    return e;
}

enum host_error host_open_file_info(host_device file, struct host_file_info *info)
{
    struct open_file *f = open_file(file);
    if (is_console(file)) {
        *info = (struct host_file_info){
            .type = FILE_DEVICE, .access = ACCESS_READ | ACCESS_WRITE, .mode = 0020620, .links = 1};
        return HOST_OK;
    }
    if (f) info_of(f->inode, info);
    return f ? HOST_OK : HOST_EBADF;
}

enum host_error host_set_permissions(const char *path, uint32_t mode)
{
    struct inode *n;
    enum host_error e = tree_lookup(tree(), path, true, &n);
    if (e == HOST_OK) n->mode = mode & 0777, n->changed = now();
    return e;
}

/* There is one user, and it owns everything. */
enum host_error host_set_owner(const char *path, int32_t user, int32_t group)
{
    struct inode *n;
    enum host_error e = tree_lookup(tree(), path, true, &n);
    return e != HOST_OK ? e : user > 0 || group > 0 ? HOST_EPERM : HOST_OK;
}

enum host_error host_set_times(const char *path, int64_t accessed, int64_t modified)
{
    struct inode *n;
    enum host_error e = tree_lookup(tree(), path, true, &n);
    if (e == HOST_OK) n->accessed = accessed, n->modified = modified, n->changed = now();
    return e;
}

/* -- making and deleting -------------------------------------------------------------------------------- */

/* Where a new name can stand. */
static enum host_error vacant(const char *path, struct place *p)
{
    enum host_error e = tree_walk(tree(), path, false, p);
    return e != HOST_OK ? e : p->inode ? HOST_EEXIST : HOST_OK;
}

static enum host_error name_new(struct place *p, struct inode *n)
{
    enum host_error e = n ? directory_set(tree(), p->directory, p->name, p->bytes, n) : HOST_ENOSPC;
    if (n && e == HOST_OK) n->links++;
    if (n) inode_release(tree(), n);
    return e;
}

enum host_error host_make_directory(const char *path)
{
    struct place p;
    enum host_error e = vacant(path, &p);
    if (e != HOST_OK) return e;
    struct inode *n = inode_new(tree(), FILE_DIRECTORY, 0755);
    if (n) n->parent = p.directory;
    return name_new(&p, n);
}

enum host_error guest_make_null(const char *path)
{
    struct place p;
    enum host_error e = vacant(path, &p);
    if (e != HOST_OK) return e;
    struct inode *n = inode_new(tree(), FILE_DEVICE, 0666);
    if (n) n->is_null = true;
    return name_new(&p, n);
}

enum host_error host_symbolic_link(const char *existing, const char *to)
{
    struct place p;
    size_t size = strlen(existing);
    enum host_error e = vacant(to, &p);
    if (e != HOST_OK || size == 0) return e != HOST_OK ? e : HOST_ENOENT;
    struct inode *n = inode_new(tree(), FILE_SYMLINK, 0777);
    if (!n) return HOST_ENOSPC;
    n->target = tree_charge(tree(), size) ? memory_alloc(MEMORY_SYSTEM, size) : NULL;
    if (n->target) memcpy(n->target, existing, size), n->size = size;
    if (n->target) return name_new(&p, n);
    inode_release(tree(), n);
    return HOST_ENOSPC;
}

enum host_error host_hard_link(const char *existing, const char *to)
{
    struct inode *n;
    struct place p;
    enum host_error e = tree_lookup(tree(), existing, false, &n);
    if (e == HOST_OK) e = vacant(to, &p);
    if (e != HOST_OK) return e;
    if (n->type == FILE_DIRECTORY) return HOST_EPERM;
    return p.as_directory ? HOST_ENOENT : name_new(&p, n);
}

/* Takes the name away; the inode goes with its last name and last open file. */
static enum host_error unname(struct place *p)
{
    struct inode *n = p->inode;
    enum host_error e = directory_set(tree(), p->directory, p->name, p->bytes, NULL);
    if (e != HOST_OK) return e;
    n->links--, n->changed = now();
    if (n->type == FILE_DIRECTORY) n->parent = NULL;
    inode_release(tree(), n);
    return HOST_OK;
}

enum host_error host_delete_file(const char *path)
{
    struct place p;
    enum host_error e = tree_walk(tree(), path, false, &p);
    if (e != HOST_OK) return e;
    if (!p.inode) return HOST_ENOENT;
    return p.inode->type == FILE_DIRECTORY ? HOST_EPERM : unname(&p); /* POSIX's name, and OTP's */
}

enum host_error host_delete_directory(const char *path)
{
    struct place p;
    enum host_error e = tree_walk(tree(), path, false, &p);
    if (e != HOST_OK) return e;
    if (!p.inode) return HOST_ENOENT;
    if (p.inode->type != FILE_DIRECTORY) return HOST_ENOTDIR;
    if (p.inode == tree()->here) return HOST_EINVAL;
    if (p.bytes == 0 || p.inode == tree()->root) return HOST_EBUSY;
    return directory_is_empty(tree(), p.inode) ? unname(&p) : HOST_EEXIST; /* OTP's name for ENOTEMPTY */
}

static bool holds(const struct inode *directory, const struct inode *n)
{
    for (; n != n->parent && n->parent; n = n->parent)
        if (n == directory) return true;
    return n == directory;
}

static enum host_error may_replace(const struct place *from, const struct place *to)
{
    bool directory = from->inode->type == FILE_DIRECTORY;
    if (!from->bytes || (to->inode && !to->bytes)) return HOST_EBUSY;
    if (directory && holds(from->inode, to->directory)) return HOST_EINVAL;
    if (!directory && to->as_directory) return HOST_ENOTDIR;
    if (!to->inode) return HOST_OK;
    if (directory && to->inode->type != FILE_DIRECTORY) return HOST_ENOTDIR;
    if (!directory && to->inode->type == FILE_DIRECTORY) return HOST_EISDIR;
    return directory && !directory_is_empty(tree(), to->inode) ? HOST_EEXIST : HOST_OK;
}

/* As Linux: the directories of both are looked for before either name is. */
static enum host_error find_both(const char *from, struct place *a, const char *to, struct place *b)
{
    enum host_error e = tree_walk(tree(), from, false, a);
    if (e != HOST_OK && e != HOST_ENAMETOOLONG) return e;
    if (e == HOST_OK && !a->inode) e = HOST_ENOENT;
    enum host_error of_to = tree_walk(tree(), to, false, b);
    return of_to != HOST_OK && (e == HOST_OK || of_to != HOST_ENAMETOOLONG) ? of_to : e;
}

enum host_error host_rename(const char *from, const char *to)
{
    struct place a, b;
    enum host_error e = find_both(from, &a, to, &b);
    if (e == HOST_OK && a.inode == tree()->root) e = HOST_EINVAL;
    if (e != HOST_OK || a.inode == b.inode) return e;
    e = may_replace(&a, &b);
    if (e != HOST_OK) return e;
    struct inode *n = a.inode;
    n->links++; /* it keeps one name throughout */
    e = directory_set(tree(), b.directory, b.name, b.bytes, n);
    if (e == HOST_OK && b.inode) {
        b.inode->links--;
        if (b.inode->type == FILE_DIRECTORY) b.inode->parent = NULL;
        inode_release(tree(), b.inode);
    }
    if (e == HOST_OK) e = directory_set(tree(), a.directory, a.name, a.bytes, NULL);
    n->links--;
    if (e == HOST_OK && n->type == FILE_DIRECTORY) n->parent = b.directory;
    return e;
}

/* -- links and the current directory ------------------------------------------------------------------------ */

enum host_error host_read_link(const char *path, char *to, size_t room, size_t *size)
{
    struct inode *n;
    enum host_error e = tree_lookup(tree(), path, false, &n);
    *size = 0;
    if (e != HOST_OK) return e;
    if (n->type != FILE_SYMLINK) return HOST_EINVAL;
    *size = n->size < room ? n->size : room;
    memcpy(to, n->target, *size);
    return HOST_OK;
}

/* Writes "/name" of `d` in its parent before `*at`. */
static enum host_error prepend(const struct inode *d, char *start, char **at)
{
    const struct inode *up = d->parent;
    for (size_t i = 0; up && i < up->entry_count; i++) {
        const struct entry *e = &up->entries[i];
        if (e->inode != d) continue;
        if (*at - start < (ptrdiff_t)e->bytes + 1) return HOST_ERANGE;
        *at -= e->bytes;
        memcpy(*at, e->name, e->bytes);
        *--*at = '/';
        return HOST_OK;
    }
    return HOST_ENOENT;
}

static enum host_error path_of(const struct inode *n, char *to, size_t room, size_t *size)
{
    char *at = to + room;
    enum host_error e = HOST_OK;
    for (; e == HOST_OK && n != tree()->root; n = n->parent) e = prepend(n, to, &at);
    if (e != HOST_OK) return e;
    if (at == to + room) {
        if (room == 0) return HOST_ERANGE;
        *--at = '/';
    }
    *size = (size_t)(to + room - at);
    memmove(to, at, *size);
    return HOST_OK;
}

enum host_error host_get_directory(char *to, size_t room, size_t *size)
{
    return path_of(tree()->here, to, room, size);
}

enum host_error host_set_directory(const char *path)
{
    struct inode *n, *before = tree()->here;
    enum host_error e = tree_lookup(tree(), path, true, &n);
    if (e != HOST_OK) return e;
    if (n->type != FILE_DIRECTORY) return HOST_ENOTDIR;
    tree()->here = n;
    inode_release(tree(), before);
    return HOST_OK;
}

enum host_error host_real_path(const char *path, char *to, size_t room)
{
    struct place p;
    size_t size = 0;
    enum host_error e = tree_walk(tree(), path, true, &p);
    if (e == HOST_OK && !p.inode) e = HOST_ENOENT;
    if (e != HOST_OK || room == 0) return e != HOST_OK ? e : HOST_ERANGE;
    e = path_of(p.bytes ? p.directory : p.inode, to, room - 1, &size);
    if (e != HOST_OK) return e;
    if (p.bytes) {
        if (size == 1) size = 0; /* the root's slash is there already */
        if (size + p.bytes + 2 > room) return HOST_ERANGE;
        to[size++] = '/';
        memcpy(to + size, p.name, p.bytes);
        size += p.bytes;
    }
    to[size] = 0;
    return HOST_OK;
}

/* -- reading directories: d->at counts members ---------------------------------------------------------------- */

enum host_error host_open_directory(const char *path, struct host_directory *d)
{
    d->at = d->end = 0;
    return host_open(path, OPEN_READ | OPEN_DIRECTORY, &d->device);
}

const char *host_next_name(struct host_directory *d, enum host_error *e)
{
    struct open_file *f = open_file(d->device);
    const char *name;
    uint32_t bytes;
    *e = f ? HOST_OK : HOST_EBADF;
    while (f && directory_member(tree(), f->inode, d->at, &name, &bytes)) {
        d->at++;
        if (!name) continue;
        memcpy(d->buffer, name, bytes);
        d->buffer[bytes] = 0;
        return d->buffer;
    }
    return NULL;
}
