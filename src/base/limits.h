/* base/limits.h - every limit there is, and why it is that number. */
#pragma once

enum {
    ATOM_CHARACTERS_MAX = 255,        /* OTP's number */
    ATOM_BYTES_MAX = 255 * 4,         /* those characters in UTF-8 */
    ATOMS_MAX = 1048576,              /* OTP's default (+t) */
    X_REGISTERS = 1024,               /* the .beam format's own limit: x0 to x1023 */
    F_REGISTERS = 1024,               /* the same */
    ARITY_MAX = 255,                  /* of a function */
    TUPLE_ARITY_MAX = (1 << 24) - 1,  /* OTP's number */
    BIG_LIMBS_MAX = (1 << 19) - 1,    /* OTP's number: an integer has at most 33,554,368 bits ... */
    BIG_LIMBS_MAX_27 = (1 << 16) - 1, /* ... and 4,194,240 from OTP 27 on */
    REDUCTIONS_A_SLICE = 4000,        /* OTP's number */
    PROCESSES_MAX = 262144,           /* OTP's default (+P) ... */
    PROCESSES_MAX_27 = 1048576,       /* ... and from OTP 27 on */
    PORTS_MAX = 65536,                /* OTP's default on Linux (+Q) */
};
