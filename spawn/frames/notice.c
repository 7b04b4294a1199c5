/* spawn/frames/notice.c - when is a guest ready?  When its machine says so to its monitor, or its program to us; each says the token
 * of its command line, so that nobody else can. */
#include "spawn/frames/keeper.h"
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* -- the program's notice: it fetches a URL ------------------------------------------------------------------- */

bool notice_open(struct keeper *k, struct complaint *c)
{
    const struct frames_settings *f = &k->settings->frames;
    k->notices = -1;
    if (!f->notice) return true;
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_addr.s_addr = htonl(f->bridge ? f->bridge_address : INADDR_LOOPBACK)};
    socklen_t size = sizeof a;
    char address[INET_ADDRSTRLEN];
    k->notices = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (k->notices < 0 || bind(k->notices, (struct sockaddr *)&a, size) != 0 || listen(k->notices, 16) != 0 ||
        getsockname(k->notices, (struct sockaddr *)&a, &size) != 0)
        return complain(c, "the host gives no port for notices: %s.", strerror(errno));
    inet_ntop(AF_INET, &a.sin_addr, address, sizeof address);
    snprintf(k->notice_address, sizeof k->notice_address, "%s:%u", address, ntohs(a.sin_port));
    snprintf(k->notice_url, sizeof k->notice_url, "LING_READY=http://%s/%s",
             f->bridge ? k->notice_address : "10.0.2.100", k->token);
    return true;
}

static bool is_ours(const struct keeper *k, const char *head)
{
    char wanted[64];
    snprintf(wanted, sizeof wanted, "GET /%s HTTP/1.", k->token);
    return strncmp(head, wanted, strlen(wanted)) == 0;
}

/* Answers, and hangs up. */
static void judge(struct keeper *k, struct heard *caller)
{
    static const char thanks[] = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
                      no[] = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    bool ours = is_ours(k, caller->text);
    send(caller->fd, ours ? thanks : no, strlen(ours ? thanks : no), MSG_NOSIGNAL | MSG_DONTWAIT);
    heard_close(caller);
    k->ready = k->ready || ours;
}

void notice_accept(struct keeper *k)
{
    int fd = accept4(k->notices, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    for (int i = 0; i < CALLERS && fd >= 0; i++) {
        if (k->callers[i].fd >= 0) continue;
        k->callers[i] = (struct heard){.fd = fd};
        return;
    }
    if (fd >= 0) close(fd);
}

/* A head that is longer than there is room for is none of ours. */
void notice_hear(struct keeper *k, struct heard *caller)
{
    if (!heard_take(caller)) heard_close(caller);
    else if (strstr(caller->text, "\r\n\r\n")) judge(k, caller);
    else if (caller->size == sizeof caller->text - 1) heard_close(caller);
}

/* -- the machine's notice: lines "ling: start TOKEN", "ling: ready TOKEN PORT" -------------------------------------------- */

static bool says(const struct keeper *k, const char *line, const char *what)
{
    char wanted[64];
    snprintf(wanted, sizeof wanted, "ling: %s %s", what, k->token);
    return strncmp(line, wanted, strlen(wanted)) == 0;
}

static void hear_line(struct keeper *k, const char *line)
{
    if (strcmp(line, "made") == 0) report_mark(k->report, MARK_MADE);
    if (says(k, line, "start")) report_mark(k->report, MARK_STARTED);
    if (says(k, line, "ready") && k->notices < 0) k->ready = true;
}

void life_take(struct keeper *k)
{
    struct heard *w = &k->life;
    if (!heard_take(w)) {
        heard_close(w);
        return;
    }
    char *line = w->text, *end;
    for (; (end = strchr(line, '\n')); line = end + 1) {
        *end = 0;
        hear_line(k, line);
    }
    w->size -= (size_t)(line - w->text);
    memmove(w->text, line, w->size + 1);
    if (w->size == sizeof w->text - 1) w->size = 0; /* no line of ours is so long */
}

/* -- words ------------------------------------------------------------------------------------------------------------- */

bool heard_take(struct heard *w)
{
    ssize_t n = recv(w->fd, w->text + w->size, sizeof w->text - 1 - w->size, MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (n <= 0) return false;
    w->size += (size_t)n;
    w->text[w->size] = 0;
    return true;
}

void heard_close(struct heard *w)
{
    if (w->fd >= 0) close(w->fd);
    w->fd = -1;
}
