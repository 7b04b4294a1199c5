/* test/guest/rings.c - unit tests of the tender's slots: rings that wrap and fill, and what a guest may say of them. */
#include "test/guest/check.h"
#include "tender/streams/streams.h"
#include <errno.h>
#include <string.h>

static struct streams *fresh(struct memory *m, struct policy *policy)
{
    struct complaint c;
    struct image image = {.file = -1};
    struct streams *s = calloc(1, sizeof *s);
    CHECK(s && memory_plan(m, &image, UINT64_C(8) << 20, NULL, &c) && memory_make(m, &image, false, 0, &c));
    CHECK(streams_open(s, m, policy, &c));
    return s;
}

static void guest_sends(struct streams *s, uint32_t slot, const char *text)
{
    struct guest_slot *half = &s->slots.guest_halves[slot];
    for (; *text; text++)
        s->slots.send[slot * s->slots.ring_bytes + (half->sent_put++ & (s->slots.ring_bytes - 1))] = (uint8_t)*text;
}

static void rings_wrap(struct streams *s)
{
    uint32_t size = s->slots.ring_bytes, i = slot_take(&s->slots, GUEST_SLOT_STREAM);
    struct iovec v[2];
    CHECK(i >= GUEST_SLOT_FIRST && slot_room(&s->slots, i, v) == 1 && v[0].iov_len == size);
    slot_put(&s->slots, i, size - 3);
    s->slots.guest_halves[i].received_taken = size - 3;
    CHECK(slot_refresh(&s->slots, i) && slot_room(&s->slots, i, v) == 2 && v[0].iov_len == 3 &&
          v[1].iov_len == size - 3);
    slot_put(&s->slots, i, size);
    CHECK(slot_room(&s->slots, i, v) == 0);
    slot_free(&s->slots, i);
}

/* Counters run modulo 2^32: nothing special happens there. */
static void counters_overflow(struct streams *s)
{
    uint32_t i = slot_take(&s->slots, GUEST_SLOT_STREAM);
    struct slot *one = &s->slots.all[i];
    struct iovec v[2];
    one->sent_put = one->sent_taken = UINT32_MAX - 1;
    s->slots.guest_halves[i].sent_put = UINT32_MAX - 1;
    guest_sends(s, i, "wrap");
    CHECK(slot_refresh(&s->slots, i) && slot_pending_bytes(one) == 4);
    CHECK(slot_pending(&s->slots, i, v) == 2 && v[0].iov_len == 2 && memcmp(v[1].iov_base, "ap", 2) == 0);
    slot_took(&s->slots, i, 4);
    CHECK(slot_pending_bytes(one) == 0 && one->sent_taken == 2);
    slot_free(&s->slots, i);
}

static void impossible_counters_are_refused(struct streams *s)
{
    uint32_t i = slot_take(&s->slots, GUEST_SLOT_STREAM);
    struct guest_slot *half = &s->slots.guest_halves[i];
    half->sent_put = s->slots.ring_bytes + 1;
    CHECK(!slot_refresh(&s->slots, i));
    half->sent_put = 5;
    CHECK(slot_refresh(&s->slots, i));
    half->sent_put = 4; /* back */
    CHECK(!slot_refresh(&s->slots, i));
    half->sent_put = 5;
    half->received_taken = 1; /* nothing was received */
    CHECK(!slot_refresh(&s->slots, i));
    slot_free(&s->slots, i);
}

static void local_connection_carries_bytes(struct streams *s)
{
    struct guest_address at = {.family = GUEST_FAMILY_INET, .port = 80, .size = 4};
    int64_t listener = streams_make(s, GUEST_SLOT_STREAM, GUEST_FAMILY_INET);
    CHECK(streams_bind(s, (uint64_t)listener, &at) == 0 && streams_listen(s, (uint64_t)listener, 1) == 0);
    int64_t a = streams_make(s, GUEST_SLOT_STREAM, GUEST_FAMILY_INET),
            b = streams_make(s, GUEST_SLOT_STREAM, GUEST_FAMILY_INET);
    at.bytes[0] = 127, at.bytes[3] = 1;
    CHECK(streams_connect(s, (uint64_t)a, &at) == 0 && s->slots.all[a].state == GUEST_SLOT_CONNECTED);
    CHECK(streams_connect(s, (uint64_t)a, &at) == -EISCONN);
    CHECK(streams_connect(s, (uint64_t)b, &at) == 0 && s->slots.all[b].connecting); /* the backlog is full */
    uint32_t end = s->slots.all[a].other;
    CHECK(end && s->slots.all[end].listener == listener && names_waiting(s, (uint32_t)listener) == 1);
    s->slots.guest_halves[end].wishes = GUEST_SLOT_ACCEPTED;
    CHECK(streams_pump(s) && !s->slots.all[b].connecting);
    guest_sends(s, (uint32_t)a, "hello");
    s->slots.shared->to_host[a / 64] |= UINT64_C(1) << a % 64;
    CHECK(streams_pump(s) && s->slots.all[end].received_put == 5);
    CHECK(memcmp(s->slots.receive + end * s->slots.ring_bytes, "hello", 5) == 0);
}

static void bound_ports_are_taken(struct streams *s)
{
    struct guest_address at = {.family = GUEST_FAMILY_INET, .port = 81, .size = 4},
                         any = {.family = GUEST_FAMILY_INET, .size = 4};
    uint64_t a = (uint64_t)streams_make(s, GUEST_SLOT_STREAM, GUEST_FAMILY_INET);
    uint64_t b = (uint64_t)streams_make(s, GUEST_SLOT_STREAM, GUEST_FAMILY_INET);
    uint64_t d = (uint64_t)streams_make(s, GUEST_SLOT_DATAGRAM, GUEST_FAMILY_INET);
    CHECK(streams_bind(s, a, &at) == 0 && streams_bind(s, b, &at) == -EADDRINUSE && streams_bind(s, d, &at) == 0);
    CHECK(streams_bind(s, b, &any) == 0 && s->slots.all[b].name.port >= 49152);
    at.bytes[0] = 8;
    CHECK(streams_bind(s, (uint64_t)streams_make(s, GUEST_SLOT_STREAM, GUEST_FAMILY_INET), &at) == -EADDRNOTAVAIL);
}

int main(void)
{
    static void (*const tests[])(struct streams *) = {rings_wrap, counters_overflow, impossible_counters_are_refused,
                                                      local_connection_carries_bytes, bound_ports_are_taken};
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        struct memory m;
        struct policy policy = {0};
        struct streams *s = fresh(&m, &policy);
        tests[i](s);
        streams_close(s);
        free(s);
    }
    printf("%zu passed, 0 failed\n", sizeof tests / sizeof *tests);
    return 0;
}
