/* bif/encoded_parts.h - the list of term_to_iovec/1: an encoding cut where the binaries belong that were not copied
 * into it. */
#pragma once
#include "etf/etf.h"
#include "heap/binary.h"

/* Between two slices the terms live in what encoded_parts_save() makes. */
struct encoded_parts {
    term parts; /* those to come, last first: see etf_encoder_parts() */
    term list;  /* what follows the byte `end` of the encoding */
    size_t end;
};

struct encoded_parts encoded_parts_open(term parts, size_t size);
/* ETF_OK: `list` is whole. */
enum etf_result encoded_parts_run(struct encoded_parts *c, struct binary *bytes, struct heap *h, int64_t *budget);
term encoded_parts_save(const struct encoded_parts *c, struct heap *h); /* NO_TERM: no memory */
void encoded_parts_restore(struct encoded_parts *c, term saved);
