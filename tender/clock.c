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

/* Both clocks at one moment: the closest of a few tries, since anything may come between two readings. */
static void read_both(uint64_t *tsc, uint64_t *ns)
{
    enum { TRIES = 10, CLOSE_ENOUGH = 1000 };
    uint64_t closest = UINT64_MAX;
    for (int i = 0; i < TRIES && closest > CLOSE_ENOUGH; i++) {
        uint64_t before = read_tsc(), now = clock_monotonic_ns(), width = read_tsc() - before;
        if (width >= closest) continue;
        closest = width;
        *tsc = before + width / 2;
        *ns = now;
    }
}

void clock_start(struct clock *k) { read_both(&k->tsc, &k->monotonic_ns); }

static uint64_t rate(const struct clock *k, uint64_t tsc, uint64_t ns)
{
    if (k->hertz) return k->hertz;
    return (uint64_t)((unsigned __int128)(tsc - k->tsc) * 1000000000u / (ns - k->monotonic_ns));
}

void clock_refresh(struct clock *k, const struct engine_kind *kind, struct engine *e)
{
    uint64_t ns, tsc;
    read_both(&tsc, &ns);
    uint64_t hertz = rate(k, tsc, ns);
    k->page->tsc = tsc + kind->tsc_offset(e);
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

void clock_pretend(struct clock *k, uint64_t ns)
{
    const int64_t day_ns = INT64_C(946684800) * 1000000000; /* 2000-01-01 */
    k->page->tsc = k->page->multiplier = 0;
    k->page->monotonic_ns = ns;
    k->page->tsc_hertz = UINT64_C(1000000000);
    k->page->system_offset_ns = day_ns;
}
