/* code/genop.c - the table of generic instructions. */
#include "code/genop.h"

/* A bit for each operand whose letter is one of three (a string ends in the letter 0, which is none of them). */
#define LETTER(operands, i) ((i) < sizeof(operands) ? (operands)[(i) < sizeof(operands) ? (i) : 0] : 0)
#define BIT(operands, i, a, b, c)                                                                                      \
    ((LETTER(operands, i) == (a) || LETTER(operands, i) == (b) || LETTER(operands, i) == (c)) << (i))
#define BITS(operands, a, b, c)                                                                                        \
    (BIT(operands, 0, a, b, c) | BIT(operands, 1, a, b, c) | BIT(operands, 2, a, b, c) | BIT(operands, 3, a, b, c) |   \
     BIT(operands, 4, a, b, c) | BIT(operands, 5, a, b, c) | BIT(operands, 6, a, b, c) | BIT(operands, 7, a, b, c))

const struct genop_row genop_table[256] = {
#define GENOP(number, name, operands, first, last)                                                                     \
    [number] = {#name,                                                                                                 \
                operands,                                                                                              \
                sizeof(operands) - 1,                                                                                  \
                first,                                                                                                 \
                last,                                                                                                  \
                BITS(operands, 's', 'e', 'z'),                                                                         \
                BITS(operands, 'd', 'E', 'E'),                                                                         \
                BITS(operands, 'l', 'l', 'l')},
#include "code/genops.def"
#undef GENOP
};
