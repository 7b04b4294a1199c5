/* heap/fun.h - local funs as values; the code they run is code/'s business. */
#pragma once
#include "heap/heap.h"

/* The owned object: counted; `destroy` is called when the last reference is gone. */
struct magic {
    uint64_t references;
    void (*destroy)(struct magic *m);
    uint64_t number, high; /* of the reference */
};
