/* tender/clock.h - the clock page: the guest reads the time from it with rdtsc and two numbers. */
#pragma once
#include "tender/engine.h"

struct clock {
    struct guest_clock *page;
    uint64_t tsc, monotonic_ns; /* at the start, host's: the rate is measured from here on */
    uint64_t hertz;             /* what the engine knows; 0: nothing */
};

uint64_t clock_monotonic_ns(void);
/* Remembers the start; early, so that there is a stretch to measure. */
void clock_start(struct clock *k);
/* Fills the page for the first time; may take a millisecond. */
void clock_open(struct clock *k, const struct engine_kind *kind, struct engine *e, struct guest_clock *page);
/* Pretends that it is `ns` since the start of a fixed day, and remains so: the counter does not move this clock. */
void clock_pretend(struct clock *k, uint64_t ns);
/* Writes the time anew: the guest must stand still. */
void clock_refresh(struct clock *k, const struct engine_kind *kind, struct engine *e);
