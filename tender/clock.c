/* tender/clock.c - the rate of the time stamp counter, and the clock page.
 *
 * Without a rate from the engine it is measured against CLOCK_MONOTONIC over the tender's own life: a few
 * parts in 10^5 after the first millisecond, and better with each call.  The host keeps the page from drifting. */
#include "tender/clock.h"
#include <time.h>

enum { MEASURE_NS = 1000000 };

static int64_t now_ns(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

uint64_t clock_monotonic_ns(void) { return (uint64_t)now_ns(CLOCK_MONOTONIC); }

void clock_start(struct clock *k)
{
    k->monotonic_ns = clock_monotonic_ns();
    k->tsc = read_tsc();
}

static uint64_t rate(const struct clock *k, uint64_t tsc, uint64_t ns)
{
    if (k->hertz) return k->hertz;
    return (uint64_t)((unsigned __int128)(tsc - k->tsc) * 1000000000u / (ns - k->monotonic_ns));
}

void clock_refresh(struct clock *k, const struct engine_kind *kind, struct engine *e)
{
    uint64_t ns = clock_monotonic_ns(), host_tsc = read_tsc();
    uint64_t hertz = rate(k, host_tsc, ns);
    k->page->tsc = kind->tsc(e) - (read_tsc() - host_tsc);
    k->page->monotonic_ns = ns;
    k->page->multiplier = (uint64_t)((unsigned __int128)1000000000u << 32) / hertz;
    k->page->tsc_hertz = hertz;
    k->page->system_offset_ns = now_ns(CLOCK_REALTIME) - (int64_t)clock_monotonic_ns();
}

void clock_open(struct clock *k, const struct engine_kind *kind, struct engine *e, struct guest_clock *page)
{
    k->page = page;
    k->hertz = kind->tsc_hertz(e);
    while (!k->hertz && clock_monotonic_ns() - k->monotonic_ns < MEASURE_NS) continue;
    clock_refresh(k, kind, e);
}
