/* tender/prepare.c - the made-up clock, the fixed seed, and the moment when a guest is quiet: see prepare.h. */
#include "tender/prepare.h"
#include <string.h>

#define A_SECOND  UINT64_C(1000000000)
#define FIRST_NS  (1 * A_SECOND)
#define QUIET_NS  (1 * A_SECOND) /* no timer falls due so soon */
#define ANSWER_NS (5 * A_SECOND) /* of real time, for a guest that is asked why it is busy */
#define LONG_NS   (FIRST_NS + 30 * A_SECOND)
enum { CALL_NS = 1000 }; /* what a call costs: so that a guest which waits for the time to pass sees it pass */

static void set_clock(struct tender *t, uint64_t ns)
{
    t->preparation.now_ns = ns;
    clock_pretend(&t->clock, ns);
}

void prepare_begin(struct tender *t)
{
    struct guest_boot *b = memory_at(&t->memory, GUEST_BOOT, GUEST_BOOT_BYTES);
    t->preparation.drawn = 1;
    prepare_draw(t, b->entropy, sizeof b->entropy);
    set_clock(t, FIRST_NS);
}

/* SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014). */
static uint64_t next_word(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

void prepare_draw(struct tender *t, void *to, size_t size)
{
    for (uint8_t *at = to; size > 0;) {
        uint64_t word = next_word(&t->preparation.drawn);
        size_t part = size < sizeof word ? size : sizeof word;
        memcpy(at, &word, part);
        at += part, size -= part;
    }
}

const struct slot *prepare_open_connection(const struct tender *t)
{
    for (uint32_t i = GUEST_SLOT_FIRST; i < t->streams.slots.count; i++) {
        const struct slot *one = &t->streams.slots.all[i];
        if (one->kind == GUEST_SLOT_STREAM && (one->state & GUEST_SLOT_CONNECTED || one->connecting)) return one;
    }
    return NULL;
}

static void keep(struct tender *t)
{
    struct complaint c;
    const struct slot *open = prepare_open_connection(t);
    if (open) {
        tender_end(t, STATUS_UNQUIET,
                   "the program cannot be prepared: it has a connection open, from its port %u to port %u.",
                   open->name.port, open->peer.port);
        return;
    }
    if (!prepared_write(t, &c)) {
        tender_end(t, STATUS_HOST, "%s", c.text);
        return;
    }
    t->silent = true;
    tender_end(t, 0, "the program is prepared.");
}

bool prepare_ask_busy(struct tender *t)
{
    if (t->preparation.asked_busy) return false;
    t->preparation.asked_busy = true;
    t->clock.page->asks = GUEST_ASK_BUSY;
    t->kill_at_ns = clock_monotonic_ns() + ANSWER_NS;
    return true;
}

void prepare_too_late(struct tender *t)
{
    tender_end(t, STATUS_KILLED, "the program cannot be prepared: it was not quiet, and its time (--timeout) is over.");
}

/* First it is asked what would be the same in each instance; at its next wait it has said so. */
static void ask_or_keep(struct tender *t)
{
    if (t->clock.page->asks == GUEST_ASK_NOTHING) t->clock.page->asks = GUEST_ASK_KEPT;
    else keep(t);
}

void prepare_wait(struct tender *t, uint64_t deadline_ns)
{
    uint64_t now = t->preparation.now_ns;
    if (!console_flush(t) || !streams_pump(&t->streams)) {
        tender_end(t, STATUS_HOSTILE, "the guest broke the rules of a ring.");
        return;
    }
    if (t->preparation.asked_busy) prepare_too_late(t);
    else if (slots_have_news(&t->streams.slots) || deadline_ns <= now) set_clock(t, now + CALL_NS);
    else if (t->preparation.ready || deadline_ns - now >= QUIET_NS || now >= LONG_NS) ask_or_keep(t);
    else set_clock(t, deadline_ns);
}
