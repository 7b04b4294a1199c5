/* heap/bignum_build.h - private to bignum*.c: an integer's limbs are made where they stay. */
#pragma once
#include "heap/heap.h"

/* Room on the heap for an integer of up to `limbs` limbs; NULL: too large, or no memory. */
uint64_t *bignum_begin(struct heap *h, size_t limbs);
/* The normalised integer; the rest of the room is given back.  NO_TERM: too large. */
term bignum_end(struct heap *h, uint64_t *limbs, size_t size, bool negative);
