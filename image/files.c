/* image/files.c - orders paths into directories: level by level, each level's members together. */
#include "image/files.h"
#include "image/fail.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A node of the tree while it grows. */
struct node {
    const char *name;
    uint32_t name_bytes;
    const char *from;      /* on the host; NULL: a directory */
    struct node **members; /* ordered when all are known */
    size_t count, room;
};

static struct node *node_new(const char *name, size_t bytes, const char *from)
{
    struct node *n = need(sizeof *n);
    *n = (struct node){.name = name, .name_bytes = (uint32_t)bytes, .from = from};
    return n;
}

static struct node *member(struct node *d, const char *name, size_t bytes)
{
    for (size_t i = d->count; i-- > 0;) /* files of a directory come one after the other: the last first */
        if (d->members[i]->name_bytes == bytes && memcmp(d->members[i]->name, name, bytes) == 0) return d->members[i];
    return NULL;
}

static struct node *add_member(struct node *d, struct node *n)
{
    if (d->count == d->room) {
        d->room = d->room ? d->room * 2 : 8;
        d->members = need_more(d->members, d->room * sizeof *d->members);
    }
    return d->members[d->count++] = n;
}

static void add_path(struct node *root, const struct plan_file *file)
{
    struct node *at = root;
    for (const char *name = file->path; *name;) {
        size_t bytes = strcspn(name, "/");
        if (!image_name_is_plain(name, (uint32_t)bytes)) fail(FAIL_DATA, "%s cannot be in an image", file->path);
        struct node *next = member(at, name, bytes);
        bool last = name[bytes] == 0;
        if (next && last && (next->from || file->from)) fail(FAIL_DATA, "%s would be in the image twice", file->path);
        if (next && !last && next->from) fail(FAIL_DATA, "%s is a file and a directory", file->path);
        at = next ? next : add_member(at, node_new(name, bytes, last ? file->from : NULL));
        name += bytes + (name[bytes] == '/');
    }
}

static int by_name(const void *a, const void *b)
{
    const struct node *x = *(struct node *const *)a, *y = *(struct node *const *)b;
    return image_name_compare(x->name, x->name_bytes, y->name, y->name_bytes);
}

static void add_bytes(struct files *f, struct image_file *to, const char *from)
{
    enum { ALIGNMENT = 16 };
    static const char zeros[ALIGNMENT];
    size_t size;
    text_add(&f->data, zeros, -f->data.size & (ALIGNMENT - 1));
    const void *bytes = file_map(from, &size);
    to->at = f->data.size, to->count = size;
    text_add(&f->data, bytes, size);
}

static struct image_file describe(struct files *f, const struct node *n)
{
    struct image_file file = {.name = (uint32_t)f->names.size,
                              .name_bytes = n->name_bytes,
                              .kind = n->from ? IMAGE_FILE : IMAGE_DIRECTORY,
                              .mode = n->from ? 0644 : 0755};
    text_add(&f->names, n->name, n->name_bytes);
    if (n->from) add_bytes(f, &file, n->from);
    return file;
}

void files_make(struct files *f, const struct plan *p)
{
    struct node *root = node_new("", 0, NULL), **queue = need((p->file_count * 16 + 16) * sizeof *queue);
    size_t room = p->file_count * 16 + 16, done = 0;
    for (size_t i = 0; i < p->file_count; i++) add_path(root, &p->files[i]);
    *f = (struct files){.table = need(sizeof *f->table)};
    f->table[0] = describe(f, root);
    queue[0] = root, f->count = 1;
    for (; done < f->count; done++) {
        struct node *n = queue[done];
        if (n->from) continue;
        if (n->count) qsort(n->members, n->count, sizeof *n->members, by_name);
        f->table[done].at = f->count, f->table[done].count = n->count;
        if (f->count + n->count > room) queue = need_more(queue, (room = (f->count + n->count) * 2) * sizeof *queue);
        f->table = need_more(f->table, (f->count + n->count) * sizeof *f->table);
        for (size_t i = 0; i < n->count; i++, f->count++) {
            queue[f->count] = n->members[i];
            f->table[f->count] = describe(f, n->members[i]);
        }
    }
}
