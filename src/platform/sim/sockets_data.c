/* platform/sim/sockets_data.c - bytes and datagrams through pretend sockets, whole or, as the seed says, in pieces. */
#include "memory/memory.h"
#include "platform/sim/endpoint.h"
#include <string.h>

enum { RESET_RARITY = 25, PIECE_RARITY = 3, LOSS_RARITY = 8, TTL = 64 };

/* What a reset that came says to a sender; HOST_OK: none did. */
static enum host_error reset_of(const struct endpoint *e)
{
    bool ended = false;
    for (const struct segment *s = e->first; s && s->due <= sim()->now; s = s->next) {
        if (s->kind == SEGMENT_RESET) return ended ? HOST_EPIPE : HOST_ECONNRESET;
        ended |= s->kind == SEGMENT_END;
    }
    return HOST_OK;
}

/* HOST_OK: bytes can go; or why not. */
static enum host_error check_sending(struct endpoint *e)
{
    enum host_error failure = e->failure;
    endpoint_settle(e);
    if (e->state == ENDPOINT_CONNECTING) return HOST_EAGAIN;
    e->failure = HOST_OK;
    if (failure != HOST_OK) return failure;
    if (e->state != ENDPOINT_CONNECTED || e->write_shut) return HOST_EPIPE;
    failure = reset_of(e);
    if (failure != HOST_OK) e->state = ENDPOINT_ENDED;
    return failure;
}

static size_t total_of(const struct host_chunk *chunks, size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) total += chunks[i].size;
    return total;
}

enum host_error host_socket_send(host_device d, const struct host_chunk *chunks, size_t count, size_t *sent)
{
    enum host_error error;
    struct endpoint *e = endpoint_of(d, &error);
    *sent = 0;
    if (!e || (error = check_sending(e)) != HOST_OK) return error;
    size_t size = total_of(chunks, count);
    if (sim_strikes(SIM_FAULT_NETWORK, RESET_RARITY)) return endpoint_break(e), HOST_ECONNRESET;
    if (!e->peer) { /* it was closed: what is sent there is answered by a reset */
        if (!endpoint_deliver(e, SEGMENT_RESET, NULL)) return HOST_ENOBUFS;
        *sent = size;
        return HOST_OK;
    }
    size_t room = e->peer->bytes < STREAM_ROOM ? STREAM_ROOM - e->peer->bytes : 0;
    if (size > room) size = room;
    if (size > 1 && sim_strikes(SIM_FAULT_NETWORK, PIECE_RARITY)) size = 1 + sim_luck(size - 1);
    if (size == 0) return room ? HOST_OK : HOST_EAGAIN;
    struct segment *s = segment_new(chunks, count, size);
    if (!s || !endpoint_deliver(e->peer, SEGMENT_DATA, s)) return HOST_ENOBUFS;
    *sent = size;
    sim_trace("send %d: %zu", d, size);
    return HOST_OK;
}

static size_t read_segment(struct endpoint *e, struct segment *s, uint8_t *to, size_t size)
{
    size_t left = s->size - s->at, some = size < left ? size : left;
    memcpy(to, s->bytes + s->at, some);
    s->at += some;
    e->bytes -= some;
    if (s->at == s->size) endpoint_take(e);
    return some;
}

/* The end stays where it is, to be found again; a reset is told once. */
static enum host_error end_of(struct endpoint *e)
{
    const struct segment *s = endpoint_arrived(e);
    if (!s) return HOST_EAGAIN;
    if (s->kind == SEGMENT_END) return HOST_OK;
    endpoint_take(e);
    e->state = ENDPOINT_ENDED;
    return HOST_ECONNRESET;
}

enum host_error host_socket_receive(host_device d, void *to, size_t size, size_t *got)
{
    enum host_error error;
    struct endpoint *e = endpoint_of(d, &error);
    struct segment *s;
    *got = 0;
    if (!e) return error;
    endpoint_settle(e);
    if (e->failure != HOST_OK) return error = e->failure, e->failure = HOST_OK, error;
    if (e->state == ENDPOINT_ENDED) return HOST_OK;
    if (e->state != ENDPOINT_CONNECTED) return HOST_ENOTCONN;
    if (sim_strikes(SIM_FAULT_NETWORK, RESET_RARITY)) return endpoint_break(e), HOST_ECONNRESET;
    if (size > 1 && sim_strikes(SIM_FAULT_NETWORK, PIECE_RARITY)) size = 1 + sim_luck(size - 1);
    while (*got < size && (s = endpoint_arrived(e)) && s->kind == SEGMENT_DATA)
        *got += read_segment(e, s, (uint8_t *)to + *got, size - *got);
    sim_trace("receive %d: %zu", d, *got);
    return *got || e->read_shut ? HOST_OK : end_of(e);
}

