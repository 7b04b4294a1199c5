/* platform/sim/wait.c - pretend time: it passes a little with each look at it, and jumps when the machine sleeps. */
#include "memory/memory.h"
#include "platform/platform.h"
#include "platform/sim/sim.h"
#include <string.h>

/* What a look at the clock and a turn of the main cycle cost, in nanoseconds: about what they take in truth. */
enum { LOOK_NS = 50, TURN_NS = 200000 };
/* One turn in MEMORY_RARITY starts with at most MEMORY_GRACE allocations that succeed, and ends it with none. */
enum { MEMORY_RARITY = 12, MEMORY_GRACE = 1000 };
#define EPOCH_NS (INT64_C(1767225600) * 1000000000) /* 2026-01-01 */

static void pass(struct sim *s, uint64_t ns) { s->now += ns, s->busy += ns; }

uint64_t platform_monotonic_ns(void)
{
    struct sim *s = sim();
    pass(s, LOOK_NS);
    return s->now;
}

int64_t platform_system_ns(void) { return EPOCH_NS + (int64_t)platform_monotonic_ns(); }

uint64_t platform_cpu_ns(void)
{
    pass(sim(), LOOK_NS);
    return sim()->busy;
}

static unsigned ready_of(const struct sim_device *d)
{
    switch (d->kind) {
    case SIM_INPUT: return READY_TO_READ;
    case SIM_OUTPUT: return READY_TO_WRITE;
    case SIM_FILE: return READY_TO_READ | READY_TO_WRITE;
    case SIM_SOCKET: return endpoint_ready(d->endpoint);
    default: return 0;
    }
}

/* Notes which watched devices are ready; how many there are. */
static unsigned look_at_devices(struct sim *s)
{
    unsigned count = 0;
    for (unsigned i = 0; i < SIM_DEVICES_MAX; i++) {
        struct sim_device *d = &s->devices[i];
        d->ready = 0;
        if (!d->interest) continue;
        unsigned ready = ready_of(d), failed = ready & READY_FAILED;
        d->ready = failed ? d->interest | failed : ready & d->interest;
        count += d->ready != 0;
    }
    return count;
}

/* Nobody can wake the machine any more: the host would let it sleep for ever. */
static _Noreturn void nothing_is_left(void)
{
    static const char text[] = "ling sim: nothing is left to happen\n";
    platform_console(text, sizeof text - 1);
    platform_exit(SIM_STATUS_NOTHING, false);
}

static void check_end(const struct sim *s)
{
    static const char text[] = "ling sim: the pretend time is over\n";
    if (s->now < s->limit) return;
    platform_console(text, sizeof text - 1);
    platform_exit(SIM_STATUS_TOO_LONG, false);
}

#ifdef DEBUG
static void choose_memory(struct sim *s)
{
    s->memory_fails = sim_strikes(SIM_FAULT_MEMORY, MEMORY_RARITY);
    memory_fail_after(s->memory_fails ? sim_luck(MEMORY_GRACE) : SIZE_MAX);
    if (s->memory_fails) sim_trace("memory fails");
}
#endif

void platform_wait(uint64_t deadline_ns)
{
    struct sim *s = sim();
    s->waits++;
    pass(s, TURN_NS);
#ifdef DEBUG
    if (s->faults & SIM_FAULT_MEMORY) choose_memory(s);
#endif
    s->ready_left = look_at_devices(s);
    if (!s->ready_left && deadline_ns > s->now) {
        uint64_t event = endpoints_next(), until = event < deadline_ns ? event : deadline_ns;
        if (until == UINT64_MAX) nothing_is_left();
        if (until > s->now) s->now = until;
        s->ready_left = look_at_devices(s);
    }
    s->first_ready = s->ready_left ? (unsigned)sim_luck(SIM_DEVICES_MAX) : 0;
    sim_trace("wake %u", s->ready_left);
    check_end(s);
}

bool host_ready_next(host_device *d, unsigned *ready)
{
    struct sim *s = sim();
    for (unsigned i = 0; s->ready_left && i < SIM_DEVICES_MAX; i++) {
        unsigned at = (s->first_ready + i) % SIM_DEVICES_MAX;
        if (!s->devices[at].ready) continue;
        *d = (host_device)at, *ready = s->devices[at].ready;
        s->devices[at].ready = 0;
        s->ready_left--;
        return true;
    }
    s->ready_left = 0;
    return false;
}
