/* spawn/generation.c - settings put into effect: sockets that listen, images that were judged, two processes. */
#include "spawn/generation.h"
#include "spawn/units.h"
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

/* -- listening ---------------------------------------------------------------------------------------------- */

/* "ADDRESS:PORT", "[ADDRESS]:PORT", or ":PORT" for all addresses. */
static bool split(const char *text, char host[256], const char **port)
{
    const char *colon = strrchr(text, ':');
    if (!colon || !colon[1] || colon - text > 255) return false;
    bool brackets = text[0] == '[' && colon > text && colon[-1] == ']';
    size_t size = (size_t)(colon - text) - (brackets ? 2 : 0);
    memcpy(host, text + brackets, size);
    host[size] = 0;
    *port = colon + 1;
    return true;
}

static bool is_port(const char *text)
{
    uint64_t n;
    return unit_number(text, &n) && n <= UINT16_MAX;
}

/* Where it listens in fact: port 0 has become one. */
static void show(struct listening *l)
{
    struct sockaddr_storage a;
    socklen_t size = sizeof a;
    char host[INET6_ADDRSTRLEN] = "?", port[8] = "?";
    if (getsockname(l->fd, (struct sockaddr *)&a, &size) == 0)
        getnameinfo((struct sockaddr *)&a, size, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(l->shown, sizeof l->shown, strchr(host, ':') ? "[%s]:%s" : "%s:%s", host, port);
}

static bool listen_at(struct listening *l, struct complaint *c)
{
    char host[256];
    const char *port;
    struct addrinfo *a, hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    if (!split(l->name, host, &port) || !is_port(port))
        return complain(c, "--listen wants ADDRESS:PORT, not '%s'.", l->name);
    int e = getaddrinfo(host[0] ? host : NULL, port, &hints, &a), on = 1;
    if (e != 0) return complain(c, "--listen %s: %s.", l->name, gai_strerror(e));
    l->fd = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    bool ok = l->fd >= 0 && setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
              bind(l->fd, a->ai_addr, a->ai_addrlen) == 0 && listen(l->fd, BACKLOG) == 0;
    int error = errno;
    freeaddrinfo(a);
    return ok || complain(c, "cannot listen at %s: %s.", l->name, strerror(error));
}

static int inherited(const struct generation *before, const char *name)
{
    for (uint32_t i = 0; before && i < before->settings.listen.count; i++)
        if (before->listening[i].fd >= 0 && strcmp(before->listening[i].name, name) == 0)
            return fcntl(before->listening[i].fd, F_DUPFD_CLOEXEC, 3);
    return -1;
}

static bool listen_all(struct generation *g, const struct generation *before, struct complaint *c)
{
    for (uint32_t i = 0; i < g->settings.listen.count; i++) g->listening[i].fd = -1;
    for (uint32_t i = 0; i < g->settings.listen.count; i++) {
        struct listening *l = &g->listening[i];
        l->name = g->settings.listen.all[i];
        l->fd = inherited(before, l->name);
        if (l->fd < 0 && !listen_at(l, c)) return false;
        show(l);
    }
    return true;
}

static void close_listening(struct generation *g)
{
    for (uint32_t i = 0; i < g->settings.listen.count; i++) {
        if (g->listening[i].fd >= 0) close(g->listening[i].fd);
        g->listening[i].fd = -1;
    }
}

/* -- descriptors ------------------------------------------------------------------------------------------------ */

/* In the front: one for each client, one or, while it is made, two for each instance (three where it serves many), and little else. */
static rlim_t least_descriptors(const struct settings *s)
{
    enum { OTHERS = 64 };
    return s->instances * (s->fresh == FRESH_RECYCLE ? 3 : 1) + OTHERS + 1;
}

static bool judge_limit(const struct settings *s, struct complaint *c)
{
    struct rlimit l;
    rlim_t least = least_descriptors(s);
    return getrlimit(RLIMIT_NOFILE, &l) != 0 || l.rlim_max > least ||
           complain(c, "--instances %u wants more than %llu open files, and the system allows %llu (ulimit -n).",
                    s->instances, (unsigned long long)least, (unsigned long long)l.rlim_max);
}

/* Where the system allows fewer, fewer clients are let in, so that none is accepted for whom there is no instance to be had. */
static void raise_limit(struct settings *s)
{
    struct rlimit l;
    rlim_t least = least_descriptors(s), wanted = s->connections + least;
    if (getrlimit(RLIMIT_NOFILE, &l) != 0 || l.rlim_cur >= wanted) return;
    l.rlim_cur = wanted < l.rlim_max ? wanted : l.rlim_max;
    setrlimit(RLIMIT_NOFILE, &l);
    if (l.rlim_cur < wanted && l.rlim_cur > least) s->connections = (uint32_t)(l.rlim_cur - least);
}

static bool open_log(struct generation *g, struct complaint *c)
{
    const char *path = g->settings.log_file;
    g->log = path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0640) : -1;
    return !path || g->log >= 0 || complain(c, "--log-file %s: %s.", path, strerror(errno));
}

/* -- opening and closing ---------------------------------------------------------------------------------------- */

struct generation *generation_open(int argc, char **argv, const struct generation *before, struct complaint *c)
{
    struct generation *g = calloc(1, sizeof *g);
    if (!g) return NULL;
    if (!settings_read(&g->settings, argc, argv, c)) return NULL;
    if (g->settings.help) return g;
    if (!listen_all(g, before, c)) {
        close_listening(g);
        return NULL;
    }
    if (judge_limit(&g->settings, c) && open_log(g, c) && maker_open(&g->maker, &g->settings, c)) return g;
    close_listening(g);
    return NULL;
}

void generation_close(struct generation *g)
{
    close_listening(g);
    if (g->log >= 0) close(g->log);
    maker_close(&g->maker);
}

/* -- processes ------------------------------------------------------------------------------------------------------ */

static _Noreturn void be_front(struct generation *g, struct statistics *s, int maker)
{
    struct front *f = calloc(1, sizeof *f);
    if (!f) _exit(1);
    f->settings = &g->settings;
    f->statistics = s;
    f->reports = g->maker.reports;
    if (g->log >= 0) dup2(g->log, STDOUT_FILENO);
    raise_limit(&g->settings);
    for (uint32_t i = 0; i < g->settings.listen.count; i++)
        f->listeners[f->listener_count++] = (struct watch){WATCH_LISTENER, g->listening[i].fd, 0};
    for (uint32_t i = 0; i < g->settings.route_count; i++) image_close(&g->maker.templates[i].image);
    front_run(f, maker);
}

static _Noreturn void be_maker(struct generation *g, struct statistics *s, int front)
{
    munmap(s, sizeof *s); /* its children are not to count */
    close_listening(g);
    maker_run(&g->maker, front);
}

bool generation_start(struct generation *g, struct statistics *s, struct complaint *c)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return complain(c, "no sockets: %s.", strerror(errno));
    g->maker_pid = fork();
    if (g->maker_pid == 0) {
        close(pair[0]);
        be_maker(g, s, pair[1]);
    }
    close(pair[1]);
    g->front = g->maker_pid > 0 ? fork() : -1;
    if (g->front == 0) be_front(g, s, pair[0]);
    close(pair[0]);
    return g->front > 0 || complain(c, "the host gives no process: %s.", strerror(errno));
}
