/* spawn/frames/monitors.c - the process that runs a guest: `ling boot --backend qemu` without a program of its own, or a helper that has
 * the library of libvirt or of Xen in it, which no other process of the spawner shall load. */
#include "spawn/frames/keeper.h"
#include "spawn/parent.h"
#include "tender/monitors/monitor.h"
#include "tender/options.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STOP_WITHIN_S = 10, LOOK_MS = 2, HELPER_WORDS = 2 * WORDS_MAX + 40 };

/* -- QEMU: a fork that knows the image already --------------------------------------------------------------------- */

static void say_environment(struct options *o, const struct keeper *k)
{
    const struct settings *s = k->settings;
    for (uint32_t i = 0; i < s->environment.count; i++) o->environment[o->environment_count++] = s->environment.all[i];
    if (k->notice_url[0] && o->environment_count < ENVIRONMENT_MAX)
        o->environment[o->environment_count++] = k->notice_url;
}

static void say_options(struct options *o, const struct keeper *k)
{
    const struct settings *s = k->settings;
    o->image = s->routes[k->order->route].image;
    o->memory = s->memory;
    o->monitor = MONITOR_QEMU;
    say_environment(o, k);
    o->arguments = (char **)(uintptr_t)s->arguments.all;
    o->argument_count = s->arguments.count;
    if (k->published[0]) o->published[o->published_count++] = k->published;
    if (s->policy.rule_count) o->allowed[o->allowed_count++] = "*:*";
    o->monitor_options = (struct monitor_options){.machine = s->frames.machine,
                                                  .accelerator = s->frames.accelerator,
                                                  .life = k->life.fd,
                                                  .token = k->token,
                                                  .notice_address = k->notice_address[0] ? k->notice_address : NULL,
                                                  .address = k->guest_address,
                                                  .hardware = k->hardware};
}

static _Noreturn void be_qemu(const struct keeper *k)
{
    struct complaint why;
    struct options *o = calloc(1, sizeof *o);
    if (!o) _exit(STATUS_HOST);
    say_options(o, k);
    if (k->settings->frames.bridge) {
        o->monitor_options.tap = network_open_tap(k, &why);
        o->monitor_options.notice_address = NULL; /* the guest comes by itself */
        if (o->monitor_options.tap < 0) _exit(end_with(STATUS_HOST, &why));
    }
    _exit(monitor_run_qemu(o));
}

/* -- helpers ----------------------------------------------------------------------------------------------------------- */

struct helper_words {
    const char *at[HELPER_WORDS];
    unsigned count;
};

static void say(struct helper_words *w, const char *name, const char *value)
{
    if (!value || !value[0] || w->count + 3 > HELPER_WORDS) return;
    w->at[w->count++] = name;
    w->at[w->count++] = value;
}

/* The same words for both: what a word means stands in spawn/domains/domain.h. */
static _Noreturn void be_helper(const struct keeper *k)
{
    const struct settings *s = k->settings;
    struct helper_words w = {.count = 0};
    char memory[24], path[HELPER_PATH];
    snprintf(memory, sizeof memory, "%llu", (unsigned long long)guest_memory(&k->template->image, s->memory));
    frames_helper(s->engine, path);
    w.at[w.count++] = path;
    say(&w, "image", s->routes[k->order->route].image);
    say(&w, "memory", memory);
    say(&w, "token", k->token);
    say(&w, "uri", s->frames.uri);
    say(&w, "accel", s->frames.accelerator);
    say(&w, "toolstack", s->frames.toolstack);
    say(&w, "bridge", s->frames.bridge);
    say(&w, "address", k->guest_address);
    say(&w, "hardware", k->hardware);
    say(&w, "published", k->published);
    say(&w, "notices", s->frames.bridge ? NULL : k->notice_address);
    say(&w, "outside", s->policy.rule_count ? "yes" : NULL);
    say(&w, "env", k->notice_url);
    for (uint32_t i = 0; i < s->environment.count; i++) say(&w, "env", s->environment.all[i]);
    for (uint32_t i = 0; i < s->arguments.count; i++) say(&w, "word", s->arguments.all[i]);
    dup2(k->life.fd, STDOUT_FILENO);
    execv(w.at[0], (char *const *)(uintptr_t)w.at);
    struct complaint why;
    complain(&why, "%s does not start: %s.", w.at[0], strerror(errno));
    _exit(end_with(STATUS_HOST, &why));
}

