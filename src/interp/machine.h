/* interp/machine.h - the machine's registers, and how an op body reads its operands and ends.
 *
 * An op body is an always-inline function `body_NAME(m, k)` that is written once and instantiated
 * for every form that code/ops.def lists: `k` is the form's constant array of operand kinds.  It
 * returns how to go on.  interp/ops.c wraps each form in a function whose parameters stay in
 * machine registers from op to op and which ends in a tail call, so `struct machine` exists only
 * while compiling.
 *
 * The fast path of a body must not call C: what is rare is a SLOW_PATH, reached by a tail call,
 * so that the body saves no registers.
 */
#pragma once
#include "code/ops.h"
#include "interp/interp.h"
#include "memory/arena.h"
#include "term/atoms.h"
#include <string.h>

#define INLINE        static inline __attribute__((always_inline))
#define LIKELY(c)     __builtin_expect(!!(c), 1)
#define UNLIKELY(c)   __builtin_expect(!!(c), 0)
#define MACHINE       const uint32_t *pc, term *x, term *sp, term *htop, int64_t reds, struct process *p
#define OP_CONVENTION __attribute__((preserve_none))

/* What an instruction's first word is the address of. */
typedef OP_CONVENTION void op_fn(MACHINE);

struct machine {
    const uint32_t *pc; /* the instruction being executed */
    term *x;            /* x registers */
    term *sp, *htop;
    int64_t reds; /* reductions left */
    struct process *p;
    op_fn *slow;
    /* In fused instructions only: what the last destination was set to, and the operand (1 + its index; 0: none) that is
     * known to be that register, so that nothing need be read again. */
    term made, chained_value;
    unsigned chained;
};

/* How an op ends. */
enum go {
    NEXT, /* with the next instruction */
    JUMP, /* with the one at the label in operand 0 */
    TO,   /* with the one at m->pc */
    SLOW, /* in the slow path m->slow */
    STOP, /* interp_run returns; the process's registers have been saved */
};

/* What there is beside the x registers, found from them: x points to `x`. */
struct registers {
    enum run_end end;        /* what interp_run returns */
    const uint32_t *entered; /* the entry that was gone to last: see enter() */
    term scratch[8];         /* operands on their way to a slow path; arguments of guard BIFs */
    double f[F_REGISTERS];
    term x[X_REGISTERS + 1];
};
INLINE struct registers *registers_of(struct machine *m)
{
    return (struct registers *)((char *)m->x - offsetof(struct registers, x));
}
#define SCRATCH(m, i) (registers_of(m)->scratch[i])

#define GO_SLOW(m, path) ((m)->slow = slow_##path, SLOW)
/* A test's outcome. */
#define TEST(c)          ((c) ? NEXT : JUMP)

/* -- operands: word i + 1 of the instruction ---------------------------------------
 * A register operand is its byte offset, a y register's plus WORD_Y; a constant outside the
 * instruction is its distance from the instruction plus WORD_POOL. */
INLINE uint32_t operand(const struct machine *m, unsigned i) { return m->pc[1 + i]; }
INLINE int64_t operand_signed(const struct machine *m, unsigned i) { return (int32_t)operand(m, i); }

INLINE term *x_at(const struct machine *m, uint32_t word) { return (term *)((char *)m->x + word); }
INLINE term *y_at(const struct machine *m, uint32_t word) { return (term *)((char *)m->sp + word - WORD_Y); }
INLINE void *pool_at(const struct machine *m, uint32_t word)
{
    return (char *)(uintptr_t)m->pc + (int32_t)word - WORD_POOL;
}

/* A source operand of any form, from its word. */
INLINE term source_at(const struct machine *m, uint32_t word)
{
    switch (word & WORD_MASK) {
    case WORD_X: return *x_at(m, word);
    case WORD_Y: return *y_at(m, word);
    default: {
        term value; /* pools are aligned to 4 bytes only */
        memcpy(&value, pool_at(m, word), sizeof value);
        return value;
    }
    }
}
/* The atom `all` as code writes it for a size: what is there.  In a register it is a size like any other, and wrong. */
INLINE bool is_all_at(const struct machine *m, uint32_t word)
{
    return (word & WORD_MASK) == WORD_POOL && same(source_at(m, word), A(all));
}
INLINE term *register_at(const struct machine *m, uint32_t word)
{
    return word & WORD_Y ? y_at(m, word) : x_at(m, word);
}

