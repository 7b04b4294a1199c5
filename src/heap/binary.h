/* heap/binary.h - binaries and bitstrings.
 *
 * Three shapes, one meaning (`bits` bits of data):
 *   KIND_BITS      at most HEAP_BINARY_MAX bytes, in the heap itself
 *   KIND_BITS_REF  part of an off-heap struct binary, counted; may start at any bit
 *   KIND_BITS_SUB  part of a KIND_BITS object; may start at any bit
 * bits_view() reads all of them.
 */
#pragma once
#include "heap/heap.h"

enum { HEAP_BINARY_MAX = 64 }; /* bytes; OTP's number */

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

/* The whole bytes of `t` if it is a bitstring of whole bytes; when it does not start on a byte
 * boundary they are copied to memory_alloc'ed MEMORY_SYSTEM memory, which bytes_view_end frees.
 * at == NULL: not a binary (or: no memory, when size is SIZE_MAX). */
struct bytes_view {
    const uint8_t *at;
    size_t size;
    void *copy;
};
struct bytes_view bytes_view(term t);
void bytes_view_end(struct bytes_view *v);

static inline size_t bits_size(term t) { return bits_view(t).size; }
static inline bool is_binary(term t) { return is_bitstring(t) && bits_size(t) % 8 == 0; }

/* Copies `count` bits; source and target may start at any bit; bits around the target are kept. */
void bits_copy(uint8_t *to, size_t to_offset, const uint8_t *from, size_t from_offset, size_t count);

/* <0, 0, >0 as OTP orders bitstrings. */
int bits_compare(struct bits a, struct bits b);

/* An off-heap binary of `size` bytes with one reference, owned by the caller; NULL: no memory. */
struct binary *binary_alloc(size_t size);
void binary_release(struct binary *b); /* drops one reference */
static inline struct binary *binary_keep(struct binary *b)
{
    b->references++;
    return b;
}

/* A new binary of `size` bytes on heap h whose bytes the caller fills at *data (heap or
 * off-heap by size); NO_TERM when there is no memory. */
term heap_new_binary(struct heap *h, size_t size, uint8_t **data);
/* The same in bits; the unused bits of the last byte are zeroed by this call. */
term heap_new_bits(struct heap *h, size_t bits, uint8_t **data);
term heap_binary_from(struct heap *h, const void *bytes, size_t size);

/* A term for `bits` bits of `b` from bit `offset`; takes over one reference (released when NO_TERM). */
term heap_bits_of_binary(struct heap *h, struct binary *b, size_t offset, size_t bits);

/* The sub-bitstring of `t`; shares off-heap data, copies nothing larger than a heap binary;
 * NO_TERM when there is no memory.  offset + bits must lie inside. */
term heap_sub_bits(struct heap *h, term t, size_t offset, size_t bits);
