/* io/buffer.c - off-heap binaries that the host fills. */
#include "io/buffer.h"
#include "memory/memory.h"

term buffer_to_term(struct heap *h, struct binary *b, size_t used)
{
    if (used <= HEAP_BINARY_MAX) {
        term t = heap_binary_from(h, b->data, used);
        binary_release(b);
        return t;
    }
    if (used < b->size / 4 * 3) {
        struct binary *smaller = binary_alloc(used);
        if (smaller) {
            __builtin_memcpy(smaller->data, b->data, used);
            binary_release(b);
            b = smaller;
        }
    }
    return heap_bits_of_binary(h, b, 0, used * 8);
}
