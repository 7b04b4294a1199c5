/* term/compare_leaf.h - the order of terms that hold no other terms; compare.c walks the rest. */
#pragma once
#include "term/term.h"

/* What a term is to the order of types; smaller ones sort first. */
enum rank {
    RANK_NUMBER,
    RANK_ATOM,
    RANK_REF,
    RANK_FUN,
    RANK_PORT,
    RANK_PID,
    RANK_TUPLE,
    RANK_RECORD,
    RANK_MAP,
    RANK_NIL,
    RANK_CONS,
    RANK_BITS,
};
enum rank term_rank(term t);

static inline int order_u64(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

/* Two numbers; `exact`: integers before floats. */
int number_compare(term a, term b, bool exact);
int pid_compare(term a, term b);
/* Ports, or references. */
int port_compare(term a, term b);
int ref_compare(term a, term b);
/* Two funs without their environments; local ones before external ones. */
int fun_compare_head(term a, term b);
