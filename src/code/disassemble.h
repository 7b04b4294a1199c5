/* code/disassemble.h - internal instructions as text, for tests and for looking at what the translator makes. */
#pragma once
#include "code/ops.h"
#include "term/print.h"

/* Prints the instruction at `at`, as one line without its end; the instruction behind it.
 * NULL: there is no instruction (nothing is printed). */
const uint32_t *disassemble(struct printer *to, const uint32_t *at);
