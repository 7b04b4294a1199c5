/* code/verify_step.c - one instruction: what it needs, and what it leaves. */
#include "code/verify_state.h"
#include "heap/build.h"
#include "term/atoms.h"

/* Reads all sources, which stand before anything is written. */
static inline bool read_operands(struct verifier *v, const struct flow_state *s, enum genop op, const struct slot *o)
{
    for (uint32_t left = genop_table[op].reads; left; left &= left - 1) {
        struct slot source = o[__builtin_ctz(left)];
        if (slot_is_register(source) && !state_read(v, s, source)) return false;
    }
    return true;
}

static inline bool write_operands(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o)
{
    for (uint32_t left = genop_table[op].writes; left; left &= left - 1) {
        struct slot to = o[__builtin_ctz(left)];
        if (slot_is_register(to) && !state_write(v, s, to)) return false;
    }
    return true;
}

/* The number of the `l` operand, or -1. */
static inline int32_t live_of(enum genop op, const struct slot *o)
{
    uint32_t live = genop_table[op].live;
    return live ? o[__builtin_ctz(live)].value : -1;
}

static bool flow_or_raise(struct verifier *v, const struct flow_state *s, uint32_t label)
{
    if (label == 0) state_raise(v, s);
    return label == 0 || flow_to(v, s, label);
}

/* An instruction of the common pattern: reads, perhaps collects, perhaps fails to a label, writes. */
static bool common(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o, int32_t words)
{
    int32_t live = live_of(op, o);
    char first = *genop_table[op].operands;
    if (!read_operands(v, s, op, o)) return false;
    if (live >= 0 && !state_collect(v, s, live, words)) return false;
    if ((first == 'f' || first == 'm') && o->kind == SLOT_LABEL && !flow_or_raise(v, s, (uint32_t)o->value))
        return false;
    return write_operands(v, s, op, o);
}

/* The segments of bs_create_bin; a string's value is no register. */
static bool read_segments(struct verifier *v, const struct flow_state *s, const struct slot *list)
{
    for (int32_t i = 0; i < list->value; i += 6)
        if (!state_read(v, s, list[1 + i + 4]) || !state_read(v, s, list[1 + i + 5])) return false;
    return true;
}

/* Instructions that build on the heap what an earlier one made room for. */
static bool step_build(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o)
{
    switch (op) {
    case GENOP_put_list:
        return state_read(v, s, o[0]) && state_read(v, s, o[1]) && state_build(v, s, CONS_WORDS) &&
               state_write(v, s, o[2]);
    case GENOP_put_tuple2:
        return state_read_list(v, s, &o[1], 0, 1) && state_build(v, s, (int64_t)TUPLE_WORDS(o[1].value)) &&
               state_write(v, s, o[0]);
    case GENOP_update_record:
        return state_read(v, s, o[2]) && state_read_list(v, s, &o[4], 1, 2) &&
               state_build(v, s, (int64_t)TUPLE_WORDS(o[1].value)) && state_write(v, s, o[3]);
    case GENOP_make_fun3:
        return state_read_list(v, s, &o[2], 0, 1) && state_build(v, s, FUN_WORDS + o[2].value) &&
               state_write(v, s, o[1]);
    case GENOP_fmove:
        if (o[0].kind != SLOT_FLOAT) return state_read(v, s, o[0]);
        return o[1].kind == SLOT_FLOAT || (state_build(v, s, FLOAT_WORDS) && state_write(v, s, o[1]));
    default: return refuse(v, BEAM_BAD_OPCODE);
    }
}

static bool is_immediate_constant(struct slot o) { return o.kind >= SLOT_NIL && o.kind <= SLOT_INTEGER; }

/* Comparing with an atom, [] or a small integer looks at the register's word alone, and the compiler does so where a
 * guard that failed has left an x register as it was before. */
static bool read_compared(struct verifier *v, const struct flow_state *s, struct slot o, struct slot with)
{
    return (o.kind == SLOT_X && is_immediate_constant(with)) || state_read(v, s, o);
}

