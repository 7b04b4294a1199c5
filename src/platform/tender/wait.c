/* platform/tender/wait.c - time without a call, and the one call that sleeps.
 *
 * A call costs 10 to 40 microseconds.  So a machine that is busy makes one only when it has something for the
 * tender, or when the tender has not looked at sockets for a millisecond. */
#include "platform/guest/guest.h"
#include "platform/tender/tender.h"

enum { LOOK_EVERY_NS = 1000000 };

static uint64_t rdtsc(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

uint64_t tender_monotonic_ns(void)
{
    const volatile struct guest_clock *k = clock_page();
    uint64_t ticks = rdtsc() - k->tsc;
    uint64_t now = k->monotonic_ns + (uint64_t)((unsigned __int128)ticks * k->multiplier >> 32);
    if (now < start()->last_ns) return start()->last_ns;
    return start()->last_ns = now;
}

int64_t tender_system_ns(void) { return (int64_t)tender_monotonic_ns() + clock_page()->system_offset_ns; }

/* All the time in which we did not sleep: nobody else runs in here. */
uint64_t tender_cpu_ns(void) { return tender_monotonic_ns() - start()->begun_ns - start()->slept_ns; }

static bool input_is_there(void)
{
    return guest_wants_input() &&
           (ring_received(GUEST_SLOT_CONSOLE) || host_half(GUEST_SLOT_CONSOLE)->state & GUEST_SLOT_END);
}

/* Set back to the last call: this instance's time begins, and the boot record holds entropy that nobody has used. */
static bool is_new_instance(void)
{
    struct start *s = start();
    if (clock_page()->turns == s->turns_seen) return false;
    s->turns_seen = clock_page()->turns;
    s->entropy_used = 0;
    s->begun_ns = s->looked_ns;
    s->slept_ns = 0;
    return true;
}

static unsigned asked(void)
{
    struct start *s = start();
    uint32_t asks = clock_page()->asks;
    if (asks == s->asks_seen) return 0;
    s->asks_seen = asks;
    return asks == GUEST_ASK_KEPT ? DOOR_ASK_KEPT : asks == GUEST_ASK_BUSY ? DOOR_ASK_BUSY : 0u;
}

static unsigned events(void)
{
    struct start *s = start();
    unsigned found = (input_is_there() ? DOOR_CONSOLE : 0u) | (sockets_ready() ? DOOR_SOCKETS : 0u);
    if (is_new_instance()) found |= DOOR_TURN;
    found |= asked();
    if (clock_page()->stop_requests == s->stops_seen) return found;
    s->stops_seen = clock_page()->stop_requests;
    return found | DOOR_STOP;
}

static bool has_rung(void)
{
    const struct guest_shared *s = shared_page();
    uint64_t any = 0;
    for (uint32_t i = 0; i < GUEST_SLOTS_MAX / 64; i++) any |= s->to_host[i];
    return any != 0;
}

static void look(uint64_t deadline_ns)
{
    struct start *s = start();
    uint64_t before = tender_monotonic_ns();
    tender_call(GUEST_CALL_WAIT, deadline_ns, 0);
    s->looked_ns = tender_monotonic_ns();
    if (deadline_ns > before) s->slept_ns += s->looked_ns - before;
    sockets_take_news();
}

unsigned tender_wait(uint64_t deadline_ns)
{
    struct start *s = start();
    s->cursor = 0;
    if (guest_wants_input() && !(guest_half(GUEST_SLOT_CONSOLE)->wishes & GUEST_SLOT_WANT_INPUT)) {
        guest_half(GUEST_SLOT_CONSOLE)->wishes |= GUEST_SLOT_WANT_INPUT;
        ring_bell(GUEST_SLOT_CONSOLE);
    }
    unsigned found = events();
    uint64_t now = tender_monotonic_ns();
    if (!found && deadline_ns > now) look(deadline_ns);
    else if (has_rung() || now - s->looked_ns >= LOOK_EVERY_NS) look(0);
    else return found;
    return found | events();
}
