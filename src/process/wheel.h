/* process/wheel.h - a hierarchical timing wheel: start and stop in constant time.
 *
 * Eight levels of 64 slots.  An entry hangs at the level of the highest base-64 digit in which its
 * time differs from now, in the slot of that digit; when now reaches the slot, it moves down.
 * A bitmap for each level finds the next used slot without a walk.  Entries of one millisecond
 * fire in the order in which they were started.  What lies beyond the last level waits in it.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wheel_kind { WHEEL_RECEIVE, WHEEL_TIMER };

struct wheel_entry {
    struct wheel_entry *next, *previous;
    int64_t due;   /* in milliseconds of the wheel */
    uint16_t slot; /* index in slots[] */
    bool started;
    uint8_t kind; /* enum wheel_kind */
};

enum { WHEEL_BITS = 6, WHEEL_LEVELS = 8, WHEEL_SLOTS = 1 << WHEEL_BITS };
struct wheel_slot {
    struct wheel_entry *first, *last;
};
struct wheel {
    int64_t now; /* not negative; no entry of slots[] is due before or at it */
    size_t count;
    uint64_t used[WHEEL_LEVELS];
    struct wheel_slot ready; /* due, not yet handed out */
    struct wheel_slot slots[WHEEL_LEVELS * WHEEL_SLOTS];
};

void wheel_open(struct wheel *w, int64_t now);
void wheel_start(struct wheel *w, struct wheel_entry *e, int64_t due);
void wheel_stop(struct wheel *w, struct wheel_entry *e); /* harmless when not started */

/* An entry that is due at `now`, stopped; NULL: none is left. */
struct wheel_entry *wheel_due(struct wheel *w, int64_t now);
/* When wheel_due() must be asked again (it may turn out too early); INT64_MAX: never. */
int64_t wheel_next(const struct wheel *w);
