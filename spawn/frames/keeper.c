/* spawn/frames/keeper.c - the life of one instance that another monitor runs: started, ready, asked, taken away. */
#include "spawn/frames/keeper.h"
#include "tender/confine.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { LAST_WORDS_MS = 1500, LAST_WORDS_AFTER_ANSWER_MS = 50 };

/* -- what it needs ------------------------------------------------------------------------------------------- */

static bool draw_token(struct keeper *k, struct complaint *c)
{
    uint8_t bytes[TOKEN_BYTES];
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes) return complain(c, "the host gives no random bytes.");
    for (int i = 0; i < TOKEN_BYTES; i++) snprintf(k->token + 2 * i, 3, "%02x", bytes[i]);
    return true;
}

static bool open_signals(struct keeper *k, struct complaint *c)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    k->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    return k->signals >= 0 || complain(c, "no signals: %s.", strerror(errno));
}

static bool open_all(struct keeper *k, struct complaint *c)
{
    for (int i = 0; i < CALLERS; i++) k->callers[i].fd = -1;
    k->life.fd = k->sentences.fd = -1;
    return open_signals(k, c) && draw_token(k, c) && network_choose(k, c) && notice_open(k, c) && redirect_open(k, c) &&
           monitor_start(k, c) && confine(CONFINE_TO_SOCKETS, c);
}

/* -- ends ------------------------------------------------------------------------------------------------------- */

/* The front takes our end for the instance's: nothing of it is left by then. */
static _Noreturn void end(struct keeper *k)
{
    monitor_stop(k);
    _exit(0);
}

/* The sentence is there before the front sees that the connection ends. */
static void tell_end(struct keeper *k, const struct complaint *why)
{
    if (why) k->report->why = *why, k->report->status = STATUS_HOST;
    else monitor_judge(k);
    __atomic_store_n(&k->report->ended, 1, __ATOMIC_RELEASE);
}

/* A connection that ends may be the guest's end: that has a sentence, in a moment. */
static void take_last_words(struct keeper *k)
{
    struct pollfd p[] = {{.fd = k->signals, .events = POLLIN}, {.fd = k->sentences.fd, .events = POLLIN}};
    int patience = k->answered ? LAST_WORDS_AFTER_ANSWER_MS : LAST_WORDS_MS;
    uint64_t until = clock_monotonic_ns() + (uint64_t)patience * 1000000;
    while (k->monitor > 0 && !p[1].revents && clock_monotonic_ns() < until)
        if (poll(p, 2, patience) <= 0 || monitor_signals(k)) break;
    if (k->monitor <= 0 || p[1].revents) tell_end(k, NULL);
}

/* -- waiting for the guest, and for the request ------------------------------------------------------------------- */

enum { SIGNALS, LIFE, NOTICES, CONNECTION, FIRST_CALLER, WATCHED = FIRST_CALLER + CALLERS };

static void take_news(struct keeper *k, const struct pollfd *p)
{
    if (p[LIFE].revents) life_take(k);
    if (p[NOTICES].revents) notice_accept(k);
    for (int i = 0; i < CALLERS; i++)
        if (p[FIRST_CALLER + i].revents) notice_hear(k, &k->callers[i]);
    if (k->ready) report_mark(k->report, MARK_LISTENING);
}

/* True: the guest is ready, and there is a request for it. */
static bool wait_ready(struct keeper *k)
{
    bool asked = false;
    while (!k->ready || !asked) {
        struct pollfd p[WATCHED] = {[SIGNALS] = {.fd = k->signals, .events = POLLIN},
                                    [LIFE] = {.fd = k->life.fd, .events = POLLIN},
                                    [NOTICES] = {.fd = k->notices, .events = POLLIN},
                                    [CONNECTION] = {.fd = asked ? -1 : k->connection, .events = POLLIN}};
        for (int i = 0; i < CALLERS; i++)
            p[FIRST_CALLER + i] = (struct pollfd){.fd = k->callers[i].fd, .events = POLLIN};
        if (poll(p, WATCHED, -1) < 0 && errno != EINTR) return false;
        take_news(k, p);
        if (p[SIGNALS].revents && monitor_signals(k)) end(k);
        if (k->monitor <= 0) return false;
        asked = asked || p[CONNECTION].revents;
    }
    return true;
}

/* -- the process ---------------------------------------------------------------------------------------------------- */

static void serve(struct keeper *k)
{
    bool redirected = k->settings->frames.accel_redirect != NULL;
    int client = redirected ? redirect_accept(k) : k->connection, guest = client >= 0 ? relay_connect(k) : -1;
    if (guest < 0) return;
    report_mark(k->report, MARK_HANDED);
    relay_run(k, client, guest);
}

_Noreturn void keeper_run(const struct maker *m, const struct order *o, int connection)
{
    struct complaint why;
    struct keeper *k = calloc(1, sizeof *k);
    if (!k) _exit(1);
    *k = (struct keeper){.settings = m->settings,
                         .order = o,
                         .template = &m->templates[o->route],
                         .report = &m->reports[o->place].report,
                         .connection = connection};
    if (!open_all(k, &why)) {
        tell_end(k, &why);
        end(k);
    }
    if (wait_ready(k)) serve(k);
    take_last_words(k);
    end(k);
}
