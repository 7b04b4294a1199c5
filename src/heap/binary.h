/* heap/binary.h - binaries and bitstrings.
 *
 * Three shapes, one meaning (`bits` bits of data):
 *   KIND_BITS      at most HEAP_BINARY_MAX bytes, in the heap itself
 *   KIND_BITS_REF  part of an off-heap struct binary, counted; may start at any bit
 *   KIND_BITS_SUB  part of a KIND_BITS object; may start at any bit
 * bits_view() (term/objects.h, where their layouts stand) reads all of them.
 */
#pragma once
#include "heap/heap.h"

enum { HEAP_BINARY_MAX = 64 }; /* bytes; OTP's number */

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

/* As bits_view(t).size. */
static inline size_t bits_size(term t)
{
    const term *object = boxed(t);
    enum kind kind = header_kind(object->word);
    if (kind == KIND_BITS) return ((const struct bits_heap *)object)->bits;
    if (kind == KIND_BITS_REF) return ((const struct bits_ref *)object)->bits >> IMM_BITS;
    return ((const struct bits_sub *)object)->bits >> IMM_BITS;
}
static inline bool is_binary(term t) { return is_bitstring(t) && bits_size(t) % 8 == 0; }

/* Copies `count` bits; source and target may start at any bit; bits around the target are kept. */
void bits_copy(uint8_t *to, size_t to_offset, const uint8_t *from, size_t from_offset, size_t count);

/* An off-heap binary of `size` bytes with one reference, owned by the caller; NULL: no memory. */
struct binary *binary_alloc(size_t size);
void binary_release(struct binary *b); /* drops one reference */
/* As realloc(3) for a binary with one reference: on NULL the old one is untouched. */
struct binary *binary_resize(struct binary *b, size_t size);
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

/* `t` itself, or the same bits in a new binary if they do not begin on a byte boundary. NO_TERM: no memory. */
term heap_align_bits(struct heap *h, term t);
