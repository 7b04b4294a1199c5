/* bif/function_pattern.h - {Module, Function, Arity} with '_' for any, as trace patterns and the debugger name functions. */
#pragma once
#include "term/atoms.h"
#include "term/objects.h"

struct function_pattern {
    term module, function, arity; /* each an atom or number, or '_' */
};

static inline bool is_any(term t) { return same(t, A(underscore)); }

/* Reads a pattern; what stands behind an '_' must be one too.  False: t is none. */
static inline bool function_pattern_read(struct function_pattern *f, term t)
{
    if (!is_tuple_of(t, 3)) return false;
    const term *e = tuple_elements(t);
    *f = (struct function_pattern){e[0], e[1], e[2]};
    if (!is_atom(e[0]) || !is_atom(e[1]) || !(is_any(e[2]) || is_small(e[2]))) return false;
    return !(is_any(e[0]) && !is_any(e[1])) && !(is_any(e[1]) && !is_any(e[2]));
}

static inline bool function_pattern_matches(const struct function_pattern *f, term module, term function,
                                            uint32_t arity)
{
    return (is_any(f->module) || same(f->module, module)) && (is_any(f->function) || same(f->function, function)) &&
           (is_any(f->arity) || same(f->arity, small(arity)));
}
