/* interp/slow_raise.c - instructions that raise, raise again, or look at what was raised. */
#include "interp/raise.h"
#include "interp/run.h"
#include "code/code.h"
#include "memory/arena.h"

static enum go raise_error(struct machine *m, term reason)
{
    if (!is_term(reason)) reason = A(system_limit);
    bif_error(m->p, reason);
    return machine_raise(m, NULL, NULL);
}
/* error {tag, value} */
static enum go raise_tagged(struct machine *m, term tag)
{
    machine_save(m);
    term reason = heap_tuple2(&m->p->heap, tag, SCRATCH(m, 0));
    machine_load(m);
    return raise_error(m, reason);
}

SLOW_PATH(error, if_end) { return raise_error(m, SCRATCH(m, 0)); }
SLOW_PATH(badarg, if_end) { return raise_error(m, A(badarg)); }
SLOW_PATH(no_memory, if_end) { return raise_error(m, A(system_limit)); }
SLOW_PATH(badmatch, badmatch) { return raise_tagged(m, A(badmatch)); }
SLOW_PATH(case_clause, case_end) { return raise_tagged(m, A(case_clause)); }
SLOW_PATH(try_clause, try_case_end) { return raise_tagged(m, A(try_clause)); }
SLOW_PATH(badrecord, badrecord) { return raise_tagged(m, A(badrecord)); }
SLOW_PATH(badmap, if_end) { return raise_tagged(m, A(badmap)); }
SLOW_PATH(badkey, if_end) { return raise_tagged(m, A(badkey)); }
SLOW_PATH(badfield, if_end) { return raise_tagged(m, A(badfield)); }
SLOW_PATH(novalue, if_end) { return raise_tagged(m, A(novalue)); }

SLOW_PATH(function_clause, func_info)
{
    uint32_t arity = operand(m, 1);
    bif_error(m->p, A(function_clause));
    machine_save(m);
    term args = collect_arguments(&m->p->heap, m->x, arity);
    machine_load(m);
    if (!is_term(args)) return raise_error(m, NO_TERM);
    m->p->failure.args = args;
    return machine_raise(m, NULL, NULL);
}

static bool is_class(term t) { return same(t, A(error)) || same(t, A(exit)) || same(t, A(throw)); }

/* Raises again: class and trace are known. */
static enum go raise_again(struct machine *m, term class, term reason, term raw)
{
    bif_raise(m->p, class, reason);
    m->p->failure.trace = raw;
    return machine_raise(m, NULL, NULL);
}

SLOW_PATH(raise_again, raise)
{
    term raw = SCRATCH(m, 1), class = A(error);
    if (is_tuple(raw) && is_class(tuple_elements(raw)[0])) class = tuple_elements(raw)[0];
    return raise_again(m, class, SCRATCH(m, 0), raw);
}

/* The class may be another than before: the raw trace must tell it to a later `raise`. */
SLOW_PATH(raw_raise, raw_raise)
{
    term class = m->x[0], raw = m->x[2];
    if (!is_class(class)) {
        m->x[0] = A(badarg);
        return NEXT;
    }
    if (is_tuple(raw) && tuple_arity(raw) > 0 && !is_literal_address(boxed(raw))) tuple_elements(raw)[0] = class;
    return raise_again(m, class, m->x[1], raw);
}

SLOW_PATH(build_stacktrace, build_stacktrace)
{
    machine_save(m);
    term trace = stacktrace_of(&m->p->heap, m->x[0]);
    machine_load(m);
    m->pc += 1 + COUNT_build_stacktrace;
    return finish_at(m, 0, is_term(trace) ? trace : NIL, 1);
}

/* catch: a throw is its value, the others are {'EXIT', Reason}. */
static term caught(struct heap *h, term class, term reason, term raw)
{
    if (same(class, A(throw))) return reason;
    if (same(class, A(error))) {
        term trace = stacktrace_of(h, raw);
        reason = is_term(trace) ? heap_tuple2(h, reason, trace) : NO_TERM;
    }
    return is_term(reason) ? heap_tuple2(h, A(EXIT), reason) : NO_TERM;
}

SLOW_PATH(catch_end, catch_end)
{
    machine_save(m);
    term value = caught(&m->p->heap, m->x[3], m->x[1], m->x[2]);
    machine_load(m);
    m->pc += 1 + COUNT_catch_end;
    return finish_at(m, 0, is_term(value) ? value : A(system_limit), 0);
}
