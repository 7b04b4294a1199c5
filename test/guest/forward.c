/* test/guest/forward.c - unit tests of what carries published ports to a guest with an address of its own: this program is client, guest and
 * monitor at once, and nothing in it waits but on events. */
#include "test/guest/check.h"
#include "tender/monitors/forward.h"
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TOGETHER = FORWARD_STREAMS + 8, LARGE = 3 << 20, PATIENCE_MS = 20000 };

static uint16_t port_of(int fd)
{
    struct sockaddr_in a;
    socklen_t size = sizeof a;
    CHECK(getsockname(fd, (struct sockaddr *)&a, &size) == 0);
    return ntohs(a.sin_port);
}

/* At a port that the system chooses; of streams it listens. */
static int bound(int type)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, type | SOCK_NONBLOCK, 0);
    CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&a, sizeof a) == 0 && (type == SOCK_DGRAM || listen(fd, 512) == 0));
    return fd;
}

static int client_of(int type, uint16_t port)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, type | SOCK_NONBLOCK, 0);
    CHECK(fd >= 0 && (connect(fd, (struct sockaddr *)&a, sizeof a) == 0 || errno == EINPROGRESS));
    return fd;
}

/* Lets the forwarder work until the socket has something to say. */
static void await(struct forward *f, int fd, short events)
{
    struct pollfd p[2] = {{.fd = fd, .events = events}, {.fd = f->epoll, .events = POLLIN}};
    do {
        p[0].revents = p[1].revents = 0;
        CHECK(poll(p, 2, PATIENCE_MS) > 0);
        forward_serve(f);
    } while (!p[0].revents);
}

static int accepted(struct forward *f, int listener)
{
    await(f, listener, POLLIN);
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    CHECK(fd >= 0);
    return fd;
}

static void hear_all(struct forward *f, int fd, const char *text)
{
    char got[64] = "";
    for (size_t size = 0; size < strlen(text);) {
        await(f, fd, POLLIN);
        ssize_t n = recv(fd, got + size, strlen(text) - size, 0);
        CHECK(n > 0);
        size += (size_t)n;
    }
    CHECK(strcmp(got, text) == 0);
}

static struct forward *fresh(struct policy *p, int guest, bool udp)
{
    struct complaint c;
    *p = (struct policy){.published_count = 1};
    p->published[0] = (struct published){
        .fd = bound(udp ? SOCK_DGRAM : SOCK_STREAM), .guest_port = port_of(guest), .peers = udp ? peers_make() : NULL};
    struct forward *f = forward_open(p, &c);
    CHECK(f && forward_to(f, (struct in_addr){htonl(INADDR_LOOPBACK)}, &c));
    return f;
}

static void finish(struct forward *f, struct policy *p, int guest)
{
    CHECK(f->streams_open == 0);
    forward_close(f);
    policy_close(p);
    close(guest);
}

/* -- addresses ------------------------------------------------------------------------------------------------------------ */

static void lies_are_refused(void)
{
    static const char *const lies[] = {"", "10.0.0", "0.0.0.0", "127.0.0.1", "127.1.2.3", "10.0.0.2 ", "::1", "evil"};
    struct policy p = {.published_count = 0};
    struct complaint c;
    struct forward *f = forward_open(&p, &c);
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) CHECK(f && !forward_aim(f, lies[i], &c));
    forward_close(f);
}

/* -- streams ---------------------------------------------------------------------------------------------------------------- */

/* Each way ends by itself, and what was said before is heard whole. */
static void ends_are_carried(void)
{
    struct policy p;
    char end;
    int listener = bound(SOCK_STREAM);
    struct forward *f = fresh(&p, listener, false);
    int client = client_of(SOCK_STREAM, port_of(p.published[0].fd)), guest = accepted(f, listener);
    await(f, client, POLLOUT);
    CHECK(send(client, "a question", 10, 0) == 10 && shutdown(client, SHUT_WR) == 0);
    hear_all(f, guest, "a question");
    await(f, guest, POLLIN);
    CHECK(recv(guest, &end, 1, 0) == 0 && send(guest, "its answer", 10, 0) == 10);
    hear_all(f, client, "its answer");
    close(guest);
    await(f, client, POLLIN);
    CHECK(recv(client, &end, 1, 0) == 0);
    close(client);
    finish(f, &p, listener);
}

