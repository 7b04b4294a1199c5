/* interp/slow_call.c - yielding, and calls of what is not there or not known before. */
#include "code/claims.h"
#include "interp/raise.h"
#include "interp/run.h"
#include "memory/arena.h"
#include "process/suspend.h"
#include <stddef.h>

SLOW_PATH(yield, call_only) { return machine_stop(m, RUN_YIELDED, m->pc[-1]); }

/* Between messages only the stack is live. */
SLOW_PATH(loop_yield, loop_rec_end)
{
    m->pc = label(m, 0);
    return machine_stop(m, RUN_YIELDED, 0);
}

SLOW_PATH(bad_fun, call_fun)
{
    term fun = SCRATCH(m, 0), reason;
    uint32_t arity = (uint32_t)SCRATCH(m, 1).word;
    machine_save(m);
    struct heap *h = &m->p->heap;
    if (is_fun(fun)) {
        term args = collect_arguments(h, m->x, arity);
        term pair = is_term(args) ? heap_tuple2(h, fun, args) : NO_TERM;
        reason = is_term(pair) ? heap_tuple2(h, A(badarity), pair) : NO_TERM;
    } else {
        reason = heap_tuple2(h, A(badfun), fun);
    }
    machine_load(m);
    bif_error(m->p, is_term(reason) ? reason : A(system_limit));
    return machine_raise(m, NULL, NULL);
}

static bool is_apply(term module, term function, int64_t arity)
{
    return same(module, A(erlang)) && same(function, A(apply)) && arity == 3;
}

/* apply(erlang, apply, [erlang, error, Args]) raises for the function that applies, as one apply does, however many there
 * are: then the arguments of the innermost are spread, and *e is its export. */
static void see_through_apply(struct machine *m, const struct export **e)
{
    term module = (*e)->module, function = (*e)->function, inner[3] = {m->x[0], m->x[1], m->x[2]}, list = NIL;
    int64_t arity = (*e)->arity;
    while (is_apply(module, function, arity)) {
        module = inner[0], function = inner[1], list = inner[2];
        if (!is_atom(module) || !is_atom(function)) return;
        term l = list;
        for (arity = 0; is_cons(l) && arity < 4; l = tail(l)) {
            if (arity < 3) inner[arity] = head(l);
            arity++;
        }
        if (!is_nil(l)) return;
    }
    if (is_nil(list) || !raises_for_caller(&(struct mfa){module, function, (uint32_t)arity})) return;
    const struct export *last = export_find(module, function, (uint32_t)arity, false);
    if (!last) return;
    spread_arguments(m, list, 0);
    *e = last;
}

/* The export that an apply means; NULL when it has been raised, and *end says how to go on. */
static const struct export *apply_target(struct machine *m, uint32_t arity, enum go *end)
{
    term module = m->x[arity], function = m->x[arity + 1];
    machine_save(m);
    if (is_atom(module) && is_atom(function)) {
        const struct export *e = export_find(module, function, arity, true);
        if (e) see_through_apply(m, &e);
        if (e) return e;
    }
    term args = collect_arguments(&m->p->heap, m->x, arity);
    machine_load(m);
    term apply_args[] = {module, function, is_term(args) ? args : NIL};
    *end = machine_raise_bif(m, A(erlang), A(apply), 3, A(badarg), apply_args);
    return NULL;
}

SLOW_PATH(apply, apply)
{
    enum go end;
    const struct export *e = apply_target(m, operand(m, 0), &end);
    if (!e) return end;
    (--m->sp)->word = return_address(m->pc + 1 + COUNT_apply);
    return machine_enter(m, e->address);
}

SLOW_PATH(apply_last, apply_last)
{
    enum go end;
    const struct export *e = apply_target(m, operand(m, 0), &end);
    if (!e) return end;
    struct mfa mfa = {e->module, e->function, e->arity};
    if (raises_for_caller(&mfa)) (--m->sp)->word = return_address(m->pc + 1 + COUNT_apply_last);
    else m->sp = (term *)((char *)m->sp + operand(m, 1));
    return machine_enter(m, e->address);
}

/* What is live is not known here: a fragment, if need be. */
SLOW_PATH(make_fun2, make_fun2)
{
    struct fun_entry *entry = pointer(m, 0);
    uint32_t environment = entry->environment;
    machine_save(m);
    struct fun_object *f = (struct fun_object *)heap_alloc(&m->p->heap, FUN_WORDS + environment);
    machine_load(m);
    if (!f) return GO_SLOW(m, no_memory);
    *f = (struct fun_object){
        .header = header(KIND_FUN, FUN_WORDS - 1 + environment),
        .entry = entry,
        .creator = m->p->pid,
        .arity = small(entry->arity - environment).word,
    };
    memcpy(f->environment, m->x, environment * sizeof *m->x);
    m->x[0] = boxed_at(f);
    return NEXT;
}

