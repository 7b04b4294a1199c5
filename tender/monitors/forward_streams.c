/* tender/monitors/forward_streams.c - connections to published ports: bytes both ways, ends of each way, and breaks, as they come. */
#include "tender/monitors/forward.h"
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

static uint32_t index_of(const struct forward *f, const struct forward_stream *s) { return (uint32_t)(s - f->streams); }
static enum forward_side other(enum forward_side side)
{
    return side == FORWARD_CLIENT ? FORWARD_GUEST : FORWARD_CLIENT;
}

/* -- its beginning and end ------------------------------------------------------------------------------------------------ */

/* `reset`: neither side shall take what came so far for all that there was to say. */
void forward_stream_drop(struct forward *f, struct forward_stream *s, bool reset)
{
    const struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    for (int side = 0; side < 2; side++) {
        if (reset) setsockopt(s->fd[side], SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close(s->fd[side]);
    }
    s->open = false;
    f->streams_open--;
    forward_take_more(f, true);
}

/* What the side is waited for: more to carry while there is nothing to carry, room while there is. */
static bool watch_side(struct forward *f, struct forward_stream *s, enum forward_side side)
{
    const struct forward_half *said = &s->half[side], *heard = &s->half[other(side)];
    bool arrives = s->connecting && side == FORWARD_GUEST;
    uint32_t wanted = (!said->ended && !said->size && !arrives ? EPOLLIN : 0) | (heard->size || arrives ? EPOLLOUT : 0);
    uint32_t before = s->events[side];
    s->events[side] = wanted;
    return forward_watch(f, s->fd[side], before, wanted, FORWARD_STREAM, index_of(f, s), side);
}

static bool watch_both(struct forward *f, struct forward_stream *s)
{
    return watch_side(f, s, FORWARD_CLIENT) && watch_side(f, s, FORWARD_GUEST);
}

static struct forward_stream *free_stream(struct forward *f)
{
    for (uint32_t i = 0; i < FORWARD_STREAMS; i++)
        if (!f->streams[i].open) return &f->streams[i];
    return NULL;
}

static void open_stream(struct forward *f, struct forward_stream *s, int client, int guest)
{
    int on = 1;
    s->open = s->connecting = true;
    s->fd[FORWARD_CLIENT] = client, s->fd[FORWARD_GUEST] = guest;
    for (int side = 0; side < 2; side++) {
        setsockopt(s->fd[side], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        s->events[side] = 0;
        s->half[side].first = s->half[side].size = 0;
        s->half[side].ended = s->half[side].told = false;
    }
    f->streams_open++;
    if (!watch_both(f, s)) forward_stream_drop(f, s, true);
}

void forward_accept(struct forward *f, const struct published *from)
{
    struct forward_stream *s = free_stream(f);
    int client = s ? accept4(from->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC) : -1;
    bool lacking = !s || (client < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM));
    if (lacking && f->streams_open) forward_take_more(f, false); /* until one of them ends */
    if (client < 0) return;
    int guest = forward_connect(f, SOCK_STREAM, from->guest_port);
    if (guest >= 0) open_stream(f, s, client, guest);
    else close(client);
}

/* -- bytes ------------------------------------------------------------------------------------------------------------------ */

static bool is_passing(void) { return errno == EAGAIN || errno == EINTR; }

/* Once, so that one connection that never stops leaves the others their turn. */
static bool hear(struct forward_stream *s, enum forward_side side)
{
    struct forward_half *h = &s->half[side];
    if (h->ended || h->size) return true;
    ssize_t n = recv(s->fd[side], h->bytes, sizeof h->bytes, 0);
    if (n < 0) return is_passing();
    h->first = 0, h->size = (uint32_t)n;
    h->ended = n == 0;
    return true;
}

static bool tell(struct forward_stream *s, enum forward_side side)
{
    struct forward_half *h = &s->half[other(side)];
    if (h->size) {
        ssize_t n = send(s->fd[side], h->bytes + h->first, h->size, MSG_NOSIGNAL);
        if (n < 0) return is_passing();
        h->first += (uint32_t)n, h->size -= (uint32_t)n;
    }
    if (h->size || !h->ended || h->told) return true;
    h->told = true;
    return shutdown(s->fd[side], SHUT_WR) == 0;
}

void forward_carry(struct forward *f, uint32_t index, enum forward_side side, uint32_t events)
{
    struct forward_stream *s = &f->streams[index];
    if (side == FORWARD_GUEST && events & EPOLLOUT) s->connecting = false;
    bool whole = !(events & EPOLLERR);
    if (whole && events & (EPOLLIN | EPOLLHUP)) whole = hear(s, side);
    if (whole && !s->connecting) whole = tell(s, side) && tell(s, other(side));
    bool over = s->half[FORWARD_CLIENT].told && s->half[FORWARD_GUEST].told;
    if (!whole || over || !watch_both(f, s)) forward_stream_drop(f, s, !whole);
}
