/* platform/memory_files/names.c - the file system by name: information, directories, links. */
#include "platform/memory_files/tree.h"
#include <string.h>

enum { DIRECTORY_MODE = 0755, SYMLINK_MODE = 0777, OTHER_MODE = 0755, SETTABLE_MODE = 06777 };

enum host_error files_info(struct file_system *fs, const char *path, bool follow, struct host_file_info *info)
{
    struct file_place place;
    enum host_error e = path_find(fs, path, follow, &place);
    if (e == HOST_OK) node_info(place.node, info);
    return e;
}

enum host_error files_set_permissions(struct file_system *fs, const char *path, uint32_t mode)
{
    struct file_place place;
    enum host_error e = path_find(fs, path, true, &place);
    if (e != HOST_OK) return e;
    place.node->mode = mode & SETTABLE_MODE;
    place.node->changed = files_now();
    return HOST_OK;
}

enum host_error files_set_owner(struct file_system *fs, const char *path, int32_t user, int32_t group)
{
    struct file_place place;
    enum host_error e = path_find(fs, path, true, &place);
    if (e != HOST_OK) return e;
    if (user >= 0) place.node->user = (uint32_t)user;
    if (group >= 0) place.node->group = (uint32_t)group;
    place.node->changed = files_now();
    return HOST_OK;
}

enum host_error files_set_times(struct file_system *fs, const char *path, int64_t accessed, int64_t modified)
{
    struct file_place place;
    enum host_error e = path_find(fs, path, true, &place);
    if (e != HOST_OK) return e;
    place.node->accessed = accessed, place.node->modified = modified;
    place.node->changed = files_now();
    return HOST_OK;
}

/* -- making ---------------------------------------------------------------------------- */

/* The place for a new name: nothing is there, and its directory still has a name itself. */
static enum host_error find_free(struct file_system *fs, const char *path, bool directory, struct file_place *place)
{
    enum host_error e = path_walk(fs, path, false, place);
    if (e != HOST_OK) return e == HOST_ENOTDIR && place->slash && place->node ? HOST_EEXIST : e;
    if (place->node) return HOST_EEXIST;
    if (place->slash && !directory) return HOST_ENOENT;
    return place->directory->links ? HOST_OK : HOST_ENOENT;
}

static enum host_error make(struct file_system *fs, struct file_place *place, enum host_file_type type, uint32_t mode)
{
    struct file_node *n = node_new(fs, type, mode);
    if (!n) return HOST_ENOSPC;
    enum host_error e = directory_add(place->directory, place->name, n);
    if (e != HOST_OK) node_release(n);
    else place->node = n;
    return e;
}

enum host_error files_make_directory(struct file_system *fs, const char *path)
{
    struct file_place place;
    enum host_error e = find_free(fs, path, true, &place);
    return e == HOST_OK ? make(fs, &place, FILE_DIRECTORY, DIRECTORY_MODE) : e;
}

enum host_error files_make_other(struct file_system *fs, const char *path)
{
    struct file_place place;
    enum host_error e = find_free(fs, path, false, &place);
    return e == HOST_OK ? make(fs, &place, FILE_OTHER, OTHER_MODE) : e == HOST_EEXIST ? HOST_EADDRINUSE : e;
}

enum host_error files_symbolic_link(struct file_system *fs, const char *existing, const char *to)
{
    struct file_place place;
    size_t size = strlen(existing);
    if (size == 0) return HOST_ENOENT;
    if (size >= PATH_BYTES_MAX) return HOST_ENAMETOOLONG;
    enum host_error e = find_free(fs, to, false, &place);
    if (e == HOST_OK) e = make(fs, &place, FILE_SYMLINK, SYMLINK_MODE);
    if (e != HOST_OK) return e;
    e = node_resize(place.node, size);
    if (e == HOST_OK) memcpy(place.node->bytes, existing, size);
    else directory_remove(place.directory, place.name);
    return e;
}

enum host_error files_hard_link(struct file_system *fs, const char *existing, const char *to)
{
    struct file_place from, place;
    enum host_error e = path_find(fs, existing, false, &from);
    if (e == HOST_OK) e = find_free(fs, to, false, &place);
    if (e != HOST_OK) return e;
    if (from.node->type == FILE_DIRECTORY) return HOST_EPERM;
    e = directory_add(place.directory, place.name, from.node);
    if (e == HOST_OK) from.node->changed = files_now();
    return e;
}

enum host_error files_read_link(struct file_system *fs, const char *path, char *to, size_t room, size_t *size)
{
    struct file_place place;
    *size = 0;
    enum host_error e = path_find(fs, path, false, &place);
    if (e != HOST_OK) return e;
    if (place.node->type != FILE_SYMLINK) return HOST_EINVAL;
    *size = place.node->size < room ? place.node->size : room;
    memcpy(to, place.node->bytes, *size);
    return HOST_OK;
}

/* -- deleting and moving ------------------------------------------------------------------ */

