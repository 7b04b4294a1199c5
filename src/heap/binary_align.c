/* heap/binary_align.c - bitstrings that begin on a byte boundary. */
#include "heap/binary.h"

term heap_align_bits(struct heap *h, term t)
{
    struct bits b = bits_view(t);
    if (b.offset == 0) return t;
    uint8_t *data;
    term copy = heap_new_bits(h, b.size, &data);
    if (is_term(copy)) bits_copy(data, 0, b.data, b.offset, b.size);
    return copy;
}
