/* spawn/domains/xen.c - `ling-spawn-xen`: one domain of Xen's, by libxenlight, in dom0.
 *
 * Nothing ends a domain when the program that made it dies, so there are two safeguards.  The guest has a lease (data/ling/lease in xenstore), which
 * this program renews twice a second, and ends itself when it was not renewed for five.  And each domain is marked with the process that
 * owns it; `ling-spawn-xen sweep`, run at the spawner's start, destroys those whose owner is gone. */
#include "spawn/domains/xen_owner.h"
#include "spawn/domains/domain.h"
#include "tender/clock.h"
#include <errno.h>
#include <libxl.h>
#include <libxl_utils.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xenstore.h>
#include <xentoollog.h>

enum { RENEW_MS = 500, LEASE_SECONDS = 5 };

struct xen_domain {
    struct domain *d;
    libxl_ctx *xl;
    struct xs_handle *store;
    uint32_t number;
    unsigned renewed;
    uint64_t renewed_ns;
    bool ready;
};

/* -- xenstore ------------------------------------------------------------------------------------------------- */

static bool store_write(const struct xen_domain *x, const char *name, const char *value)
{
    char path[96];
    snprintf(path, sizeof path, "/local/domain/%u/%s", x->number, name);
    return xs_write(x->store, XBT_NULL, path, value, (unsigned)strlen(value));
}

/* A guest's words: printable ones, and not many. */
static bool store_read(const struct xen_domain *x, const char *name, char *to, size_t room)
{
    char path[96];
    unsigned size = 0;
    snprintf(path, sizeof path, "/local/domain/%u/%s", x->number, name);
    char *value = xs_read(x->store, XBT_NULL, path, &size);
    if (!value) return false;
    if (size >= room) size = (unsigned)room - 1;
    memcpy(to, value, size);
    to[size] = 0;
    free(value);
    for (char *c = to; *c; c++)
        if (*c < ' ' || *c > '~') *c = '.';
    return true;
}

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
    static const char *const names[] = {"ready", "end"};
    char path[96];
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "/local/domain/%u/data/ling/%s", x->number, names[i]);
        if (!xs_watch(x->store, path, names[i])) return false;
    }
    return xs_watch(x->store, "@releaseDomain", "gone");
}

static void drop_watch_events(const struct xen_domain *x)
{
    char **event;
    while ((event = xs_check_watch(x->store))) free(event);
}

/* -- creation --------------------------------------------------------------------------------------------------- */

static void add_card(libxl_domain_config *config, const struct domain *d)
{
    libxl_device_nic *nic = calloc(1, sizeof *nic);
    unsigned m[6];
    if (!nic || sscanf(d->hardware, "%2x:%2x:%2x:%2x:%2x:%2x", &m[0], &m[1], &m[2], &m[3], &m[4], &m[5]) != 6) return;
    libxl_device_nic_init(nic);
    for (int i = 0; i < 6; i++) nic->mac[i] = (uint8_t)m[i];
    nic->bridge = strdup(d->bridge);
    nic->nictype = LIBXL_NIC_TYPE_VIF;
    config->nics = nic;
    config->num_nics = 1;
}

static void describe(libxl_ctx *xl, libxl_domain_config *config, const struct domain *d)
{
    libxl_domain_config_init(config);
    config->c_info.type = LIBXL_DOMAIN_TYPE_PVH;
    config->c_info.name = strdup(d->name);
    libxl_uuid_generate(&config->c_info.uuid);
    libxl_domain_build_info *b = &config->b_info;
    libxl_domain_build_info_init_type(b, LIBXL_DOMAIN_TYPE_PVH);
    b->max_vcpus = 1;
    libxl_cpu_bitmap_alloc(xl, &b->avail_vcpus, 1);
    libxl_bitmap_set_any(&b->avail_vcpus);
    b->max_memkb = b->target_memkb = (d->bytes + 1023) >> 10;
    b->kernel = strdup(d->image);
    b->cmdline = strdup(d->command_line);
    b->tsc_mode = LIBXL_TSC_MODE_NATIVE; /* else each look at the clock is a trap */
    config->on_poweroff = config->on_reboot = config->on_crash = config->on_watchdog =
        LIBXL_ACTION_ON_SHUTDOWN_PRESERVE;
    if (d->bridge) add_card(config, d);
}

static bool create(struct xen_domain *x, struct complaint *c)
{
    libxl_domain_config config;
    describe(x->xl, &config, x->d);
    int error = libxl_domain_create_new(x->xl, &config, &x->number, NULL, NULL);
    libxl_domain_config_dispose(&config);
    if (error) return complain(c, "libxenlight makes no domain (%d).", error);
    renew(x);
    if (!xen_owner_write(x->store, x->number) || !watch(x)) {
        libxl_domain_destroy(x->xl, x->number, NULL);
        return complain(c, "xenstore refuses the domain's mark: %s.", strerror(errno));
    }
    return true;
}

static bool start(struct xen_domain *x, struct complaint *c)
{
    char line[96];
    domain_say("made");
    if (libxl_domain_unpause(x->xl, x->number, NULL)) return complain(c, "libxenlight does not start the domain.");
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
    libxl_dominfo info;
    libxl_dominfo_init(&info);
    bool there = libxl_domain_info(x->xl, &info, x->number) == 0;
    if (!there || info.shutdown || info.dying)
        guest_run_stop(&x->d->run, STATUS_FAULT, "the domain was ended by Xen, and the guest had not said why.");
    libxl_dominfo_dispose(&info);
}

static void serve(struct xen_domain *x, int signals)
{
    struct pollfd p[] = {{.fd = xs_fileno(x->store), .events = POLLIN}, {.fd = signals, .events = POLLIN}};
    while (!x->d->run.ended) {
        int n = poll(p, 2, RENEW_MS);
        if (p[1].revents || (n < 0 && errno != EINTR)) return;
        renew(x);
        drop_watch_events(x);
        look(x);
    }
}

/* -- the program ------------------------------------------------------------------------------------------------------ */

static bool open_xen(struct xen_domain *x, struct complaint *c)
{
    xentoollog_logger_stdiostream *log = xtl_createlogger_stdiostream(stderr, XTL_ERROR, 0);
    if (libxl_ctx_alloc(&x->xl, LIBXL_VERSION, 0, (xentoollog_logger *)log) == 0 && (x->store = xs_open(0)))
        return true;
    return complain(c, "this is not Xen's dom0, or its xenstore does not run.");
}

static bool run(struct xen_domain *x, int signals, struct complaint *c)
{
    if (!open_xen(x, c) || !create(x, c)) return false;
    bool started = start(x, c);
    if (started) serve(x, signals);
    if (x->d->run.ended) end_with(x->d->run.status, &x->d->run.why); /* before what may take a second */
    libxl_domain_destroy(x->xl, x->number, NULL);
    return started;
}

/* Domains whose owner is gone. */
static bool sweep(struct xen_domain *x, struct complaint *c)
{
    int count = 0;
    if (!open_xen(x, c)) return false;
    libxl_dominfo *all = libxl_list_domain(x->xl, &count);
    for (int i = 0; i < count; i++)
        if (xen_owner_is_gone(x->store, all[i].domid)) libxl_domain_destroy(x->xl, all[i].domid, NULL);
    libxl_dominfo_list_free(all, count);
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