/* -- start ---------------------------------------------------------------------------------------------------------------- */

/* In the child: its ends of the two channels take the places of ours. */
static _Noreturn void become(struct keeper *k, pid_t keeper, int life, int sentences)
{
    sigset_t none;
    bool helper = k->settings->engine != &qemu_frames;
    prctl(PR_SET_PDEATHSIG, helper ? SIGTERM : SIGKILL); /* a helper has a domain to take away */
    if (getppid() != keeper) _exit(1);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing >= 0) dup2(nothing, STDIN_FILENO);
    dup2(sentences, STDERR_FILENO);
    const int ours[] = {k->connection, k->signals, k->notices, k->redirects, k->life.fd, k->sentences.fd};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (ours[i] >= 0) close(ours[i]);
    k->life.fd = life;
    if (helper) be_helper(k);
    be_qemu(k);
}

static bool channel(struct heard *w, int *theirs, struct complaint *c)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return complain(c, "no sockets: %s.", strerror(errno));
    *w = (struct heard){.fd = pair[0]};
    *theirs = pair[1];
    return true;
}

bool monitor_start(struct keeper *k, struct complaint *c)
{
    int life, sentences;
    pid_t self = getpid();
    if (!channel(&k->life, &life, c) || !channel(&k->sentences, &sentences, c)) return false;
    k->monitor = fork();
    if (k->monitor == 0) become(k, self, life, sentences);
    close(life), close(sentences);
    if (k->settings->engine == &qemu_frames) report_mark(k->report, MARK_MADE);
    return k->monitor > 0 || complain(c, "the host gives no process: %s.", strerror(errno));
}

/* -- the end ---------------------------------------------------------------------------------------------------------------- */

static void note_end(struct keeper *k, int status)
{
    k->monitor = 0;
    k->monitor_status = WIFEXITED(status) ? WEXITSTATUS(status) : STATUS_KILLED;
}

/* Two wishes that are seen at once: it ends without asking the guest, and takes away what it has. */
void monitor_stop(struct keeper *k)
{
    int status;
    if (k->monitor <= 0) return;
    kill(k->monitor, SIGSTOP);
    kill(k->monitor, SIGTERM);
    kill(k->monitor, SIGINT);
    kill(k->monitor, SIGCONT);
    uint64_t end = clock_monotonic_ns() + STOP_WITHIN_S * UINT64_C(1000000000);
    while (waitpid(k->monitor, &status, WNOHANG) == 0) {
        if (clock_monotonic_ns() > end) kill(k->monitor, SIGKILL);
        poll(NULL, 0, LOOK_MS); /* what else would sleep is confined away */
    }
    k->monitor = 0;
}

bool monitor_signals(struct keeper *k)
{
    struct signalfd_siginfo i;
    bool end = false;
    int status;
    while (read(k->signals, &i, sizeof i) == sizeof i) end = end || i.ssi_signo == SIGTERM;
    if (k->monitor > 0 && waitpid(k->monitor, &status, WNOHANG) == k->monitor) note_end(k, status);
    return end;
}

/* All that is there; of much, the end. */
static void read_sentences(struct heard *h)
{
    enum { KEPT = sizeof h->text / 2 };
    for (size_t before = SIZE_MAX; h->fd >= 0 && before != h->size;) {
        if (h->size > KEPT) {
            memmove(h->text, h->text + h->size - KEPT, KEPT + 1);
            h->size = KEPT;
        }
        before = h->size;
        heard_take(h);
    }
}

/* The last line, which begins "ling boot: "; a guest that just halts has none. */
void monitor_judge(struct keeper *k)
{
    static const char mark[] = "ling boot: ";
    struct complaint why;
    read_sentences(&k->sentences);
    const char *at = NULL;
    for (const char *next = k->sentences.text; (next = strstr(next, mark)); next++) at = next + sizeof mark - 1;
    if (at) complain(&why, "%.*s", (int)strcspn(at, "\n"), at);
    else complain(&why, "the program halted.");
    k->report->status = (uint32_t)k->monitor_status;
    k->report->why = why;
    if (k->monitor_status != STATUS_HOST) report_mark(k->report, MARK_STARTED); /* it came so far */
}
