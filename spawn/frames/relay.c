/* spawn/frames/relay.c - carries bytes between the front (or nginx) and the guest; it reads nothing of them. */
#include "spawn/frames/keeper.h"
#include "spawn/bytes.h"
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECT_WITHIN_MS = 5000 };

/* -- to the guest --------------------------------------------------------------------------------------------- */

/* 1: it is there; 0: not yet; -1: it will not come. */
static int finish_connect(struct keeper *k, int fd)
{
    struct pollfd p[] = {{.fd = fd, .events = POLLOUT}, {.fd = k->signals, .events = POLLIN}};
    int error = 0;
    socklen_t size = sizeof error;
    if (poll(p, 2, CONNECT_WITHIN_MS) <= 0) return -1;
    if (p[1].revents && (monitor_signals(k) || k->monitor <= 0)) return -1;
    if (!p[0].revents) return 0;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0 ? 1 : -1;
}

int relay_connect(struct keeper *k)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), there = fd >= 0 ? 0 : -1;
    if (fd >= 0 && connect(fd, (struct sockaddr *)&k->reached, sizeof k->reached) == 0) there = 1;
    else if (errno != EINPROGRESS) there = -1;
    while (there == 0) there = finish_connect(k, fd);
    if (there > 0) return fd;
    if (fd >= 0) close(fd);
    return -1;
}

/* -- bytes -------------------------------------------------------------------------------------------------------- */

struct way {
    int from, to;
    bool ended, any; /* no more comes; something came */
    struct bytes *bytes;
};

static short wants_in(const struct way *w) { return !w->ended && bytes_room(w->bytes) > 0 ? POLLIN : 0; }
static short wants_out(const struct way *w) { return bytes_count(w->bytes) > 0 ? POLLOUT : 0; }

/* False: nobody takes what is there. */
static bool move(struct way *w)
{
    if (wants_in(w)) {
        ssize_t n = bytes_receive(w->bytes, w->from);
        if (n == 0 || n == -2) w->ended = true;
        if (n > 0) w->any = true;
    }
    return bytes_send(w->bytes, w->to) != -2;
}

/* Over when the guest has said all and it is handed on.  A client that says no more may still listen. */
static bool is_over(const struct way *answer) { return answer->ended && bytes_count(answer->bytes) == 0; }

static bool turn(struct keeper *k, struct way *request, struct way *answer)
{
    struct pollfd p[] = {{.fd = k->signals, .events = POLLIN},
                         {.fd = request->from, .events = (short)(wants_in(request) | wants_out(answer))},
                         {.fd = answer->from, .events = (short)(wants_in(answer) | wants_out(request))}};
    if (request->ended && !wants_out(answer)) p[1].fd = -1; /* its end would be told again and again */
    if (answer->ended) p[2].fd = -1;
    if (poll(p, 3, -1) < 0) return errno == EINTR;
    if (p[0].revents && monitor_signals(k)) return false;
    if (!move(request)) bytes_took(request->bytes, bytes_count(request->bytes)); /* it may still answer */
    bool taken = move(answer);
    k->answered = answer->any;
    return taken && !is_over(answer);
}

void relay_run(struct keeper *k, int client, int guest)
{
    struct bytes *both = calloc(2, sizeof *both);
    if (!both) return;
    struct way request = {.from = client, .to = guest, .bytes = &both[0]},
               answer = {.from = guest, .to = client, .bytes = &both[1]};
    while (turn(k, &request, &answer)) continue;
    free(both);
    close(guest);
}
