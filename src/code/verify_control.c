/* code/verify_control.c - instructions that call, return, raise, choose where to go, or wait for a message. */
#include "code/claims.h"
#include "code/verify_state.h"
#include "term/atoms.h"

bool verify_call(struct verifier *v, struct flow_state *s, int32_t live)
{
    RULE(state_has_first(v, s, live), NO_VALUE);
    RULE(s->frame >= 0, BAD_FRAME);
    if (!state_frame_is_full(v, s)) return false;
    state_only_first(v, s, 1);
    s->heap = 0;
    return true;
}

/* A call that does not come back here; the frame of `frame` words goes first. */
static bool tail_call(struct verifier *v, struct flow_state *s, int32_t live, int32_t frame, bool *falls)
{
    RULE(state_has_first(v, s, live), NO_VALUE);
    RULE(s->frame == frame, BAD_FRAME);
    RULE(s->innermost == NO_TAG, BAD_CATCH);
    *falls = false;
    return true;
}

/* erlang functions that only ever raise: the compiler writes nothing behind a call of them, and no frame before. */
bool verify_never_returns(const struct verifier *v, struct slot import)
{
    const struct {
        term name;
        uint32_t least, most;
    } raising[] = {{A(error), 1, 3}, {A(exit), 1, 1}, {A(throw), 1, 1}, {A(nif_error), 1, 2}};
    const struct beam_import *i = &v->beam->imports[import.value];
    if (!same(i->module, A(erlang))) return false;
    for (size_t k = 0; k < sizeof raising / sizeof *raising; k++)
        if (same(i->function, raising[k].name) && i->arity >= raising[k].least && i->arity <= raising[k].most)
            return true;
    return false;
}

/* erlang:raise/3 of a known class and an empty stack trace raises; else it may return badarg. */
static bool surely_raises(const struct verifier *v, const struct flow_state *s, struct slot import)
{
    const struct beam_import *i = &v->beam->imports[import.value];
    return s->x0_is_class && s->x2_is_nil && i->arity == 3 && same(i->function, A(raise)) && same(i->module, A(erlang));
}

static bool call_import(struct verifier *v, struct flow_state *s, struct slot arity, struct slot import, bool *falls)
{
    if (!verify_never_returns(v, import)) {
        if (surely_raises(v, s, import)) *falls = false;
        return verify_call(v, s, arity.value);
    }
    RULE(state_has_first(v, s, arity.value), NO_VALUE);
    *falls = false;
    return state_frame_is_full(v, s);
}

static bool call_local(struct verifier *v, struct flow_state *s, struct slot arity, struct slot label, bool *falls)
{
    if (v->may_return && !v->may_return[v->entry_of[label.value] - 1]) *falls = false;
    return verify_call(v, s, arity.value);
}

/* raw_raise gives back badarg if its class is none.  Where the compiler knows that it is one, it writes nothing behind:
 * what comes next, if anything, has a label, and may be unrelated code, which shows by the function being refused. */
bool verify_raises_surely(const struct verifier *v, uint32_t at)
{
    const struct slot *next = &v->beam->code[at + 1];
    if (at + 1 >= v->function->end) return true;
    return next->type == GENOP_label && (v->may_return || flow_is_handler(v, (uint32_t)next[1].value));
}

static bool raise_again(struct verifier *v, struct flow_state *s, bool *falls)
{
    RULE(state_has_first(v, s, 3), NO_VALUE);
    state_raise(v, s);
    if (!verify_raises_surely(v, v->slot)) return verify_call(v, s, 3);
    v->beam->code[v->slot].claim = CLAIM_RAISES;
    *falls = false;
    return true;
}

static bool branch_list(struct verifier *v, const struct flow_state *s, const struct slot *list)
{
    for (int32_t i = 1; i < list->value; i += 2)
        if (!flow_to(v, s, (uint32_t)list[1 + i].value)) return false;
    return true;
}

static bool ends(bool *falls, bool good)
{
    *falls = false;
    return good;
}

