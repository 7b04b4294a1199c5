/* bif/bif.h - what a built-in function looks like.
 *
 * BIFs are listed in the tables that bif/bifs.def includes, one table for each C file or family:
 *     BIF("lists", "reverse", 2, bif_lists_reverse_2, PLAIN)
 * PURE: no side effect, ends with BIF_DONE or BIF_RAISE only; may be called in a guard, with
 * arguments that are not the x registers.  PLAIN: all others; args is the x register file.
 *
 * Terms never move while a BIF runs (heap/heap.h).  A BIF that is not constant-time subtracts its
 * cost from p->reductions, and returns BIF_AGAIN when that is used up, having put the state of the
 * half-done work into args[0..arity-1] (an ordinary call again: see lists:reverse/2) - or calls a
 * hidden BIF of its own by BIF_CALL if it needs more state than it has arguments.
 */
#pragma once
#include "heap/build.h"
#include "heap/heap.h"
#include "process/process.h"
#include "term/atoms.h"

enum bif_end {
    BIF_DONE,      /* *result is the value */
    BIF_RAISE,     /* p->failure says what */
    BIF_AGAIN,     /* yield, then call me again with args[] as they are now */
    BIF_CALL,      /* call p->callee with the p->callee_arity arguments in args[]; its value is mine */
    BIF_CALL_FUN,  /* the same with the fun that stands behind the arguments, in args[p->callee_arity] */
    BIF_WAIT,      /* sleep until process_wake(p), then call me again with args[] as they are now */
    BIF_YIELD,     /* args[0] is the value; let others run before the caller goes on */
    BIF_HIBERNATE, /* drop the stack, sleep until there is a message, then do as BIF_CALL */
    BIF_EXITED,    /* the process has been told to exit (p->state, p->exit_reason): stop running it */
};
typedef enum bif_end bif_fn(struct process *p, term *args, term *result);

#define BIF(module, function, arity, c_name, kind) bif_fn c_name;
#include "bif/bifs.def"
#undef BIF

enum bif_kind { PURE, PLAIN };
struct bif {
    const char *module, *function;
    uint32_t arity;
    bif_fn *call;
    enum bif_kind kind;
};
extern const struct bif bif_table[];
extern const size_t bif_count;
/* Does the release in use have it? */
bool bif_in_release(const struct bif *b);
/* What it is to a program that asks: a native function (NIF), or a built-in one as erlang:is_builtin/3 says. */
bool bif_is_native(const struct bif *b);
bool bif_is_builtin(const struct bif *b);
bool bif_is_instruction(const struct bif *b); /* no function, to system_info(snifs) */

/* -- endings --------------------------------------------------------------------- */
enum bif_end bif_raise(struct process *p, term class, term reason);
enum bif_end bif_error(struct process *p, term reason); /* class error */
static inline enum bif_end bif_badarg(struct process *p) { return bif_error(p, A(badarg)); }
/* badarg whose error_info carries #{cause => cause} */
enum bif_end bif_badarg_cause(struct process *p, term cause);
/* There is no memory: system_limit. */
static inline enum bif_end bif_no_memory(struct process *p) { return bif_error(p, A(system_limit)); }
/* Ends a BIF with `t`, or with system_limit if t is NO_TERM. */
static inline enum bif_end bif_value(struct process *p, term t, term *result)
{
    if (!is_term(t)) return bif_no_memory(p);
    *result = t;
    return BIF_DONE;
}
/* Ends with a call of module:function/arity; args[] are already in place. */
enum bif_end bif_call(struct process *p, term module, term function, uint32_t arity);
/* Charges `cost` reductions; true when the slice is used up. */
static inline bool bif_charge(struct process *p, int64_t cost) { return (p->reductions -= cost) <= 0; }
