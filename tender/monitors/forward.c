/* tender/monitors/forward.c - where published ports lead to, and whose turn it is. */
#include "tender/monitors/forward.h"
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EVENTS_A_TURN = 64 }; /* then the console has its turn */

struct forward *forward_open(const struct policy *p, struct complaint *c)
{
    struct forward *f = calloc(1, sizeof *f);
    if (f && (f->epoll = epoll_create1(EPOLL_CLOEXEC)) >= 0) {
        f->policy = p;
        return f;
    }
    complain(c, "the host gives nothing for --publish: %s.", strerror(errno));
    free(f);
    return NULL;
}

bool forward_watch(struct forward *f, int fd, uint32_t before, uint32_t events, enum forward_kind kind, uint32_t index,
                   enum forward_side side)
{
    struct epoll_event e = {.events = events, .data.u64 = (uint64_t)kind << 40 | (uint64_t)side << 32 | index};
    int change = !before ? EPOLL_CTL_ADD : events ? EPOLL_CTL_MOD : EPOLL_CTL_DEL;
    return before == events || epoll_ctl(f->epoll, change, fd, &e) == 0;
}

void forward_take_more(struct forward *f, bool take)
{
    if (f->full != take) return;
    f->full = !take;
    for (uint32_t i = 0; i < f->policy->published_count; i++) {
        const struct published *one = &f->policy->published[i];
        if (!one->peers) forward_watch(f, one->fd, take ? 0 : EPOLLIN, take ? EPOLLIN : 0, FORWARD_PUBLISHED, i, 0);
    }
}

/* -- the guest ---------------------------------------------------------------------------------------------------------- */

/* Gateways are not asked: a guest that lies shall not send our clients further than it reaches itself. */
static int connect_directly(int type, struct in_addr to, uint16_t port)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr = to, .sin_port = htons(port)};
    int on = 1, fd = socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_DONTROUTE, &on, sizeof on) == 0 &&
        (connect(fd, (struct sockaddr *)&a, sizeof a) == 0 || errno == EINPROGRESS))
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

int forward_connect(struct forward *f, int type, uint16_t port)
{
    int fd = connect_directly(type, f->guest, port);
    if (fd < 0 && !f->said)
        fprintf(stderr, "ling boot: --publish: the guest cannot be reached: %s.\n", strerror(errno));
    f->said |= fd < 0;
    return fd;
}

/* The address from which the host would speak to it tells whose it is. */
static bool is_neighbour(struct in_addr a, const char *text, struct complaint *c)
{
    struct sockaddr_in from = {0};
    socklen_t size = sizeof from;
    int fd = connect_directly(SOCK_DGRAM, a, 1);
    if (fd < 0)
        return complain(c, "--publish: the host has no address in the network of the guest's, %s: %s.", text,
                        strerror(errno));
    bool known = getsockname(fd, (struct sockaddr *)&from, &size) == 0;
    bool own = from.sin_addr.s_addr == a.s_addr || ntohl(from.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
    close(fd);
    return (known && !own) ||
           complain(c, "--publish: the guest says that its address is %s, which is the host's.", text);
}

bool forward_aim(struct forward *f, const char *address, struct complaint *c)
{
    struct in_addr a;
    if (inet_pton(AF_INET, address, &a) != 1 || !a.s_addr)
        return complain(c, "--publish: the guest says that its address is '%.40s'.", address);
    return is_neighbour(a, address, c) && forward_to(f, a, c);
}

bool forward_to(struct forward *f, struct in_addr guest, struct complaint *c)
{
    f->guest = guest;
    for (uint32_t i = 0; i < f->policy->published_count; i++)
        if (!forward_watch(f, f->policy->published[i].fd, 0, EPOLLIN, FORWARD_PUBLISHED, i, 0))
            return complain(c, "--publish: the host does not watch a socket: %s.", strerror(errno));
    return true;
}

/* -- turns ---------------------------------------------------------------------------------------------------------------- */

static void serve_one(struct forward *f, const struct epoll_event *e)
{
    uint32_t index = (uint32_t)e->data.u64;
    const struct published *from;
    switch ((enum forward_kind)(e->data.u64 >> 40)) {
    case FORWARD_PUBLISHED:
        from = &f->policy->published[index];
        if (from->peers) forward_receive(f, index);
        else forward_accept(f, from);
        return;
    case FORWARD_STREAM: forward_carry(f, index, (enum forward_side)(e->data.u64 >> 32 & 1), e->events); return;
    case FORWARD_SENDER: forward_answer(f, index); return;
    }
}

/* One by one: an event asked for earlier could be of a connection whose place another has by now. */
void forward_serve(struct forward *f)
{
    struct epoll_event e;
    for (int i = 0; i < EVENTS_A_TURN && epoll_wait(f->epoll, &e, 1, 0) == 1; i++) serve_one(f, &e);
}

void forward_close(struct forward *f)
{
    if (!f) return;
    for (uint32_t i = 0; i < FORWARD_STREAMS; i++)
        if (f->streams[i].open) forward_stream_drop(f, &f->streams[i], true);
    for (uint32_t i = 0; i < FORWARD_SENDERS; i++)
        if (f->senders[i].fd) close(f->senders[i].fd);
    close(f->epoll);
    free(f);
}
