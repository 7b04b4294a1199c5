/* process/wheel.h - a hierarchical timing wheel: start and stop in constant time.
 *
 * Eight levels of 64 slots; a slot of level n spans 64^n milliseconds.  A bitmap for each level
 * finds the next used slot without a walk.  Entries of one millisecond fire in the order in
 * which they were started.  What lies further away than the last level waits in its last slot.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wheel_kind { WHEEL_RECEIVE, WHEEL_TIMER };

struct wheel_entry {
    struct wheel_entry *next, *previous; /* next NULL: not started */
    int64_t due;                         /* in milliseconds of the wheel */
    enum wheel_kind kind;
    uint16_t slot; /* level * 64 + index */
};

enum { WHEEL_LEVELS = 8, WHEEL_SLOTS = 64 };
struct wheel {
    int64_t now; /* everything due before or at it has been handed out */
    size_t count;
    uint64_t used[WHEEL_LEVELS];
    struct wheel_entry slots[WHEEL_LEVELS * WHEEL_SLOTS]; /* heads of rings */
    struct wheel_entry ready;                             /* ring of those to hand out now */
};

void wheel_open(struct wheel *w, int64_t now);
void wheel_start(struct wheel *w, struct wheel_entry *e, int64_t due);
void wheel_stop(struct wheel *w, struct wheel_entry *e); /* harmless when not started */
static inline bool wheel_is_started(const struct wheel_entry *e) { return e->next != NULL; }

/* An entry that is due at `now`, stopped; NULL: none is left. */
struct wheel_entry *wheel_due(struct wheel *w, int64_t now);
/* When wheel_due() must be asked again (it may turn out too early); INT64_MAX: never. */
int64_t wheel_next(const struct wheel *w);
