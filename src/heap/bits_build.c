/* heap/bits_build.c - writing segments into a new bitstring. */
#include "heap/bitsyntax.h"

bool builder_open(struct bits_builder *b, struct heap *h, size_t n)
{
    if (n > BITS_MAX) return false;
    b->result = heap_new_bits(h, n, &b->data);
    b->at = b->copied = 0;
    b->end = n;
    return is_term(b->result);
}

static void copy(struct bits_builder *b, const uint8_t *from, size_t offset, size_t n)
{
    EXPECT(b->at + n <= b->end);
    if (n == 0) return;
    if ((b->at | offset | n) % 8 == 0) {
        memcpy(b->data + b->at / 8, from + offset / 8, n / 8);
    } else {
        bits_copy(b->data + b->at / 8, b->at % 8, from + offset / 8, offset % 8, n);
    }
    b->at += n;
    b->copied += n;
}

bool builder_integer(struct bits_builder *b, term value, size_t n, unsigned flags)
{
    EXPECT(b->at + n <= b->end);
    if (!bits_put_integer(b->data, b->at, n, flags, value)) return false;
    b->at += n;
    return true;
}

enum float_fault builder_float(struct bits_builder *b, term value, size_t n, unsigned flags)
{
    EXPECT(b->at + n <= b->end);
    enum float_fault fault = bits_put_float(b->data, b->at, n, flags, value);
    if (fault == FLOAT_OK) b->at += n;
    return fault;
}

bool builder_bits(struct bits_builder *b, term value, size_t n)
{
    if (!is_bitstring(value)) return false;
    struct bits v = bits_view(value);
    if (v.size < n) return false;
    copy(b, v.data, v.offset, n);
    return true;
}

bool builder_all(struct bits_builder *b, term value, unsigned unit)
{
    if (!is_bitstring(value)) return false;
    struct bits v = bits_view(value);
    if (v.size % unit) return false;
    copy(b, v.data, v.offset, v.size);
    return true;
}

void builder_string(struct bits_builder *b, const uint8_t *bytes, size_t size) { copy(b, bytes, 0, size * 8); }
