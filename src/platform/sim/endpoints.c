/* platform/sim/endpoints.c - ends of connections: made, fed, closed; when what arrives arrives. */
#include "memory/memory.h"
#include "platform/sim/endpoint.h"
#include <string.h>

enum { DELAY_NS = 20000, LONG_DELAY_NS = 50000000, LONG_DELAY_RARITY = 10 };

uint64_t network_delay(void)
{
    return DELAY_NS + (sim_strikes(SIM_FAULT_NETWORK, LONG_DELAY_RARITY) ? sim_luck(LONG_DELAY_NS) : 0);
}

struct endpoint *endpoint_new(enum host_family family, enum host_socket_type type)
{
    struct endpoint *e = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *e);
    if (!e) return NULL;
    e->family = family;
    e->type = type;
    e->name.family = family;
    e->last = &e->first;
    e->next = sim()->endpoints;
    sim()->endpoints = e;
    endpoint_default_options(e);
    return e;
}

struct endpoint *endpoint_of(host_device d, enum host_error *e)
{
    const struct sim_device *device = sim_device(d, SIM_SOCKET);
    *e = device ? HOST_OK : host_check_device(d) == HOST_OK ? HOST_ENOTSOCK : HOST_EBADF;
    return device ? device->endpoint : NULL;
}

/* -- what is on its way ------------------------------------------------------------------ */

struct segment *segment_new(const struct host_chunk *chunks, size_t count, size_t size)
{
    struct segment *s = memory_alloc(MEMORY_SYSTEM, sizeof *s + size);
    if (!s) return NULL;
    *s = (struct segment){.size = size};
    for (size_t i = 0, at = 0; i < count && at < size; i++) {
        size_t some = chunks[i].size < size - at ? chunks[i].size : size - at;
        memcpy(s->bytes + at, chunks[i].bytes, some);
        at += some;
    }
    return s;
}

bool endpoint_deliver(struct endpoint *to, enum segment_kind kind, struct segment *s)
{
    if (!s && !(s = segment_new(NULL, 0, 0))) return false;
    s->kind = kind;
    s->due = sim()->now + (kind == SEGMENT_RESET ? 0 : network_delay());
    for (const struct segment *before = to->first; before; before = before->next)
        if (s->due < before->due) s->due = before->due;
    *to->last = s;
    to->last = &s->next;
    to->bytes += s->size;
    return true;
}

struct segment *endpoint_arrived(const struct endpoint *e)
{
    return e->first && e->first->due <= sim()->now ? e->first : NULL;
}

void endpoint_take(struct endpoint *e)
{
    struct segment *s = e->first;
    e->first = s->next;
    if (!e->first) e->last = &e->first;
    e->bytes -= s->size - s->at;
    memory_free(MEMORY_SYSTEM, s);
}

static void drop_all(struct endpoint *e)
{
    while (e->first) endpoint_take(e);
}

/* -- the end ------------------------------------------------------------------------------- */

/* Without memory for the message the other end hears of it at once. */
static void tell_end(struct endpoint *e, enum segment_kind kind)
{
    if (endpoint_deliver(e, kind, NULL)) return;
    drop_all(e);
    e->failure = kind == SEGMENT_RESET ? HOST_ECONNRESET : HOST_OK;
    e->state = ENDPOINT_ENDED;
}

void endpoint_break(struct endpoint *e)
{
    struct endpoint *peer = e->peer;
    sim_trace("reset");
    if (peer) {
        drop_all(peer);
        tell_end(peer, SEGMENT_RESET);
        peer->peer = NULL;
    }
    e->peer = NULL;
    drop_all(e);
    e->state = ENDPOINT_ENDED;
}

/* A queued connection is one of its listener's. */
static void leave_listener(struct endpoint *e)
{
    struct endpoint **at = &e->listener->waiting;
    while (*at && *at != e) at = &(*at)->waiting;
    if (*at) *at = e->waiting;
    e->listener->backlog--;
    e->listener = NULL;
}

static void forget(struct endpoint *e)
{
    struct endpoint **at = &sim()->endpoints;
    while (*at != e) at = &(*at)->next;
    *at = e->next;
    drop_all(e);
    memory_free(MEMORY_SYSTEM, e);
}

/* Bytes that nobody read, or a linger time of zero, make the end a reset. */
static void end_stream(struct endpoint *e)
{
    bool reset = e->bytes > 0 || (e->linger && e->linger_seconds == 0);
    if (!e->peer) return;
    if (reset) {
        endpoint_break(e);
        return;
    }
    if (!e->write_shut) tell_end(e->peer, SEGMENT_END);
    e->peer->peer = NULL;
}

void endpoint_release(struct endpoint *e)
{
    while (e->state == ENDPOINT_LISTENING && e->waiting) {
        struct endpoint *queued = e->waiting;
        leave_listener(queued);
        endpoint_break(queued);
        forget(queued);
    }
    end_stream(e);
    forget(e);
}

/* -- readiness -------------------------------------------------------------------------------- */

void endpoint_settle(struct endpoint *e)
{
    if (e->state != ENDPOINT_CONNECTING || e->due > sim()->now) return;
    e->state = e->failure == HOST_OK ? ENDPOINT_CONNECTED : ENDPOINT_ENDED;
}

static bool can_send(const struct endpoint *e) { return !e->peer || e->peer->bytes < STREAM_ROOM; }

unsigned endpoint_ready(const struct endpoint *e)
{
    uint64_t now = sim()->now;
    bool arrived = endpoint_arrived(e);
    if (e->type == SOCKET_DATAGRAM) return READY_TO_WRITE | (arrived || e->failure ? READY_TO_READ : 0u);
    switch (e->state) {
    case ENDPOINT_LISTENING: return e->waiting && e->waiting->due <= now ? READY_TO_READ : 0;
    case ENDPOINT_CONNECTING:
        if (e->due > now) return 0;
        return e->failure ? READY_TO_WRITE | READY_FAILED : READY_TO_WRITE;
    case ENDPOINT_CONNECTED:
        if (arrived && e->first->kind == SEGMENT_RESET) return READY_TO_READ | READY_TO_WRITE | READY_FAILED;
        return (arrived || e->read_shut ? READY_TO_READ : 0u) | (can_send(e) ? READY_TO_WRITE : 0u);
    default: return READY_TO_READ | READY_TO_WRITE | READY_FAILED;
    }
}

static uint64_t next_of(const struct endpoint *e)
{
    uint64_t now = sim()->now;
    if (e->state == ENDPOINT_CONNECTING && e->due > now) return e->due;
    if (e->state == ENDPOINT_LISTENING && e->waiting && e->waiting->due > now) return e->waiting->due;
    return e->first && e->first->due > now ? e->first->due : UINT64_MAX;
}

uint64_t endpoints_next(void)
{
    uint64_t next = UINT64_MAX;
    for (const struct endpoint *e = sim()->endpoints; e; e = e->next)
        if (next_of(e) < next) next = next_of(e);
    return next;
}
