/* interp/ops.c - every form of every op, made out of its body. */
#include "interp/dispatch.h"
#include "interp/op_arith.h"
#include "interp/op_bits.h"
#include "interp/op_call.h"
#include "interp/op_catch.h"
#include "interp/op_map.h"
#include "interp/op_move.h"
#include "interp/op_test.h"

#define FORM_FUNCTION(op, form, ...)                                                                                   \
    static const enum op_kind kinds_##form[] = __VA_ARGS__;                                                            \
    INLINE enum go run_##form(struct machine *m) { return body_##op(m, kinds_##form); }                                \
    enum { WORDS_##form = 1 + COUNT_##op };                                                                            \
    static OP_FUNCTION(op_##form, COUNT_##op, run_##form(&m))
#define OP(name, kinds, meaning) FORM_FUNCTION(name, name, OP_KINDS kinds)
#define FORM(op, suffix, kinds)  FORM_FUNCTION(op, op##_##suffix, OP_KINDS kinds)
#include "code/ops.def"
#undef OP
#undef FORM

/* The first goes on with the second as if that had been dispatched. */
#define FUSED(first, second)                                                                                           \
    static OP_CONVENTION void op_##first##__##second(MACHINE)                                                          \
    {                                                                                                                  \
        struct machine m = {pc, x, sp, htop, reds, p, NULL};                                                           \
        OP_END(run_##first(&m), m.pc += WORDS_##first)                                                                 \
        OP_END(run_##second(&m), m.pc += WORDS_##second; DISPATCH(m))                                                  \
        __builtin_unreachable();                                                                                       \
    }
#include "code/fused.def"
#undef FUSED

const uintptr_t op_bodies[OP_BODIES] = {
#define OP(name, kinds, meaning) (uintptr_t)op_##name,
#define FORM(op, suffix, kinds)  (uintptr_t)op_##op##_##suffix,
#include "code/ops.def"
#undef OP
#undef FORM
#define FUSED(first, second) (uintptr_t)op_##first##__##second,
#include "code/fused.def"
#undef FUSED
};

struct op_bif op_bif(int32_t bif)
{
    return (struct op_bif){.call = (uintptr_t)bif_table[bif].call, .pure = bif_table[bif].kind == PURE};
}
