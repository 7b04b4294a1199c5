/* spawn/main.c - `ling spawn`: the supervisor.  It reads settings, starts a front and a maker, and passes on what it is told:
 * SIGHUP, new settings; SIGTERM or SIGINT, an orderly end; the same again, an end at once. */
#include "spawn/generation.h"
#include "spawn/parent.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

struct supervisor {
    struct generation *now; /* the running one; older ones hang from it until they are gone */
    struct statistics *statistics;
    int argc;
    char **argv;
    bool stopping;
    int status;
};

static int fail(const struct complaint *c, int status)
{
    fprintf(stderr, "ling spawn: %s\n", c->text);
    return status;
}

static void introduce(const struct generation *g)
{
    const struct settings *s = &g->settings;
    static const char *const fresh[] = {[FRESH_CREATE] = "made when it comes (create)",
                                        [FRESH_POOL] = "made before (pool)",
                                        [FRESH_RECYCLE] = "set back to its start (recycle)"};
    for (uint32_t i = 0; i < s->listen.count; i++)
        fprintf(stderr, "ling spawn: http://%s/ - each request gets an instance of its own, %s, engine %s.\n",
                g->listening[i].shown, fresh[s->fresh], s->engine->name);
}

/* -- generations ---------------------------------------------------------------------------------------------- */

static void end_generation(const struct generation *g)
{
    if (g->front > 0) kill(g->front, SIGTERM);
}

static void reload(struct supervisor *v)
{
    struct complaint why = {"there is no memory."};
    struct generation *new = v->stopping ? NULL : generation_open(v->argc, v->argv, v->now, &why);
    if (!new || !generation_start(new, v->statistics, &why)) {
        if (!v->stopping)
            fprintf(stderr, "ling spawn: the new settings are refused, the old ones stay: %s\n", why.text);
        return;
    }
    end_generation(v->now);
    generation_close(v->now);
    new->older = v->now;
    v->now = new;
    introduce(new);
}

/* Both processes of a generation end together; one that ends unasked is an accident, and so is the end of the spawner. */
static void child_gone(struct supervisor *v, pid_t pid, int status)
{
    for (struct generation *g = v->now; g; g = g->older) {
        if (pid == g->maker_pid) g->maker_pid = 0;
        if (pid != g->front) continue;
        g->front = 0;
        bool orderly = WIFEXITED(status) && WEXITSTATUS(status) == 0;
        if (g == v->now && !v->stopping) {
            fprintf(stderr, "ling spawn: the front ended unasked (%s %d).\n", WIFSIGNALED(status) ? "signal" : "status",
                    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
            v->stopping = true;
            v->status = 1;
        } else if (!orderly) v->status = 1;
    }
}

static bool is_over(const struct supervisor *v)
{
    for (const struct generation *g = v->now; g; g = g->older)
        if (g->front > 0 || g->maker_pid > 0) return false;
    return true;
}

/* -- signals ------------------------------------------------------------------------------------------------------- */

static void stop(struct supervisor *v)
{
    for (const struct generation *g = v->now; g; g = g->older) {
        end_generation(g);
        if (v->stopping && g->maker_pid > 0) kill(g->maker_pid, SIGKILL);
    }
    v->stopping = true;
}

static void reap(struct supervisor *v)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) child_gone(v, pid, status);
}

static int open_signals(void)
{
    sigset_t taken;
    sigemptyset(&taken);
    static const int all[] = {SIGTERM, SIGINT, SIGHUP, SIGCHLD};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) sigaddset(&taken, all[i]);
    sigprocmask(SIG_BLOCK, &taken, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &taken, SFD_CLOEXEC);
}

static int supervise(struct supervisor *v)
{
    struct complaint why = {"there is no memory."};
    struct signalfd_siginfo i;
    int signals = open_signals();
    if (signals < 0 || !generation_start(v->now, v->statistics, &why)) return fail(&why, STATUS_HOST);
    introduce(v->now);
    while (!(v->stopping && is_over(v))) {
        if (read(signals, &i, sizeof i) != sizeof i) continue;
        if (i.ssi_signo == SIGHUP) reload(v);
        else if (i.ssi_signo == SIGCHLD) reap(v);
        else stop(v);
    }
    return v->status;
}

/* Who closed what every program has open would give their numbers to our sockets, and our children write there. */
static void open_missing(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd) _exit(STATUS_HOST);
}

int main(int argc, char **argv)
{
    struct complaint why = {"there is no memory."};
    struct supervisor v = {.argc = argc, .argv = argv};
    open_missing();
    v.now = generation_open(argc, argv, NULL, &why);
    if (!v.now) return fail(&why, STATUS_USAGE);
    if (v.now->settings.help) {
        settings_help();
        return 0;
    }
    v.statistics = mmap(NULL, sizeof *v.statistics, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (v.statistics == MAP_FAILED) return fail(&why, STATUS_HOST);
    v.statistics->started_ns = clock_monotonic_ns();
    return supervise(&v);
}
