/* code/claims.h - what instructions claim of their first source, because the compiler has proved it.
 *
 * Where no test in the same block shows that it is so, the verifier sets `claim` of the instruction's SLOT_OP, and the
 * translator puts a check before it: a false claim stops the machine, and reads or writes nothing.
 */
#pragma once
#include "code/beam.h"

enum claim {
    CLAIM_NONE,
    CLAIM_TUPLE,     /* a tuple of at least so many elements */
    CLAIM_OWN_TUPLE, /* the same, and young: it may be written to */
    CLAIM_CONS,
    CLAIM_MAP,
    CLAIM_FLOAT,
    CLAIM_CONTEXT, /* a match context */
    CLAIM_BITS,    /* a match context, or a bitstring */
    CLAIM_RAISES,  /* of raw_raise: nothing stands behind it, since its class is one; checked where it goes on */
};

/* The operand that the claim of an instruction is about. */
static inline struct slot claim_source(const struct slot *i)
{
    switch (i->type) {
    case GENOP_get_tuple_element:
    case GENOP_get_list:
    case GENOP_get_hd:
    case GENOP_get_tl:
    case GENOP_select_tuple_arity:
    case GENOP_fmove:
    case GENOP_bs_get_tail:
    case GENOP_bs_get_position:
    case GENOP_bs_set_position: return i[1];
    case GENOP_update_record:
    case GENOP_bs_start_match4: return i[3];
    default: return i[2];
    }
}

/* How many elements the tuple must have: get_tuple_element speaks for those of the same tuple that follow it. */
static inline int32_t claim_elements(const struct slot *i, const struct slot *end)
{
    if (i->type == GENOP_set_tuple_element) return i[3].value + 1;
    if (i->type == GENOP_update_record) return i[2].value;
    if (i->type != GENOP_get_tuple_element) return 0;
    int32_t most = 0;
    for (const struct slot *n = i; n < end && n->type == GENOP_get_tuple_element; n += n->value + 1) {
        if (n[1].kind != i[1].kind || n[1].value != i[1].value) break;
        if (n[2].value + 1 > most) most = n[2].value + 1;
        if (n[3].kind == n[1].kind && n[3].value == n[1].value) break; /* the tuple is overwritten */
    }
    return most;
}
