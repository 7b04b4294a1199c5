/* code/translate_call.c - functions, calls, frames and funs. */
#include "code/translate_parts.h"

/* The arity is the last operand: the word before the entry (see interp/op_call.h). */
const struct slot *translate_func_info(struct emitter *e, const struct slot *i)
{
    EMIT(e, func_info, arg_of(e, i[2]), arg_number((uint64_t)i[3].value));
    return following(i);
}

const struct slot *translate_call(struct emitter *e, const struct slot *i)
{
    if (genop_of(i) == GENOP_call) EMIT(e, call, arg_of(e, i[2]));
    else EMIT(e, call_only, arg_of(e, i[2]));
    return following(i);
}

const struct slot *translate_call_last(struct emitter *e, const struct slot *i)
{
    EMIT(e, call_last, arg_of(e, i[2]), arg_frame(i[3]));
    return following(i);
}

/* NULL (and e->failed): no memory. */
static const struct export *imported(struct emitter *e, struct slot import)
{
    const struct beam_import *m = &e->beam->imports[import.value];
    bool is_maps_get = same(m->module, A(maps)) && same(m->function, A(get)) && m->arity == 2; /* as in OTP's traces */
    const struct export *x = is_maps_get ? export_find(A(erlang), A(map_get), 2, true) : m->export;
    if (!x) e->failed = true;
    return x;
}

static struct arg bif_function(const struct export *x) { return arg_function(op_bif(x->bif).call); }

#define BIF_ARGS(to, x) ((const struct arg[]){to, bif_function(x), arg_number((x)->arity)})

const struct slot *translate_call_ext(struct emitter *e, const struct slot *i)
{
    const struct export *x = imported(e, i[2]);
    bool only = genop_of(i) == GENOP_call_ext_only;
    if (!x) return following(i);
    struct arg to = arg_pointer(x);
    if (x->bif < 0) {
        if (only) EMIT(e, call_ext_only, to);
        else EMIT(e, call_ext, to);
    } else if (only) {
        emit_args(e, x->traced ? OP_traced_bif : OP_call_bif_only, BIF_ARGS(to, x), 3);
        EMIT_BARE(e, return); /* while it is traced, it is no tail call: as in OTP */
    } else {
        emit_args(e, x->traced ? OP_traced_bif : OP_call_bif, BIF_ARGS(to, x), 3);
    }
    return following(i);
}

const struct slot *translate_call_ext_last(struct emitter *e, const struct slot *i)
{
    const struct export *x = imported(e, i[2]);
    if (!x) return following(i);
    if (x->bif < 0) {
        EMIT(e, call_ext_last, arg_pointer(x), arg_frame(i[3]));
    } else {
        const struct arg args[] = {arg_pointer(x), bif_function(x), arg_number(x->arity), arg_frame(i[3])};
        emit_args(e, x->traced ? OP_traced_bif_last : OP_call_bif_last, args, 4);
        EMIT(e, deallocate_return, arg_frame(i[3]));
    }
    return following(i);
}

/* x0 ! x1 is a call of erlang:send/2 that no call trace tells of: the BIF of `!` notes it itself. */
const struct slot *translate_send(struct emitter *e, const struct slot *i)
{
    const struct export *x = export_find(A(erlang), A(send), 2, true), *bang = export_find(A(erlang), A(bang), 2, true);
    if (!x || !bang) e->failed = true;
    else if (x->bif < 0 || bang->bif < 0) EMIT(e, call_ext, arg_pointer(x));
    else EMIT(e, send, arg_pointer(x), bif_function(bang), arg_number(2));
    return following(i);
}

/* Is i deallocate N; return? A call before it is then a tail call: the compiler leaves it to us. */
static bool is_leaving(const struct emitter *e, const struct slot *i)
{
    return is_genop(e, i, GENOP_deallocate) && is_genop(e, following(i), GENOP_return);
}

const struct slot *translate_call_fun(struct emitter *e, const struct slot *i)
{
    const struct slot *next = following(i);
    if (is_leaving(e, next)) {
        EMIT(e, call_fun_last, arg_of(e, i[1]), arg_frame(next[1]));
        return following(following(next));
    }
    EMIT(e, call_fun, arg_of(e, i[1]));
    return next;
}

const struct slot *translate_call_fun2(struct emitter *e, const struct slot *i)
{
    const struct slot *next = following(i);
    struct arg fun = arg_of(e, i[3]), arity = arg_of(e, i[2]);
    if (is_leaving(e, next)) {
        EMIT(e, call_fun2_last, fun, arity, arg_frame(next[1]));
        return following(following(next));
    }
    EMIT(e, call_fun2, fun, arity);
    return next;
}

const struct slot *translate_apply_last(struct emitter *e, const struct slot *i)
{
    EMIT(e, apply_last, arg_of(e, i[1]), arg_frame(i[2]));
    return following(i);
}

/* Of OTP 23 and before. */
const struct slot *translate_make_fun2(struct emitter *e, const struct slot *i)
{
    EMIT(e, make_fun2, arg_pointer(e->lambdas[i[1].value]));
    return following(i);
}

const struct slot *translate_make_fun3(struct emitter *e, const struct slot *i)
{
    int32_t count = i[3].value;
    EMIT(e, make_fun, arg_pointer(e->lambdas[i[1].value]), arg_of(e, i[2]), arg_number((uint64_t)count));
    for (int32_t n = 0; n < count; n++) emit_list_word(e, arg_of(e, i[4 + n]));
    return following(i);
}

static void emit_allocate(struct emitter *e, bool zero, struct slot frame, int32_t words, struct slot live)
{
    if (zero) EMIT(e, allocate_zero, arg_frame(frame), arg_room(words), arg_of(e, live));
    else EMIT(e, allocate, arg_frame(frame), arg_room(words), arg_of(e, live));
}

const struct slot *translate_allocate(struct emitter *e, const struct slot *i)
{
    emit_allocate(e, genop_of(i) == GENOP_allocate_zero, i[1], 0, i[2]);
    return following(i);
}

const struct slot *translate_allocate_heap(struct emitter *e, const struct slot *i)
{
    emit_allocate(e, genop_of(i) == GENOP_allocate_heap_zero, i[1], i[2].value, i[3]);
    return following(i);
}

const struct slot *translate_test_heap(struct emitter *e, const struct slot *i)
{
    EMIT(e, test_heap, arg_room(i[1].value), arg_of(e, i[2]));
    return following(i);
}

const struct slot *translate_deallocate(struct emitter *e, const struct slot *i)
{
    const struct slot *next = following(i);
    if (is_genop(e, next, GENOP_return)) {
        EMIT(e, deallocate_return, arg_frame(i[1]));
        return following(next);
    }
    EMIT(e, deallocate, arg_frame(i[1]));
    return next;
}

const struct slot *translate_return(struct emitter *e, const struct slot *i)
{
    EMIT_BARE(e, return);
    return following(i);
}

const struct slot *translate_trim(struct emitter *e, const struct slot *i)
{
    EMIT(e, trim, arg_frame(i[1]));
    return following(i);
}