static bool step_compare(struct verifier *v, struct flow_state *s, const struct slot *o)
{
    return read_compared(v, s, o[1], o[2]) && read_compared(v, s, o[2], o[1]) && flow_to(v, s, (uint32_t)o[0].value);
}

/* Instructions with a list, or with registers that no operand names. */
static bool step_odd(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o)
{
    const struct slot x0 = {.kind = SLOT_X};
    switch (op) {
    case GENOP_get_map_elements:
    case GENOP_get_record_elements:
        return state_read_list(v, s, &o[2], 0, 2) && common(v, s, op, o, 0) && state_write_list(v, s, &o[2], 1, 2);
    case GENOP_has_map_fields: return state_read_list(v, s, &o[2], 0, 1) && common(v, s, op, o, 0);
    case GENOP_put_map_assoc:
    case GENOP_put_map_exact: return state_read_list(v, s, &o[4], 0, 1) && common(v, s, op, o, 0);
    case GENOP_put_record: return state_read_list(v, s, &o[5], 0, 1) && common(v, s, op, o, 0);
    case GENOP_bs_create_bin: return read_segments(v, s, &o[5]) && common(v, s, op, o, o[1].value);
    case GENOP_bs_match: return state_read(v, s, o[1]) && verify_match_commands(v, s, (uint32_t)o[0].value, &o[2]);
    case GENOP_bs_init2:
    case GENOP_bs_init_bits:
    case GENOP_bs_append: return common(v, s, op, o, o[2].value);
    case GENOP_swap:
        facts_forget(&s->known, o[0]);
        facts_forget(&s->known, o[1]);
        s->x0_is_class = s->x2_is_nil = false;
        return state_read(v, s, o[0]) && state_read(v, s, o[1]);
    case GENOP_send: return verify_call(v, s, 2);
    case GENOP_bs_init_writable: return state_collect(v, s, 1, 0) && state_write(v, s, x0);
    case GENOP_build_stacktrace: return state_read(v, s, x0) && state_write(v, s, x0);
    case GENOP_recv_marker_bind: return state_read(v, s, o[0]) && state_read(v, s, o[1]);
    case GENOP_is_eq_exact:
    case GENOP_is_ne_exact: return step_compare(v, s, o);
    case GENOP_make_fun2: /* its environment is in the first registers, and the fun goes to x0 */
        RULE(state_has_first(v, s, (int32_t)v->beam->lambdas[o[0].value].environment), NO_VALUE);
        return state_write(v, s, x0);
    default: return refuse(v, BEAM_BAD_OPCODE);
    }
}

static bool is_class(struct slot o)
{
    term class = atom_of((uint32_t)o.value);
    return o.kind == SLOT_ATOM && (same(class, A(error)) || same(class, A(exit)) || same(class, A(throw)));
}

static bool move(struct verifier *v, struct flow_state *s, struct slot from, struct slot to)
{
    if (!state_read(v, s, from) || !state_write(v, s, to)) return false;
    facts_move(v, &s->known, from, to);
    if (to.kind == SLOT_X && to.value == 0) s->x0_is_class = is_class(from);
    if (to.kind == SLOT_X && to.value == 2) s->x2_is_nil = from.kind == SLOT_NIL;
    return true;
}

