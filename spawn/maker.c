/* spawn/maker.c - forks a tender for each order, ends those that are to end, says which are gone. */
#include "spawn/maker.h"
#include "tender/descriptors.h"
#include "tender/large_image.h"
#include "spawn/memory.h"
#include "spawn/parent.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MEASURE_MS = 500 };

/* Some sentences begin with the file's name. */
static bool complain_of(const char *image, const struct complaint *why, struct complaint *c)
{
    if (strncmp(why->text, image, strlen(image)) == 0) return complain(c, "%s", why->text);
    return complain(c, "%s: %s", image, why->text);
}

bool maker_open(struct maker *m, const struct settings *s, struct complaint *c)
{
    struct complaint why;
    *m = (struct maker){.settings = s, .socket = -1, .signals = -1};
    clock_start(&m->clock);
    if (!frames_sweep(s, c)) return false;
    for (uint32_t i = 0; i < s->route_count; i++) {
        struct template *t = &m->templates[i];
        if (!guest_open_image(&t->image, s->routes[i].image, &why) ||
            !guest_plan(&t->memory, &t->image, s->memory, &why))
            return complain_of(s->routes[i].image, &why, c);
        if (t->memory.prepared) large_image(&t->memory, &t->image, s->engine);
        if (s->fresh == FRESH_RECYCLE && !t->memory.prepared)
            return complain(c, "%s: --fresh recycle wants an image made by `ling build --prepare`.",
                            s->routes[i].image);
    }
    m->reports_bytes = sizeof *m->reports * (s->instances + 1);
    m->reports = mmap(NULL, m->reports_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (m->reports == MAP_FAILED) return complain(c, "the host gives no memory: %s.", strerror(errno));
    m->console = s->console ? STDERR_FILENO : open("/dev/null", O_RDWR | O_CLOEXEC);
    if (m->console < 0) return complain(c, "/dev/null: %s.", strerror(errno));
    if (!confine_compile(s->policy.rule_count ? CONFINE_TO_SOCKETS : CONFINE_WHOLLY, &m->confinement, c)) return false;
    for (uint32_t i = 0; i < s->route_count; i++)
        if (s->rehearsal && m->templates[i].memory.prepared && !frames_is(s->engine)) rehearse(m, i);
    return true;
}

void maker_close(struct maker *m)
{
    for (uint32_t i = 0; i < m->settings->route_count; i++) image_close(&m->templates[i].image);
    munmap(m->reports, m->reports_bytes);
    if (m->console != STDERR_FILENO) close(m->console);
}

/* -- orders ------------------------------------------------------------------------------------------------ */

static void note_gone(struct maker *m, uint32_t place, int status)
{
    m->children[place].pid = 0;
    m->children[place].status = status;
    m->children[place].unsaid = true;
    m->unsaid++;
}

/* Never waits: the front may itself be waiting for room in the other direction. */
static void say_gone(struct maker *m)
{
    for (uint32_t p = 0; p < m->settings->instances && m->unsaid > 0; p++) {
        if (!m->children[p].unsaid) continue;
        struct notice n = {m->children[p].serial, p, m->children[p].status};
        if (send(m->socket, &n, sizeof n, MSG_NOSIGNAL | MSG_DONTWAIT) < 0) return;
        m->children[p].unsaid = false;
        m->unsaid--;
    }
}

static void make(struct maker *m, const struct order *o, int connection)
{
    pid_t pid = m->children[o->place].pid == 0 && connection >= 0 ? fork() : -1;
    if (pid == 0) machine_run(m, o, connection);
    if (connection >= 0) close(connection);
    m->children[o->place].serial = o->serial;
    if (pid > 0) m->children[o->place].pid = pid;
    else note_gone(m, o->place, -1);
}

static void obey(struct maker *m, const struct order *o, int connection)
{
    if (o->place >= m->settings->instances || o->route >= m->settings->route_count) return;
    if (o->kind == ORDER_MAKE) {
        make(m, o, connection);
        return;
    }
    pid_t pid = m->children[o->place].pid;
    if (pid > 0 && m->children[o->place].serial == o->serial)
        kill(pid, frames_is(m->settings->engine) ? SIGTERM : SIGKILL); /* a keeper takes its guest away first */
}

/* False: the front is gone. */
static bool take_order(struct maker *m)
{
    struct order o;
    int connection;
    ssize_t n = descriptor_receive(m->socket, &o, sizeof o, &connection, MSG_DONTWAIT);
    if (n < 0) return errno == EAGAIN;
    if (n == sizeof o) obey(m, &o, connection);
    return n > 0;
}

/* -- ends ----------------------------------------------------------------------------------------------------- */

/* Cells of tenders that were killed come here too (subreaper); nobody asks for them. */
static void reap(struct maker *m)
{
    struct signalfd_siginfo i;
    int status;
    pid_t pid;
    while (read(m->signals, &i, sizeof i) == sizeof i) continue;
    while ((pid = waitpid(-1, &status, WNOHANG | __WALL)) > 0)
        for (uint32_t p = 0; p < m->settings->instances; p++)
            if (m->children[p].pid == pid) note_gone(m, p, status);
}

static void measure(struct maker *m)
{
    uint64_t now = clock_monotonic_ns();
    if (now - m->measured_ns < MEASURE_MS * UINT64_C(1000000)) return;
    m->measured_ns = now;
    __atomic_store_n(&m->reports[m->settings->instances].memory, memory_of_children(m), __ATOMIC_RELAXED);
}

/* SIGTERM and SIGINT are the supervisor's to obey; the maker lives as long as its front. */
static void open_signals(struct maker *m)
{
    sigset_t taken, all;
    sigemptyset(&taken);
    sigaddset(&taken, SIGCHLD);
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    m->signals = signalfd(-1, &taken, SFD_NONBLOCK | SFD_CLOEXEC);
    if (m->signals < 0) _exit(1);
}

_Noreturn void maker_run(struct maker *m, int socket)
{
    parent_hold_on_to();
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    setpgid(0, 0); /* what is typed at a terminal is for the supervisor */
    m->self = getpid();
    m->running = true;
    m->socket = socket;
    open_signals(m);
    if (!frames_is(m->settings->engine) && m->settings->engine->survey) m->host = m->settings->engine->survey();
    struct pollfd p[] = {{.fd = socket, .events = POLLIN}, {.fd = m->signals, .events = POLLIN}};
    bool on = true;
    while (on) {
        p[0].events = m->unsaid ? POLLIN | POLLOUT : POLLIN;
        int n = poll(p, 2, MEASURE_MS);
        if (n == 0) measure(m); /* never while there is work */
        if (n <= 0) continue;
        if (p[0].revents & (POLLIN | POLLHUP | POLLERR)) on = take_order(m);
        if (p[1].revents) reap(m);
        say_gone(m);
    }
    for (uint32_t i = 0; i < m->settings->instances; i++)
        if (m->children[i].pid > 0) kill(m->children[i].pid, SIGKILL);
    _exit(0);
}