/* Calls handler(a, b, Arguments), with the arguments now in x[0..arity). */
static enum go call_handler(struct machine *m, const struct export *handler, term a, term b, uint32_t arity)
{
    machine_save(m);
    term args = collect_arguments(&m->p->heap, m->x, arity);
    machine_load(m);
    if (!is_term(args)) return raise_with(m, A(system_limit), slow_error);
    m->x[0] = a, m->x[1] = b, m->x[2] = args;
    if (m->p->heap.collect_soon && !machine_collect(m, 0, 3)) return machine_exited(m);
    return machine_enter(m, handler->address);
}

enum go call_error_handler(struct machine *m, term function, term a, term b, uint32_t arity,
                           const struct mfa *undefined)
{
    const struct export *handler = export_find(m->p->error_handler, function, 3, false);
    if (handler && handler->loaded) return call_handler(m, handler, a, b, arity);
    machine_save(m);
    bif_error(m->p, A(undef));
    return machine_raise(m, undefined, m->x);
}

/* Stubs stand inside what they are the stubs of. */
SLOW_PATH(undefined_function, undefined_function)
{
    const struct export *e = (const struct export *)((const char *)m->pc - offsetof(struct export, stub));
    struct mfa undefined = {e->module, e->function, e->arity};
    return call_error_handler(m, A(undefined_function), e->module, e->function, e->arity, &undefined);
}

/* The fun that was called, made anew out of the registers: arguments, then environment.  NULL: no memory. */
static struct fun_object *called_fun(struct machine *m, struct fun_entry *f)
{
    uint32_t arity = f->arity - f->environment;
    machine_save(m);
    struct fun_object *fun = (struct fun_object *)heap_alloc(&m->p->heap, FUN_WORDS + f->environment);
    machine_load(m);
    if (!fun) return NULL;
    fun->header = header(KIND_FUN, FUN_WORDS - 1 + f->environment);
    fun->entry = f;
    fun->creator = m->p->pid;
    fun->arity = small(arity).word;
    memcpy(fun->environment, &m->x[arity], f->environment * sizeof(term));
    return fun;
}

/* The module is there, so there is nothing to wait for: its code has no such fun. */
static enum go raise_badfun(struct machine *m, term fun)
{
    machine_save(m);
    term reason = heap_tuple2(&m->p->heap, A(badfun), fun);
    machine_load(m);
    bif_error(m->p, is_term(reason) ? reason : A(system_limit));
    m->pc = NULL;
    return machine_raise(m, NULL, NULL);
}

/* A fun whose code is gone, or is being purged: then it is called again when that has ended. */
SLOW_PATH(undefined_lambda, undefined_lambda)
{
    struct fun_entry *f = (struct fun_entry *)((const char *)m->pc - offsetof(struct fun_entry, stub));
    uint32_t arity = f->arity - f->environment;
    struct mfa undefined = {f->module, A(undefined), arity};
    struct fun_object *fun = called_fun(m, f);
    if (!fun) return raise_with(m, A(system_limit), slow_error);
    if (f->pending) {
        const struct export *purger = fun_entry_handler(f);
        if (!purger) return raise_with(m, A(system_limit), slow_error);
        m->p->held_by_purge = true;
        process_suspend(m->p);
        m->reds = 0; /* it stops at once: the purge resumes it */
        return call_handler(m, purger, f->module, boxed_at(fun), arity);
    }
    if (module_current(f->module)) return raise_badfun(m, boxed_at(fun));
    return call_error_handler(m, A(undefined_lambda), f->module, boxed_at(fun), arity, &undefined);
}

/* The first function has returned. */
SLOW_PATH(process_end, process_end)
{
    machine_save(m);
    process_begin_exit(m->p, A(normal));
    return machine_exited(m);
}

/* It may be written to: not shared, nor old, where nothing looks for pointers to the young. */
static bool is_own_tuple(const struct heap *h, term t, uint32_t elements)
{
    if (!is_tuple(t) || tuple_arity(t) < elements || is_literal_address(boxed(t))) return false;
    return boxed(t) < h->old_start || boxed(t) >= h->old_end;
}

static bool claim_holds(const struct heap *h, term t, uint32_t claim)
{
    switch ((uint8_t)claim) {
    case CLAIM_OWN_TUPLE: return is_own_tuple(h, t, claim >> 8);
    case CLAIM_CONTEXT: return kind_of(t) == KIND_MATCH;
    case CLAIM_BITS: return kind_of(t) == KIND_MATCH || is_bitstring(t);
    default: return false; /* the others have been looked at */
    }
}

SLOW_PATH(check_claim, check_claim)
{
    if (claim_holds(&m->p->heap, SCRATCH(m, 0), operand(m, 1))) return NEXT;
    panic(__FILE__, __LINE__, "a module claims a type that is not so");
}

SLOW_PATH(code_end, code_end)
{
    (void)m;
    panic(__FILE__, __LINE__, "code ran off its end");
}

SLOW_PATH(false_claim, call_only)
{
    (void)m;
    panic(__FILE__, __LINE__, "a module's claim about types is false");
}
