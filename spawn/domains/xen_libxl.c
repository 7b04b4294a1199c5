/* spawn/domains/xen_libxl.c - a domain by libxenlight. */
#include "spawn/domains/xen.h"
#include "spawn/domains/xen_owner.h"
#include <errno.h>
#include <libxl.h>
#include <libxl_utils.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xentoollog.h>

static bool open_libxl(struct xen_domain *x)
{
    libxl_ctx *made = NULL;
    if (x->libxl) return true;
    xentoollog_logger_stdiostream *log = xtl_createlogger_stdiostream(stderr, XTL_ERROR, 0);
    if (libxl_ctx_alloc(&made, LIBXL_VERSION, 0, (xentoollog_logger *)log) != 0) return false;
    x->libxl = made;
    return true;
}

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

static void destroy(struct xen_domain *x) { libxl_domain_destroy(x->libxl, x->number, NULL); }

static bool create(struct xen_domain *x, struct complaint *c)
{
    libxl_domain_config config;
    describe(x->libxl, &config, x->d);
    int error = libxl_domain_create_new(x->libxl, &config, &x->number, NULL, NULL);
    libxl_domain_config_dispose(&config);
    if (error) return complain(c, "libxenlight makes no domain (%d).", error);
    if (xen_owner_write(x->store, x->number)) return true;
    destroy(x);
    return complain(c, "xenstore refuses the domain's mark: %s.", strerror(errno));
}

static bool start(struct xen_domain *x, struct complaint *c)
{
    return libxl_domain_unpause(x->libxl, x->number, NULL) == 0 ||
           complain(c, "libxenlight does not start the domain.");
}

static bool runs(struct xen_domain *x)
{
    libxl_dominfo info;
    libxl_dominfo_init(&info);
    bool so = libxl_domain_info(x->libxl, &info, x->number) == 0 && !info.shutdown && !info.dying;
    libxl_dominfo_dispose(&info);
    return so;
}

const struct xen_tools xen_by_libxl = {open_libxl, create, start, runs, destroy};

void xen_each_domain(struct xen_domain *x, void (*f)(struct xen_domain *x))
{
    int count = 0;
    libxl_dominfo *all = libxl_list_domain(x->libxl, &count);
    for (int i = 0; i < count; i++) {
        x->number = all[i].domid;
        f(x);
    }
    libxl_dominfo_list_free(all, count);
}
