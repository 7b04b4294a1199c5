/* code/genop.h - the generic instructions: numbers, names and operand kinds, from code/genops.def. */
#pragma once
#include <stdint.h>

enum genop {
#define GENOP(number, name, operands, first, last) GENOP_##name = number,
#include "code/genops.def"
#undef GENOP
    GENOPS = 192,
};

struct genop_row {
    const char *name;     /* NULL: no instruction of OTP 25 to 29 has this number */
    const char *operands; /* the letters of genops.def */
    uint8_t arity;
    uint8_t first, last; /* releases; 0: all */
    uint8_t reads;       /* a bit for each operand of kind s, e or z */
    uint8_t writes;      /* d or E */
    uint8_t live;        /* l */
};
extern const struct genop_row genop_table[256];
