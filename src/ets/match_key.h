/* ets/match_key.h - which objects of a table a match specification can match at all, judged by its heads.
 *
 * If every clause's head names its key, only those keys are looked up.  In an ordered_set, if the one
 * clause's head names the beginning of its key ({a, '_'}, [1 | '_']), only keys between two bounds are.
 */
#pragma once
#include "ets/table.h"
#include "memory/memory.h"

enum match_reach { REACH_NONE, REACH_KEYS, REACH_RANGE, REACH_ALL };

struct match_keys {
    enum match_reach reach;
    term *keys; /* REACH_KEYS: different ones; in an ordered_set, in its order.  MEMORY_SYSTEM */
    size_t count;
    term pattern; /* REACH_RANGE: of the key */
};

/* False: no memory.  The terms belong to `spec`. */
bool match_keys_of(const struct table *t, term spec, struct match_keys *k);
static inline void match_keys_close(struct match_keys *k) { memory_free(MEMORY_SYSTEM, k->keys); }

/* Where `key` lies: <0 before what the pattern can match, 0 among it, >0 behind. */
int match_key_order(term key, term pattern);

/* True if the pattern matches one term only: no variable, no map (which matches larger maps too).  *no_memory: it is not
 * known. */
bool match_is_ground(term pattern, bool *no_memory);
