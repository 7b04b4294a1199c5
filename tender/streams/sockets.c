/* tender/streams/sockets.c - connections to the outside: a slot's rings and a socket of the host's. */
#include "tender/streams/streams.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static bool watch_as(struct streams *s, uint32_t i, int how)
{
    struct epoll_event e = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.u32 = i};
    return epoll_ctl(s->epoll, how, s->slots.all[i].fd, &e) == 0;
}

static bool watch(struct streams *s, uint32_t i) { return watch_as(s, i, EPOLL_CTL_ADD); }

static void no_delay(int fd)
{
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); /* the guest gathers; without it, slower and no worse */
}

/* -- bytes ------------------------------------------------------------------------------------------------ */

/* Fewer bytes than there was room for were all of them: what comes later is an edge of its own. */
static void receive(struct streams *s, uint32_t i)
{
    struct slot *one = &s->slots.all[i];
    struct iovec v[2];
    int count;
    while (one->readable && (count = slot_room(&s->slots, i, v)) > 0) {
        size_t room = v[0].iov_len + (count > 1 ? v[1].iov_len : 0);
        ssize_t n = recvmsg(one->fd, &(struct msghdr){.msg_iov = v, .msg_iovlen = (size_t)count}, MSG_DONTWAIT);
        if (n < 0 && errno == EINTR) continue;
        if (n > 0) slot_put(&s->slots, i, (size_t)n);
        if (n < (ssize_t)room) one->readable = n > 0 && one->hung_up;
        if (n == 0) one->state |= GUEST_SLOT_END, slot_tell(&s->slots, i);
        if (n < 0 && errno != EAGAIN) slot_fail(&s->slots, i, errno);
    }
}

static void send_bytes(struct streams *s, uint32_t i)
{
    struct slot *one = &s->slots.all[i];
    struct iovec v[2];
    int count;
    while (one->writable && (count = slot_pending(&s->slots, i, v)) > 0) {
        ssize_t n =
            sendmsg(one->fd, &(struct msghdr){.msg_iov = v, .msg_iovlen = (size_t)count}, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n > 0) slot_took(&s->slots, i, (size_t)n);
        else if (errno == EAGAIN) one->writable = false;
        else if (errno != EINTR) slot_fail(&s->slots, i, errno);
        if (n < 0 && errno != EINTR) return;
    }
}

/* -- the guest's wishes -------------------------------------------------------------------------------------- */

static void close_socket(struct streams *s, uint32_t i)
{
    struct slot *one = &s->slots.all[i];
    struct linger now = {1, 0};
    if (one->wishes & GUEST_SLOT_RESET || one->received_put != one->received_taken)
        setsockopt(one->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    slot_free(&s->slots, i);
}

static void obey(struct streams *s, uint32_t i)
{
    struct slot *one = &s->slots.all[i];
    bool sent = slot_pending_bytes(one) == 0 || one->state & GUEST_SLOT_FAILED || one->wishes & GUEST_SLOT_RESET;
    if (!sent || one->connecting) {
        if (one->connecting && one->wishes & GUEST_SLOT_CLOSE) close_socket(s, i);
        return;
    }
    if (one->wishes & GUEST_SLOT_CLOSE) close_socket(s, i);
    else if (one->wishes & GUEST_SLOT_SHUT_WRITE && !one->shut) {
        one->shut = true;
        shutdown(one->fd, SHUT_WR);
    }
}

void socket_serve(struct streams *s, uint32_t i)
{
    if (!s->slots.all[i].connecting) {
        send_bytes(s, i);
        receive(s, i);
    }
    obey(s, i);
}

/* -- events of the host --------------------------------------------------------------------------------------- */

static void connected(struct streams *s, uint32_t i)
{
    int error = 0;
    socklen_t size = sizeof error;
    struct slot *one = &s->slots.all[i];
    getsockopt(one->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) {
        slot_fail(&s->slots, i, error);
        return;
    }
    one->connecting = false;
    one->state |= GUEST_SLOT_CONNECTED;
    slot_tell(&s->slots, i);
}

void socket_ready(struct streams *s, uint32_t i, uint32_t events)
{
    struct slot *one = &s->slots.all[i];
    if (one->connecting && events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) connected(s, i);
    if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) one->hung_up = true;
    if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) one->readable = true;
    if (events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) one->writable = true;
    if (slot_refresh(&s->slots, i)) socket_serve(s, i); /* a broken ring is told of when the guest rings next */
}

