/* term/objects.h - the layouts of boxed objects that own, share or name something outside them.
 *
 * Comparing, hashing and printing read every kind of object, so the layouts stand here, below
 * the folders that make them: heap/ (binaries, funs, magic references) and code/ (exports, fun
 * entries).
 */
#pragma once
#include "term/term.h"

/* What stands after the header in every object that the heap's off-heap list links:
 * objects that own something outside (KIND_BITS_REF, KIND_MAGIC_REF).  When the object
 * dies, the collector releases what it owns. */
struct offheap {
    uint64_t header;
    struct offheap *next;
};

/* -- bitstrings (made by heap/binary.h) ----------------------------------------- */

/* An off-heap binary: counted by the KIND_BITS_REF objects, tables, ports and messages
 * that point to it.  One thread per machine, so the count is plain. */
struct binary {
    uint64_t references;
    size_t size; /* bytes */
    size_t room; /* bytes allocated in data[]; room > size only for one that is appended to */
    uint64_t flags;
    uint8_t data[];
};

struct bits_heap { /* KIND_BITS */
    uint64_t header;
    uint64_t bits;
    uint8_t data[]; /* rounded up to words, the padding bits zero */
};

struct bits_ref { /* KIND_BITS_REF, on the off-heap list */
    struct offheap link;
    uint64_t bits, offset; /* shifted left by IMM_BITS so that they read as smalls: use the accessors */
    struct binary *binary;
    uint64_t flags; /* BITS_WRITABLE: this object may append to `binary` in place; shifted by IMM_BITS */
};
enum { BITS_REF_WORDS = 6, BITS_WRITABLE = 1 << IMM_BITS };

struct bits_sub { /* KIND_BITS_SUB */
    uint64_t header;
    uint64_t bits, offset; /* as above */
    term of;               /* a KIND_BITS object */
};
enum { BITS_SUB_WORDS = 4 };

struct match_context { /* KIND_MATCH: a bitstring being matched; mutable */
    uint64_t header;
    uint64_t position, end; /* bit offsets into the data of `of`'s object, as above */
    term of;                /* KIND_BITS object, or KIND_BITS_REF object (its whole binary's data) */
};
enum { MATCH_CONTEXT_WORDS = 4 };

/* A bitstring as C sees it: bit `offset` (0..7) of data[0] is its first bit. */
struct bits {
    const uint8_t *data;
    size_t offset; /* 0 to 7 */
    size_t size;   /* in bits */
};

/* How to read bitstring `t` (which must be one).  Valid until the next collection. */
struct bits bits_view(term t);

/* <0, 0, >0 as OTP orders bitstrings. */
int bits_compare(struct bits a, struct bits b);

/* -- funs: what code/ knows of them, and the values (made by heap/fun.h) ---------- */

struct module; /* code/code.h */
struct magic;  /* heap/fun.h */

/* What `M:F/A` means now: one for each that code, a fun or an apply has named; never freed. */
struct export
{
    const uint32_t *address; /* instructions to run; never NULL: an unknown function's stub calls error_handler */
    term module, function;
    uint32_t arity;
    uint32_t stub[3]; /* the instructions that call error_handler, or the BIF */
    int32_t bif;      /* index in bif_table, or -1 */
    bool loaded;      /* address leads into a loaded module (or a BIF) */
    bool traced;      /* of a BIF: calls go by address (code/breakpoint.h) */
};

/* A fun's code: found again by module, index and uniq when a module is loaded anew. 16-byte aligned. */
struct fun_entry {
    const uint32_t *address; /* never NULL: a stub calls error_handler:undefined_lambda when the module is gone */
    term module;
    uint32_t index, old_uniq; /* as in the FunT chunk */
    uint32_t old_index;
    uint32_t environment; /* words */
    uint8_t uniq[16];     /* the module's MD5 */
    uint32_t arity;       /* of the function, environment included; before the stub, as before any function's entry */
    uint32_t stub[3];
    struct module *owner;    /* instance its address leads into; NULL: none */
    const uint32_t *pending; /* its code is being purged: the address to have back if that ends early; else NULL */
};

/* A local fun. */
struct fun_object { /* KIND_FUN */
    uint64_t header;
    struct fun_entry *entry; /* 16-byte aligned: reads as a small */
    term creator;            /* pid */
    uint64_t arity;          /* of the call, without the environment; a small's word */
    term environment[];      /* header_words - 3 of them */
};
enum { FUN_WORDS = 4 }; /* without the environment */

/* -- references that own something ------------------------------------------------ */

/* KIND_MAGIC_REF: a reference (first as struct local_ref) that owns an object. */
struct magic_ref {
    struct offheap link;
    uint64_t number; /* shifted left by IMM_BITS: collector scans it */
    uint64_t high;   /* shifted too */
    struct magic *magic;
};
enum { MAGIC_REF_WORDS = 5 };
