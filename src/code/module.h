/* code/module.h - one loaded instance of a module, and its way through the system.
 *
 *   prepared -> [on_load ->] current -> old -> purged
 *
 * module_prepare() makes an instance that nothing can call yet.  module_finish() makes it current
 * (the current one becomes old: there must be no old one then), or, if it has an on_load function,
 * parks it until module_end_on_load() says how that ended.  Every instance belongs to the table
 * row of its name, which lives for ever.
 */
#pragma once
#include "code/translate.h"
#include "memory/arena.h"

/* What a module has of each function, export and fun: 32-bit numbers, for there are tens of thousands. */
struct function_row {
    uint32_t offset; /* in words, of its func_info */
    uint32_t lines;  /* where in module->lines its own begin */
};
struct export_row {
    uint32_t export; /* a struct export, from CODE_BASE on */
    uint32_t offset; /* of its first instruction */
};
struct lambda_row {
    uint32_t entry; /* a struct fun_entry, from CODE_BASE on */
    uint32_t offset;
};

struct module;
/* Does the module itself export that name?  Of an OTP module some functions that are built in are of later releases. */
bool module_has_export(const struct module *m, term function, uint32_t arity);

struct module {
    term name;
    uint32_t *code; /* memory_alloc_code() */
    size_t words;
    void *tables;                   /* memory_alloc_code(): one block, of which those below are parts */
    struct function_row *functions; /* in the order of their offsets; one more marks the end */
    struct export_row *exports;
    struct lambda_row *lambdas;
    term *records; /* native records that it declares: record_find() */
    uint32_t function_count, export_count, lambda_count, record_count;
    uint8_t *lines;                            /* code/lines.h */
    struct beam_text *files;                   /* files[0] is the module's name with .erl */
    struct beam_text attributes, compile_info; /* external terms */

    void *literals; /* memory_alloc_literals(), NULL: none */
    size_t literal_bytes;

    uint8_t md5[16];
    const uint32_t *on_load;    /* its function; NULL: none, or done */
    struct export on_load_call; /* what erlang:call_on_load_function/1 calls: in no table */
    uint32_t live;              /* index in the table of code addresses */
    bool preloaded;
};

/* A name and its instances; never freed. */
struct module_row {
    term name;
    struct module *current, *old;
    struct module *on_load; /* its on_load function has not ended yet */
};

struct module_row *module_row_find(term name, bool make); /* NULL: none, or no memory */
size_t module_rows_count(void);
struct module_row *module_row_at(size_t at); /* in the order in which they were made */

struct prepare_failure {
    enum beam_error error;
    term module;   /* name in the file, if it is another one; else NO_TERM */
    term function; /* NO_TERM: none */
    uint32_t arity;
};
/* A new instance of module `name`, or NULL and *failure. */
struct module *module_prepare(term name, const void *bytes, size_t size, struct prepare_failure *failure);
/* Frees an instance that is in no table any more, but for its literals if `keep_literals`. */
void module_free(struct module *m, bool keep_literals);

/* Fills the tables from what was read and translated, and the funs' entries; false: no memory. */
bool module_take_tables(struct module *m, const struct beam *b, const struct translation *t,
                        struct fun_entry *const *lambdas);

/* True if it has become current, false if its on_load function is to run first. */
bool module_finish(struct module_row *row, struct module *m);
/* The on_load function of row->on_load ended: `good` makes the instance current. */
void module_end_on_load(struct module_row *row, bool good);
/* The current instance becomes the old one; nothing finds its functions by name any more. */
void module_retire(struct module_row *row);

/* What bif/ does about the functions it traces: when an instance's functions can be called by name, when they
 * cannot any more, and before its code is freed. */
struct module_watch {
    void (*current)(struct module *m);
    void (*retired)(struct module *m);
    void (*freed)(struct module *m);
};
void module_use_watch(const struct module_watch *watch);

/* A function of a module, as its func_info says. */
struct module_function {
    term name;
    uint32_t arity, offset;
};
struct module_function module_function(const struct module *m, uint32_t i);

static inline struct export *module_export(const struct module *m, uint32_t i)
{
    return (struct export *)(uintptr_t)(CODE_BASE + m->exports[i].export);
}
static inline struct fun_entry *module_lambda(const struct module *m, uint32_t i)
{
    return (struct fun_entry *)(uintptr_t)(CODE_BASE + m->lambdas[i].entry);
}

/* Is the address in this instance's code? */
static inline bool module_has(const struct module *m, const uint32_t *address)
{
    return address >= m->code && address < m->code + m->words;
}

/* -- place.c: the table of code addresses -------------------------------------------------- */
bool place_add(struct module *m); /* false: no memory */
void place_remove(struct module *m);
struct module *module_at(const uint32_t *address);

/* -- fun.c: funs whose code is going to be freed --------------------------------------------- */

/* Funs that lead into m lead to their stubs from now on, so that no process gets into m. */
void funs_begin_purge(struct module *m);
/* The purge was given up: they lead into m again. */
void funs_abort_purge(struct module *m);
/* m is gone. */
void funs_end_purge(struct module *m);
/* m's funs lead into its code. */
void funs_attach(struct module *m);
