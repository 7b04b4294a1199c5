/* platform/guest/directory.c - the members of directories: ours before the image's. */
#include "memory/memory.h"
#include "platform/guest/tree.h"
#include "platform/platform.h"
#include <string.h>

/* The place of a name among our entries; *there: it is taken. */
static size_t entry_place(const struct inode *d, const char *name, size_t bytes, bool *there)
{
    size_t low = 0, high = d->entry_count;
    *there = false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct entry *e = &d->entries[middle];
        int order = image_name_compare(name, (uint32_t)bytes, e->name, e->bytes);
        if (order == 0) {
            *there = true;
            return middle;
        }
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return low;
}

static uint64_t image_member(const struct tree *t, const struct inode *d, const char *name, size_t bytes)
{
    return d->below ? image_find(t->image, d->below, name, (uint32_t)bytes) : 0;
}

static bool make_room(struct tree *t, struct inode *d)
{
    if (d->entry_count < d->room) return true;
    size_t room = d->room ? d->room * 2 : 4, more = (room - d->room) * sizeof *d->entries;
    if (!tree_charge(t, more)) return false;
    struct entry *entries = memory_resize(MEMORY_SYSTEM, d->entries, room * sizeof *entries);
    if (!entries) {
        t->used -= more;
        return false;
    }
    d->entries = entries, d->room = room;
    return true;
}

static const char *keep_name(struct tree *t, const char *name, size_t bytes)
{
    char *kept = tree_charge(t, bytes) ? memory_alloc(MEMORY_SYSTEM, bytes) : NULL;
    return kept ? memcpy(kept, name, bytes) : NULL;
}

/* `owned`: the name must be copied; else it lives as long as the image. */
static bool entry_insert(struct tree *t, struct inode *d, size_t place, const char *name, size_t bytes, bool owned,
                         struct inode *n)
{
    if (!make_room(t, d)) return false;
    if (owned && !(name = keep_name(t, name, bytes))) return false;
    struct entry *at = &d->entries[place];
    memmove(at + 1, at, (d->entry_count++ - place) * sizeof *at);
    *at = (struct entry){name, (uint32_t)bytes, owned, n};
    return true;
}

static void entry_remove(struct tree *t, struct inode *d, size_t place)
{
    struct entry *at = &d->entries[place];
    if (at->owned) memory_free(MEMORY_SYSTEM, (void *)(uintptr_t)at->name), t->used -= at->bytes;
    memmove(at, at + 1, (--d->entry_count - place) * sizeof *at);
}

/* An inode for a file of the image. */
static struct inode *inode_of_image(struct tree *t, struct inode *d, const struct image_file *f)
{
    bool is_file = f->kind == IMAGE_FILE;
    struct inode *n = inode_new(t, is_file ? FILE_REGULAR : FILE_DIRECTORY, f->mode);
    if (!n) return NULL;
    n->links = 1;
    n->accessed = n->modified = n->changed = IMAGE_FILE_TIME;
    if (is_file) n->image = (const uint8_t *)t->image + f->at, n->size = f->count;
    else n->below = f, n->parent = d;
    return n;
}

enum host_error directory_find(struct tree *t, struct inode *d, const char *name, size_t bytes, struct inode **found)
{
    bool there;
    size_t place = entry_place(d, name, bytes, &there);
    *found = there ? d->entries[place].inode : NULL;
    uint64_t index = there ? 0 : image_member(t, d, name, bytes);
    if (!index) return HOST_OK;
    const struct image_file *f = &image_files(t->image)[index];
    struct inode *n = inode_of_image(t, d, f);
    if (!n) return HOST_ENOSPC;
    if (!entry_insert(t, d, place, image_file_name(t->image, f), f->name_bytes, false, n)) {
        n->links = 0;
        inode_release(t, n);
        return HOST_ENOSPC;
    }
    *found = n;
    return HOST_OK;
}

enum host_error directory_set(struct tree *t, struct inode *d, const char *name, size_t bytes, struct inode *n)
{
    bool there, hides = image_member(t, d, name, bytes) != 0;
    size_t place = entry_place(d, name, bytes, &there);
    d->modified = d->changed = platform_system_ns() / 1000000000;
    if (there && !n && !hides) entry_remove(t, d, place);
    else if (there) d->entries[place].inode = n;
    else if ((n || hides) && !entry_insert(t, d, place, name, bytes, true, n)) return HOST_ENOSPC;
    return HOST_OK;
}

bool directory_member(struct tree *t, const struct inode *d, size_t index, const char **name, uint32_t *bytes)
{
    *name = NULL;
    if (index < d->entry_count) {
        const struct entry *e = &d->entries[index];
        if (e->inode) *name = e->name, *bytes = e->bytes;
        return true;
    }
    index -= d->entry_count;
    if (!d->below || index >= d->below->count) return false;
    const struct image_file *f = &image_files(t->image)[d->below->at + index];
    bool there;
    entry_place(d, image_file_name(t->image, f), f->name_bytes, &there);
    if (!there) *name = image_file_name(t->image, f), *bytes = f->name_bytes;
    return true;
}

bool directory_is_empty(struct tree *t, const struct inode *d)
{
    const char *name;
    uint32_t bytes;
    for (size_t i = 0; directory_member(t, d, i, &name, &bytes); i++)
        if (name) return false;
    return true;
}

/* Of a directory that holds no inode. */
void directory_free(struct tree *t, struct inode *d)
{
    while (d->entry_count) entry_remove(t, d, d->entry_count - 1);
    t->used -= d->room * sizeof *d->entries;
    memory_free(MEMORY_SYSTEM, d->entries);
    d->entries = NULL, d->room = 0, d->below = NULL;
}
