/* code/ops.h - the internal operations: what the translator emits and the interpreter runs.
 *
 * code/ops.def lists each op with its general form and the specialised forms that pay.  The
 * translator names ops, never forms: an instruction gets the first form that fits its operands.
 */
#pragma once
#include "base/limits.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an operand word holds. */
enum op_kind {
    NONE,
    X, /* an x register: its byte offset */
    Y, /* a y register: its byte offset from sp, plus WORD_Y */
    I, /* a constant whose word is a sign-extended 32-bit number */
    J, /* the same, and it is a small */
    Q, /* a constant in the module's pool: its byte distance from the instruction, plus WORD_POOL */
    S, /* any of X, Y, Q */
    D, /* X or Y */
    L, /* a label: its byte distance from the instruction; operand 0 only if the body uses JUMP */
    E, /* a struct export or fun_entry: its byte distance from CODE_BASE */
    B, /* bytes behind the code: their byte distance from the instruction, plus WORD_POOL */
    C, /* the address of a C function */
    F, /* a float register: its byte distance from x0 */
    U, /* a number */
    N, /* a count, then that many words; last operand only */
};
enum { WORD_X = 0, WORD_Y = 1, WORD_POOL = 2, WORD_MASK = 3 };
enum { OP_OPERANDS_MAX = 7 };
enum { NOT_LIVE = 0xffffffff }; /* as a number of live registers: not told */

/* What an op's parenthesised kinds expand by: to an array's initializer; to whether there are none. */
#define OP_KINDS(...)       {__VA_ARGS__}
#define OP_NONE(first, ...) ((first) == NONE)

/* An op, whatever its form. */
enum op {
#define OP(name, kinds, meaning) OP_##name,
#define FORM(op, suffix, kinds)
#include "code/ops.def"
#undef OP
#undef FORM
    OPS,
};

enum op_form {
#define OP(name, kinds, meaning) FORM_##name,
#define FORM(op, suffix, kinds)  FORM_##op##_##suffix,
#include "code/ops.def"
#undef OP
#undef FORM
    OP_FORMS,
};

/* Several instructions in one (code/fused.def); numbered behind the forms. */
enum op_fused {
    FUSED_BEFORE_FIRST = OP_FORMS - 1,
#define FUSED(first, second)   FORM_##first##__##second,
#define CHAINED(first, second) FORM_##first##_to_##second,
#include "code/fused.def"
#undef FUSED
#undef CHAINED
    OP_BODIES,
};
/* The body for `body` (a form, or fused) and an instruction of form `second` behind it; 0: there is none.
 * `chained`: the second's first source is the register that the instruction before it writes last. */
uint32_t op_fuse(const uint16_t *slots, uint32_t body, enum op_form second, bool chained);
/* Fills the index for op_fuse(), OP_FUSION_SLOTS zeroes before. */
enum { OP_FUSION_SLOTS = 1024 };
void op_index_fusions(uint16_t *slots);
/* Is it the second of any? */
bool op_is_second(enum op_form form);

/* Operands of each op. */
enum {
#define OP(name, kinds, meaning) COUNT_##name = sizeof((const uint8_t[])OP_KINDS kinds) - OP_NONE kinds,
#define FORM(op, suffix, kinds)
#include "code/ops.def"
#undef OP
#undef FORM
};

struct op_form_info {
    const char *name;
    enum op op;
    uint8_t count; /* operands */
    uint8_t kinds[OP_OPERANDS_MAX];
};
extern const struct op_form_info op_form_info[OP_FORMS];

/* What a form wants of its operands, and an instruction offers: five bits for each.  A form fits what offers all it
 * wants. */
enum op_want { WANT_X = 1, WANT_Y = 2, WANT_WORD = 4, WANT_SMALL = 8, WANT_CONSTANT = 16, WANT_BITS = 5 };
extern const uint64_t op_form_wants[OP_FORMS];

struct op_info {
    const char *name, *meaning;
    enum op_form general; /* its other forms follow it */
    int8_t source;        /* its first source operand, and its last destination; negative: it has none */
    int8_t destination;
};
extern const struct op_info op_info[OPS];

/* The address of each form's body, and of each fused one; filled by interp/. */
extern const uintptr_t op_bodies[OP_BODIES];

/* The form of the instruction whose first word this is (of a fused one: the first of them); OP_FORMS: none. */
enum op_form op_form_at(uint32_t word);

/* What the translator must know of number `bif` of the table of BIFs; told by interp/. */
struct op_bif {
    uintptr_t call; /* the C function */
    bool pure;      /* may be called as a guard BIF */
};
struct op_bif op_bif(int32_t bif);
