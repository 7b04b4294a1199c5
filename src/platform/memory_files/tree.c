/* platform/memory_files/tree.c - nodes and their bytes; what the source has becomes nodes when it is looked at. */
#include "platform/memory_files/tree.h"
#include "memory/memory.h"
#include "platform/platform.h"
#include <string.h>

enum {
    MODE_DEVICE = 020000,
    MODE_DIRECTORY = 040000,
    MODE_REGULAR = 0100000,
    MODE_SYMLINK = 0120000,
    MODE_SOCKET = 0140000
};
enum { DIRECTORY_BYTES = 4096 }; /* what a directory says of its size */

int64_t files_now(void) { return platform_system_ns() / 1000000000; }

struct file_node *node_new(struct file_system *fs, enum host_file_type type, uint32_t mode)
{
    struct file_node *n = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *n);
    if (!n) return NULL;
    n->fs = fs;
    n->type = type;
    n->mode = mode & 07777;
    n->inode = fs->next_inode++;
    n->accessed = n->modified = n->changed = files_now();
    n->listed = true;
    return n;
}

static void free_bytes(struct file_node *n)
{
    if (n->borrowed) return;
    n->fs->bytes -= n->room;
    memory_free(MEMORY_SYSTEM, n->bytes);
}

/* Only an empty directory loses its last name, but one with a source may still remember what was deleted. */
static void node_free(struct file_node *n)
{
    for (struct file_entry *e = n->entries, *next; e; e = next) {
        next = e->next;
        memory_free(MEMORY_SYSTEM, e);
    }
    free_bytes(n);
    memory_free(MEMORY_SYSTEM, n->source);
    memory_free(MEMORY_SYSTEM, n);
}

/* A directory without a name may be the last user of the one that it lay in. */
void node_release(struct file_node *n)
{
    while (!n->links && !n->users) {
        struct file_node *parent = n->parent;
        node_free(n);
        if (!parent) return;
        parent->users--;
        n = parent;
    }
}

/* A block of `room` bytes of its own, with what fits of the old bytes. */
static enum host_error move_bytes(struct file_node *n, size_t room)
{
    struct file_system *fs = n->fs;
    size_t before = n->borrowed ? 0 : n->room;
    if (fs->bytes - before + room > fs->bytes_max) return HOST_ENOSPC;
    uint8_t *bytes = memory_resize(MEMORY_SYSTEM, n->borrowed ? NULL : n->bytes, room);
    if (!bytes) return HOST_ENOSPC;
    if (n->borrowed) memcpy(bytes, n->bytes, n->size < room ? n->size : room);
    fs->bytes += room - before;
    n->bytes = bytes, n->room = room;
    n->borrowed = false;
    return HOST_OK;
}

enum host_error node_resize(struct file_node *n, size_t size)
{
    enum host_error e = HOST_OK;
    if (size > n->room || n->borrowed) e = move_bytes(n, size > n->room && n->room ? size + size / 2 : size);
    if (e != HOST_OK) e = move_bytes(n, size);
    if (e != HOST_OK) return e;
    if (size > n->size) memset(n->bytes + n->size, 0, size - n->size);
    n->size = size;
    n->modified = n->changed = files_now();
    return HOST_OK;
}

enum host_error node_load(struct file_node *n)
{
    const void *bytes;
    if (!n->source || n->type != FILE_REGULAR) return HOST_OK;
    enum host_error e = n->fs->source.bytes(n->fs->source.of, n->source, &bytes, &n->size);
    if (e != HOST_OK) return e;
    n->bytes = (uint8_t *)(uintptr_t)bytes;
    n->borrowed = true;
    memory_free(MEMORY_SYSTEM, n->source);
    n->source = NULL;
    return HOST_OK;
}

static uint32_t subdirectories(const struct file_node *n)
{
    uint32_t count = 0;
    for (const struct file_entry *e = n->entries; e; e = e->next) count += e->node && e->node->type == FILE_DIRECTORY;
    return count;
}

void node_info(const struct file_node *n, struct host_file_info *info)
{
    static const uint32_t types[] = {[FILE_DEVICE] = MODE_DEVICE,
                                     [FILE_DIRECTORY] = MODE_DIRECTORY,
                                     [FILE_REGULAR] = MODE_REGULAR,
                                     [FILE_SYMLINK] = MODE_SYMLINK,
                                     [FILE_OTHER] = MODE_SOCKET};
    bool directory = n->type == FILE_DIRECTORY;
    *info = (struct host_file_info){
        .size = directory ? DIRECTORY_BYTES : n->size,
        .type = n->type,
        .access = ACCESS_READ | ACCESS_WRITE,
        .accessed = n->accessed,
        .modified = n->modified,
        .changed = n->changed,
        .mode = n->mode | types[n->type],
        .links = directory && n->links ? 2 + subdirectories(n) : n->links,
        .device = 1,
        .special_device = n->special,
        .inode = n->inode,
        .user = n->user,
        .group = n->group,
    };
}

/* -- from the source ------------------------------------------------------------------ */

static char *join(const char *directory, const char *name)
{
    size_t size = strlen(directory), slash = size > 0 && directory[size - 1] == '/' ? 0 : 1, more = strlen(name);
    char *path = size + more + 2 > PATH_BYTES_MAX ? NULL : memory_alloc(MEMORY_SYSTEM, size + slash + more + 1);
    if (!path) return NULL;
    memcpy(path, directory, size);
    memcpy(path + size, "/", slash);
    memcpy(path + size + slash, name, more + 1);
    return path;
}

