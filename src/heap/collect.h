/* heap/collect.h - private to heap/: sizes, and what the files of the collector share. */
#pragma once
#include "heap/heap.h"

enum { HEAP_FULLSWEEP_AFTER = 65535, HEAP_BINARY_LIMIT = 46422 * 8 }; /* OTP's defaults */
#define HEAP_WORDS_MAX ((size_t)1 << 44)

/* The least size of OTP's series that is not below `words`. */
size_t heap_next_size(size_t words);

void heap_free_fragments(struct fragment *f);

/* A collection of both generations into one young block; literals in [from, from + bytes) are copied too. */
enum heap_result heap_collect_together(struct heap *h, size_t need, const struct roots *roots, const void *from,
                                       size_t bytes);

/* sweep.c: puts a moved owner on the list of its generation; does so for all that lived on `list`,
 * and releases what the dead ones owned. */
void heap_own(struct heap *h, struct offheap *o);
void heap_sweep(struct heap *h, struct offheap *list);
void heap_shrink_binaries(struct heap *h);
void heap_set_binary_limits(struct heap *h);
void heap_set_old_binary_limit(struct heap *h);
