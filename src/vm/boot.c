/* vm/boot.c - the preloaded modules and the first processes. */
#include "code/code.h"
#include "heap/binary.h"
#include "heap/build.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "platform/host_files.h"
#include "platform/platform.h"
#include "term/atoms.h"
#include "vm/complain.h"
#include "vm/file.h"
#include "vm/vm.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PRELOADED_MAX = 64, MODULE_NAME_MAX = 256 };

/* -- preloaded modules ---------------------------------------------------------------------------- */

/* The socket NIF's own modules: without them OTP behaves as one that was built without it. */
static bool is_left_out(const char *name)
{
    static const char *const names[] = {"prim_socket", "prim_net"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

static void preload(const char *name)
{
    char path[PATH_MAX];
    const char *why;
    size_t size;
    snprintf(path, sizeof path, "%s/%s.beam", settings()->preloaded, name);
    char *bytes = file_read(path, SIZE_MAX, &size);
    if (!bytes) complain_exit(STATUS_NO_OTP, "%s cannot be read", path);
    if (!code_load_beam(atom_from_c(name), (uint8_t *)bytes, size, true, &why))
        complain_exit(STATUS_NO_OTP, "%s cannot be loaded: %s", path, why);
    memory_free(MEMORY_SYSTEM, bytes);
}

static int by_name(const void *a, const void *b) { return strcmp(a, b); }

/* The modules in the order of their names, so that every start is like the last. */
static size_t list_modules(char names[PRELOADED_MAX][MODULE_NAME_MAX])
{
    struct host_directory directory;
    enum host_error error = host_open_directory(settings()->preloaded, &directory);
    size_t count = 0;
    for (const char *file; error == HOST_OK && (file = host_next_name(&directory, &error));) {
        size_t size = strlen(file);
        if (size < 6 || size > MODULE_NAME_MAX || strcmp(file + size - 5, ".beam")) continue;
        if (count == PRELOADED_MAX) complain_exit(STATUS_NO_OTP, "%s has too many modules", settings()->preloaded);
        snprintf(names[count], MODULE_NAME_MAX, "%.*s", (int)size - 5, file);
        count += !is_left_out(names[count]);
    }
    qsort(names, count, MODULE_NAME_MAX, by_name);
    return count;
}

static void preload_all(void)
{
    char names[PRELOADED_MAX][MODULE_NAME_MAX];
    size_t count = list_modules(names);
    for (size_t i = 0; i < count; i++) preload(names[i]);
}

/* -- the first processes ---------------------------------------------------------------------------- */

/* [BootModule, [Argument as binary, ...]] */
static term boot_arguments(struct heap *h)
{
    const struct settings *s = settings();
    term list = NIL;
    for (size_t i = s->argument_count; i-- > 0 && is_term(list);) {
        term argument = heap_binary_from(h, s->arguments[i], strlen(s->arguments[i]));
        list = is_term(argument) ? heap_cons(h, argument, list) : NO_TERM;
    }
    if (is_term(list)) list = heap_cons(h, list, NIL);
    return is_term(list) ? heap_cons(h, atom_from_c(s->boot_module), list) : NO_TERM;
}

static struct process *spawn_first(void)
{
    struct heap scratch;
    struct spawn_options options = spawn_defaults();
    options.is_system = true;
    if (!heap_open(&scratch, 1000)) return NULL;
    term arguments = boot_arguments(&scratch);
    struct process *p = is_term(arguments) ? process_spawn(NULL, A(erl_init), A(start), arguments, &options) : NULL;
    heap_close(&scratch);
    return p;
}

/* Processes that OTP's Erlang code expects to live as long as the machine (erts: erl_init.c starts the same). */
static const struct system_process {
    const char *module;
    enum priority priority;
} system_processes[] = {
    {"erts_code_purger", PRIORITY_HIGH},
    {"erts_literal_area_collector", PRIORITY_HIGH},
    {"erts_dirty_process_signal_handler", PRIORITY_NORMAL},
    {"erts_dirty_process_signal_handler", PRIORITY_HIGH},
    {"erts_dirty_process_signal_handler", PRIORITY_MAX},
    {"erts_trace_cleaner", PRIORITY_NORMAL},
    {"socket_registry", PRIORITY_NORMAL},
};

static bool spawn_system(struct process *first, const struct system_process *s)
{
    term module = atom_from_c(s->module);
    struct spawn_options options = spawn_defaults();
    if (!module_current(module)) return true; /* this release has none */
    options.is_system = options.message_queue_off_heap = true;
    options.priority = s->priority;
    return process_spawn(first, module, A(start), NIL, &options);
}

void vm_boot(void)
{
    if (!platform_arena_is_linked()) preload_all();
    struct process *first = spawn_first();
    bool all = first;
    for (size_t i = 0; all && i < sizeof system_processes / sizeof *system_processes; i++)
        all = spawn_system(first, &system_processes[i]);
    if (!all) complain_exit(STATUS_NO_ROOM, "there is no memory to start");
}