static struct file_node *node_of_source(struct file_system *fs, const struct host_file_info *info, const char *link)
{
    struct file_node *n = node_new(fs, info->type, info->mode);
    if (!n) return NULL;
    n->user = info->user, n->group = info->group, n->special = info->special_device;
    n->size = info->size;
    n->listed = info->type != FILE_DIRECTORY;
    if (info->type == FILE_SYMLINK) {
        n->size = 0;
        if (node_resize(n, strlen(link)) != HOST_OK) return node_release(n), NULL;
        memcpy(n->bytes, link, n->size);
    }
    n->accessed = info->accessed, n->modified = info->modified, n->changed = info->changed;
    return n;
}

/* Asks the source for a name of a directory; *node NULL: it has none. */
static enum host_error import_name(struct file_node *directory, const char *name, struct file_node **node)
{
    struct file_system *fs = directory->fs;
    struct host_file_info info;
    char link[PATH_BYTES_MAX];
    char *path = join(directory->source, name);
    if (!path) return HOST_ENOMEM;
    enum host_error e = fs->source.look(fs->source.of, path, &info, link, sizeof link);
    struct file_node *n = e == HOST_OK ? node_of_source(fs, &info, link) : NULL;
    int64_t modified = directory->modified, changed = directory->changed;
    if (e == HOST_OK && (!n || directory_add(directory, name, n) != HOST_OK)) e = HOST_ENOMEM;
    directory->modified = modified, directory->changed = changed;
    if (e != HOST_OK) {
        memory_free(MEMORY_SYSTEM, path);
        if (n) node_release(n);
        return e == HOST_ENOENT || e == HOST_ENOTDIR ? HOST_OK : e;
    }
    n->source = path;
    *node = n;
    return HOST_OK;
}

/* -- names ------------------------------------------------------------------------------- */

static struct file_entry *entry_of(const struct file_node *directory, const char *name)
{
    for (struct file_entry *e = directory->entries; e; e = e->next)
        if (strcmp(e->name, name) == 0) return e;
    return NULL;
}

enum host_error directory_find(struct file_node *directory, const char *name, struct file_node **node)
{
    struct file_entry *e = entry_of(directory, name);
    *node = e ? e->node : NULL;
    return e || directory->listed || !directory->source ? HOST_OK : import_name(directory, name, node);
}

static void set_parent(struct file_node *n, struct file_node *directory)
{
    struct file_node *before = n->parent;
    directory->users++;
    n->parent = directory;
    if (!before) return;
    before->users--;
    node_release(before);
}

/* New names go to the end, so that a directory that is being read shows none twice. */
enum host_error directory_add(struct file_node *directory, const char *name, struct file_node *node)
{
    struct file_entry *e = entry_of(directory, name);
    if (!e) {
        size_t size = strlen(name) + 1;
        struct file_entry **last = &directory->entries;
        if (!(e = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *e + size))) return HOST_ENOSPC;
        memcpy(e->name, name, size);
        e->number = ++directory->names_ever;
        while (*last) last = &(*last)->next;
        *last = e;
    }
    e->node = node;
    node->links++;
    if (node->type == FILE_DIRECTORY) set_parent(node, directory);
    directory->modified = directory->changed = files_now();
    return HOST_OK;
}

void directory_remove(struct file_node *directory, const char *name)
{
    struct file_entry **at = &directory->entries;
    while (*at && strcmp((*at)->name, name)) at = &(*at)->next;
    if (!*at || !(*at)->node) return;
    struct file_entry *e = *at;
    struct file_node *n = e->node;
    e->node = NULL;
    if (!directory->source) {
        *at = e->next;
        memory_free(MEMORY_SYSTEM, e);
    }
    n->links--;
    n->changed = directory->modified = directory->changed = files_now();
    node_release(n);
}

enum host_error file_list_add(struct file_list *into, const char *name)
{
    struct file_node *n;
    return strlen(name) > NAME_BYTES_MAX ? HOST_OK : directory_find(into->directory, name, &n);
}

enum host_error directory_list(struct file_node *directory)
{
    struct file_list into = {directory};
    if (directory->listed || !directory->source) return HOST_OK;
    enum host_error e = directory->fs->source.list(directory->fs->source.of, directory->source, &into);
    directory->listed = e == HOST_OK;
    return e;
}

bool directory_is_empty(struct file_node *directory)
{
    if (directory_list(directory) != HOST_OK) return false;
    for (const struct file_entry *e = directory->entries; e; e = e->next)
        if (e->node) return false;
    return true;
}

/* -- the whole ------------------------------------------------------------------------------ */

struct file_system *files_open(const struct file_source *source, uint64_t bytes_max)
{
    struct file_system *fs = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *fs);
    struct file_node *root = fs ? node_new(fs, FILE_DIRECTORY, 0755) : NULL;
    if (!root) return memory_free(MEMORY_SYSTEM, fs), NULL;
    if (source) {
        fs->source = *source;
        root->listed = false;
        root->source = join("", "");
        if (!root->source) return NULL;
    }
    root->links = 1, root->users = 1;
    root->parent = fs->root = fs->current = root;
    fs->bytes_max = bytes_max;
    return fs;
}
