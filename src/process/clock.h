/* process/clock.h - Erlang's time: monotonic time, and the offset that makes system time of it
 * (ERTS user's guide, "Time and Time Correction in Erlang").
 *
 * Monotonic time follows the host's monotonic clock from a start that lies far below zero, as in
 * OTP, so that it stays a small integer for 36 years.  The offset is chosen at start and then: never
 * changes (no_time_warp), changes once when finalized (single), or follows the host (multi).
 */
#pragma once
#include "memory/settings.h"
#include <stdint.h>

#define CLOCK_START (INT64_C(-576460752) * 1000000000) /* Erlang monotonic time when the machine starts, in ns */

struct clock {
    uint64_t host_start; /* of the host's monotonic clock */
    int64_t offset;      /* system time - monotonic time */
    enum time_warp mode;
    bool final;       /* the offset does not change any more */
    int64_t now_last; /* erlang:now/0, in microseconds: always grows */
    uint64_t checked; /* host's time when the offset was last compared (multi) */
};

void clock_open(struct clock *c);

/* The machine goes on at another date: the offset is chosen anew, in every mode. */
void clock_resume(struct clock *c);

/* Nanoseconds. */
int64_t clock_monotonic(void);
int64_t clock_system(void);
int64_t clock_offset(void);
/* Microseconds since 1970, never the same twice. */
int64_t clock_now(void);
/* The offset becomes final (single_time_warp); what it was before: "preliminary", "final" or, in multi, "volatile". */
const char *clock_finalize(void);
const char *clock_offset_state(void);

/* Milliseconds since start, rounded down and up: the time of the timer wheel. */
int64_t clock_wheel_now(void);
int64_t clock_wheel_of(int64_t monotonic); /* of an Erlang monotonic time, rounded up */
int64_t clock_of_wheel(int64_t milliseconds);
uint64_t clock_host_of_wheel(int64_t milliseconds); /* for platform_wait() */
