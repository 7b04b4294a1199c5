/* test/fuzz/fuzz_tender_calls.c - a guest that does anything: writes wherever it may, and makes any call.
 *
 * The input is a list of steps. What must hold after each: the tender's own counters fit its rings, and what it
 * tells the guest is what it knows. */
#include "tender/tender.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t no_offset(struct engine *e) { return (void)e, UINT64_C(0); }
static uint64_t some_hertz(struct engine *e) { return (void)e, UINT64_C(2000000000); }
static const struct engine_kind engine = {.name = "fuzz", .tsc_offset = no_offset, .tsc_hertz = some_hertz};

struct steps {
    const uint8_t *at, *end;
};

static uint64_t take(struct steps *s, unsigned bytes)
{
    uint64_t n = 0;
    for (; bytes > 0 && s->at < s->end; bytes--) n = n << 8 | *s->at++;
    return n;
}

/* Bytes anywhere in one of the pieces that a guest may write. */
static void write_somewhere(struct tender *t, struct steps *s)
{
    uint32_t ring = t->memory.ring_bytes, slot = (uint32_t)take(s, 1) % t->memory.slots;
    const struct {
        uint64_t start, bytes;
    } places[] = {{GUEST_SHARED, sizeof(struct guest_shared)},
                  {GUEST_TRANSFER, GUEST_TRANSFER_BYTES},
                  {GUEST_SLOTS + slot * sizeof(struct guest_slot), sizeof(struct guest_slot)},
                  {GUEST_SEND + (uint64_t)slot * ring, ring}};
    unsigned which = (unsigned)take(s, 1) % 4;
    uint64_t bytes = take(s, 1), skip = take(s, 2) % places[which].bytes;
    if (bytes > places[which].bytes - skip) bytes = places[which].bytes - skip;
    if (bytes > (uint64_t)(s->end - s->at)) bytes = (uint64_t)(s->end - s->at);
    memcpy(memory_at(&t->memory, places[which].start + skip, bytes), s->at, bytes);
    s->at += bytes;
}

static void call(struct tender *t, struct steps *s)
{
    struct guest_call *c = &t->shared->call;
    c->number = take(s, 1) % (GUEST_CALLS + 1);
    for (int i = 0; i < 2; i++) c->arguments[i] = take(s, 1) == 255 ? take(s, 8) : take(s, 1);
    if (c->number == GUEST_CALL_WAIT) c->arguments[0] = 0; /* it shall not sleep */
    if (c->number == GUEST_CALL_DISCARD) c->arguments[0] += GUEST_GENERAL_START;
    calls_serve(t);
}

/* What a well-behaved guest does: a name for a slot, bytes to send, a wish, a bell. */
static void behave(struct tender *t, struct steps *s)
{
    uint32_t slot = (uint32_t)take(s, 1) % t->memory.slots;
    struct guest_slot *half = &t->streams.slots.guest_halves[slot];
    half->sent_put += (uint32_t)take(s, 1);
    half->wishes |= (uint32_t)take(s, 1);
    t->shared->to_host[slot / 64] |= UINT64_C(1) << slot % 64;
    struct guest_address a = {
        .family = GUEST_FAMILY_INET, .port = (uint16_t)take(s, 1), .size = 4, .bytes = {127, 0, 0, 1}};
    memcpy(t->transfer, &a, sizeof a);
}

static void check(const struct tender *t)
{
    const struct slots *s = &t->streams.slots;
    for (uint32_t i = 0; i < s->count; i++) {
        const struct slot *one = &s->all[i];
        if (slot_pending_bytes(one) > s->ring_bytes || slot_room_bytes(s, one) > s->ring_bytes) abort();
        if (one->other && (s->all[one->other].other != i || s->all[one->other].kind != GUEST_SLOT_STREAM)) abort();
        if (s->host_halves[i].received_put != one->received_put || s->host_halves[i].kind != one->kind) abort();
    }
}

static void open_tender(struct tender *t)
{
    struct image image = {.file = -1};
    struct complaint c;
    t->kind = &engine;
    t->signals = -1;
    t->output = t->errors = open("/dev/null", O_WRONLY | O_CLOEXEC);
    t->kill_at_ns = UINT64_MAX;
    t->input_ended = true;
    if (!memory_plan(&t->memory, &image, UINT64_C(8) << 20, NULL, &c) || !memory_make(&t->memory, &image, false, 0, &c))
        abort();
    if (!streams_open(&t->streams, &t->memory, &t->options.policy, &c)) abort();
    t->shared = memory_at(&t->memory, GUEST_SHARED, GUEST_PAGE);
    t->transfer = memory_at(&t->memory, GUEST_TRANSFER, GUEST_TRANSFER_BYTES);
    clock_start(&t->clock);
    clock_open(&t->clock, &engine, NULL, memory_at(&t->memory, GUEST_CLOCK, GUEST_PAGE));
}

static void close_tender(struct tender *t)
{
    streams_close(&t->streams);
    close(t->output);
    munmap(t->memory.host, t->memory.bytes);
    free(t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tender *t = calloc(1, sizeof *t);
    struct steps s = {data, data + size};
    open_tender(t);
    while (s.at < s.end && !t->ended) {
        switch (take(&s, 1) % 4) {
        case 0: write_somewhere(t, &s); break;
        case 1: behave(t, &s); break;
        default: call(t, &s); break;
        }
        check(t);
    }
    close_tender(t);
    return 0;
}