/* -- connections out and in -------------------------------------------------------------------------------------- */

int64_t socket_connect(struct streams *s, uint32_t i, const struct guest_address *to)
{
    struct slot *one = &s->slots.all[i];
    struct sockaddr_storage real;
    socklen_t size;
    if (!policy_may_reach(s->policy, to, &real, &size)) return -EACCES;
    if (one->name.family == GUEST_FAMILY_NONE || policy_is_any(&one->name)) {
        struct guest_address own = policy_own_address();
        own.port = one->name.port;
        int64_t e = names_bind(s, i, &own);
        if (e) return e;
    }
    one->fd = socket(real.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (one->fd < 0) return -errno;
    no_delay(one->fd);
    one->peer = *to;
    one->connecting = true;
    if ((connect(one->fd, (struct sockaddr *)&real, size) != 0 && errno != EINPROGRESS) || !watch(s, i)) {
        int error = errno;
        close(one->fd);
        one->fd = -1, one->connecting = false;
        return -error;
    }
    return 0;
}

enum taken { TAKEN, NOBODY, NO_ROOM };

/* What a listener of the guest brought: its socket and its peer are known. */
static void begin(struct streams *s, uint32_t i, uint32_t listener, uint16_t guest_port)
{
    struct slot *one = &s->slots.all[i];
    one->listener = listener;
    one->was_peer = one->readable = one->writable = true;
    one->state = GUEST_SLOT_CONNECTED;
    one->name = policy_own_address();
    one->name.port = guest_port;
    slot_tell(&s->slots, i);
    receive(s, i);
}

static enum taken take_connection(struct streams *s, uint32_t listener, const struct published *from)
{
    struct sockaddr_storage peer;
    socklen_t size = sizeof peer;
    uint32_t i = slot_take(&s->slots, GUEST_SLOT_STREAM);
    if (!i) return NO_ROOM;
    struct slot *one = &s->slots.all[i];
    one->fd = accept4(from->fd, (struct sockaddr *)&peer, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    enum taken failed = one->fd < 0 && errno == EAGAIN ? NOBODY : NO_ROOM;
    if (one->fd < 0 || !watch(s, i)) {
        slot_free(&s->slots, i);
        return failed;
    }
    no_delay(one->fd);
    address_of_host(&one->peer, &peer);
    begin(s, i, listener, from->guest_port);
    return TAKEN;
}

static void hand_over(struct streams *s, struct handed *h)
{
    uint32_t listener = names_published(s, GUEST_SLOT_LISTENER, h->guest_port);
    uint32_t i = listener ? slot_take(&s->slots, GUEST_SLOT_STREAM) : 0;
    if (!i) return;
    s->slots.all[i].fd = h->fd;
    h->fd = 0;
    if (!watch_as(s, i, EPOLL_CTL_MOD)) {
        slot_free(&s->slots, i);
        return;
    }
    h->slot = i;
    report_mark(h->report, MARK_HANDED);
    s->slots.all[i].peer = h->peer;
    begin(s, i, listener, h->guest_port);
}

/* As many connections as listeners have a backlog for; the others wait in the host's kernel, as datagrams do. */
void sockets_accept(struct streams *s)
{
    struct handed *h = &s->policy->handed;
    if (h->fd && h->readable) hand_over(s, h);
    for (uint32_t n = 0; n < s->policy->published_count; n++) {
        struct published *p = &s->policy->published[n];
        if (p->peers) {
            inbound_take(s, p);
            continue;
        }
        uint32_t listener = p->readable ? names_published(s, GUEST_SLOT_LISTENER, p->guest_port) : 0;
        if (!listener) continue;
        uint32_t room = s->slots.all[listener].backlog, waiting = names_waiting(s, listener);
        enum taken t = TAKEN;
        while (t == TAKEN && waiting++ < room) t = take_connection(s, listener, p);
        if (t == NOBODY) p->readable = false;
    }
}
