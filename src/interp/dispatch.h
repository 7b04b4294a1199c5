/* interp/dispatch.h - makes the function of a form, or of a slow path, out of its body. */
#pragma once
#include "interp/machine.h"

#define TAIL        __attribute__((musttail)) return
/* Goes to the instruction at m.pc. */
#define DISPATCH(m) TAIL((op_fn *)(uintptr_t)*(m).pc)((m).pc, (m).x, (m).sp, (m).htop, (m).reds, (m).p)

/* Goes on as `run` (an enum go) says; `next` is what to do for NEXT. */
#define OP_END(run, next)                                                                                              \
    switch (run) {                                                                                                     \
    case NEXT: next; break;                                                                                            \
    case JUMP: m.pc = label(&m, 0); DISPATCH(m);                                                                       \
    case TO: DISPATCH(m);                                                                                              \
    case SLOW: TAIL m.slow(m.pc, m.x, m.sp, m.htop, m.reds, m.p);                                                      \
    case STOP: return;                                                                                                 \
    }

/* `run` is an expression that says how to go on; `count` the instruction's operands. */
#define OP_FUNCTION(function, count, run)                                                                              \
    OP_CONVENTION void function(MACHINE)                                                                               \
    {                                                                                                                  \
        struct machine m = {.pc = pc, .x = x, .sp = sp, .htop = htop, .reds = reds, .p = p};                           \
        OP_END(run, m.pc += 1 + (count); DISPATCH(m))                                                                  \
        __builtin_unreachable();                                                                                       \
    }

/* Starts the definition of a slow path for instructions of `op`, whatever their form. */
#define SLOW_PATH(name, op)                                                                                            \
    static enum go run_##name(struct machine *m);                                                                      \
    OP_FUNCTION(slow_##name, COUNT_##op, run_##name(&m))                                                               \
    static enum go run_##name(struct machine *m)