/* Instructions that leave the function, or choose where to go in it. */
bool verify_control(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o, bool *falls)
{
    switch (op) {
    case GENOP_jump:
        return ends(falls, flow_is_handler(v, (uint32_t)o[0].value) || flow_to(v, s, (uint32_t)o[0].value));
    case GENOP_return:
        RULE(s->frame == NO_FRAME, BAD_FRAME);
        RULE(s->x[0] & 1, NO_VALUE);
        return ends(falls, true);
    case GENOP_func_info: RULE(state_has_first(v, s, o[2].value), NO_VALUE); return ends(falls, true);
    case GENOP_select_val:
    case GENOP_select_tuple_arity:
        return ends(falls, state_read(v, s, o[0]) && flow_to(v, s, (uint32_t)o[1].value) && branch_list(v, s, &o[2]));
    case GENOP_call: return call_local(v, s, o[0], o[1], falls);
    case GENOP_call_last: return tail_call(v, s, o[0].value, o[2].value, falls);
    case GENOP_call_only: return tail_call(v, s, o[0].value, NO_FRAME, falls);
    case GENOP_call_ext: return call_import(v, s, o[0], o[1], falls);
    case GENOP_call_ext_last:
        if (verify_never_returns(v, o[1])) return call_import(v, s, o[0], o[1], falls);
        return tail_call(v, s, o[0].value, o[2].value, falls);
    case GENOP_call_ext_only:
        if (verify_never_returns(v, o[1])) return call_import(v, s, o[0], o[1], falls);
        return tail_call(v, s, o[0].value, NO_FRAME, falls);
    case GENOP_call_fun: return verify_call(v, s, o[0].value + 1);
    case GENOP_call_fun2: return state_read(v, s, o[2]) && verify_call(v, s, o[1].value);
    case GENOP_apply: return verify_call(v, s, o[0].value + 2);
    case GENOP_apply_last: return tail_call(v, s, o[0].value + 2, o[1].value, falls);
    case GENOP_badmatch:
    case GENOP_case_end:
    case GENOP_try_case_end:
    case GENOP_badrecord: state_raise(v, s); return ends(falls, state_read(v, s, o[0]));
    case GENOP_raw_raise: return raise_again(v, s, falls);
    case GENOP_if_end: state_raise(v, s); return ends(falls, true);
    case GENOP_raise: state_raise(v, s); return ends(falls, state_read(v, s, o[0]) && state_read(v, s, o[1]));
    default: return refuse(v, BEAM_BAD_OPCODE);
    }
}

/* `receive after T -> ... end` has nothing to look at: its label is the wait_timeout itself, or that of a jump to it,
 * and the time is not read again when its timer runs. */
static bool waits_for_itself(const struct verifier *v, struct slot label)
{
    uint32_t at = v->beam->labels[label.value] + 2;
    const struct slot *i = &v->beam->code[at];
    if (at < v->function->end && i->type == GENOP_jump) at = v->beam->labels[i[1].value] + 2;
    return at == v->slot;
}

/* Receive: while a process sleeps it keeps no x registers. */
bool verify_receive(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o, bool *falls)
{
    if (op == GENOP_timeout || op == GENOP_remove_message) return true;
    if (!state_frame_is_full(v, s)) return false;
    s->heap = 0;
    switch (op) {
    case GENOP_loop_rec: return flow_to(v, s, (uint32_t)o[0].value) && state_write(v, s, o[1]);
    case GENOP_loop_rec_end:
    case GENOP_wait: state_only_first(v, s, 0); return ends(falls, flow_to(v, s, (uint32_t)o[0].value));
    case GENOP_wait_timeout:
        if (!state_read(v, s, o[1])) return false;
        state_only_first(v, s, 0);
        return waits_for_itself(v, o[0]) || flow_to(v, s, (uint32_t)o[0].value);
    default: return refuse(v, BEAM_BAD_OPCODE);
    }
}