/* More than all buffers hold goes round: the guest sends back what it hears, and reads no more than that. */
static void much_goes_round(void)
{
    static char block[1 << 16], back[1 << 16];
    struct policy p;
    int listener = bound(SOCK_STREAM);
    struct forward *f = fresh(&p, listener, false);
    int client = client_of(SOCK_STREAM, port_of(p.published[0].fd)), guest = accepted(f, listener);
    uint64_t sum_sent = 0, sum_back = 0;
    size_t sent = 0, returned = 0;
    ssize_t kept = 0;
    while (returned < LARGE) {
        for (size_t i = 0; i < sizeof block; i++) block[i] = (char)((sent + i) * 31 >> 3);
        ssize_t n = sent < LARGE
                        ? send(client, block, LARGE - sent < sizeof block ? LARGE - sent : sizeof block, MSG_NOSIGNAL)
                        : 0;
        for (ssize_t i = 0; i < n; i++) sum_sent = sum_sent * 33 + (uint8_t)block[i];
        sent += n > 0 ? (size_t)n : 0;
        if (!kept) kept = recv(guest, back, sizeof back, 0);
        n = kept > 0 ? send(guest, back, (size_t)kept, MSG_NOSIGNAL) : 0;
        if (kept < 0) kept = 0;
        if (n > 0) memmove(back, back + n, (size_t)(kept -= n));
        while ((n = recv(client, block, sizeof block, 0)) > 0) {
            for (ssize_t i = 0; i < n; i++) sum_back = sum_back * 33 + (uint8_t)block[i];
            returned += (size_t)n;
        }
        forward_serve(f);
    }
    CHECK(returned == LARGE && sum_sent == sum_back);
    close(client);
    close(guest);
    while (f->streams_open) forward_serve(f);
    finish(f, &p, listener);
}

/* Nobody listens there, or whoever did breaks off: the client hears of a break, not of an end. */
static void breaks_are_carried(void)
{
    struct policy p;
    char byte;
    const struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    int listener = bound(SOCK_STREAM);
    struct forward *f = fresh(&p, listener, false);
    int client = client_of(SOCK_STREAM, port_of(p.published[0].fd)), guest = accepted(f, listener);
    CHECK(setsockopt(guest, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0);
    close(guest);
    await(f, client, POLLIN);
    CHECK(recv(client, &byte, 1, 0) < 0 && errno == ECONNRESET);
    close(client);
    close(listener);
    client = client_of(SOCK_STREAM, port_of(p.published[0].fd));
    await(f, client, POLLIN);
    CHECK(recv(client, &byte, 1, 0) < 0 && errno == ECONNRESET);
    close(client);
    finish(f, &p, bound(SOCK_STREAM));
}

/* More connections than there are places: the others wait, and each gets its turn. */
static void those_beyond_wait(void)
{
    struct policy p;
    static int clients[TOGETHER], guests[TOGETHER];
    int listener = bound(SOCK_STREAM);
    struct forward *f = fresh(&p, listener, false);
    for (int i = 0; i < TOGETHER; i++) clients[i] = client_of(SOCK_STREAM, port_of(p.published[0].fd));
    for (int i = 0; i < FORWARD_STREAMS; i++) guests[i] = accepted(f, listener);
    forward_serve(f);
    CHECK(f->streams_open == FORWARD_STREAMS && f->full && accept(listener, NULL, NULL) < 0);
    for (int i = FORWARD_STREAMS; i < TOGETHER; i++) {
        close(guests[i - FORWARD_STREAMS]);
        close(clients[i - FORWARD_STREAMS]);
        guests[i] = accepted(f, listener);
    }
    for (int i = TOGETHER - FORWARD_STREAMS; i < TOGETHER; i++) close(clients[i]), close(guests[i]);
    while (f->streams_open) forward_serve(f);
    finish(f, &p, listener);
}

/* -- datagrams ---------------------------------------------------------------------------------------------------------------- */

static void send_and_echo(struct forward *f, int client, int guest, const char *text)
{
    char got[16];
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    CHECK(send(client, text, strlen(text), 0) == (ssize_t)strlen(text));
    await(f, guest, POLLIN);
    ssize_t n = recvfrom(guest, got, sizeof got, 0, (struct sockaddr *)&from, &size);
    CHECK(n == (ssize_t)strlen(text) && memcmp(got, text, (size_t)n) == 0);
    CHECK(sendto(guest, got, (size_t)n, 0, (struct sockaddr *)&from, size) == n);
    await(f, client, POLLIN);
    CHECK(recv(client, got, sizeof got, 0) == n && memcmp(got, text, (size_t)n) == 0);
}

/* Each sender gets its own answers, the empty one too, and the first makes room when there are too many. */
static void senders_are_told_apart(void)
{
    struct policy p;
    int guest = bound(SOCK_DGRAM);
    struct forward *f = fresh(&p, guest, true);
    uint16_t port = port_of(p.published[0].fd);
    int one = client_of(SOCK_DGRAM, port), two = client_of(SOCK_DGRAM, port);
    send_and_echo(f, one, guest, "one");
    send_and_echo(f, two, guest, "two");
    send_and_echo(f, one, guest, "");
    CHECK(f->next_sender == 2);
    for (int i = 0; i < FORWARD_SENDERS; i++) {
        int another = client_of(SOCK_DGRAM, port);
        send_and_echo(f, another, guest, "another");
        close(another);
    }
    send_and_echo(f, two, guest, "again");
    close(one), close(two);
    finish(f, &p, guest);
}

int main(void)
{
    static void (*const tests[])(void) = {lies_are_refused,   ends_are_carried,  much_goes_round,
                                          breaks_are_carried, those_beyond_wait, senders_are_told_apart};
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) tests[i]();
    printf("%zu passed, 0 failed\n", sizeof tests / sizeof *tests);
    return 0;
}
