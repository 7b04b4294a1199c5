/* bif/match_guards.h - the built-in functions that match specifications may call. */
#pragma once
#include "bif/bif.h"
#include "ets/match_program.h"

/* Hands them to ets/; once, after ets_open(). */
void match_guards_open(void);

/* The end of a built-in function whose argument match_compile() refused. */
static inline enum bif_end match_refused(struct process *p, const struct match_errors *e)
{
    if (e->no_memory) return bif_no_memory(p);
    return e->too_deep ? bif_error(p, A(system_limit)) : bif_badarg(p);
}

/* Trace actions that change nothing, for erlang:match_spec_test/3. */
match_action_fn match_pretend_action;
