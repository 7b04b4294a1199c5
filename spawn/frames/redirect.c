/* spawn/frames/redirect.c - `--accel-redirect`: nginx is told where the answer is to be had, and fetches it there.
 *
 * What nginx connects to is a port of the keeper's own that takes one connection: a second request cannot reach the instance, and its end
 * is the end of the instance.  The front's answer carries two headers:
 *
 *   X-Accel-Redirect: @NAME, or /PREFIX/ADDRESS:PORT
 *   X-Ling-Instance: ADDRESS:PORT
 */
#include "spawn/bytes.h"
#include "spawn/frames/keeper.h"
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Reads away the request that the front has handed over: nginx brings it again. */
static void drop_request(const struct keeper *k)
{
    char dropped[4096];
    while (recv(k->connection, dropped, sizeof dropped, MSG_DONTWAIT) > 0) continue;
}

static bool answer(const struct keeper *k)
{
    char where[ADDRESS_TEXT], address[INET_ADDRSTRLEN], text[512];
    const char *location = k->settings->frames.accel_redirect;
    bool named = location[0] == '@';
    inet_ntop(AF_INET, &k->redirect.sin_addr, address, sizeof address);
    snprintf(where, sizeof where, "%s:%u", address, ntohs(k->redirect.sin_port));
    int size = snprintf(text, sizeof text,
                        "HTTP/1.1 200 OK\r\nX-Accel-Redirect: %s%s\r\nX-Ling-Instance: %s\r\nContent-Length: 0\r\n\r\n",
                        location, named ? "" : where, where);
    return size < (int)sizeof text && send(k->connection, text, (size_t)size, MSG_NOSIGNAL) == size;
}

/* The deadline of the request holds here too: nobody else watches this stretch. */
static int wait_for_nginx(struct keeper *k)
{
    uint64_t until = clock_monotonic_ns() + k->settings->deadline_ns;
    for (uint64_t now; (now = clock_monotonic_ns()) < until;) {
        struct pollfd p[] = {{.fd = k->redirects, .events = POLLIN}, {.fd = k->signals, .events = POLLIN}};
        int n = poll(p, 2, (int)((until - now) / 1000000) + 1);
        if (n < 0 && errno != EINTR) return -1;
        if (p[1].revents && (monitor_signals(k) || k->monitor <= 0)) return -1;
        if (p[0].revents) return accept4(k->redirects, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    }
    return -1;
}

bool redirect_open(struct keeper *k, struct complaint *c)
{
    socklen_t size = sizeof k->redirect;
    k->redirects = -1;
    if (!k->settings->frames.accel_redirect) return true;
    k->redirect = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(network_loopback())};
    k->redirects = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return (k->redirects >= 0 && bind(k->redirects, (struct sockaddr *)&k->redirect, size) == 0 &&
            listen(k->redirects, 1) == 0 && getsockname(k->redirects, (struct sockaddr *)&k->redirect, &size) == 0) ||
           complain(c, "the host gives no port: %s.", strerror(errno));
}

int redirect_accept(struct keeper *k)
{
    drop_request(k);
    int client = answer(k) ? wait_for_nginx(k) : -1;
    close(k->redirects);
    k->redirects = -1;
    return client;
}
