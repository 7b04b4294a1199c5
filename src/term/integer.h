/* term/integer.h - reading integers of any size. */
#pragma once
#include "term/term.h"

/* An integer as sign and magnitude, least significant limb first, no leading zero limbs. */
struct integer {
    const uint64_t *limbs; /* may be &own: the struct stays where it is */
    size_t size;
    bool negative;
    uint64_t own;
};

/* How to read t; false if it is no integer. */
bool integer_view(term t, struct integer *v);

/* The conversion to float of the release in use; false: too large, the value is infinite. */
bool integer_to_double(const struct integer *v, double *value);

/* Room for the digits of v in a base from 2 to 36, sign included (may be one more than needed). */
size_t integer_text_room(const struct integer *v, int base);
/* Writes them (capital letters); the length, or 0: no memory. */
size_t integer_to_text(const struct integer *v, int base, char *to);
