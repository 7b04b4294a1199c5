/* interp/slow_bif.c - BIFs: calls in tail position and through stubs, and every end but BIF_DONE. */
#include "interp/op_call.h"
#include "interp/raise.h"
#include "interp/run.h"
#include <stddef.h>

/* A BIF being called, and what happens when it has a value. */
struct bif_call_site {
    const struct export *bif;
    bif_fn *call;
    bool is_stub; /* called by an address, not by an instruction */
    bool tail;    /* return from the frame of `frame` bytes; else go on at `next` */
    uint32_t frame;
    const uint32_t *next; /* behind the instruction; NULL: a stub */
};

/* apply(erlang, error, ...) raises for the function that applies: the last call of it is not the end of its frame. */
static bool applies_raising(const struct machine *m)
{
    const struct export *e = m->p->callee;
    return raises_for_caller(&(struct mfa){e->module, e->function, e->arity});
}

static void leave_frame(struct machine *m, const struct bif_call_site *site)
{
    if (site->tail) m->sp = (term *)((char *)m->sp + site->frame);
    else (--m->sp)->word = return_address(site->next);
}

/* The BIF wants to be called again: its arguments, as they are now, are what is live. */
static enum go again(struct machine *m, const struct bif_call_site *site, enum run_end end)
{
    struct process *p = m->p;
    p->current_function = (struct mfa){site->bif->module, site->bif->function, site->bif->arity};
    p->in_bif = true;
    if (p->heap.collect_soon && p->state != PROCESS_EXITING && !machine_collect(m, 0, site->bif->arity))
        return machine_exited(m);
    return machine_stop(m, end, site->bif->arity);
}

/* The value is in x[0]: the caller goes on with it, or whoever called it, when others have run. */
static enum go yield(struct machine *m, const struct bif_call_site *site)
{
    m->pc = site->next;
    if (site->tail) {
        m->sp = (term *)((char *)m->sp + site->frame);
        m->pc = returned_to(*m->sp++);
    }
    return machine_stop(m, RUN_YIELDED, 1);
}

/* erlang:hibernate/3: the stack is gone, p->callee starts with its arguments when a message is there. */
static enum go hibernate(struct machine *m)
{
    struct process *p = m->p;
    uint32_t arity = p->callee_arity;
    const uint32_t *final_return = returned_to(p->heap.end[-1]);
    p->catches = 0;
    if (process_hibernate(p, m->x, arity) != HEAP_OK || !machine_push_final(m, final_return, arity)) {
        process_lacks_memory(p);
        return machine_exited(m);
    }
    m->pc = p->callee->address;
    p->current_function = (struct mfa){A(erlang), A(hibernate), 3};
    p->hibernating = !p->mailbox.first;
    return machine_stop(m, p->hibernating ? RUN_WAITING : RUN_YIELDED, arity);
}

/* A BIF called through its stub has no caller that m->pc tells; otherwise the caller is in the trace even
 * when the call was its last. */
static enum go failed(struct machine *m, const struct bif_call_site *site, const struct mfa *bif)
{
    if (site->is_stub) m->pc = NULL;
    return machine_raise(m, bif, m->x);
}

static enum go enter_fun(struct machine *m, term fun, uint32_t arity)
{
    const uint32_t *entry = prepare_fun(m, fun, arity);
    if (entry) return machine_enter(m, entry);
    SCRATCH(m, 0) = fun, SCRATCH(m, 1).word = arity;
    return GO_SLOW(m, bad_fun);
}

static enum go other_end(struct machine *m, const struct bif_call_site *site, enum bif_end end)
{
    struct mfa mfa = {site->bif->module, site->bif->function, site->bif->arity};
    switch (end) {
    case BIF_RAISE: return failed(m, site, &mfa);
    case BIF_AGAIN: return again(m, site, RUN_YIELDED);
    case BIF_WAIT: return again(m, site, RUN_WAITING);
    case BIF_YIELD: return yield(m, site);
    case BIF_CALL:
        if (site->tail && site->next && applies_raising(m)) (--m->sp)->word = return_address(site->next);
        else leave_frame(m, site);
        return machine_enter(m, m->p->callee->address);
    case BIF_CALL_FUN: leave_frame(m, site); return enter_fun(m, m->x[m->p->callee_arity], m->p->callee_arity);
    case BIF_HIBERNATE: return hibernate(m);
    default: return machine_exited(m);
    }
}

/* A BIF in tail position: its value is returned. */
static enum go run(struct machine *m, const struct bif_call_site *site)
{
    term result;
    machine_save(m);
    enum bif_end end = site->call(m->p, m->x, &result);
    machine_load(m);
    if (end != BIF_DONE) return other_end(m, site, end);
    m->x[0] = result;
    if (m->p->heap.collect_soon && !machine_collect(m, 0, 1)) return machine_exited(m);
    m->sp = (term *)((char *)m->sp + site->frame);
    m->pc = returned_to(*m->sp++);
    return TO;
}

SLOW_PATH(bif_end, call_bif)
{
    struct bif_call_site site = {.bif = pointer(m, 0), .next = m->pc + 1 + COUNT_call_bif};
    return other_end(m, &site, (enum bif_end)SCRATCH(m, 0).word);
}

SLOW_PATH(bif_only, call_bif_only)
{
    struct bif_call_site site = {
        .bif = pointer(m, 0), .call = FUNCTION(m, 1, bif_fn), .tail = true, .next = m->pc + 1 + COUNT_call_bif_only};
    return run(m, &site);
}

SLOW_PATH(bif_last, call_bif_last)
{
    struct bif_call_site site = {.bif = pointer(m, 0),
                                 .call = FUNCTION(m, 1, bif_fn),
                                 .tail = true,
                                 .frame = operand(m, 3),
                                 .next = m->pc + 1 + COUNT_call_bif_last};
    return run(m, &site);
}

SLOW_PATH(bif_stub, bif_stub)
{
    const struct export *e = (const struct export *)((const char *)m->pc - offsetof(struct export, stub));
    struct bif_call_site site = {.bif = e, .call = bif_table[e->bif].call, .is_stub = true, .tail = true};
    return run(m, &site);
}

/* -- guard BIFs ------------------------------------------------------------------------------- */

SLOW_PATH(guard_bif_failed, guard_bif)
{
    const struct export *e = pointer(m, 3);
    if (operand(m, 0)) return JUMP;
    struct mfa mfa = {e->module, e->function, e->arity};
    return machine_raise(m, &mfa, &SCRATCH(m, 0));
}

static enum go bad(struct machine *m, term function, uint32_t arity)
{
    if (operand(m, 0)) return JUMP;
    return machine_raise_bif(m, A(erlang), function, arity, A(badarg), &SCRATCH(m, 0));
}
SLOW_PATH(bad_hd, bif_hd) { return bad(m, A(hd), 1); }
SLOW_PATH(bad_tl, bif_tl) { return bad(m, A(tl), 1); }
SLOW_PATH(bad_element, bif_element) { return bad(m, A(element), 2); }
SLOW_PATH(bad_tuple_size, bif_tuple_size) { return bad(m, A(tuple_size), 1); }
