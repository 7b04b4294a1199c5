/* platform/guest/tree.c - inodes, and walking a path. */
#include "platform/guest/tree.h"
#include "memory/memory.h"
#include "platform/platform.h"
#include <string.h>

bool tree_charge(struct tree *t, uint64_t bytes)
{
    if (bytes > t->quota - t->used) return false;
    t->used += bytes;
    return true;
}

struct inode *inode_new(struct tree *t, enum host_file_type type, uint32_t mode)
{
    if (!tree_charge(t, sizeof(struct inode))) return NULL;
    struct inode *n = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *n);
    if (!n) {
        t->used -= sizeof *n;
        return NULL;
    }
    n->type = type, n->mode = mode, n->number = ++t->last_number;
    n->accessed = n->modified = n->changed = platform_system_ns() / 1000000000;
    return n;
}

void inode_release(struct tree *t, struct inode *n)
{
    if (n->links || n->open || n == t->here) return;
    if (n->type == FILE_REGULAR) content_free(t, n);
    else if (n->type == FILE_DIRECTORY) directory_free(t, n);
    else if (n->type == FILE_SYMLINK) memory_free(MEMORY_SYSTEM, n->target), t->used -= n->size;
    memory_free(MEMORY_SYSTEM, n);
    t->used -= sizeof *n;
}

bool tree_open(struct tree *t, const struct image_manifest *image, uint64_t quota)
{
    *t = (struct tree){.image = image, .quota = quota};
    t->root = t->here = inode_new(t, FILE_DIRECTORY, 0755);
    if (!t->root) return false;
    t->root->links = 1;
    t->root->parent = t->root;
    t->root->below = image ? image_files(image) : NULL;
    return true;
}

/* -- walking ---------------------------------------------------------------------------------------- */

struct walk {
    struct tree *tree;
    struct inode *at;
    char *rest; /* in `path` */
    unsigned links;
    char path[TREE_PATH_MAX];
};

/* Puts the link's target before what is left of the path. */
static enum host_error walk_link(struct walk *w, const struct inode *link)
{
    char rest[TREE_PATH_MAX];
    size_t left = strlen(w->rest);
    if (++w->links > TREE_LINKS_MAX) return HOST_ELOOP;
    if (link->size + left + 2 > sizeof w->path) return HOST_ENAMETOOLONG;
    memcpy(rest, w->rest, left + 1);
    memcpy(w->path, link->target, link->size);
    w->path[link->size] = '/';
    memcpy(w->path + link->size + (left > 0), rest, left + 1);
    w->rest = w->path;
    if (w->path[0] == '/') w->at = w->tree->root;
    return HOST_OK;
}

/* The next name of the path into p->name; p->as_directory: a slash follows, so it must be one. */
static enum host_error take_name(struct walk *w, struct place *p)
{
    while (*w->rest == '/') w->rest++;
    size_t bytes = strcspn(w->rest, "/");
    if (bytes > TREE_NAME_MAX) return HOST_ENAMETOOLONG;
    memcpy(p->name, w->rest, bytes);
    p->name[bytes] = 0;
    p->bytes = (uint32_t)bytes;
    w->rest += bytes;
    p->as_directory = *w->rest == '/';
    while (*w->rest == '/') w->rest++;
    return HOST_OK;
}

/* "." and "..", and the empty path behind a root, stay where directories already are. */
static bool walk_dots(struct walk *w, struct place *p)
{
    bool up = strcmp(p->name, "..") == 0;
    if (p->bytes && !up && strcmp(p->name, ".") != 0) return false;
    if (up && w->at->parent) w->at = w->at->parent;
    p->directory = w->at->parent, p->inode = w->at;
    p->name[0] = 0, p->bytes = 0;
    return true;
}

static enum host_error walk_on(struct walk *w, bool follow, struct place *p)
{
    for (;;) {
        if (w->at->type != FILE_DIRECTORY) return HOST_ENOTDIR;
        enum host_error e = take_name(w, p);
        if (e != HOST_OK) return e;
        if (!walk_dots(w, p)) {
            if (!w->at->parent) return HOST_ENOENT; /* deleted, and we stand in it */
            p->directory = w->at;
            e = directory_find(w->tree, w->at, p->name, p->bytes, &p->inode);
            if (e != HOST_OK) return e;
            bool last = *w->rest == 0;
            if (p->inode && p->inode->type == FILE_SYMLINK && (!last || follow || p->as_directory)) {
                if ((e = walk_link(w, p->inode)) != HOST_OK) return e;
                continue;
            }
            if (!p->inode && !last) return HOST_ENOENT;
            if (p->inode && p->as_directory && p->inode->type != FILE_DIRECTORY) return HOST_ENOTDIR;
        }
        if (*w->rest == 0) return HOST_OK;
        w->at = p->inode;
    }
}

enum host_error tree_walk(struct tree *t, const char *path, bool follow, struct place *p)
{
    struct walk w = {.tree = t, .at = *path == '/' ? t->root : t->here};
    size_t size = strlen(path);
    *p = (struct place){0};
    if (size == 0) return HOST_ENOENT;
    if (size >= sizeof w.path) return HOST_ENAMETOOLONG;
    memcpy(w.path, path, size + 1);
    w.rest = w.path;
    return walk_on(&w, follow, p);
}

enum host_error tree_lookup(struct tree *t, const char *path, bool follow, struct inode **found)
{
    struct place p;
    enum host_error e = tree_walk(t, path, follow, &p);
    *found = p.inode;
    return e == HOST_OK && !p.inode ? HOST_ENOENT : e;
}
