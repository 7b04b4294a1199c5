/* bif/map_take.h - the pairs of a map, a part at a time: where to go on is a hash, so that nothing
 * but a number is kept between two parts. */
#pragma once
#include "memory/settings.h"
#include "term/map.h"

enum { MAP_TAKE_EXTRA = 16 }; /* keys of one hash stay together: so many more than `limit` */

struct map_part {
    size_t count;
    bool more;     /* there are others, from `path` on */
    bool backward; /* in: a large map's last pairs first */
    uint64_t path; /* in: where to begin (0 at first) */
};

/* Takes about `limit` (at least MAP_FLAT_MAX) pairs from m->path on; pairs[] has room for limit +
 * MAP_TAKE_EXTRA.  False: more keys have one hash than fit, which no accident brings about. */
bool map_take(term map, struct map_part *m, term *pairs, size_t limit);

/* A list is made from its end: until OTP 27 lists of a large map's pairs are the wrong way round, later they are not. */
static inline bool map_lists_backward(void) { return otp_at_least(28); }
