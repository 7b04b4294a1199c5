/* heap/fun.h - local funs as values; the code they run is code/'s business. */
#pragma once
#include "heap/heap.h"

/* The owned object: counted; `destroy` is called when the last reference is gone. */
struct magic {
    uint64_t references;
    void (*destroy)(struct magic *m);
    uint64_t number, high; /* of the reference */
};

/* A reference to `m`, which counts one more; NO_TERM when there is no memory. The maker of `m` has
 * set `number` and `high` (process/references.h), and `references` to 0. */
term heap_magic(struct heap *h, struct magic *m);

/* The object behind `t` if it is a magic reference to one that `destroy` destroys, else NULL: an
 * object's destructor is its type. */
struct magic *magic_of(term t, void (*destroy)(struct magic *m));
