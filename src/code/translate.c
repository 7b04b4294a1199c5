/* code/translate.c - walks the generic code and hands each instruction to its translation. */
#include "code/claims.h"
#include "code/translate_parts.h"
#include <stddef.h>

/* Instructions whose operands stand in the op's own order. */
static const struct renaming {
    bool done;
    enum op to;
} renamed[GENOPS] = {
    [GENOP_swap] = {true, OP_swap},
    [GENOP_get_list] = {true, OP_get_list},
    [GENOP_get_hd] = {true, OP_get_hd},
    [GENOP_get_tl] = {true, OP_get_tl},
    [GENOP_put_list] = {true, OP_put_list},
    [GENOP_is_lt] = {true, OP_is_lt},
    [GENOP_is_ge] = {true, OP_is_ge},
    [GENOP_is_eq] = {true, OP_is_eq},
    [GENOP_is_ne] = {true, OP_is_ne},
    [GENOP_is_integer] = {true, OP_is_integer},
    [GENOP_is_float] = {true, OP_is_float},
    [GENOP_is_number] = {true, OP_is_number},
    [GENOP_is_atom] = {true, OP_is_atom},
    [GENOP_is_pid] = {true, OP_is_pid},
    [GENOP_is_reference] = {true, OP_is_reference},
    [GENOP_is_port] = {true, OP_is_port},
    [GENOP_is_nil] = {true, OP_is_nil},
    [GENOP_is_binary] = {true, OP_is_binary},
    [GENOP_is_bitstr] = {true, OP_is_bitstr},
    [GENOP_is_list] = {true, OP_is_list},
    [GENOP_is_map] = {true, OP_is_map},
    [GENOP_is_any_native_record] = {true, OP_is_any_native_record},
    [GENOP_is_native_record] = {true, OP_is_native_record},
    [GENOP_get_record_field] = {true, OP_get_record_field},
    [GENOP_is_boolean] = {true, OP_is_boolean},
    [GENOP_is_function] = {true, OP_is_function},
    [GENOP_is_function2] = {true, OP_is_function2},
    [GENOP_apply] = {true, OP_apply},
    [GENOP_int_code_end] = {true, OP_code_end},
    [GENOP_init] = {true, OP_init_y1},
    [GENOP_try_end] = {true, OP_try_end},
    [GENOP_catch_end] = {true, OP_catch_end},
    [GENOP_try_case] = {true, OP_try_case},
    [GENOP_try_case_end] = {true, OP_try_case_end},
    [GENOP_badmatch] = {true, OP_badmatch},
    [GENOP_case_end] = {true, OP_case_end},
    [GENOP_badrecord] = {true, OP_badrecord},
    [GENOP_if_end] = {true, OP_if_end},
    [GENOP_raise] = {true, OP_raise},
    [GENOP_build_stacktrace] = {true, OP_build_stacktrace},
    [GENOP_loop_rec_end] = {true, OP_loop_rec_end},
    [GENOP_remove_message] = {true, OP_remove_message},
    [GENOP_timeout] = {true, OP_timeout},
    [GENOP_wait] = {true, OP_wait},
    [GENOP_wait_timeout] = {true, OP_wait_timeout},
    [GENOP_recv_marker_reserve] = {true, OP_marker_reserve},
    [GENOP_recv_marker_bind] = {true, OP_marker_bind},
    [GENOP_recv_marker_clear] = {true, OP_marker_clear},
    [GENOP_recv_marker_use] = {true, OP_marker_use},
    [GENOP_fconv] = {true, OP_fconv},
    [GENOP_bs_get_tail] = {true, OP_bs_get_tail},
    [GENOP_bs_get_position] = {true, OP_bs_get_position},
    [GENOP_bs_set_position] = {true, OP_bs_set_position},
    [GENOP_bs_init_writable] = {true, OP_bs_init_writable},
};

