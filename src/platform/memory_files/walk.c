/* platform/memory_files/walk.c - where a path leads: names, ".", "..", and symbolic links, one after the other. */
#include "platform/memory_files/tree.h"
#include <string.h>

/* What is still to be walked; links put their targets before the rest. */
struct walk {
    struct file_system *fs;
    struct file_node *directory;
    unsigned links;
    const char *at;
    char text[2][PATH_BYTES_MAX];
};

static enum host_error follow_link(struct walk *w, const struct file_node *link, const char *rest)
{
    char *to = w->text[w->links % 2 ? 0 : 1];
    size_t size = strlen(rest);
    if (++w->links > SYMLINKS_MAX) return HOST_ELOOP;
    if (link->size + size + 1 > PATH_BYTES_MAX) return HOST_ENAMETOOLONG;
    memcpy(to, link->bytes, link->size);
    memcpy(to + link->size, rest, size + 1);
    w->at = to;
    if (*to == '/') w->directory = w->fs->root;
    return HOST_OK;
}

/* One name; *done: it was the last. */
static enum host_error step(struct walk *w, bool follow, struct file_place *place, bool *done)
{
    size_t size = strcspn(w->at, "/");
    const char *rest = w->at + size;
    bool last = rest[strspn(rest, "/")] == 0;
    if (size > NAME_BYTES_MAX) return HOST_ENAMETOOLONG;
    if (w->directory->type != FILE_DIRECTORY) return HOST_ENOTDIR;
    *place = (struct file_place){.slash = last && *rest};
    memcpy(place->name, w->at, size);
    w->at = rest + strspn(rest, "/");
    if (strcmp(place->name, ".") == 0 || strcmp(place->name, "..") == 0) {
        if (place->name[1]) w->directory = w->directory->parent;
        place->node = w->directory;
        return *done = last, HOST_OK;
    }
    enum host_error e = directory_find(w->directory, place->name, &place->node);
    if (e != HOST_OK) return e;
    if (place->node && place->node->type == FILE_SYMLINK && (!last || follow || place->slash))
        return follow_link(w, place->node, rest);
    place->directory = w->directory;
    if (last) {
        bool wrong = place->slash && place->node && place->node->type != FILE_DIRECTORY;
        return *done = true, wrong ? HOST_ENOTDIR : HOST_OK;
    }
    w->directory = place->node;
    return place->node ? HOST_OK : HOST_ENOENT;
}

enum host_error path_walk(struct file_system *fs, const char *path, bool follow, struct file_place *place)
{
    struct walk w = {.fs = fs, .directory = *path == '/' ? fs->root : fs->current};
    enum host_error e = HOST_OK;
    bool done = false;
    *place = (struct file_place){0};
    if (!*path) return HOST_ENOENT;
    if (strlen(path) >= PATH_BYTES_MAX) return HOST_ENAMETOOLONG;
    strcpy(w.text[0], path);
    for (w.at = w.text[0]; e == HOST_OK && !done;) {
        w.at += strspn(w.at, "/");
        if (*w.at) e = step(&w, follow, place, &done);
        else *place = (struct file_place){.node = w.directory, .slash = true}, done = true;
    }
    return e;
}

enum host_error path_find(struct file_system *fs, const char *path, bool follow, struct file_place *place)
{
    enum host_error e = path_walk(fs, path, follow, place);
    return e == HOST_OK && !place->node ? HOST_ENOENT : e;
}
