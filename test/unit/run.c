/* test/unit/run.c - runs M:F(Integers...) out of .beam files without OTP's boot; prints the value or exit reason.
 *
 *     run FILE.beam... -- MODULE FUNCTION [INTEGER...]
 *
 * Without arguments it runs nothing: what it is for is trying the machine while OTP does not boot. */
#include "bif/bif.h"
#include "code/code.h"
#include "interp/machine.h"
#include "memory/ending.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "platform/platform.h"
#include "term/print.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static void open_machine(void)
{
    const char *why;
    if (!arena_open(&why)) fail(why);
    arena_set_root(ROOT_settings, memory_alloc_zeroed(MEMORY_SYSTEM, sizeof(struct settings)));
    arena_set_root(ROOT_ending, memory_alloc_zeroed(MEMORY_SYSTEM, sizeof(struct ending)));
    settings()->backtrace_depth = 8;
    if (!atoms_open() || !code_open() || !processes_open(0) || !interp_open()) fail("no memory");
    for (size_t i = 0; i < bif_count; i++) {
        const struct bif *b = &bif_table[i];
        export_set_bif(atom_from_c(b->module), atom_from_c(b->function), b->arity, (int32_t)i);
    }
}

static void load(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) fail(path);
    fseek(f, 0, SEEK_END);
    size_t size = (size_t)ftell(f);
    rewind(f);
    char *bytes = malloc(size), name[256];
    if (fread(bytes, 1, size, f) != size) fail(path);
    fclose(f);
    const char *base = strrchr(path, '/');
    snprintf(name, sizeof name, "%s", base ? base + 1 : path);
    *strstr(name, ".beam") = 0;
    const char *why = "?";
    if (!code_load_beam(atom_from_c(name), bytes, size, true, &why)) fprintf(stderr, "%s: %s\n", path, why);
}

static void show(const char *what, term t)
{
    static char text[4096];
    term_print_to(text, sizeof text, t);
    printf("%s %s\n", what, text);
}

/* Runs everything until the first process has ended. */
static void run_all(struct process *first)
{
    for (struct process *p; (p = process_next());) {
        enum run_end end = p->state == PROCESS_EXITING ? RUN_EXITED : interp_run(p);
        if (end == RUN_YIELDED) process_requeue(p);
        else if (end == RUN_WAITING) process_wait(p);
        else {
            if (p == first) {
                struct registers *r = arena_root(ROOT_interp);
                if (same(p->exit_reason, A(normal))) show("value", r->x[0]);
                else show("exit", p->exit_reason);
                return;
            }
            process_finish_exit(p);
        }
    }
    printf("nothing runs\n");
}

int main(int argc, char **argv)
{
    int i = 1;
    open_machine();
    for (; i < argc && strcmp(argv[i], "--"); i++) load(argv[i]);
    if (i + 2 >= argc) return 0;
    term list = NIL;
    static term cells[2 * ARITY_MAX];
    for (int n = argc - 1; n > i + 2; n--) {
        term *cell = &cells[2 * n];
        cell[0] = small(atoi(argv[n]));
        cell[1] = list;
        list = cons_at(cell);
    }
    struct spawn_options options = spawn_defaults();
    struct process *p = process_spawn(NULL, atom_from_c(argv[i + 1]), atom_from_c(argv[i + 2]), list, &options);
    uint64_t began = platform_monotonic_ns();
    run_all(p);
    fprintf(stderr, "%.3f ms\n", (double)(platform_monotonic_ns() - began) / 1e6);
}