static translator translate_label, translate_jump, translate_bs_test_tail, translate_raw_raise;
static translator *const translators[GENOPS] = {
    [GENOP_raw_raise] = translate_raw_raise,
    [GENOP_label] = translate_label,
    [GENOP_jump] = translate_jump,
    [GENOP_line] = skip_line,
    [GENOP_bs_test_tail2] = translate_bs_test_tail,
    [GENOP_func_info] = translate_func_info,
    [GENOP_call] = translate_call,
    [GENOP_call_only] = translate_call,
    [GENOP_call_last] = translate_call_last,
    [GENOP_call_ext] = translate_call_ext,
    [GENOP_call_ext_only] = translate_call_ext,
    [GENOP_call_ext_last] = translate_call_ext_last,
    [GENOP_call_fun] = translate_call_fun,
    [GENOP_call_fun2] = translate_call_fun2,
    [GENOP_apply_last] = translate_apply_last,
    [GENOP_make_fun2] = translate_make_fun2,
    [GENOP_make_fun3] = translate_make_fun3,
    [GENOP_allocate] = translate_allocate,
    [GENOP_allocate_zero] = translate_allocate,
    [GENOP_allocate_heap] = translate_allocate_heap,
    [GENOP_allocate_heap_zero] = translate_allocate_heap,
    [GENOP_test_heap] = translate_test_heap,
    [GENOP_deallocate] = translate_deallocate,
    [GENOP_return] = translate_return,
    [GENOP_trim] = translate_trim,
    [GENOP_send] = translate_send,
    [GENOP_bif0] = translate_bif,
    [GENOP_bif1] = translate_bif,
    [GENOP_bif2] = translate_bif,
    [GENOP_bif3] = translate_bif,
    [GENOP_gc_bif1] = translate_bif,
    [GENOP_gc_bif2] = translate_bif,
    [GENOP_gc_bif3] = translate_bif,
    [GENOP_move] = translate_move,
    [GENOP_get_tuple_element] = translate_get_tuple_element,
    [GENOP_set_tuple_element] = translate_set_tuple_element,
    [GENOP_put_tuple2] = translate_put_tuple2,
    [GENOP_is_tuple] = translate_is_tuple,
    [GENOP_test_arity] = translate_test_arity,
    [GENOP_is_tagged_tuple] = translate_is_tagged_tuple,
    [GENOP_is_nonempty_list] = translate_is_nonempty_list,
    [GENOP_is_eq_exact] = translate_equality,
    [GENOP_is_ne_exact] = translate_equality,
    [GENOP_init_yregs] = translate_init_yregs,
    [GENOP_update_record] = translate_update_record,
    [GENOP_put_map_assoc] = translate_put_map,
    [GENOP_put_map_exact] = translate_put_map,
    [GENOP_get_map_elements] = translate_map_elements,
    [GENOP_get_record_elements] = translate_get_record_elements,
    [GENOP_put_record] = translate_put_record,
    [GENOP_is_record_accessible] = translate_is_record_accessible,
    [GENOP_has_map_fields] = translate_has_map_fields,
    [GENOP_select_val] = translate_select_val,
    [GENOP_select_tuple_arity] = translate_select_tuple_arity,
    [GENOP_catch] = translate_catch,
    [GENOP_try] = translate_catch,
    [GENOP_loop_rec] = translate_loop_rec,
    [GENOP_fmove] = translate_fmove,
    [GENOP_fadd] = translate_float_op,
    [GENOP_fsub] = translate_float_op,
    [GENOP_fmul] = translate_float_op,
    [GENOP_fdiv] = translate_float_op,
    [GENOP_fnegate] = translate_float_op,
    [GENOP_bs_start_match3] = translate_bs_start_match,
    [GENOP_bs_start_match4] = translate_bs_start_match,
    [GENOP_bs_get_integer2] = translate_bs_get_integer,
    [GENOP_bs_get_float2] = translate_bs_get,
    [GENOP_bs_get_binary2] = translate_bs_get,
    [GENOP_bs_get_utf8] = translate_bs_get_utf,
    [GENOP_bs_get_utf16] = translate_bs_get_utf,
    [GENOP_bs_get_utf32] = translate_bs_get_utf,
    [GENOP_bs_skip_bits2] = translate_bs_skip_bits,
    [GENOP_bs_test_unit] = translate_bs_test_unit,
    [GENOP_bs_skip_utf8] = translate_bs_skip_utf,
    [GENOP_bs_skip_utf16] = translate_bs_skip_utf,
    [GENOP_bs_skip_utf32] = translate_bs_skip_utf,
    [GENOP_bs_match_string] = translate_bs_match_string,
    [GENOP_bs_match] = translate_bs_match,
    [GENOP_bs_create_bin] = translate_bs_create_bin,
    [GENOP_bs_init2] = translate_bs_init,
    [GENOP_bs_init_bits] = translate_bs_init,
    [GENOP_bs_append] = translate_bs_append,
    [GENOP_bs_private_append] = translate_bs_private_append,
    [GENOP_bs_add] = translate_bs_size,
    [GENOP_bs_utf8_size] = translate_bs_size,
    [GENOP_bs_utf16_size] = translate_bs_size,
};

/* Instructions that leave no trace in the code. */
static bool is_silent(enum genop op)
{
    switch (op) {
    case GENOP_on_load:
    case GENOP_executable_line:
    case GENOP_debug_line:
    case GENOP_fclearerror:
    case GENOP_fcheckerror:
    case GENOP_recv_mark:
    case GENOP_recv_set: return true;
    default: return false;
    }
}

static void rename_instruction(struct emitter *e, const struct slot *i, enum op to)
{
    struct arg args[OP_OPERANDS_MAX];
    size_t count = op_form_info[op_info[to].general].count;
    for (size_t n = 0; n < count; n++) args[n] = arg_of(e, i[1 + n]);
    emit_args(e, to, args, count);
}

