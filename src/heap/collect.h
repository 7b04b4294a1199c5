/* heap/collect.h - private to heap/: sizes, and what heap.c and collect.c share. */
#pragma once
#include "heap/heap.h"

enum { HEAP_FULLSWEEP_AFTER = 65535, HEAP_BINARY_LIMIT = 46422 * 8 }; /* OTP's defaults */
#define HEAP_WORDS_MAX ((size_t)1 << 44)

/* The least size of OTP's series that is not below `words`. */
size_t heap_next_size(size_t words);

void heap_free_fragments(struct fragment *f);