enum host_error host_socket_shutdown(host_device d, enum host_shutdown how)
{
    enum host_error error;
    struct endpoint *e = endpoint_of(d, &error);
    if (!e) return error;
    endpoint_settle(e);
    if (e->state != ENDPOINT_CONNECTED) return HOST_ENOTCONN;
    if (how != SHUTDOWN_WRITE) e->read_shut = true;
    if (how == SHUTDOWN_READ || e->write_shut) return HOST_OK;
    if (e->peer && !endpoint_deliver(e->peer, SEGMENT_END, NULL)) return HOST_ENOBUFS;
    e->write_shut = true;
    return HOST_OK;
}

enum host_error host_send_file(host_device d, host_device file, int64_t offset, uint64_t size, size_t *sent)
{
    enum { PIECE = 1 << 16 };
    uint8_t *bytes = memory_alloc(MEMORY_SYSTEM, PIECE);
    size_t got;
    *sent = 0;
    if (!bytes) return HOST_ENOMEM;
    enum host_error e = host_read_file(file, offset, bytes, size < PIECE ? (size_t)size : PIECE, &got);
    if (e == HOST_OK && got) e = host_socket_send(d, &(struct host_chunk){bytes, got}, 1, sent);
    memory_free(MEMORY_SYSTEM, bytes);
    return e;
}

/* -- datagrams --------------------------------------------------------------------------- */

/* The receiver hears of what it asked for: what the sender set, or said with this one datagram. */
static void note_beside(const struct endpoint *from, const struct endpoint *to, const struct host_ancillary *said,
                        struct host_ancillary *beside)
{
    static const struct {
        enum host_option wanted, value;
        enum host_ancillary_kind kind;
    } kinds[] = {{OPTION_RECEIVE_TOS, OPTION_TOS, ANCILLARY_TOS},
                 {OPTION_RECEIVE_TRAFFIC_CLASS, OPTION_TRAFFIC_CLASS, ANCILLARY_TRAFFIC_CLASS},
                 {OPTION_RECEIVE_TTL, OPTION_TTL, ANCILLARY_TTL}};
    beside->count = 0;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        if (!endpoint_option(to, kinds[k].wanted)) continue;
        int32_t value = endpoint_option(from, kinds[k].value);
        for (size_t i = 0; said && i < said->count; i++)
            if (said->items[i].kind == kinds[k].kind) value = said->items[i].value;
        beside->items[beside->count].kind = kinds[k].kind;
        beside->items[beside->count++].value = value;
    }
}

enum host_error host_send_datagram(host_device d, const struct host_address *to, const void *bytes, size_t size,
                                   const struct host_ancillary *beside)
{
    enum host_error error;
    struct endpoint *e = endpoint_of(d, &error);
    if (!e) return error;
    if (e->failure != HOST_OK) return error = e->failure, e->failure = HOST_OK, error;
    if (!to && e->state != ENDPOINT_CONNECTED) return HOST_EDESTADDRREQ;
    const struct host_address *target = to ? to : &e->peer_name;
    if (target->family != e->family) return HOST_EAFNOSUPPORT;
    if (size > DATAGRAM_MAX) return HOST_EMSGSIZE;
    if (!address_is_here(target)) return HOST_ENETUNREACH;
    if ((error = endpoint_bind_any(e, target)) != HOST_OK) return error;
    struct endpoint *receiver = endpoint_for_datagram(target, &e->name);
    if (!receiver && e->family == FAMILY_LOCAL) return path_is_there(target) ? HOST_ECONNREFUSED : HOST_ENOENT;
    if (!receiver && e->state == ENDPOINT_CONNECTED) e->failure = HOST_ECONNREFUSED;
    bool lost = !receiver || receiver->bytes > DATAGRAMS_MAX || sim_strikes(SIM_FAULT_NETWORK, LOSS_RARITY);
    sim_trace("datagram %d: %zu%s", d, size, lost ? " lost" : "");
    if (lost) return HOST_OK;
    struct segment *s = segment_new(&(struct host_chunk){bytes, size}, 1, size);
    if (!s) return HOST_ENOBUFS;
    s->from = e->name;
    note_beside(e, receiver, beside, &s->beside);
    endpoint_deliver(receiver, SEGMENT_DATA, s);
    return HOST_OK;
}

enum host_error host_receive_datagram(host_device d, void *to, size_t size, size_t *got, struct host_address *from,
                                      struct host_ancillary *beside)
{
    enum host_error error;
    struct endpoint *e = endpoint_of(d, &error);
    *got = 0;
    beside->count = 0;
    if (!e) return error;
    if (e->failure != HOST_OK) return error = e->failure, e->failure = HOST_OK, error;
    const struct segment *s = endpoint_arrived(e);
    if (!s) return HOST_EAGAIN;
    *got = s->size < size ? s->size : size;
    memcpy(to, s->bytes, *got);
    *from = s->from;
    *beside = s->beside;
    endpoint_take(e);
    return HOST_OK;
}

enum host_error host_socket_packet_options(host_device d, enum host_family f, struct host_ancillary *beside)
{
    enum host_error error;
    const struct endpoint *e = endpoint_of(d, &error);
    beside->count = 0;
    if (e && e->peer) note_beside(e->peer, e, NULL, beside);
    return (void)f, error;
}
