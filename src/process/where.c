/* process/where.c - the function in which a process has stopped: see where.h. */
#include "process/where.h"
#include "code/code.h"
#include "heap/build.h"

term build_where(const struct process *p, term **hp)
{
    struct code_place place;
    const struct mfa *bif = &p->current_function;
    if (p->in_bif) return build_tuple3(hp, bif->module, bif->function, small(bif->arity));
    if (!code_place(p->pc, &place) || !is_term(place.name)) return NO_TERM;
    return build_tuple3(hp, place.name, place.function, small(place.arity));
}
