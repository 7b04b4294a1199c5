/* bif/debug_state.h - what erts_debug:get_internal_state/1 tells. */
#pragma once
#include "bif/bif.h"

/* The answer to a question, on p's heap; NO_TERM: no memory.  *known becomes false for one that has no answer here. */
term debug_answer(struct process *p, term what, bool *known);
