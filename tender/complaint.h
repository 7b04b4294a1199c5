/* tender/complaint.h - one sentence that says why something was refused, carried up to whoever prints it. */
#pragma once
#include <stdbool.h>

struct complaint {
    char text[320];
};

/* Writes the sentence, and answers false: `return complain(c, "...")`. */
__attribute__((format(printf, 2, 3))) bool complain(struct complaint *c, const char *format, ...);