/* How to look at an instruction; most are of the common pattern. */
enum family { COMMON, NOTHING, CONTROL, BUILD, RECEIVE, FRAME, ODD };
static const uint8_t family_of[GENOPS] = {
    [GENOP_line] = NOTHING,
    [GENOP_executable_line] = NOTHING,
    [GENOP_on_load] = NOTHING,
    [GENOP_nif_start] = NOTHING,
    [GENOP_jump] = CONTROL,
    [GENOP_return] = CONTROL,
    [GENOP_func_info] = CONTROL,
    [GENOP_select_val] = CONTROL,
    [GENOP_select_tuple_arity] = CONTROL,
    [GENOP_call] = CONTROL,
    [GENOP_call_last] = CONTROL,
    [GENOP_call_only] = CONTROL,
    [GENOP_call_ext] = CONTROL,
    [GENOP_call_ext_last] = CONTROL,
    [GENOP_call_ext_only] = CONTROL,
    [GENOP_call_fun] = CONTROL,
    [GENOP_call_fun2] = CONTROL,
    [GENOP_apply] = CONTROL,
    [GENOP_apply_last] = CONTROL,
    [GENOP_badmatch] = CONTROL,
    [GENOP_case_end] = CONTROL,
    [GENOP_try_case_end] = CONTROL,
    [GENOP_badrecord] = CONTROL,
    [GENOP_if_end] = CONTROL,
    [GENOP_raise] = CONTROL,
    [GENOP_put_list] = BUILD,
    [GENOP_put_tuple2] = BUILD,
    [GENOP_update_record] = BUILD,
    [GENOP_make_fun3] = BUILD,
    [GENOP_fmove] = BUILD,
    [GENOP_loop_rec] = RECEIVE,
    [GENOP_loop_rec_end] = RECEIVE,
    [GENOP_wait] = RECEIVE,
    [GENOP_wait_timeout] = RECEIVE,
    [GENOP_timeout] = RECEIVE,
    [GENOP_remove_message] = RECEIVE,
    [GENOP_allocate] = FRAME,
    [GENOP_allocate_zero] = FRAME,
    [GENOP_allocate_heap] = FRAME,
    [GENOP_allocate_heap_zero] = FRAME,
    [GENOP_test_heap] = FRAME,
    [GENOP_deallocate] = FRAME,
    [GENOP_trim] = FRAME,
    [GENOP_init] = FRAME,
    [GENOP_init_yregs] = FRAME,
    [GENOP_catch] = FRAME,
    [GENOP_try] = FRAME,
    [GENOP_catch_end] = FRAME,
    [GENOP_try_end] = FRAME,
    [GENOP_try_case] = FRAME,
    [GENOP_get_map_elements] = ODD,
    [GENOP_get_record_elements] = ODD,
    [GENOP_has_map_fields] = ODD,
    [GENOP_put_map_assoc] = ODD,
    [GENOP_put_map_exact] = ODD,
    [GENOP_put_record] = ODD,
    [GENOP_bs_create_bin] = ODD,
    [GENOP_bs_match] = ODD,
    [GENOP_bs_init2] = ODD,
    [GENOP_bs_init_bits] = ODD,
    [GENOP_bs_append] = ODD,
    [GENOP_swap] = ODD,
    [GENOP_send] = ODD,
    [GENOP_bs_init_writable] = ODD,
    [GENOP_build_stacktrace] = ODD,
    [GENOP_raw_raise] = CONTROL,
    [GENOP_recv_marker_bind] = ODD,
    [GENOP_is_eq_exact] = ODD,
    [GENOP_is_ne_exact] = ODD,
    [GENOP_make_fun2] = ODD,
};

static bool step(struct verifier *v, struct flow_state *s, const struct slot *i, bool *falls)
{
    enum genop op = i->type;
    const struct slot *o = i + 1;
    switch ((enum family)family_of[op]) {
    case COMMON: return common(v, s, op, o, 0);
    case NOTHING: return true;
    case CONTROL: return verify_control(v, s, op, o, falls);
    case BUILD: return step_build(v, s, op, o);
    case RECEIVE: return verify_receive(v, s, op, o, falls);
    case FRAME: return verify_frame(v, s, op, o);
    case ODD: return step_odd(v, s, op, o);
    }
    return refuse(v, BEAM_BAD_OPCODE);
}

bool verify_step(struct verifier *v, struct flow_state *s, struct slot *i, bool *falls)
{
    if (i->type == GENOP_move) return move(v, s, i[1], i[2]);
    facts_claim(v, &s->known, i);
    if (!step(v, s, i, falls)) return false;
    if (*falls) facts_learn(v, &s->known, i);
    return true;
}
