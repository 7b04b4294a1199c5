/* code/code.h - loaded modules, and how the machine finds what to run.
 *
 * Instructions are sequences of 32-bit words in the CODE region: the address of the op's body
 * (the base ELF is linked below 4 GiB) and its operands.  Return addresses on a stack are
 * instruction addresses with TAG_HEADER added.
 */
#pragma once
#include "term/objects.h"

struct process;

/* The export for M:F/A, made if `make`; NULL if there is none or no memory. */
struct export *export_find(term module, term function, uint32_t arity, bool make);

struct fun_entry *fun_entry_find(term module, uint32_t index, const uint8_t uniq[16], uint32_t old_uniq, bool make);

/* One loaded instance of a module. */
struct module;
struct module *module_current(term name);
struct module *module_old(term name);

/* What a code address belongs to: the one function for stack walk, collector, tracing, purge.
 * A return address is the instruction after the call: give the word before it. */
struct code_place {
    struct module *module; /* NULL: a stub or a BIF */
    term name, function;   /* MFA; NO_TERM when unknown */
    uint32_t arity;
    const char *file; /* from the Line chunk; NULL: none. UTF-8, not terminated */
    uint32_t file_size, line;
};
bool code_place(const uint32_t *address, struct code_place *place);
