/* process/clock.c - monotonic time, system time and their offset: see clock.h. */
#include "process/clock.h"
#include "platform/platform.h"
#include "process/state.h"

enum { NS_A_MS = 1000000, NS_A_US = 1000 };
#define OFFSET_CHECK_NS  (UINT64_C(1000) * NS_A_MS) /* multi_time_warp: how often the host's date is asked for */
#define OFFSET_TOLERANCE (INT64_C(10) * NS_A_MS)    /* and how far it must be off to count as a change */

static struct clock *clock_state(void) { return &processes()->clock; }

static int64_t since_start(const struct clock *c) { return (int64_t)(platform_monotonic_ns() - c->host_start); }

void clock_open(struct clock *c)
{
    c->host_start = platform_monotonic_ns();
    c->offset = platform_system_ns() - CLOCK_START;
    c->mode = settings() ? settings()->time_warp : TIME_WARP_NO;
    c->final = c->mode == TIME_WARP_NO;
    c->checked = c->host_start;
}

void clock_resume(struct clock *c)
{
    c->checked = platform_monotonic_ns();
    c->offset = platform_system_ns() - (CLOCK_START + (int64_t)(c->checked - c->host_start));
}

int64_t clock_monotonic(void) { return CLOCK_START + since_start(clock_state()); }

int64_t clock_offset(void)
{
    struct clock *c = clock_state();
    if (c->mode != TIME_WARP_MULTI) return c->offset;
    uint64_t host = platform_monotonic_ns();
    if (host - c->checked < OFFSET_CHECK_NS) return c->offset;
    c->checked = host;
    int64_t offset = platform_system_ns() - (CLOCK_START + (int64_t)(host - c->host_start));
    int64_t change = offset - c->offset;
    if (change > OFFSET_TOLERANCE || change < -OFFSET_TOLERANCE) c->offset = offset;
    return c->offset;
}

int64_t clock_system(void) { return clock_monotonic() + clock_offset(); }

int64_t clock_now(void)
{
    struct clock *c = clock_state();
    int64_t now = clock_system() / NS_A_US;
    c->now_last = now > c->now_last ? now : c->now_last + 1;
    return c->now_last;
}

const char *clock_offset_state(void)
{
    struct clock *c = clock_state();
    if (c->mode == TIME_WARP_MULTI) return "volatile";
    return c->final ? "final" : "preliminary";
}

const char *clock_finalize(void)
{
    struct clock *c = clock_state();
    const char *before = clock_offset_state();
    if (c->mode == TIME_WARP_SINGLE && !c->final) {
        c->offset = platform_system_ns() - clock_monotonic();
        c->final = true;
    }
    return before;
}

int64_t clock_wheel_now(void) { return since_start(clock_state()) / NS_A_MS; }

int64_t clock_wheel_of(int64_t monotonic)
{
    if (monotonic <= CLOCK_START) return 0;
    return (int64_t)(((uint64_t)monotonic - (uint64_t)CLOCK_START + NS_A_MS - 1) / NS_A_MS);
}

int64_t clock_of_wheel(int64_t milliseconds) { return CLOCK_START + milliseconds * NS_A_MS; }

uint64_t clock_host_of_wheel(int64_t milliseconds)
{
    return clock_state()->host_start + (uint64_t)milliseconds * NS_A_MS;
}
