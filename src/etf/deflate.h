/* etf/deflate.h - the compressed form of an encoded term, made a part at a time. */
#pragma once
#include "etf/etf.h"

struct deflation;

/* Of `size` bytes of an encoding (version byte first), which stay where they are; level as zlib's, -1:
 * its default.  NULL: no memory. */
struct deflation *deflation_open(const uint8_t *bytes, size_t size, int level);
/* ETF_MORE, ETF_OK (deflation_bytes() has the result), or ETF_BAD: it would not get smaller. */
enum etf_result deflation_run(struct deflation *z, int64_t *budget);
const uint8_t *deflation_bytes(const struct deflation *z, size_t *size);
void deflation_close(struct deflation *z);