enum host_error files_delete_file(struct file_system *fs, const char *path)
{
    struct file_place place;
    enum host_error e = path_find(fs, path, false, &place);
    if (e != HOST_OK) return e;
    if (place.node->type == FILE_DIRECTORY) return HOST_EPERM;
    directory_remove(place.directory, place.name);
    return HOST_OK;
}

enum host_error files_delete_directory(struct file_system *fs, const char *path)
{
    struct file_place place;
    enum host_error e = path_find(fs, path, false, &place);
    if (e != HOST_OK) return e;
    if (place.node->type != FILE_DIRECTORY) return HOST_ENOTDIR;
    if (place.node == fs->root) return HOST_EBUSY;
    if (!directory_is_empty(place.node)) return place.node == fs->current ? HOST_EINVAL : HOST_EEXIST;
    if (!place.directory) return HOST_EINVAL; /* "." */
    directory_remove(place.directory, place.name);
    return HOST_OK;
}

static bool is_inside(const struct file_node *directory, const struct file_node *outer)
{
    for (; directory != outer; directory = directory->parent)
        if (directory == directory->parent) return false;
    return true;
}

/* May `from` take the place of what is there? */
static enum host_error check_replace(const struct file_place *from, const struct file_place *to)
{
    bool directory = from->node->type == FILE_DIRECTORY;
    if (to->slash && !directory) return HOST_ENOTDIR;
    if (directory && is_inside(to->directory, from->node)) return HOST_EINVAL;
    if (!to->node) return HOST_OK;
    if (directory && to->node->type != FILE_DIRECTORY) return HOST_ENOTDIR;
    if (!directory && to->node->type == FILE_DIRECTORY) return HOST_EISDIR;
    return directory && !directory_is_empty(to->node) ? HOST_EEXIST : HOST_OK;
}

enum host_error files_rename(struct file_system *fs, const char *from, const char *to)
{
    struct file_place source, target;
    enum host_error e = path_find(fs, from, false, &source), f = path_walk(fs, to, false, &target);
    if (e == HOST_ENAMETOOLONG && f != HOST_OK) return f; /* directories are looked for before names are looked at */
    if (e != HOST_OK || f != HOST_OK) return e != HOST_OK ? e : f;
    if (source.node == fs->root) return HOST_EINVAL;
    if (!source.directory || !target.directory) return HOST_EBUSY;
    if (!target.directory->links) return HOST_ENOENT;
    if (source.node == target.node) return HOST_OK;
    if ((e = check_replace(&source, &target)) != HOST_OK) return e;
    if (source.node->type != FILE_DIRECTORY && (e = node_load(source.node)) != HOST_OK) return e;
    if (target.node) directory_remove(target.directory, target.name);
    if ((e = directory_add(target.directory, target.name, source.node)) != HOST_OK) return e;
    directory_remove(source.directory, source.name);
    return HOST_OK;
}

/* -- the current directory -------------------------------------------------------------------- */

static const char *name_of(const struct file_node *directory)
{
    for (const struct file_entry *e = directory->parent->entries; e; e = e->next)
        if (e->node == directory) return e->name;
    return NULL;
}

/* The path of a directory and, below it, of a name ("": none), zero-terminated: written from the end, then moved to
 * the front. */
static enum host_error path_of(const struct file_node *n, const char *below, char *to, size_t room, size_t *size)
{
    size_t at = room;
    const char *name = below;
    if (room < 2) return HOST_ERANGE;
    to[--at] = 0;
    for (bool more = true; more; n = n->parent) {
        size_t length = name ? strlen(name) : 0;
        if (!name) return HOST_ENOENT;
        if (at < length + 1) return HOST_ERANGE;
        memcpy(to + (at -= length), name, length);
        if (length) to[--at] = '/';
        more = n != n->fs->root;
        if (more) name = name_of(n);
    }
    if (at == room - 1) to[--at] = '/';
    *size = room - 1 - at;
    memmove(to, to + at, *size + 1);
    return HOST_OK;
}

enum host_error files_get_directory(struct file_system *fs, char *to, size_t room, size_t *size)
{
    return path_of(fs->current, "", to, room, size);
}

enum host_error files_real_path(struct file_system *fs, const char *path, char *to, size_t room)
{
    struct file_place place;
    size_t size;
    enum host_error e = path_find(fs, path, true, &place);
    if (e != HOST_OK) return e;
    bool directory = place.node->type == FILE_DIRECTORY;
    return path_of(directory ? place.node : place.directory, directory ? "" : place.name, to, room, &size);
}

enum host_error files_set_directory(struct file_system *fs, const char *path)
{
    struct file_place place;
    enum host_error e = path_find(fs, path, true, &place);
    if (e != HOST_OK) return e;
    if (place.node->type != FILE_DIRECTORY) return HOST_ENOTDIR;
    struct file_node *before = fs->current;
    place.node->users++;
    fs->current = place.node;
    before->users--;
    node_release(before);
    return HOST_OK;
}
