/* image/link.h - has the base load the modules of the image, and takes the pages of the arena that came of it. */
#pragma once
#include "image/base.h"
#include "image/plan.h"

struct part {
    uint64_t address, bytes; /* whole pages */
    const uint8_t *at;
};
enum { PARTS_MAX = 32 };
struct linked {
    struct part parts[PARTS_MAX];
    size_t count;
    struct link_size *sizes; /* of the plan's modules; NULL: there are none */
};

/* Ends the program with the machine's own sentence if a module cannot be loaded. */
void link_modules(const struct base *b, const struct plan *p, struct linked *linked);
