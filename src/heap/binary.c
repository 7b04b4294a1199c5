/* heap/binary.c - making, sharing and copying bitstrings. */
#include "heap/binary.h"
#include "memory/memory.h"
#include <string.h>

enum { BITS_HEADER_WORDS = 2 };
#define BINARY_SIZE_MAX ((size_t)1 << 56) /* so that bits fit a small, and sums do not wrap */

/* -- off-heap binaries ------------------------------------------------------------- */

struct binary *binary_alloc(size_t size)
{
    if (size > BINARY_SIZE_MAX) return NULL;
    struct binary *b = memory_alloc(MEMORY_BINARY, sizeof *b + size);
    if (!b) return NULL;
    *b = (struct binary){.references = 1, .size = size, .room = size};
    return b;
}

void binary_release(struct binary *b)
{
    EXPECT(b->references > 0);
    if (--b->references == 0) memory_free(MEMORY_BINARY, b);
}

/* -- making --------------------------------------------------------------------------- */

static term heap_bits_ref(struct heap *h, struct binary *b, size_t offset, size_t bits, size_t count_bytes)
{
    struct bits_ref *r = (struct bits_ref *)heap_alloc(h, BITS_REF_WORDS);
    if (!r) {
        binary_release(b);
        return NO_TERM;
    }
    r->link.header = header(KIND_BITS_REF, BITS_REF_WORDS - 1);
    r->bits = (uint64_t)bits << IMM_BITS;
    r->offset = (uint64_t)offset << IMM_BITS;
    r->binary = b;
    r->flags = 0;
    heap_link_offheap(h, &r->link, count_bytes);
    return boxed_at(r);
}

term heap_bits_of_binary(struct heap *h, struct binary *b, size_t offset, size_t bits)
{
    /* Cutting many pieces out of one binary keeps no more memory than the first piece. */
    struct offheap *newest = h->offheap;
    bool known = newest && header_kind(newest->header) == KIND_BITS_REF && ((struct bits_ref *)newest)->binary == b;
    return heap_bits_ref(h, b, offset, bits, known ? 0 : b->size);
}

static term heap_bits_inside(struct heap *h, size_t bits, uint8_t **data)
{
    size_t words = (bits + 63) / 64;
    struct bits_heap *b = (struct bits_heap *)heap_alloc(h, BITS_HEADER_WORDS + words);
    if (!b) return NO_TERM;
    b->header = header(KIND_BITS, 1 + words);
    b->bits = bits;
    if (words) memset(b->data + 8 * (words - 1), 0, 8);
    *data = b->data;
    return boxed_at(b);
}

term heap_new_bits(struct heap *h, size_t bits, uint8_t **data)
{
    size_t size = bits / 8 + (bits % 8 != 0);
    if (size <= HEAP_BINARY_MAX) return heap_bits_inside(h, bits, data);
    struct binary *b = binary_alloc(size);
    if (!b) return NO_TERM;
    b->data[size - 1] = 0;
    *data = b->data;
    return heap_bits_ref(h, b, 0, bits, size);
}

term heap_new_binary(struct heap *h, size_t size, uint8_t **data)
{
    if (size > BINARY_SIZE_MAX) return NO_TERM;
    return heap_new_bits(h, size * 8, data);
}

term heap_binary_from(struct heap *h, const void *bytes, size_t size)
{
    uint8_t *data;
    term t = heap_new_binary(h, size, &data);
    if (is_term(t) && size) memcpy(data, bytes, size);
    return t;
}

/* A part of a heap binary: a small one is copied, as an object that refers would be no smaller. */
static term sub_of_heap(struct heap *h, term of, size_t offset, size_t bits)
{
    if (bits <= 64 * (BITS_SUB_WORDS - BITS_HEADER_WORDS)) {
        uint8_t *data;
        term t = heap_bits_inside(h, bits, &data);
        if (is_term(t)) bits_copy(data, 0, ((struct bits_heap *)boxed(of))->data, offset, bits);
        return t;
    }
    struct bits_sub *s = (struct bits_sub *)heap_alloc(h, BITS_SUB_WORDS);
    if (!s) return NO_TERM;
    *s = (struct bits_sub){header(KIND_BITS_SUB, BITS_SUB_WORDS - 1), bits << IMM_BITS, offset << IMM_BITS, of};
    return boxed_at(s);
}

term heap_sub_bits(struct heap *h, term t, size_t offset, size_t bits)
{
    EXPECT(offset + bits <= bits_view(t).size);
    if (header_kind(header_of(t)) == KIND_BITS) return sub_of_heap(h, t, offset, bits);
    if (header_kind(header_of(t)) == KIND_BITS_SUB) {
        struct bits_sub *s = (struct bits_sub *)boxed(t);
        return sub_of_heap(h, s->of, (s->offset >> IMM_BITS) + offset, bits);
    }
    struct bits_ref *r = (struct bits_ref *)boxed(t);
    return heap_bits_ref(h, binary_keep(r->binary), (r->offset >> IMM_BITS) + offset, bits, 0);
}

/* -- reading ----------------------------------------------------------------------------- */

struct bytes_view bytes_view(term t)
{
    if (!is_bitstring(t)) return (struct bytes_view){NULL, 0, NULL};
    struct bits v = bits_view(t);
    size_t size = v.size / 8;
    if (v.size % 8) return (struct bytes_view){NULL, 0, NULL};
    if (v.offset == 0) return (struct bytes_view){v.data, size, NULL};
    void *copy = memory_alloc(MEMORY_SYSTEM, size);
    if (!copy) return (struct bytes_view){NULL, SIZE_MAX, NULL};
    bits_copy(copy, 0, v.data, v.offset, v.size);
    return (struct bytes_view){copy, size, copy};
}

void bytes_view_end(struct bytes_view *v)
{
    memory_free(MEMORY_SYSTEM, v->copy);
    *v = (struct bytes_view){NULL, 0, NULL};
}
