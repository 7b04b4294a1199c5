/* tender/turns.c - a guest that goes back to its first wait for each connection: see turns.h. */
#include "tender/turns.h"
#include "tender/descriptors.h"
#include "tender/boot_record.h"
#include "tender/tender.h"
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REHEARSED_WITHIN_S = 5 };

void turns_plan(struct tender *t) { t->memory.apart = t->kind->shares_memory; }

bool turns_prepare(struct tender *t, struct complaint *c)
{
    return kept_pages_prepare(&t->turns->pages, t->kind->owner ? t->kind->owner(t->engine) : 0, c);
}

/* -- when ------------------------------------------------------------------------------------------------ */

static bool is_listening(const struct tender *t)
{
    uint16_t port = t->options.policy.handed.guest_port;
    return port && names_published(&t->streams, GUEST_SLOT_LISTENER, port);
}

static bool is_answered(const struct tender *t)
{
    const struct handed *h = &t->options.policy.handed;
    return h->slot && t->streams.slots.all[h->slot].fd < 0;
}

bool turns_over(const struct tender *t, uint64_t deadline_ns)
{
    const struct turns *n = t->turns;
    if (!n || n->last) return false;
    uint64_t now = n->kept && !n->rehearsed_by_ns ? 0 : clock_monotonic_ns();
    if (!n->kept) return is_listening(t) && deadline_ns > now && !slots_have_news(&t->streams.slots);
    return is_answered(t) || (n->rehearsed_by_ns && now >= n->rehearsed_by_ns);
}

/* -- where all turns begin --------------------------------------------------------------------------------- */

static bool keep(struct tender *t, struct complaint *c)
{
    struct turns *n = t->turns;
    const struct slots *s = &t->streams.slots;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->all[i].fd >= 0)
            return complain(c, "the guest cannot be set back: it has a connection open at its start.");
    n->slots = malloc(s->count * sizeof *n->slots);
    if (!n->slots) return complain(c, "the host gives no memory.");
    memcpy(n->slots, s->all, s->count * sizeof *n->slots);
    n->next_port = t->streams.next_port;
    n->kept = t->kind->keep(t->engine, c) && kept_pages_open(&n->pages, &t->memory, t->image.file, c);
    return n->kept;
}

static void close_sockets(struct slots *s)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->all[i].fd >= 0) close(s->all[i].fd);
}

static bool set_back(struct tender *t, struct complaint *c)
{
    struct turns *n = t->turns;
    close_sockets(&t->streams.slots);
    memcpy(t->streams.slots.all, n->slots, t->streams.slots.count * sizeof *n->slots);
    t->streams.next_port = n->next_port;
    memset(t->streams.datagram, 0, sizeof t->streams.datagram);
    return t->kind->set_back(t->engine, c) && kept_pages_set_back(&n->pages, c);
}

/* -- turns --------------------------------------------------------------------------------------------------- */

/* Whoever orders looks at the mark first, and asks to be woken only if it found none. */
static void say_ready(const struct turns *n)
{
    report_mark(n->report, MARK_SET_BACK);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    struct turn_order done = {n->serial};
    if (n->control < 0) return;
    if (__atomic_load_n(&n->report->waited_for, __ATOMIC_RELAXED) || !n->serial)
        send(n->control, &done, sizeof done, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* The connection; -1: nobody will order any more. */
static int take_order(struct turns *n)
{
    struct turn_order o;
    int connection;
    if (descriptor_receive(n->control, &o, sizeof o, &connection, 0) != sizeof o) return -1;
    n->serial = o.serial;
    return connection;
}

/* The one that there is, as soon as there is something to read; -1: nobody is at its other end any more. */
static int take_single(struct turns *n)
{
    char first;
    struct pollfd p = {.fd = n->single, .events = POLLIN};
    while (poll(&p, 1, -1) < 0 && errno == EINTR) continue;
    n->last = true;
    n->report->marks[MARK_HANDED] = 0; /* the rehearsal's */
    return recv(n->single, &first, 1, MSG_PEEK | MSG_DONTWAIT) == 1 ? n->single : -1;
}

static int next_connection(struct turns *n)
{
    int connection = n->rehearsal;
    n->rehearsal = -1;
    n->rehearsed_by_ns = connection >= 0 ? clock_monotonic_ns() + REHEARSED_WITHIN_S * UINT64_C(1000000000) : 0;
    if (connection >= 0) return connection;
    say_ready(n);
    return n->control < 0 ? take_single(n) : take_order(n);
}

/* The request is in the socket already: nobody waits for an event that says so. */
static bool hand_over(struct tender *t, int connection)
{
    struct handed *h = &t->options.policy.handed;
    struct epoll_event e = {.events = 0};
    h->slot = 0;
    h->fd = connection;
    h->peer = t->turns->peer(t->turns->serial);
    h->readable = true;
    if (epoll_ctl(t->streams.epoll, EPOLL_CTL_ADD, connection, &e) != 0) return false;
    sockets_accept(&t->streams);
    return true;
}

/* A guest that cannot be set back has no rehearsal; for one request it is as good. */
static bool forgo(struct turns *n)
{
    if (n->control >= 0) return false;
    if (n->rehearsal >= 0) close(n->rehearsal);
    n->rehearsal = -1;
    return true;
}

void turns_next(struct tender *t)
{
    struct complaint c;
    struct turns *n = t->turns;
    if (!(n->kept ? set_back(t, &c) : keep(t, &c) || forgo(n))) {
        tender_end(t, STATUS_HOST, "%s", c.text);
        return;
    }
    int connection = next_connection(n);
    if (connection < 0) {
        tender_end(t, 0, "nobody asks any more.");
        return;
    }
    struct guest_boot *b = memory_at(&t->memory, GUEST_BOOT, GUEST_BOOT_BYTES);
    t->clock.page->turns++;
    if (!boot_record_identity(b) || !hand_over(t, connection))
        tender_end(t, STATUS_HOST, "the guest cannot begin a turn: %s.", strerror(errno));
}
