/* heap/fun.h - local funs as values; the code they run is code/'s business. */
#pragma once
#include "heap/heap.h"

struct fun_entry; /* code/code.h */

struct fun_object { /* KIND_FUN */
    uint64_t header;
    struct fun_entry *entry; /* 16-byte aligned: reads as a small */
    term creator;            /* pid */
    uint64_t arity;          /* of the call, without the environment; a small's word */
    term environment[];      /* header_words - 3 of them */
};
enum { FUN_WORDS = 4 }; /* without the environment */

/* KIND_MAGIC_REF: a reference (first as struct local_ref) that owns an object. */
struct magic_ref {
    struct offheap link;
    uint64_t number; /* shifted left by IMM_BITS: collector scans it */
    uint64_t high;   /* shifted too */
    struct magic *magic;
};
enum { MAGIC_REF_WORDS = 5 };

/* The owned object: counted; `destroy` is called when the last reference is gone. */
struct magic {
    uint64_t references;
    void (*destroy)(struct magic *m);
    uint64_t number, high; /* of the reference */
};
