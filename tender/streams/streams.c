/* tender/streams/streams.c - the guest's socket calls, and who does the work that it rings for. */
#include "tender/streams/streams.h"
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS_MAX = 64, BACKLOG_MAX = 256 };
/* In what epoll keeps: a published port, or the connection to hand over, not a slot. */
#define PUBLISHED_MARK 0x80000000u
#define HANDED_MARK    0x40000000u

static bool watch_published(struct streams *s)
{
    struct epoll_event handed = {.events = EPOLLIN | EPOLLET, .data.u32 = HANDED_MARK};
    int fd = s->policy->handed.fd;
    if (fd && epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &handed) != 0) return false;
    for (uint32_t n = 0; n < s->policy->published_count; n++) {
        struct epoll_event e = {.events = EPOLLIN | EPOLLET, .data.u32 = PUBLISHED_MARK | n};
        if (epoll_ctl(s->epoll, EPOLL_CTL_ADD, s->policy->published[n].fd, &e) != 0) return false;
    }
    return true;
}

bool streams_open(struct streams *s, const struct memory *m, struct policy *policy, struct complaint *c)
{
    memset(s, 0, sizeof *s);
    s->policy = policy;
    s->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (s->epoll < 0 || !watch_published(s)) return complain(c, "the host gives no epoll set: %s.", strerror(errno));
    return slots_open(&s->slots, m, c);
}

void streams_close(struct streams *s)
{
    slots_close(&s->slots);
    close(s->epoll);
}

/* -- calls ----------------------------------------------------------------------------------------------- */

int64_t streams_make(struct streams *s, uint64_t kind, uint64_t family)
{
    if (kind != GUEST_SLOT_STREAM && kind != GUEST_SLOT_DATAGRAM) return -EINVAL;
    if (family != GUEST_FAMILY_INET && family != GUEST_FAMILY_INET6 && family != GUEST_FAMILY_LOCAL)
        return -EAFNOSUPPORT;
    uint32_t i = slot_take(&s->slots, (enum guest_slot_kind)kind);
    if (!i) return -EMFILE;
    s->slots.all[i].family = (uint16_t)family;
    slot_tell(&s->slots, i);
    return i;
}

/* The slot, if it is one that the guest may speak of; NULL: it is not. */
static struct slot *slot_of(struct streams *s, uint64_t slot)
{
    if (slot < GUEST_SLOT_FIRST || slot >= s->slots.count) return NULL;
    struct slot *one = &s->slots.all[slot];
    return one->kind == GUEST_SLOT_FREE ? NULL : one;
}

int64_t streams_bind(struct streams *s, uint64_t slot, const struct guest_address *a)
{
    const struct slot *one = slot_of(s, slot);
    if (!one) return -EBADF;
    bool fresh = one->kind != GUEST_SLOT_LISTENER && !one->state && !one->connecting && one->fd < 0;
    if (a->family != one->family || !address_is_sound(a) || !fresh) return -EINVAL;
    return names_bind(s, (uint32_t)slot, a);
}

static int64_t bind_somewhere(struct streams *s, uint32_t slot, uint16_t family)
{
    struct guest_address any = {.family = family,
                                .size = family == GUEST_FAMILY_INET    ? 4
                                        : family == GUEST_FAMILY_INET6 ? 16
                                                                       : 0};
    return names_bind(s, slot, &any);
}

int64_t streams_listen(struct streams *s, uint64_t slot, uint64_t backlog)
{
    struct slot *one = slot_of(s, slot);
    if (!one) return -EBADF;
    if (one->kind == GUEST_SLOT_DATAGRAM) return -EOPNOTSUPP;
    if (one->kind == GUEST_SLOT_STREAM && (one->state || one->connecting)) return -EINVAL;
    if (one->name.family == GUEST_FAMILY_NONE) {
        int64_t e = bind_somewhere(s, (uint32_t)slot, one->family);
        if (e) return e;
    }
    one->kind = GUEST_SLOT_LISTENER;
    struct handed *h = &s->policy->handed;
    if (!h->guest_port) h->guest_port = one->name.port;
    if (h->guest_port == one->name.port) report_mark(h->report, MARK_LISTENING);
    one->backlog = backlog > BACKLOG_MAX ? BACKLOG_MAX : backlog ? (uint32_t)backlog : 1;
    slot_tell(&s->slots, (uint32_t)slot);
    return 0;
}

