/* code/translate.h - from a module that has been read and verified to instructions that run. */
#pragma once
#include "code/beam.h"
#include "code/code.h"

/* From this instruction on (until the next mark) the program is at lines[line]. */
struct line_mark {
    uint32_t offset; /* words from the start of the code */
    uint32_t line;   /* index in beam->lines */
};

/* What a translation yields.  All of it belongs to the caller after success. */
struct translation {
    uint32_t *code; /* one block from memory_alloc_code(): instructions, then constants */
    size_t words;
    const uint32_t **labels; /* MEMORY_CODE: the instruction at each label [label_count]; NULL: none there */
    struct line_mark *marks; /* MEMORY_CODE: in the order of their offsets; NULL: none */
    uint32_t mark_count;
};

/* A function that is a built-in one (its export has bif >= 0) is translated to a call of the BIF, whatever its
 * code says: in OTP's modules those bodies are only placeholders, and the module calls them locally too.
 * `lambdas` are the fun entries of beam->lambdas, in their order.  False: no memory; nothing is left. */
bool translate(const struct beam *beam, struct fun_entry *const *lambdas, struct translation *result);

/* Writes the instructions of e->stub: they run the BIF e->bif, or call error_handler:undefined_function. */
void translate_export_stub(struct export *e);
/* Writes the instructions of f->stub: they call error_handler:undefined_lambda. */
void translate_fun_stub(struct fun_entry *f);
