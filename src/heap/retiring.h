/* heap/retiring.h - the literals that are about to be freed: no copy of a term shares them any more.
 *
 * At most one area is retiring at a time (process/literals.c); while it is, processes are
 * searched for it one by one, and no message may carry a pointer to it from one that was not
 * searched yet to one that was.
 */
#pragma once
#include "memory/arena.h"
#include "term/term.h"

struct retiring {
    uint64_t from, bytes;
};

static inline bool is_retiring(term t)
{
    const struct retiring *r = arena_root(ROOT_retiring);
    return r && t.word - r->from < r->bytes;
}
