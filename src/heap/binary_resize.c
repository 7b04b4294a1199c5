/* heap/binary_resize.c - growing and shrinking a binary that has one owner. */
#include "heap/binary.h"
#include "memory/memory.h"

struct binary *binary_resize(struct binary *b, size_t size)
{
    if (size > SIZE_MAX / 2) return NULL;
    b = memory_resize(MEMORY_BINARY, b, sizeof *b + size);
    if (b) b->size = b->room = size;
    return b;
}
