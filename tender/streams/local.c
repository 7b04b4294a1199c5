/* tender/streams/local.c - connections from the guest to itself: two slots, bytes copied from ring to ring. */
#include "tender/streams/streams.h"
#include <errno.h>

/* The listener's end, for the program to accept; 0: its backlog is full, or there is no slot. */
static uint32_t make_end(struct streams *s, uint32_t listener, uint32_t slot, const struct guest_address *to)
{
    const struct slot *at = &s->slots.all[listener];
    if (names_waiting(s, listener) >= at->backlog) return 0;
    uint32_t i = slot_take(&s->slots, GUEST_SLOT_STREAM);
    if (!i) return 0;
    struct slot *end = &s->slots.all[i];
    end->family = at->family;
    end->listener = listener;
    end->other = slot;
    end->was_peer = true;
    end->state = GUEST_SLOT_CONNECTED;
    end->name = *to;
    end->peer = s->slots.all[slot].name;
    slot_tell(&s->slots, i);
    return i;
}

static bool try_connect(struct streams *s, uint32_t slot, uint32_t listener)
{
    struct slot *one = &s->slots.all[slot];
    one->other = make_end(s, listener, slot, &one->peer);
    one->connecting = !one->other;
    if (one->connecting) return false;
    one->state = GUEST_SLOT_CONNECTED;
    slot_tell(&s->slots, slot);
    return true;
}

/* The address that means all of them means this one, as a place to connect to. */
static struct guest_address definite(const struct guest_address *to)
{
    struct guest_address a = *to;
    if (!policy_is_any(to)) return a;
    if (a.family == GUEST_FAMILY_INET) a.bytes[0] = 127;
    a.bytes[a.size - 1] = 1;
    return a;
}

int64_t local_connect(struct streams *s, uint32_t slot, const struct guest_address *to)
{
    struct slot *one = &s->slots.all[slot];
    uint32_t listener = names_find(s, GUEST_SLOT_LISTENER, to);
    if (!listener)
        return to->family == GUEST_FAMILY_LOCAL && !names_find(s, GUEST_SLOT_STREAM, to) ? -ENOENT : -ECONNREFUSED;
    struct guest_address from = definite(to);
    from.port = 0;
    if (to->family == GUEST_FAMILY_LOCAL) from.size = 0;
    if (one->name.family == GUEST_FAMILY_NONE) {
        int64_t e = names_bind(s, slot, &from);
        if (e) return e;
    } else if (policy_is_any(&one->name)) {
        from.port = one->name.port;
        one->name = from;
    }
    one->peer = definite(to);
    try_connect(s, slot, listener);
    return 0;
}

void local_retry(struct streams *s)
{
    for (uint32_t i = GUEST_SLOT_FIRST; i < s->slots.count; i++) {
        struct slot *one = &s->slots.all[i];
        if (one->kind != GUEST_SLOT_STREAM || !one->connecting || one->fd >= 0) continue;
        uint32_t listener = names_find(s, GUEST_SLOT_LISTENER, &one->peer);
        if (!listener) slot_fail(&s->slots, i, ECONNREFUSED);
        else try_connect(s, i, listener);
    }
}

/* The other end hears of the end of this one. */
static void say_end(struct streams *s, struct slot *one, bool reset)
{
    if (!one->other) return;
    if (reset) slot_fail(&s->slots, one->other, ECONNRESET);
    else if (!(s->slots.all[one->other].state & GUEST_SLOT_END)) {
        s->slots.all[one->other].state |= GUEST_SLOT_END;
        slot_tell(&s->slots, one->other);
    }
}

/* As TCP has it: who closes with bytes unread resets the connection. */
static void close_end(struct streams *s, uint32_t i)
{
    struct slot *one = &s->slots.all[i];
    bool unread = one->received_put != one->received_taken;
    say_end(s, one, unread || one->wishes & GUEST_SLOT_RESET);
    if (one->other) s->slots.all[one->other].other = 0;
    slot_free(&s->slots, i);
}

static void serve_end(struct streams *s, uint32_t i)
{
    struct slot *one = &s->slots.all[i];
    if (one->other) slot_move(&s->slots, i, one->other);
    bool gone = !one->other && !one->connecting;
    if (gone && slot_pending_bytes(one)) {
        slot_took(&s->slots, i, slot_pending_bytes(one));
        if (!(one->state & GUEST_SLOT_FAILED) && !(one->wishes & GUEST_SLOT_CLOSE)) slot_fail(&s->slots, i, ECONNRESET);
    }
    bool sent = slot_pending_bytes(one) == 0 || one->wishes & GUEST_SLOT_RESET;
    if (sent && one->wishes & GUEST_SLOT_CLOSE) close_end(s, i);
    else if (sent && one->wishes & GUEST_SLOT_SHUT_WRITE && !one->shut) {
        one->shut = true;
        say_end(s, one, false);
    }
}

/* One bell may mean bytes for the other end, or room for its bytes: both are looked at. */
bool local_serve(struct streams *s, uint32_t slot)
{
    uint32_t other = s->slots.all[slot].other;
    if (other && !slot_refresh(&s->slots, other)) return false;
    serve_end(s, slot);
    if (other && s->slots.all[other].kind == GUEST_SLOT_STREAM) serve_end(s, other);
    return true;
}
