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
