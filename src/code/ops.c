/* code/ops.c - the table of internal operations, for translator and disassembler. */
#include "code/ops.h"

const struct op_form_info op_form_info[OP_FORMS] = {
#define OP(name, kinds, meaning) {#name, OP_##name, COUNT_##name, OP_KINDS kinds},
#define FORM(op, suffix, kinds)  {#op "_" #suffix, OP_##op, COUNT_##op, OP_KINDS kinds},
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

const uint8_t op_fused[OP_FORMS][OP_FORMS] = {
#define FUSED(first, second) [FORM_##first][FORM_##second] = FUSED_##first##__##second - (int)OP_FORMS + 1,
#include "code/fused.def"
#undef FUSED
};

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
