/* etf/inflate.h - the compressed form of the external term format, undone a part at a time. */
#pragma once
#include "etf/decode.h"

struct inflation;

/* Begins at the tag byte in d->in: ETF_MORE, or what is wrong. */
enum etf_result inflation_open(struct etf_decoder *d);
/* True: all is inflated, d->in are the term's bytes; false: d->result says why not. */
bool inflation_run(struct etf_decoder *d, int64_t *budget);
/* Bytes of the whole input that were used. */
size_t inflation_used(const struct inflation *z);
void inflation_close(struct inflation *z);

/* zlib's memory comes from the arena. */
void *zlib_alloc(void *nothing, unsigned items, unsigned size);
void zlib_free(void *nothing, void *p);
