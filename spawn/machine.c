/* spawn/machine.c - from a fork of the maker to the tender of one instance: it keeps one report, one image, one
 * connection, and gives up everything else before the guest's first instruction. */
#include "spawn/maker.h"
#include "spawn/parent.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* What belongs to others: their reports, their images, the maker's ends. */
static void leave_others(struct maker *m, const struct order *o)
{
    uint8_t *all = (uint8_t *)m->reports, *own = (uint8_t *)&m->reports[o->place], *after = own + GUEST_PAGE;
    if (own > all) munmap(all, (size_t)(own - all));
    if (after < all + m->reports_bytes) munmap(after, (size_t)(all + m->reports_bytes - after));
    close(m->socket), close(m->signals);
    for (uint32_t i = 0; i < m->settings->route_count; i++)
        if (i != o->route) image_close(&m->templates[i].image);
}

/* Whom the guest sees at the other end: its host, at a port that tells connections apart.  The client stands in a header. */
static struct guest_address front_as_seen(uint64_t serial)
{
    enum { FIRST_PORT = 32768, PORTS = 28232 };
    struct guest_address a = {.family = GUEST_FAMILY_INET,
                              .port = (uint16_t)(FIRST_PORT + serial % PORTS),
                              .size = 4,
                              .bytes = {10, 0, 2, 2}};
    return a;
}

/* A machine that is set back after each request waits for them at `connection`; one of the pool, set back after its rehearsal,
 * has its only one there. */
static void stand_for_turns(struct tender *t, const struct maker *m, const struct order *o, int connection)
{
    bool many = m->settings->fresh == FRESH_RECYCLE;
    t->turns = calloc(1, sizeof *t->turns);
    if (!t->turns) _exit(1);
    t->turns->control = many ? connection : -1;
    t->turns->single = many ? -1 : connection;
    t->turns->serial = many ? 0 : o->serial;
    t->turns->report = t->options.policy.handed.report;
    t->turns->peer = front_as_seen;
    t->turns->rehearsal = m->templates[o->route].answers ? rehearsal_connection() : -1;
    t->options.policy.handed.fd = 0;
    turns_plan(t);
}

static bool has_turns(const struct maker *m, const struct order *o)
{
    const struct settings *s = m->settings;
    if (s->fresh == FRESH_RECYCLE) return s->engine->set_back;
    return o->ahead && m->templates[o->route].answers && s->engine->set_back;
}

static void stand_up(struct tender *t, struct maker *m, const struct order *o, int connection)
{
    const struct settings *s = m->settings;
    t->image = m->templates[o->route].image;
    t->memory = m->templates[o->route].memory;
    t->clock = m->clock;
    t->kind = s->engine;
    t->host = m->host;
    t->output = t->errors = m->console;
    t->input_ended = true;
    t->options.policy = s->policy;
    t->options.policy.handed = (struct handed){.fd = connection,
                                               .guest_port = s->port,
                                               .peer = front_as_seen(o->serial),
                                               .report = &m->reports[o->place].report};
    memcpy(t->options.environment, s->environment.all, sizeof s->environment.all);
    t->options.environment_count = s->environment.count;
    t->options.arguments = (char **)(uintptr_t)s->arguments.all;
    t->options.argument_count = s->arguments.count;
    if (m->running && has_turns(m, o)) stand_for_turns(t, m, o, connection);
}

static void run(struct tender *t, const struct maker *m, struct report *r)
{
    t->status = guest_make(t);
    if (m->host) t->kind->leave(m->host);
    report_mark(r, MARK_MADE);
    if (t->status) return;
    if (t->turns && !turns_prepare(t, &t->why)) {
        t->status = STATUS_HOST;
        return;
    }
    if (!confine_enter(&m->confinement, &t->why)) {
        t->status = STATUS_HOST;
        return;
    }
    report_mark(r, MARK_STARTED);
    guest_run(t);
    guest_close(t);
}

_Noreturn void machine_run(struct maker *m, const struct order *o, int connection)
{
    struct report *r = &m->reports[o->place].report;
    parent_hold_on_to();
    if (getppid() != m->self) _exit(1);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    report_mark(r, MARK_BEGUN);
    leave_others(m, o);
    dup2(m->console, STDOUT_FILENO), dup2(m->console, STDERR_FILENO);
    if (frames_is(m->settings->engine)) keeper_run(m, o, connection);
    struct tender *t = calloc(1, sizeof *t);
    if (!t) _exit(1);
    stand_up(t, m, o, connection);
    run(t, m, r);
    r->status = t->status;
    r->why = t->why;
    __atomic_store_n(&r->ended, 1, __ATOMIC_RELEASE);
    _exit(0);
}
