/* image/list.c - what `ling inspect` says of one image. */
#include "guest_abi.h"
#include "image/inspect.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool same_text(const char *a, int a_bytes, const char *b, int b_bytes)
{
    return a_bytes == b_bytes && memcmp(a, b, (size_t)a_bytes) == 0;
}

/* -- the whole ----------------------------------------------------------------------------------------------- */

static void print_strings(const struct view *v, const char *title, struct image_range r)
{
    const char *s = NULL;
    if (!r.count) return;
    printf("%s", title);
    while ((s = image_next_string(v->manifest, r, s))) printf(strpbrk(s, " \t\n'\"") || !*s ? " '%s'" : " %s", s);
    putchar('\n');
}

static void print_parts(const struct view *v)
{
    const struct {
        const char *name;
        uint64_t from, to;
    } parts[] = {{"machine", GUEST_BASE_START, GUEST_BASE_END},
                 {"files", GUEST_PAYLOAD_START, GUEST_PAYLOAD_END},
                 {"code", GUEST_CODE_START, GUEST_GENERAL_START},
                 {"literals", GUEST_LITERALS_START, GUEST_CODE_START},
                 {"tables", GUEST_GENERAL_START, GUEST_ARENA_END}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        printf("%12" PRIu64 " %s\n", view_bytes_between(v, parts[i].from, parts[i].to), parts[i].name);
    printf("%12zu all\n", v->size);
}

struct sum {
    uint64_t modules, linked, code, literals, tables;
};

static struct sum sum_of(const struct view *v, const struct reason *application)
{
    struct sum sum = {0};
    struct reason r;
    for (const char *at = NULL; (at = view_reason(v, at, &r));) {
        if (!r.is_module || !same_text(r.of, r.of_bytes, application->name, application->name_bytes)) continue;
        sum.modules++, sum.linked += r.is_linked;
        sum.code += r.code, sum.literals += r.literals, sum.tables += r.tables;
    }
    return sum;
}

static void print_applications(const struct view *v)
{
    struct reason r;
    printf("\n%-24s %8s %10s %10s %10s  %s\n", "application", "modules", "code", "literals", "tables", "why");
    for (const char *at = NULL; (at = view_reason(v, at, &r));) {
        char name[256];
        if (r.is_module) continue;
        struct sum s = sum_of(v, &r);
        snprintf(name, sizeof name, "%.*s%s%.*s", r.name_bytes, r.name, r.of_bytes ? "-" : "", r.of_bytes, r.of);
        printf("%-24s %8" PRIu64 " %10" PRIu64 " %10" PRIu64 " %10" PRIu64 "  %.*s\n", name, s.modules, s.code,
               s.literals, s.tables, r.why_bytes, r.why);
    }
}

void list_summary(const struct view *v)
{
    const struct image_manifest *m = v->manifest;
    print_parts(v);
    printf("\nbase ");
    for (size_t i = 0; i < sizeof m->build_id; i++) printf("%02x", m->build_id[i]);
    if (m->memory) printf("\nmemory %" PRIu64 "K", m->memory >> 10);
    putchar('\n');
    print_strings(v, "command line", m->arguments);
    print_strings(v, "environment", m->environment);
    print_applications(v);
}

/* -- modules and files --------------------------------------------------------------------------------------- */

void list_modules(const struct view *v)
{
    struct reason r;
    for (const char *at = NULL; (at = view_reason(v, at, &r));) {
        if (!r.is_module) continue;
        printf("%-32.*s %-16.*s", r.name_bytes, r.name, r.of_bytes, r.of);
        if (r.is_linked) printf(" %8" PRIu64 " %8" PRIu64 " %8" PRIu64 "\n", r.code, r.literals, r.tables);
        else puts(" as a file");
    }
}

void list_files(const struct view *v)
{
    struct view_walk w;
    view_walk_start(&w, v);
    for (const struct image_file *f; (f = view_walk_next(&w));)
        printf("%03o %10" PRIu64 " %s%s\n", f->mode, f->kind == IMAGE_FILE ? f->count : 0, w.path,
               f->kind == IMAGE_FILE ? "" : "/");
}

/* -- why ------------------------------------------------------------------------------------------------------- */

static bool find_reason(const struct view *v, bool module, const char *name, int bytes, struct reason *r)
{
    for (const char *at = NULL; (at = view_reason(v, at, r));)
        if (r->is_module == module && same_text(r->name, r->name_bytes, name, bytes)) return true;
    return false;
}

/* What a reason names: "needed by application X", "called by module X". */
static bool follow(const struct view *v, struct reason *r)
{
    static const char application[] = "needed by application ", module[] = "called by module ";
    const char *why = r->why;
    int bytes = r->why_bytes, a = sizeof application - 1, m = sizeof module - 1;
    if (bytes > a && memcmp(why, application, (size_t)a) == 0) return find_reason(v, false, why + a, bytes - a, r);
    if (bytes > m && memcmp(why, module, (size_t)m) == 0) return find_reason(v, true, why + m, bytes - m, r);
    return false;
}

static void print_chain(const struct view *v, struct reason r)
{
    enum { STEPS_MAX = 100 }; /* a damaged image may say that two need each other */
    int step = 0;
    do {
        printf("%s %.*s: %.*s\n", r.is_module ? "module" : "application", r.name_bytes, r.name, r.why_bytes, r.why);
    } while (++step < STEPS_MAX && follow(v, &r));
}

bool list_why(const struct view *v, const char *name)
{
    struct reason r, of;
    int bytes = (int)strlen(name);
    bool is_module = find_reason(v, true, name, bytes, &r);
    if (is_module) {
        print_chain(v, r);
        if (find_reason(v, false, r.of, r.of_bytes, &of)) print_chain(v, of);
        if (!same_text(r.of, r.of_bytes, name, bytes)) return true;
    }
    if (is_module || !find_reason(v, false, name, bytes, &r)) return is_module;
    print_chain(v, r);
    return true;
}
