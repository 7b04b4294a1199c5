/* spawn/client.c - connections of clients: accepted, read request by request, closed in order. */
#include "spawn/front.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINGER_NS        UINT64_C(2000000000)
#define FIRST_REQUEST_NS UINT64_C(2000000000)

/* -- coming and going --------------------------------------------------------------------------------------- */

static void begin_request(struct front *f, struct client *c)
{
    c->state = CLIENT_HEAD;
    c->request_done = c->answer_begun = c->answer_done = c->expects = c->broken = false;
    c->keep = true;
    c->trail = (struct trail){0};
    memcpy(c->trail.peer, c->name, sizeof c->name);
    c->deadline_ns = clock_monotonic_ns() + f->settings->idle_ns;
    http_begin(&c->request, HTTP_REQUEST);
}

static void name_of(const struct sockaddr_storage *a, char *name, size_t size)
{
    char text[INET6_ADDRSTRLEN] = "?";
    if (a->ss_family == AF_INET) inet_ntop(AF_INET, &((const struct sockaddr_in *)a)->sin_addr, text, sizeof text);
    if (a->ss_family == AF_INET6) inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)a)->sin6_addr, text, sizeof text);
    snprintf(name, size, "%s", text);
}

/* A place of its own for each, used again: what was in it is not read, for every queue begins empty. */
static struct client *new_client(struct front *f)
{
    struct client *c = f->spare;
    if (c) f->spare = c->next;
    else c = malloc(sizeof *c);
    if (!c) return NULL;
    memset(c, 0, offsetof(struct client, in));
    c->in.start = c->in.end = c->out.start = c->out.end = c->to_instance.start = c->to_instance.end = 0;
    c->next = f->clients;
    if (c->next) c->next->previous = c;
    f->clients = c;
    f->client_count++;
    return c;
}

static void turn_away(int fd)
{
    static const char full[] = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
                               "Connection: close\r\n\r\n";
    if (send(fd, full, sizeof full - 1, MSG_DONTWAIT | MSG_NOSIGNAL) > 0) shutdown(fd, SHUT_WR);
    close(fd);
}

/* Without a descriptor for it the connection waits where it is, until the next sweep: to be told of it at once would keep us busy. */
static bool cannot_accept(struct front *f, struct watch *listener, int error)
{
    if (error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS) front_watch(f, listener, 0);
    return error == EINTR || error == ECONNABORTED;
}

