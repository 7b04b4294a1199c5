/* vm/file.h - small files that are read while the machine starts. */
#pragma once
#include <stddef.h>

/* The whole file, zero-terminated, in memory that memory_free(MEMORY_SYSTEM) takes; NULL if it cannot be
 * read or holds more than `most` bytes.  Pipes and the like are read to their end. */
char *file_read(const char *path, size_t most, size_t *size);