INLINE term source(const struct machine *m, const enum op_kind *k, unsigned i)
{
    uint32_t word = operand(m, i);
    if (m->chained == i + 1) return m->chained_value;
    switch (k[i]) {
    case X: return *x_at(m, word);
    case Y: return *y_at(m, word);
    case I:
    case J: return (term){(uint64_t)(int64_t)(int32_t)word};
    case Q: {
        term value;
        memcpy(&value, pool_at(m, word), sizeof value);
        return value;
    }
    default: return source_at(m, word);
    }
}
/* Are sources i and i + 1, whose values are a and b, both small? A constant that the form takes as one is. */
INLINE bool smalls(const enum op_kind *k, unsigned i, term a, term b)
{
    if (k[i + 1] == J) return is_small(a);
    if (k[i] == J) return is_small(b);
    return are_small(a, b);
}
INLINE void set_destination(struct machine *m, const enum op_kind *k, unsigned i, term value)
{
    uint32_t word = operand(m, i);
    m->made = value;
    if (k[i] == X) *x_at(m, word) = value;
    else if (k[i] == Y) *y_at(m, word) = value;
    else *register_at(m, word) = value;
}
/* The destination as a slow path sees it: whatever the form. */
INLINE void set_any(const struct machine *m, unsigned i, term value) { *register_at(m, operand(m, i)) = value; }
/* What an instruction names by its distance from CODE_BASE. */
INLINE void *pointer(const struct machine *m, unsigned i) { return (void *)(uintptr_t)(CODE_BASE + operand(m, i)); }
INLINE double *float_register(const struct machine *m, unsigned i)
{
    return (double *)((char *)m->x + operand_signed(m, i));
}
/* The instruction at a label operand. */
INLINE const uint32_t *label(const struct machine *m, unsigned i)
{
    return (const uint32_t *)((const char *)m->pc + operand_signed(m, i));
}
/* The instruction behind one whose list's count is operand i. */
INLINE enum go go_past_list(struct machine *m, unsigned i)
{
    m->pc += 2 + i + operand(m, i);
    return TO;
}
/* A tuple's element from the byte distance that the translator computed (element_distance). */
INLINE term *element_at(term tuple, uint32_t distance) { return (term *)(uintptr_t)(tuple.word + distance); }
/* The address of a C function as an operand: the program is linked below 4 GiB. */
#define FUNCTION(m, i, type) ((type *)(uintptr_t)operand(m, i))

/* -- the heap -------------------------------------------------------------------- */
/* Before C code that uses the heap or the reductions, and after. */
INLINE void machine_save(const struct machine *m)
{
    m->p->heap.top = m->htop;
    m->p->heap.sp = m->sp;
    m->p->reductions = m->reds;
    m->p->pc = m->pc;
}
INLINE void machine_load(struct machine *m)
{
    m->htop = m->p->heap.top;
    m->sp = m->p->heap.sp;
    m->reds = m->p->reductions;
}
INLINE size_t free_bytes(const struct machine *m) { return (size_t)((char *)m->sp - (char *)m->htop); }

INLINE uint64_t return_address(const uint32_t *to) { return (uint64_t)(uintptr_t)to + TAG_HEADER; }
INLINE const uint32_t *returned_to(term word) { return (const uint32_t *)(uintptr_t)(word.word - TAG_HEADER); }

/* -- funs ------------------------------------------------------------------------- */
INLINE struct fun_object *fun_of(term t) { return (struct fun_object *)boxed(t); }
INLINE struct export *export_of(term t) { return (struct export *)(uintptr_t)boxed(t)[1].word; }
INLINE int64_t fun_arity(term fun)
{
    return kind_of(fun) == KIND_FUN ? small_value((term){fun_of(fun)->arity}) : (int64_t)export_of(fun)->arity;
}
