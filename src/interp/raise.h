/* interp/raise.h - exceptions: from p->failure to a handler, or to the end of the process.
 *
 * A raw trace is a tuple which nothing but raise, raw_raise and build_stacktrace looks into:
 *     {Class, List}                                   given with erlang:raise/3
 *     {Class, Current, Arguments, Info, Address...}   Addresses as smalls, of calls in progress
 * Current is the address of the failed instruction, or {M,F,A} for a BIF; Arguments a list, or
 * `true` for "show the arity"; Info the last element of the first frame.
 */
#pragma once
#include "interp/machine.h"

/* Raises p->failure at m->pc.  `bif`: the BIF that failed, with its arguments, or NULL.  m->pc NULL:
 * nobody knows who called the BIF, but for what is on the stack. */
enum go machine_raise(struct machine *m, const struct mfa *bif, const term *args);

/* The same for an error of a BIF. */
enum go machine_raise_bif(struct machine *m, term module, term function, uint32_t arity, term reason, const term *args);

/* The stack trace of a raw one, as Erlang code sees it; NO_TERM: no memory. */
term stacktrace_of(struct heap *h, term raw);

/* A raw trace for erlang:raise/3's list; NO_TERM: no memory. */
term raw_of_list(struct heap *h, term class, term list);
/* error, exit and throw raise on behalf of their caller: they have no frame of their own. */
bool raises_for_caller(const struct mfa *bif);
/* A raw trace for a failure at `pc` (NULL: see above) of p, whose heap is saved; NO_TERM: no memory. */
term raw_trace(struct process *p, const uint32_t *pc, const struct mfa *bif, const term *args);
