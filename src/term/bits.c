/* term/bits.c - reading bitstrings: one view of all shapes, and their order. */
#include "term/objects.h"
#include <string.h>

static struct bits view_of(const uint8_t *data, size_t offset, size_t size)
{
    return (struct bits){data + offset / 8, offset % 8, size};
}

struct bits bits_view(term t)
{
    const term *object = boxed(t);
    if (header_kind(object->word) == KIND_BITS) {
        const struct bits_heap *b = (const struct bits_heap *)object;
        return (struct bits){b->data, 0, b->bits};
    }
    if (header_kind(object->word) == KIND_BITS_REF) {
        const struct bits_ref *r = (const struct bits_ref *)object;
        return view_of(r->binary->data, r->offset >> IMM_BITS, r->bits >> IMM_BITS);
    }
    const struct bits_sub *s = (const struct bits_sub *)object;
    EXPECT(header_kind(object->word) == KIND_BITS_SUB);
    return view_of(((const struct bits_heap *)boxed(s->of))->data, s->offset >> IMM_BITS, s->bits >> IMM_BITS);
}

/* The 8 bits from bit i of v on; beyond its end they are zero. */
static unsigned bits_byte(struct bits v, size_t i)
{
    size_t at = v.offset + i, left = v.size - i;
    unsigned shift = at % 8;
    unsigned byte = v.data[at / 8] << shift;
    if (left > 8 - shift && shift) byte |= v.data[at / 8 + 1] >> (8 - shift);
    byte &= 0xff;
    return left < 8 ? byte & (0xff00u >> left) : byte;
}

int bits_compare(struct bits a, struct bits b)
{
    size_t common = a.size < b.size ? a.size : b.size, i = 0;
    if (a.offset == 0 && b.offset == 0) {
        int order = memcmp(a.data, b.data, common / 8);
        if (order) return order;
        i = common / 8 * 8;
    }
    for (; i < common; i += 8) {
        size_t left = common - i;
        unsigned mask = left < 8 ? 0xff00u >> left & 0xff : 0xff;
        unsigned x = bits_byte(a, i) & mask, y = bits_byte(b, i) & mask;
        if (x != y) return x < y ? -1 : 1;
    }
    return (a.size > b.size) - (a.size < b.size);
}