static int64_t connect_datagrams(struct streams *s, uint32_t slot, const struct guest_address *a)
{
    struct slot *one = &s->slots.all[slot];
    if (a->family != GUEST_FAMILY_NONE && one->name.family == GUEST_FAMILY_NONE) {
        int64_t e = bind_somewhere(s, slot, one->family);
        if (e) return e;
    }
    one->peer = *a;
    slot_tell(&s->slots, slot);
    return 0;
}

int64_t streams_connect(struct streams *s, uint64_t slot, const struct guest_address *a)
{
    struct slot *one = slot_of(s, slot);
    if (!one) return -EBADF;
    if (!address_is_sound(a)) return -EINVAL;
    if (one->kind == GUEST_SLOT_DATAGRAM) return connect_datagrams(s, (uint32_t)slot, a);
    if (one->kind != GUEST_SLOT_STREAM || a->family != one->family) return -EINVAL;
    if (one->connecting) return -EALREADY;
    if (one->state & GUEST_SLOT_CONNECTED) return -EISCONN;
    one->state = 0, one->error = 0;
    return policy_is_own(a) ? local_connect(s, (uint32_t)slot, a) : socket_connect(s, (uint32_t)slot, a);
}

/* -- work ---------------------------------------------------------------------------------------------------- */

void listener_close(struct streams *s, uint32_t slot)
{
    for (uint32_t i = GUEST_SLOT_FIRST; i < s->slots.count; i++) {
        struct slot *one = &s->slots.all[i];
        if (one->kind != GUEST_SLOT_STREAM || one->listener != slot || !slot_refresh(&s->slots, i)) continue;
        one->listener = 0;
        if (one->wishes & GUEST_SLOT_ACCEPTED) continue;
        one->wishes |= GUEST_SLOT_CLOSE | GUEST_SLOT_RESET;
        if (one->fd >= 0) socket_serve(s, i);
        else local_serve(s, i);
    }
    slot_free(&s->slots, slot);
}

static bool serve(struct streams *s, uint32_t i)
{
    struct slot *one = &s->slots.all[i];
    if (one->kind == GUEST_SLOT_FREE || one->kind == GUEST_SLOT_TERMINAL) return true;
    if (!slot_refresh(&s->slots, i)) return false;
    if (one->kind == GUEST_SLOT_DATAGRAM) return datagram_serve(s, i);
    if (one->kind == GUEST_SLOT_LISTENER) {
        if (one->wishes & GUEST_SLOT_CLOSE) listener_close(s, i);
        return true;
    }
    if (one->fd < 0) return local_serve(s, i);
    socket_serve(s, i);
    return true;
}

bool streams_pump(struct streams *s)
{
    uint32_t i;
    for (uint32_t n = 0; n < s->slots.count && slots_next_rung(&s->slots, &i); n++)
        if (!serve(s, i)) return false;
    local_retry(s);
    sockets_accept(s);
    return true;
}

static void take_event(struct streams *s, const struct epoll_event *e)
{
    if (e->data.u32 & PUBLISHED_MARK) {
        s->policy->published[e->data.u32 & ~PUBLISHED_MARK].readable = true;
        return;
    }
    if (e->data.u32 & HANDED_MARK) {
        s->policy->handed.readable = true;
        return;
    }
    const struct slot *one = &s->slots.all[e->data.u32];
    if (one->kind == GUEST_SLOT_DATAGRAM) datagram_ready(s, e->data.u32);
    else if (one->kind == GUEST_SLOT_STREAM && one->fd >= 0) socket_ready(s, e->data.u32, e->events);
}

void streams_ready(struct streams *s)
{
    struct epoll_event events[EVENTS_MAX];
    int n = epoll_wait(s->epoll, events, EVENTS_MAX, 0);
    for (int i = 0; i < n; i++) take_event(s, &events[i]);
    sockets_accept(s);
}

bool streams_unsent(const struct streams *s)
{
    for (uint32_t i = GUEST_SLOT_FIRST; i < s->slots.count; i++) {
        const struct slot *one = &s->slots.all[i];
        if (one->kind == GUEST_SLOT_STREAM && one->fd >= 0 && !(one->state & GUEST_SLOT_FAILED) &&
            slot_pending_bytes(one))
            return true;
    }
    return false;
}
