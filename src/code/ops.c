/* code/ops.c - the table of internal operations, for translator and disassembler. */
#include "code/ops.h"

const struct op_form_info op_form_info[OP_FORMS] = {
#define OP(name, kinds, meaning) {#name, OP_##name, COUNT_##name, OP_KINDS kinds},
#define FORM(op, suffix, kinds)  {#op "_" #suffix, OP_##op, COUNT_##op, OP_KINDS kinds},
#include "code/ops.def"
#undef OP
#undef FORM
};

#define WANT(kind)                                                                                                     \
    ((kind) == X ? WANT_X : (kind) == Y ? WANT_Y : (kind) == I ? WANT_WORD : (kind) == Q ? WANT_CONSTANT : 0)
#define WANTS(a, b, c, d, e, f, g, ...)                                                                                \
    (WANT(a) | WANT(b) << WANT_BITS | WANT(c) << 2 * WANT_BITS | WANT(d) << 3 * WANT_BITS | WANT(e) << 4 * WANT_BITS | \
     WANT(f) << 5 * WANT_BITS | WANT(g) << 6 * WANT_BITS)
#define OP_WANTS(...) WANTS(__VA_ARGS__, NONE, NONE, NONE, NONE, NONE, NONE, NONE)
_Static_assert(OP_OPERANDS_MAX == 7, "WANTS has seven operands");

const uint32_t op_form_wants[OP_FORMS] = {
#define OP(name, kinds, meaning) OP_WANTS kinds,
#define FORM(op, suffix, kinds)  OP_WANTS kinds,
#include "code/ops.def"
#undef OP
#undef FORM
};

const struct op_info op_info[OPS] = {
#define OP(name, kinds, meaning) {#name, meaning, FORM_##name},
#define FORM(op, suffix, kinds)
#include "code/ops.def"
#undef OP
#undef FORM
};

static const uint8_t fused_bodies[OP_FORMS][OP_FORMS] = {
#define FUSED(first, second) [FORM_##first][FORM_##second] = FUSED_##first##__##second - (int)OP_FORMS + 1,
#include "code/fused.def"
#undef FUSED
};

/* Most pairs have a form that begins none, or ends none: the big table, which no cache keeps, need not be asked. */
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Winitializer-overrides"
static const bool begins_pair[OP_FORMS] = {
#define FUSED(first, second) [FORM_##first] = true,
#include "code/fused.def"
#undef FUSED
};
static const bool ends_pair[OP_FORMS] = {
#define FUSED(first, second) [FORM_##second] = true,
#include "code/fused.def"
#undef FUSED
};
#pragma clang diagnostic pop

uint8_t op_fused(enum op_form first, enum op_form second)
{
    return begins_pair[first] && ends_pair[second] ? fused_bodies[first][second] : 0;
}

static const uint16_t first_of_fused[] = {
#define FUSED(first, second) FORM_##first,
#include "code/fused.def"
#undef FUSED
};
_Static_assert(sizeof first_of_fused / sizeof *first_of_fused < UINT8_MAX, "op_fused holds bytes");

enum op_form op_form_at(uint32_t word)
{
    for (unsigned b = 0; b < OP_BODIES; b++)
        if (op_bodies[b] == word) return b < OP_FORMS ? (enum op_form)b : (enum op_form)first_of_fused[b - OP_FORMS];
    return OP_FORMS;
}
