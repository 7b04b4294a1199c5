/* interp/ops.c - every form of every op, made out of its body. */
#include "interp/dispatch.h"
#include "interp/op_arith.h"
#include "interp/op_bits.h"
#include "interp/op_call.h"
#include "interp/op_catch.h"
#include "interp/op_map.h"
#include "interp/op_move.h"
#include "interp/op_record.h"
#include "interp/op_test.h"

/* 1 + the index of the first operand that is a source in the general form. */
INLINE unsigned first_source(const enum op_kind *general, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (general[i] == S) return i + 1;
    return 0;
}

#define FORM_FUNCTION(op, form, ...)                                                                                   \
    static const enum op_kind kinds_##form[] = __VA_ARGS__;                                                            \
    INLINE enum go run_##form(struct machine *m) { return body_##op(m, kinds_##form); }                                \
    INLINE unsigned source_of_##form(void) { return first_source(kinds_##op, COUNT_##op); }                            \
    enum { WORDS_##form = 1 + COUNT_##op };                                                                            \
    static OP_FUNCTION(op_##form, COUNT_##op, run_##form(&m))
#define OP(name, kinds, meaning) FORM_FUNCTION(name, name, OP_KINDS kinds)
#define FORM(op, suffix, kinds)  FORM_FUNCTION(op, op##_##suffix, OP_KINDS kinds)
#include "code/ops.def"
#undef OP
#undef FORM

/* The first goes on with the second as if that had been dispatched. */
#define FUSED_FUNCTION(name, first, second, ...)                                                                       \
    enum { WORDS_##name = WORDS_##second };                                                                            \
    INLINE enum go run_##name(struct machine *m)                                                                       \
    {                                                                                                                  \
        enum go go = run_##first(m);                                                                                   \
        if (go != NEXT) return go;                                                                                     \
        m->pc += WORDS_##first;                                                                                        \
        __VA_ARGS__;                                                                                                   \
        return run_##second(m);                                                                                        \
    }                                                                                                                  \
    static OP_FUNCTION(op_##name, WORDS_##second - 1, run_##name(&m))
#define FUSED(first, second) FUSED_FUNCTION(first##__##second, first, second, m->chained = 0)
#define CHAINED(first, second)                                                                                         \
    FUSED_FUNCTION(first##_to_##second, first, second, m->chained = source_of_##second(); m->chained_value = m->made)
#include "code/fused.def"
#undef FUSED
#undef CHAINED

const uintptr_t op_bodies[OP_BODIES] = {
#define OP(name, kinds, meaning) (uintptr_t)op_##name,
#define FORM(op, suffix, kinds)  (uintptr_t)op_##op##_##suffix,
#include "code/ops.def"
#undef OP
#undef FORM
#define FUSED(first, second)   (uintptr_t)op_##first##__##second,
#define CHAINED(first, second) (uintptr_t)op_##first##_to_##second,
#include "code/fused.def"
#undef FUSED
#undef CHAINED
};

struct op_bif op_bif(int32_t bif)
{
    return (struct op_bif){.call = (uintptr_t)bif_table[bif].call, .pure = bif_table[bif].kind == PURE};
}
