/* bif/map_errors.h - the failures that name what was wrong: {badmap, M}, {badkey, K}. */
#pragma once
#include "bif/bif.h"

static inline enum bif_end bif_bad(struct process *p, term what, term value)
{
    term reason = heap_tuple2(&p->heap, what, value);
    return is_term(reason) ? bif_error(p, reason) : bif_no_memory(p);
}
static inline enum bif_end bif_badmap(struct process *p, term t) { return bif_bad(p, A(badmap), t); }
static inline enum bif_end bif_badkey(struct process *p, term key) { return bif_bad(p, A(badkey), key); }
