/* code/breakpoint.h - instructions replaced while functions are traced: breakpoints at entries, and calls of BIFs
 * that go through the BIF's export instead of straight to its C function.
 *
 * Code that is not traced pays nothing: it is changed when tracing begins, and changed back when it ends.
 */
#pragma once
#include "code/module.h"

/* A place whose op is replaced by `breakpoint`; embedded in what bif/ keeps of it. */
struct breakpoint {
    uint32_t *at;
    uint32_t saved; /* the op that belongs there */
};

/* The breakpoint at an address; NULL: none. */
struct breakpoint *breakpoint_at(const uint32_t *at);
/* Sets b at `at`; false: no memory. */
bool breakpoint_add(struct breakpoint *b, uint32_t *at);
/* The op that belongs there stands there again. */
void breakpoint_remove(struct breakpoint *b);
/* Visits all: the one in slot *slot or after it; NULL: no more. */
struct breakpoint *breakpoint_after(size_t *slot);

/* The op of the instruction at `at`, whether or not there is a breakpoint. */
uint32_t code_op_at(const uint32_t *at);

/* Makes each call of a BIF in all code what its export's `traced` says: by the C function, or by the export's address.
 * New code is translated to the right one. */
void code_adjust_bif_calls(void);
