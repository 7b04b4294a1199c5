/* code/genop.c - the table of generic instructions. */
#include "code/genop.h"

const struct genop_row genop_table[256] = {
#define GENOP(number, name, operands, first, last) [number] = {#name, operands, sizeof(operands) - 1, first, last},
#include "code/genops.def"
#undef GENOP
};
