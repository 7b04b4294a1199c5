/* code/code.h - loaded modules, and how the machine finds what to run.
 *
 * Instructions are sequences of 32-bit words in the CODE region: the address of the op's body
 * (the base ELF is linked below 4 GiB) and its operands.  Return addresses on a stack are
 * instruction addresses with TAG_HEADER added.
 */
#pragma once
#include "term/term.h"

struct process;
struct module;

/* What `M:F/A` means now: one for each that code, a fun or an apply has named; never freed. */
struct export
{
    const uint32_t *address; /* instructions to run; never NULL: an unknown function's stub calls error_handler */
    term module, function;
    uint32_t arity;
    uint32_t stub[3]; /* the instructions that call error_handler, or the BIF */
    int32_t bif;      /* index in bif_table, or -1 */
    bool loaded;      /* address leads into a loaded module (or a BIF) */
};

/* The export for M:F/A, made if `make`; NULL if there is none or no memory. */
struct export *export_find(term module, term function, uint32_t arity, bool make);

/* A fun's code: found again by module, index and uniq when a module is loaded anew. 16-byte aligned. */
struct fun_entry {
    const uint32_t *address; /* never NULL: a stub calls error_handler:undefined_lambda when the module is gone */
    term module;
    uint32_t arity;           /* of the function, environment included */
    uint32_t index, old_uniq; /* as in the FunT chunk */
    uint32_t old_index;
    uint32_t environment; /* words */
    uint8_t uniq[16];     /* the module's MD5 */
    uint32_t stub[2];
    struct module *owner; /* instance its address leads into; NULL: none */
};
struct fun_entry *fun_entry_find(term module, uint32_t index, const uint8_t uniq[16], uint32_t old_uniq, bool make);

/* One loaded instance of a module. */
struct module;
struct module *module_current(term name);
struct module *module_old(term name);

/* What a code address belongs to: the one function for stack walk, collector, tracing, purge. */
struct code_place {
    struct module *module; /* NULL: a stub or a BIF */
    term name, function;   /* MFA; NO_TERM when unknown */
    uint32_t arity;
    const char *file; /* from the Line chunk; NULL: none. UTF-8, not terminated */
    uint32_t file_size, line;
};
bool code_place(const uint32_t *address, struct code_place *place);
