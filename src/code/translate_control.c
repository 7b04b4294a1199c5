/* code/translate_control.c - catches, receive and floats. */
#include "code/translate_parts.h"

const struct slot *translate_catch(struct emitter *e, const struct slot *i)
{
    EMIT(e, catch, arg_of(e, i[2]), arg_of(e, i[1]));
    return following(i);
}

/* The message always goes to x0. */
const struct slot *translate_loop_rec(struct emitter *e, const struct slot *i)
{
    EMIT(e, loop_rec, arg_of(e, i[1]));
    return following(i);
}

const struct slot *translate_fmove(struct emitter *e, const struct slot *i)
{
    struct arg from = arg_of(e, i[1]), to = arg_of(e, i[2]);
    if (i[1].kind != SLOT_FLOAT) EMIT(e, fload, from, to);
    else if (i[2].kind != SLOT_FLOAT) EMIT(e, fstore, from, to);
    else EMIT(e, fcopy, from, to);
    return following(i);
}

const struct slot *translate_float_op(struct emitter *e, const struct slot *i)
{
    struct arg a = arg_of(e, i[2]), b = arg_of(e, i[3]);
    switch (genop_of(i)) {
    case GENOP_fadd: EMIT(e, fadd, a, b, arg_of(e, i[4])); break;
    case GENOP_fsub: EMIT(e, fsub, a, b, arg_of(e, i[4])); break;
    case GENOP_fmul: EMIT(e, fmul, a, b, arg_of(e, i[4])); break;
    case GENOP_fdiv: EMIT(e, fdiv, a, b, arg_of(e, i[4])); break;
    default: EMIT(e, fnegate, a, b); break;
    }
    return following(i);
}
