/* code/code.h - loaded modules, and how the machine finds what to run.
 *
 * Instructions are sequences of 32-bit words in the CODE region: the address of the op's body
 * (the base ELF is linked below 4 GiB) and its operands.  Return addresses on a stack are
 * instruction addresses with TAG_HEADER added.
 */
#pragma once
#include "term/objects.h"

struct process;
struct module; /* code/module.h */

/* Makes the tables; false: no memory.  atoms_open() comes before. */
bool code_open(void);
/* Shall equal parts of the literals of modules be one from now on?  Loading then takes longer. */
void code_share_literals(bool share);

/* -- exports ----------------------------------------------------------------------- */

/* The export for M:F/A, made if `make`; NULL if there is none or no memory. */
struct export *export_find(term module, term function, uint32_t arity, bool make);
/* A hint: it will be looked for soon. */
void export_expect(term module, term function, uint32_t arity);

/* Makes M:F/A the built-in function `bif` (its index in bif_table), whatever modules are loaded. */
bool export_set_bif(term module, term function, uint32_t arity, int32_t bif);

/* Every export, in the order in which they were made; at >= count ends. */
size_t exports_count(void);
struct export *export_at(size_t at);

/* -- funs -------------------------------------------------------------------------- */

/* The entry of a fun's code, made (with an address that leads to its stub) if `make`; NULL if
 * there is none or no memory.  A new entry has arity, environment and old_index 0: whoever made
 * it fills them in. */
struct fun_entry *fun_entry_find(term module, uint32_t index, const uint8_t uniq[16], uint32_t old_uniq, bool make);

/* What a fun's stub calls, with module, fun and the list of its arguments:
 * error_handler:undefined_lambda/3, or, while its code is being purged,
 * erts_code_purger:pending_purge_lambda/3.  NULL: no memory. */
const struct export *fun_entry_handler(const struct fun_entry *f);

/* The native record that a loaded module declares: its definition (term/record.h), and a tuple of the values that its
 * fields have when nothing else is said, NO_TERM for none; as a cons, which is a literal.  NO_TERM: there is none. */
term record_find(term module, term name);

/* The finders, for decoding terms that hold funs or native records. */
struct etf_code;
extern const struct etf_code code_for_etf;

/* -- modules ----------------------------------------------------------------------- */

/* One loaded instance of a module; NULL: none. */
struct module *module_current(term name);
struct module *module_old(term name);

/* What a code address belongs to: the one function for stack walk, collector, tracing, purge.
 * A return address is the instruction after the call: give the word before it.
 */
struct code_place {
    struct module *module; /* NULL: a stub or a BIF */
    term name, function;   /* MFA; NO_TERM when unknown */
    uint32_t arity;
    const char *file; /* from the Line chunk; NULL: none. UTF-8, not terminated */
    uint32_t file_size, line;
};
bool code_place(const uint32_t *address, struct code_place *place);

/* Loads a module in one step at boot, from the bytes of its file; `why` is one sentence if it fails.  `preloaded`: as
 * erlang:pre_loaded/0 lists it. */
bool code_load_beam(term name, const void *bytes, size_t size, bool preloaded, const char **why);
