/* io/buffer.h - off-heap binaries that the host fills. */
#pragma once
#include "heap/binary.h"

/* Makes a binary that holds the first `used` bytes of `b`, whose one reference it takes over; what is
 * small becomes a heap binary, what is half empty is shrunk.  NO_TERM: no memory. */
term buffer_to_term(struct heap *h, struct binary *b, size_t used);
