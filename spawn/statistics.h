/* spawn/statistics.h - counters and distributions since the start, in memory that outlives a reload.
 *
 * Two generations may count at once while the old one ends, so each count is one atomic addition. */
#pragma once
#include "spawn/trail.h"

/* Times from 1 us on: 16 steps for each doubling, so that what is read off is at most 6 % too large. */
enum { HISTOGRAM_STEPS = 16, HISTOGRAM_DOUBLINGS = 28, HISTOGRAM_BUCKETS = HISTOGRAM_STEPS * HISTOGRAM_DOUBLINGS };
enum { RATE_SECONDS = 60, STATUS_CLASSES = 6 };

struct histogram {
    uint64_t count, sum_ns, most_ns;
    uint64_t buckets[HISTOGRAM_BUCKETS];
};

struct statistics {
    uint64_t started_ns;
    uint64_t requests, made, used, failed; /* failed: instances that ended badly */
    uint64_t classes[STATUS_CLASSES];      /* answers by the hundreds of their status; 0: none, the client was gone */
    uint64_t refused[600];                 /* answers that are the spawner's own, by status */
    uint64_t received, sent;
    struct histogram stretches[MOMENTS], whole; /* whole: first byte read to last byte written */
    struct {
        uint64_t second, count;
    } rate[RATE_SECONDS];
};

void statistics_count(struct statistics *s, const struct trail *t);
/* The `gone` stretch is known later than all others. */
void statistics_count_gone(struct statistics *s, const struct trail *t);
/* Time that a share (0..1) of all stays within, ns. */
uint64_t histogram_quantile(const struct histogram *h, double share);
/* Upper end of a bucket, ns. */
uint64_t histogram_bound(unsigned bucket);
/* Requests in each of the last RATE_SECONDS, the oldest first; the running second is left out. */
void statistics_rates(const struct statistics *s, uint64_t now_ns, uint32_t to[RATE_SECONDS]);

static inline void count(uint64_t *n) { __atomic_fetch_add(n, 1, __ATOMIC_RELAXED); }
