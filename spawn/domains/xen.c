/* spawn/domains/xen.c - `ling-spawn-xen`: one domain of Xen's, in dom0, by libxc where it can be, else by libxenlight (xen.h).
 *
 * Nothing ends a domain when the program that made it dies, so there are two safeguards.  The guest has a lease (data/ling/lease in xenstore), which
 * this program renews twice a second, and ends itself when it was not renewed for five.  And each domain is marked with the process that
 * owns it; `ling-spawn-xen sweep`, run at the spawner's start, destroys those whose owner is gone. */
#include "spawn/domains/xen.h"
#include "spawn/domains/xen_owner.h"
#include "tender/clock.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <xenstore.h>

enum { RENEW_MS = 500, LEASE_SECONDS = 5, URGENT = -15 };

static void renew(struct xen_domain *x)
{
    char number[16];
    uint64_t now = clock_monotonic_ns();
    if (x->renewed && now - x->renewed_ns < RENEW_MS * UINT64_C(1000000)) return;
    x->renewed_ns = now;
    snprintf(number, sizeof number, "%u", ++x->renewed);
    store_write(x, "data/ling/lease", number);
}

static bool watch(const struct xen_domain *x)
{
    return store_watch(x, "data/ling/ready") && store_watch(x, "data/ling/end") &&
           xs_watch(x->store, "@releaseDomain", "gone");
}

/* -- creation --------------------------------------------------------------------------------------------------- */

static bool use(struct xen_domain *x, const struct xen_tools *tools, struct complaint *c)
{
    x->tools = tools;
    return tools->open(x) || complain(c, "this is not Xen's dom0.");
}

static bool make(struct xen_domain *x, struct complaint *c)
{
    bool general = x->d->toolstack && strcmp(x->d->toolstack, "libxl") == 0;
    if (!general && use(x, &xen_by_libxc, c) && x->tools->create(x, c)) return true;
    return (general || x->declined) && use(x, &xen_by_libxl, c) && x->tools->create(x, c);
}

static bool create(struct xen_domain *x, struct complaint *c)
{
    if (!make(x, c)) return false;
    renew(x);
    if (watch(x)) return true;
    x->tools->destroy(x);
    return complain(c, "xenstore watches nothing: %s.", strerror(errno));
}

static bool start(struct xen_domain *x, struct complaint *c)
{
    char line[96];
    domain_say("made");
    if (!x->tools->start(x, c)) return false;
    snprintf(line, sizeof line, "ling: start %s", x->d->token);
    domain_say(line);
    return true;
}

/* -- life ---------------------------------------------------------------------------------------------------------- */

/* Has the guest said something, or come to its end? */
static void look(struct xen_domain *x)
{
    char value[128], line[160], status[16];
    if (!x->ready && store_read(x, "data/ling/ready", value, sizeof value)) {
        snprintf(line, sizeof line, "ling: ready %s", value);
        domain_say(line);
        x->ready = true;
    }
    if (store_read(x, "data/ling/end", value, sizeof value) && store_read(x, "data/ling/status", status, sizeof status))
        guest_run_end(&x->d->run, value, (unsigned)atoi(status));
    if (!x->tools->runs(x))
        guest_run_stop(&x->d->run, STATUS_FAULT, "the domain was ended by Xen, and the guest had not said why.");
}

static void serve(struct xen_domain *x, int signals)
{
    struct pollfd p[] = {{.fd = xs_fileno(x->store), .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    while (!x->d->run.ended) {
        int n = poll(p, 2, RENEW_MS);
        if (p[1].revents || (n < 0 && errno != EINTR)) return;
        renew(x);
        store_drop_events(x);
        look(x);
    }
}

/* -- the program ------------------------------------------------------------------------------------------------------ */

static bool open_store(struct xen_domain *x, struct complaint *c)
{
    return (x->store = xs_open(0)) || complain(c, "this is not Xen's dom0, or its xenstore does not run.");
}

static bool run(struct xen_domain *x, int signals, struct complaint *c)
{
    if (!open_store(x, c) || !create(x, c)) return false;
    setpriority(PRIO_PROCESS, 0, URGENT); /* on a host with too much to do leases are renewed first */
    bool started = start(x, c);
    if (started) serve(x, signals);
    if (x->d->run.ended) end_with(x->d->run.status, &x->d->run.why); /* before what may take a second */
    x->tools->destroy(x);
    return started;
}

/* By the way in which it was made: libxenlight keeps a folder of its own for each of its domains. */
static void sweep_one(struct xen_domain *x)
{
    char path[32];
    unsigned count;
    if (!xen_owner_is_gone(x->store, x->number)) return;
    snprintf(path, sizeof path, "/libxl/%u", x->number);
    char **kept = xs_directory(x->store, XBT_NULL, path, &count);
    (kept ? xen_by_libxl : xen_by_libxc).destroy(x);
    free(kept);
}

/* Domains whose owner is gone. */
static bool sweep(struct xen_domain *x, struct complaint *c)
{
    if (!open_store(x, c) || !use(x, &xen_by_libxc, c) || !use(x, &xen_by_libxl, c)) return false;
    xen_each_domain(x, sweep_one);
    return true;
}

int main(int argc, char **argv)
{
    struct domain d = {.bytes = 0};
    struct xen_domain x = {.d = &d};
    if (argc == 2 && strcmp(argv[1], "sweep") == 0)
        return sweep(&x, &d.run.why) ? 0 : end_with(STATUS_HOST, &d.run.why);
    int signals = domain_signals();
    char lease[32];
    snprintf(lease, sizeof lease, "ling.lease=%d", LEASE_SECONDS);
    if (!domain_read(&d, argc, argv, &d.run.why) || !words_add(d.command_line, lease, &d.run.why))
        return end_with(STATUS_USAGE, &d.run.why);
    if (!run(&x, signals, &d.run.why)) return end_with(STATUS_HOST, &d.run.why);
    return (int)d.run.status;
}
