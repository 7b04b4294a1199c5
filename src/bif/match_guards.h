/* bif/match_guards.h - the built-in functions that match specifications may call. */
#pragma once
#include "ets/match_program.h"

/* Hands them to ets/; once, after ets_open(). */
void match_guards_open(void);

/* Trace actions that change nothing, for erlang:match_spec_test/3. */
match_action_fn match_pretend_action;
