/* image/compare.c - what differs between two images: settings, applications, modules, files. */
#include "image/inspect.h"
#include <stdio.h>
#include <string.h>

static bool strings_differ(const struct view *a, struct image_range x, const struct view *b, struct image_range y)
{
    return x.count != y.count ||
           memcmp((const char *)a->manifest + x.at, (const char *)b->manifest + y.at, x.count) != 0;
}

static bool compare_settings(const struct view *a, const struct view *b)
{
    const struct image_manifest *x = a->manifest, *y = b->manifest;
    bool base = memcmp(x->build_id, y->build_id, sizeof x->build_id) != 0, memory = x->memory != y->memory;
    bool words = strings_differ(a, x->arguments, b, y->arguments);
    bool variables = strings_differ(a, x->environment, b, y->environment);
    if (base) puts("another base");
    if (memory) puts("another memory size");
    if (words) puts("another command line");
    if (variables) puts("another environment");
    return !base && !memory && !words && !variables;
}

/* -- applications and modules -------------------------------------------------------------------------------------- */

static bool find(const struct view *v, const struct reason *wanted, struct reason *r)
{
    for (const char *at = NULL; (at = view_reason(v, at, r));)
        if (r->is_module == wanted->is_module && r->name_bytes == wanted->name_bytes &&
            memcmp(r->name, wanted->name, (size_t)r->name_bytes) == 0)
            return true;
    return false;
}

static bool alike(const struct reason *x, const struct reason *y)
{
    return x->of_bytes == y->of_bytes && memcmp(x->of, y->of, (size_t)x->of_bytes) == 0 && x->sum == y->sum &&
           x->is_linked == y->is_linked && x->code == y->code;
}

static bool only_in(const struct view *a, const struct view *b)
{
    struct reason r, other;
    bool none = true;
    for (const char *at = NULL; (at = view_reason(a, at, &r));) {
        if (find(b, &r, &other)) continue;
        printf("only in %s: %s %.*s\n", a->name, r.is_module ? "module" : "application", r.name_bytes, r.name);
        none = false;
    }
    return none;
}

static bool changed(const struct view *a, const struct view *b)
{
    struct reason r, other;
    bool none = true;
    for (const char *at = NULL; (at = view_reason(a, at, &r));) {
        if (!find(b, &r, &other) || alike(&r, &other)) continue;
        printf("another %s %.*s\n", r.is_module ? "module" : "version of application", r.name_bytes, r.name);
        none = false;
    }
    return none;
}

/* -- files ------------------------------------------------------------------------------------------------------------- */

static bool files_only_in(const struct view *a, const struct view *b)
{
    struct view_walk w;
    bool none = true;
    view_walk_start(&w, a);
    while (view_walk_next(&w)) {
        if (view_file(b, w.path)) continue;
        printf("only in %s: %s\n", a->name, w.path);
        none = false;
    }
    return none;
}

static bool files_changed(const struct view *a, const struct view *b)
{
    struct view_walk w;
    bool none = true;
    view_walk_start(&w, a);
    for (const struct image_file *f, *g; (f = view_walk_next(&w));) {
        if (!(g = view_file(b, w.path))) continue;
        bool same = f->kind == g->kind && f->mode == g->mode;
        if (same && f->kind == IMAGE_FILE)
            same = f->count == g->count &&
                   memcmp((const char *)a->manifest + f->at, (const char *)b->manifest + g->at, f->count) == 0;
        if (same) continue;
        printf("another file %s\n", w.path);
        none = false;
    }
    return none;
}

bool compare(const struct view *a, const struct view *b)
{
    bool same = compare_settings(a, b);
    same &= only_in(a, b);
    same &= only_in(b, a);
    same &= changed(a, b);
    same &= files_only_in(a, b);
    same &= files_only_in(b, a);
    same &= files_changed(a, b);
    bool bytes = a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
    if (same && !bytes) puts("the same contents, laid out in other bytes");
    return same && bytes;
}