static bool accept_one(struct front *f, struct watch *listener)
{
    struct sockaddr_storage peer;
    socklen_t size = sizeof peer;
    int on = 1, fd = accept4(listener->fd, (struct sockaddr *)&peer, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return cannot_accept(f, listener, errno);
    struct client *c = f->client_count < f->settings->connections ? new_client(f) : NULL;
    if (!c) {
        turn_away(fd);
        return true;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    c->watch = (struct watch){WATCH_CLIENT, fd, 0};
    name_of(&peer, c->name, sizeof c->name);
    begin_request(f, c);
    front_watch(f, &c->watch, EPOLLIN | EPOLLRDHUP);
    return true;
}

void client_accept(struct front *f, struct watch *listener)
{
    while (accept_one(f, listener)) continue;
}

/* Not freed at once: events of this turn may still name it. */
static void drop(struct front *f, struct client *c)
{
    if (c->gone) return;
    c->gone = true;
    if (c->state == CLIENT_QUEUED) queue_remove(f, c);
    if (c->state != CLIENT_HEAD && c->state != CLIENT_LINGER) {
        c->trail.cut = true;
        exchange_over(f, c);
    }
    front_forget(f, &c->watch);
    if (c->previous) c->previous->next = c->next;
    else f->clients = c->next;
    if (c->next) c->next->previous = c->previous;
    c->next = f->dead;
    f->dead = c;
    f->client_count--;
}

void clients_free_dead(struct front *f)
{
    while (f->dead) {
        struct client *c = f->dead;
        f->dead = c->next;
        c->next = f->spare;
        f->spare = c;
    }
}

/* -- reading a head ------------------------------------------------------------------------------------------- */

static void refuse_head(struct front *f, struct client *c, enum read_event e)
{
    c->keep = false;
    if (e == READ_LONG_HEAD)
        refuse(f, c, 431, "the request's head is longer than %d bytes or %d headers.", HEAD_BYTES, HEADERS_MOST);
    else refuse(f, c, 400, "this is not a request of HTTP/1.1.");
}

static bool read_head(struct front *f, struct client *c)
{
    size_t taken;
    if (bytes_count(&c->in) == 0) return false;
    if (!c->trail.moments[MOMENT_first]) {
        c->trail.moments[MOMENT_first] = clock_monotonic_ns();
        c->trail.id = ++f->requests;
    }
    enum read_event e = http_read(&c->request, bytes_first(&c->in), bytes_count(&c->in), &taken);
    bytes_took(&c->in, taken);
    if (e == READ_MORE) return false;
    if (e == READ_HEAD) ask(f, c);
    else refuse_head(f, c, e);
    return true;
}

/* -- an answer is whole --------------------------------------------------------------------------------------- */

static bool finish(struct front *f, struct client *c)
{
    if (!c->answer_done || bytes_count(&c->out) > 0) return false;
    c->trail.moments[MOMENT_answered] = clock_monotonic_ns();
    bool again = c->keep && c->request_done && !f->stopping && !c->half_closed;
    exchange_over(f, c);
    if (again) {
        c->used = true;
        begin_request(f, c);
        return true;
    }
    /* What the client still sends is taken in for a while: closing at once would take the answer from it. */
    shutdown(c->watch.fd, SHUT_WR);
    c->state = CLIENT_LINGER;
    c->deadline_ns = clock_monotonic_ns() + LINGER_NS;
    return true;
}

/* -- bytes ------------------------------------------------------------------------------------------------------ */

/* An own answer to a request that carries a body: the body is read and dropped, if it is not long. */
static bool drop_body(struct client *c)
{
    size_t taken;
    if (c->state != CLIENT_SELF || c->request_done || !c->keep) return false;
    enum read_event e = http_read(&c->request, bytes_first(&c->in), bytes_count(&c->in), &taken);
    bytes_took(&c->in, taken);
    c->request_done = e == READ_DONE;
    if (e != READ_DONE && e != READ_MORE) c->keep = false;
    return taken > 0 || e != READ_MORE;
}

static bool flush(struct front *f, struct client *c)
{
    ssize_t n = bytes_send(&c->out, c->watch.fd);
    if (n == -2) drop(f, c);
    return n > 0;
}

static bool turn(struct front *f, struct client *c)
{
    if (c->state == CLIENT_HEAD && read_head(f, c)) return true;
    bool moved = drop_body(c);
    if (c->state == CLIENT_BUSY) moved |= exchange_pump(f, c);
    if (c->broken) drop(f, c);
    if (c->gone) return false;
    moved |= flush(f, c);
    if (c->gone || c->state == CLIENT_LINGER) return false;
    return finish(f, c) || moved;
}

static void choose_events(struct front *f, struct client *c)
{
    bool wants =
        c->state == CLIENT_LINGER || c->state == CLIENT_HEAD || (!c->request_done && c->state != CLIENT_QUEUED);
    bool may_read = bytes_room(&c->in) > 0 && !c->half_closed; /* else its end would be told again and again */
    uint32_t events = (may_read && wants ? EPOLLIN : 0u) | (may_read ? EPOLLRDHUP : 0u);
    if (bytes_count(&c->out)) events |= EPOLLOUT;
    front_watch(f, &c->watch, events);
    if (!c->instance) return;
    events = bytes_room(&c->out) > BYTES_ROOM / 2 ? EPOLLIN : 0;
    if (bytes_count(&c->to_instance)) events |= EPOLLOUT;
    front_watch(f, &c->instance->watch, events);
}

void client_advance(struct front *f, struct client *c)
{
    while (!c->gone && turn(f, c)) continue;
    if (!c->gone) choose_events(f, c);
}

/* -- events ----------------------------------------------------------------------------------------------------- */

static void receive(struct front *f, struct client *c)
{
    if (c->state == CLIENT_LINGER) bytes_took(&c->in, bytes_count(&c->in));
    if (bytes_room(&c->in) == 0) return;
    ssize_t n = bytes_receive(&c->in, c->watch.fd);
    if (n == -2) drop(f, c);
    if (n == 0) c->half_closed = true;
}

/* Who has sent all and closes is not waited for: its machine is of use to others.  (So does nginx.) */
static void lost_interest(struct front *f, struct client *c)
{
    bool asked_for_more = bytes_count(&c->in) > 0;
    if (c->state == CLIENT_HEAD && asked_for_more) return;
    if (c->state == CLIENT_SELF || (c->state != CLIENT_HEAD && c->answer_done)) return;
    snprintf(c->trail.why, sizeof c->trail.why, "the client closed the connection.");
    drop(f, c);
}

void client_event(struct front *f, struct client *c, uint32_t events)
{
    if (c->gone) return;
    if (events & (EPOLLIN | EPOLLRDHUP)) receive(f, c);
    if (!c->gone && events & (EPOLLHUP | EPOLLERR)) drop(f, c);
    if (c->gone) return;
    client_advance(f, c);
    if (c->gone || !c->half_closed) return;
    if (c->state == CLIENT_LINGER) drop(f, c);
    else lost_interest(f, c);
}

/* -- deadlines ---------------------------------------------------------------------------------------------------- */

static void late(struct front *f, struct client *c)
{
    bool silent = c->state == CLIENT_LINGER || (c->state == CLIENT_HEAD && !c->trail.moments[MOMENT_first]);
    if (silent || c->answer_begun || c->state == CLIENT_SELF) {
        snprintf(c->trail.why, sizeof c->trail.why, "its time was over.");
        drop(f, c);
        return;
    }
    if (c->state == CLIENT_HEAD) c->keep = false, refuse(f, c, 408, "the request's head did not come in time.");
    else if (c->state == CLIENT_QUEUED) refuse(f, c, 503, "no instance became free in time.");
    else if (!c->request_done && !bytes_count(&c->to_instance)) refuse(f, c, 408, "the request did not come in time.");
    else refuse(f, c, 504, "the instance did not answer in time.");
    client_advance(f, c);
}

/* A connection without a request, and the front is to end.  The first request may be on its way yet; and what came meanwhile is
 * answered, for a client that is cut now would not know whether it was. */
static void let_go(struct front *f, struct client *c, uint64_t now)
{
    if (!c->used && now < f->stopped_ns + FIRST_REQUEST_NS) return;
    receive(f, c);
    if (c->gone) return;
    if (bytes_count(&c->in)) client_advance(f, c);
    else drop(f, c);
}

void clients_sweep(struct front *f)
{
    uint64_t now = clock_monotonic_ns();
    for (struct client *c = f->clients, *next; c; c = next) {
        next = c->next;
        bool idle = c->state == CLIENT_HEAD && !c->trail.moments[MOMENT_first];
        if (f->stopping && idle) let_go(f, c, now);
        else if (now >= c->deadline_ns) late(f, c);
    }
}
