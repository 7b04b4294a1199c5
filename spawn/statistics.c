/* spawn/statistics.c - counters and distributions. */
#include "spawn/statistics.h"

enum { UNIT_NS = 1000, STEP_BITS = 4 };

static void add(uint64_t *to, uint64_t n) { __atomic_fetch_add(to, n, __ATOMIC_RELAXED); }

static unsigned bucket_of(uint64_t ns)
{
    uint64_t units = ns / UNIT_NS;
    if (units < HISTOGRAM_STEPS) return (unsigned)units;
    unsigned doubling = 63u - (unsigned)__builtin_clzll(units) - STEP_BITS;
    unsigned bucket = (doubling + 1) * HISTOGRAM_STEPS + (unsigned)(units >> doubling & (HISTOGRAM_STEPS - 1));
    return bucket < HISTOGRAM_BUCKETS ? bucket : HISTOGRAM_BUCKETS - 1;
}

uint64_t histogram_bound(unsigned bucket)
{
    if (bucket < HISTOGRAM_STEPS) return (uint64_t)(bucket + 1) * UNIT_NS;
    unsigned doubling = bucket / HISTOGRAM_STEPS - 1;
    return (uint64_t)(HISTOGRAM_STEPS + bucket % HISTOGRAM_STEPS + 1) * UNIT_NS << doubling;
}

static void put(struct histogram *h, uint64_t ns)
{
    add(&h->count, 1);
    add(&h->sum_ns, ns);
    add(&h->buckets[bucket_of(ns)], 1);
    if (ns > h->most_ns) __atomic_store_n(&h->most_ns, ns, __ATOMIC_RELAXED);
}

uint64_t histogram_quantile(const struct histogram *h, double share)
{
    uint64_t wanted = (uint64_t)((double)h->count * share), seen = 0;
    if (h->count == 0) return 0;
    for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++) {
        seen += h->buckets[i];
        if (seen > wanted) return histogram_bound(i) < h->most_ns ? histogram_bound(i) : h->most_ns;
    }
    return h->most_ns;
}

static void count_second(struct statistics *s, uint64_t now_ns)
{
    uint64_t second = now_ns / UINT64_C(1000000000);
    unsigned i = (unsigned)(second % RATE_SECONDS);
    if (s->rate[i].second != second) s->rate[i].count = 0, s->rate[i].second = second;
    add(&s->rate[i].count, 1);
}

void statistics_rates(const struct statistics *s, uint64_t now_ns, uint32_t to[RATE_SECONDS])
{
    uint64_t second = now_ns / UINT64_C(1000000000);
    for (uint64_t i = 0; i < RATE_SECONDS; i++) {
        uint64_t at = second - RATE_SECONDS + i;
        bool known = i > 0 && s->rate[at % RATE_SECONDS].second == at;
        to[i] = known ? (uint32_t)s->rate[at % RATE_SECONDS].count : 0;
    }
}

void statistics_count(struct statistics *s, const struct trail *t)
{
    uint64_t ns, end = t->moments[MOMENT_answered];
    count(&s->requests);
    count(&s->classes[t->status >= 100 && t->status < 600 ? t->status / 100 : 0]);
    if (t->status >= 100 && t->status < 600 && t->why[0] && !t->cut) count(&s->refused[t->status]);
    add(&s->received, t->received);
    add(&s->sent, t->sent);
    if (end) count_second(s, end);
    if (!t->instance || !end || t->why[0]) return; /* refusals would hide what answers cost */
    put(&s->whole, end - t->moments[MOMENT_first]);
    for (enum moment m = MOMENT_head; m < MOMENT_gone; m++)
        if (trail_stretch(t, m, &ns)) put(&s->stretches[m], ns);
}

void statistics_count_gone(struct statistics *s, const struct trail *t)
{
    uint64_t ns;
    if (trail_stretch(t, MOMENT_gone, &ns)) put(&s->stretches[MOMENT_gone], ns);
}