const struct slot *skip_line(struct emitter *e, const struct slot *i)
{
    while (is_genop(e, i, GENOP_line)) {
        emit_line(e, (uint32_t)i[1].value);
        i = following(i);
    }
    return i;
}

/* Only exceptions lead to a label of try_case.  Where code seems to go there by itself, the compiler knew that what
 * stands before never ends: should it end all the same, the machine stops. */
static bool is_handler(const struct emitter *e, const struct slot *label)
{
    return is_genop(e, following(label), GENOP_try_case);
}

static const struct slot *translate_label(struct emitter *e, const struct slot *i)
{
    if (is_handler(e, i)) EMIT_BARE(e, code_end);
    emit_label(e, (uint32_t)i[1].value);
    return following(i);
}

static const struct slot *translate_jump(struct emitter *e, const struct slot *i)
{
    if (is_handler(e, &e->beam->code[e->beam->labels[i[1].value]])) EMIT_BARE(e, code_end);
    else EMIT(e, jump, arg_of(e, i[1]));
    return following(i);
}

/* No bitstring has as many bits as a number beyond a slot's. */
static const struct slot *translate_bs_test_tail(struct emitter *e, const struct slot *i)
{
    if (i[3].kind == SLOT_BIG_NUMBER) EMIT(e, jump, arg_of(e, i[1]));
    else EMIT(e, bs_test_tail, arg_of(e, i[1]), arg_of(e, i[2]), arg_of(e, i[3]));
    return following(i);
}

static const struct slot *translate_raw_raise(struct emitter *e, const struct slot *i)
{
    EMIT_BARE(e, raw_raise);
    if (i->claim == CLAIM_RAISES) EMIT(e, raise_error, arg_constant(A(badarg)));
    return following(i);
}

static void emit_claim(struct emitter *e, const struct slot *i)
{
    uint64_t elements = (uint64_t)claim_elements(i, e->end);
    struct arg from = arg_of(e, claim_source(i));
    switch (i->claim) {
    case CLAIM_TUPLE: EMIT(e, claim_tuple, from, arg_number(header(KIND_TUPLE, elements))); return;
    case CLAIM_CONS: EMIT(e, claim_cons, from); return;
    case CLAIM_MAP: EMIT(e, claim_map, from); return;
    case CLAIM_FLOAT: EMIT(e, claim_float, from); return;
    case CLAIM_RAISES: return; /* translate_raw_raise() */
    default: EMIT(e, check_claim, from, arg_number(elements << 8 | i->claim)); return;
    }
}

static const struct slot *translate_one(struct emitter *e, const struct slot *i)
{
    enum genop op = genop_of(i);
    if (i->claim) emit_claim(e, i);
    if (translators[op]) return translators[op](e, i);
    if (renamed[op].done) {
        rename_instruction(e, i, renamed[op].to);
        return following(i);
    }
    if (op == GENOP_nif_start) {
        EMIT(e, nif_start, arg_number(0), arg_number(0), arg_number(0));
        return following(i);
    }
    if (is_silent(op)) return following(i);
    ENSURE(false); /* each has a translation */
    return following(i);
}

/* The export of a function that is a BIF; NULL: it is not. */
static const struct export *bif_of(const struct emitter *e, const struct beam_function *f)
{
    const struct export *x = export_find(e->beam->name, f->name, f->arity, false);
    return x && x->bif >= 0 ? x : NULL;
}

static void translate_function(struct emitter *e, const struct beam_function *f)
{
    const struct slot *i = e->beam->code + f->start, *end = e->beam->code + f->end;
    const struct export *bif = bif_of(e, f);
    emit_line(e, 0);
    while (i < end) {
        bool is_entry = genop_of(i) == GENOP_label && (uint32_t)i[1].value == f->entry_label;
        i = translate_one(e, i);
        if (!is_entry || !bif) continue;
        const struct arg args[] = {arg_pointer(bif), arg_function(op_bif(bif->bif).call), arg_number(f->arity)};
        emit_args(e, bif->traced ? OP_traced_enter_bif : OP_enter_bif, args, sizeof args / sizeof *args);
        return;
    }
}

bool translate(const struct beam *beam, struct fun_entry *const *lambdas, struct translation *result)
{
    struct emitter e;
    bool done = emitter_open(&e, beam, lambdas);
    for (uint32_t f = 0; done && f < beam->function_count && !e.failed; f++)
        translate_function(&e, &beam->functions[f]);
    if (done) {
        EMIT_BARE(&e, code_end);
        done = emitter_finish(&e, result);
    }
    emitter_close(&e);
    return done;
}

void translate_export_stub(struct export *x)
{
    x->stub[0] = (uint32_t)op_bodies[x->bif >= 0 ? FORM_bif_stub : FORM_undefined_function];
}

void translate_fun_stub(struct fun_entry *f) { f->stub[0] = (uint32_t)op_bodies[FORM_undefined_lambda]; }
