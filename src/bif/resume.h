/* bif/resume.h - built-in functions that stop half-way and go on in a later slice.
 *
 * What a half-done call must keep is a C struct, which begins with struct magic and is owned by a
 * magic reference, and a few terms.  While the process waits for its next slice the call's first
 * argument is {Reference, Original argument, Terms...}; no program ever sees it, as every failure
 * puts the original back.  A program cannot make one either: it has no such reference.
 */
#pragma once
#include "bif/bif.h"
#include "heap/fun.h"

/* How much work a slice still allows, in steps of a few nanoseconds (one list element, 16 bytes
 * copied); work that was done is paid with work_pay(). */
enum { WORK_PER_REDUCTION = 64 };
#ifdef STRESS_YIELD
/* Stress builds stop every few steps, but one slice in 64 is of full length: what a call keeps of a deep term is
 * saved with each stop, and a term of a million levels would take days. */
static inline bool stress_is_off(const struct process *p)
{
    return (uint32_t)(p->reductions_done * UINT64_C(0x9e3779b97f4a7c15) >> 58) == 0;
}
#endif
static inline int64_t work_budget(const struct process *p)
{
#ifdef STRESS_YIELD
    return stress_is_off(p) ? (int64_t)REDUCTIONS_A_SLICE * WORK_PER_REDUCTION : 7;
#else
    return p->reductions > 0 ? p->reductions * WORK_PER_REDUCTION : WORK_PER_REDUCTION;
#endif
}
static inline void work_pay(struct process *p, int64_t left)
{
    int64_t budget = work_budget(p);
    p->reductions -= left <= 0 ? (p->reductions > 0 ? p->reductions : 1) : 1 + (budget - left) / WORK_PER_REDUCTION;
}

/* A zeroed state of `bytes`, with no reference yet; NULL: no memory. `destroy` gives back what it
 * owns and then calls resume_free(). */
void *resume_new(size_t bytes, void (*destroy)(struct magic *m));
void resume_free(struct magic *m);

/* The state behind an argument that resume_yield() left, NULL for any other term. */
static inline void *resume_state(term argument, void (*destroy)(struct magic *m))
{
    if (!is_tuple(argument) || tuple_arity(argument) < 2) return NULL;
    return magic_of(tuple_elements(argument)[0], destroy);
}
/* The terms given to resume_yield(). */
static inline const term *resume_terms(term argument) { return tuple_elements(argument) + 2; }

/* Ends a slice: keeps the state and `count` terms in *argument. With no memory for that the call
 * fails (and a state that has no reference yet is destroyed). */
enum bif_end resume_yield(struct process *p, term *argument, struct magic *state, const term *terms, size_t count);

/* Puts the original argument back before a failure, or an end. */
static inline void resume_restore(term *argument, bool resumed)
{
    if (resumed) *argument = tuple_elements(*argument)[1];
}
