/* spawn/domains/xen_libxc.c - a domain by libxc alone: PVH, one processor, the pages of xenstore and of the console.
 *
 * The steps and their order are those of Xen's tools/libs/light (libxl_create.c, libxl_dom.c), as far as such a domain needs them. */
#include "spawn/domains/xen.h"
#include "spawn/domains/xen_owner.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xenctrl.h>
#include <xenguest.h>
#include <xenstore.h>
#include <xentoollog.h>

#include <xen/hvm/params.h> /* after xenctrl.h, which says whose side of Xen's headers is meant */

/* Of 4.17, for which the calls below are written; to others, and to domains whose memory would reach the hole below 4 GiB, libxenlight
 * does it. */
#define DOMCTL_KNOWN 0x00000015
enum {
    MEGABYTES_MOST = 2048,
    HOLE_MIB = 256,
    SPARE_KB = 1024,
    MIB_PER_POOL_MIB = 128,
    SMALLEST_POOL_MIB = 2,
    CONSOLE_KEPT = 65536
};

#if XEN_DOMCTL_INTERFACE_VERSION == DOMCTL_KNOWN

static unsigned megabytes(const struct domain *d) { return (unsigned)((d->bytes + (1 << 20) - 1) >> 20); }

static bool open_libxc(struct xen_domain *x)
{
    if (x->libxc) return true;
    xentoollog_logger_stdiostream *log = xtl_createlogger_stdiostream(stderr, XTL_ERROR, 0);
    x->libxc = xc_interface_open((xentoollog_logger *)log, (xentoollog_logger *)log, 0);
    return x->libxc != NULL;
}

/* -- an empty domain ---------------------------------------------------------------------------------------------- */

static bool make_shell(struct xen_domain *x)
{
    xc_interface *xc = x->libxc;
    unsigned pool = SMALLEST_POOL_MIB + megabytes(x->d) / MIB_PER_POOL_MIB; /* for the tables of its memory */
    struct xen_domctl_createdomain config = {.flags = XEN_DOMCTL_CDF_hvm | XEN_DOMCTL_CDF_hap,
                                             .max_vcpus = 1,
                                             .max_evtchn_port = 1023,
                                             .max_grant_frames = -1, /* as the hypervisor wishes */
                                             .max_maptrack_frames = -1,
                                             .grant_opts = XEN_DOMCTL_GRANT_version(2),
                                             .arch.emulation_flags = XEN_X86_EMU_LAPIC}; /* which makes it PVH */
    x->number = 0;                                                                       /* one is chosen */
    memcpy(config.handle, x->d->token, sizeof config.handle);
    if (xc_domain_create(xc, &x->number, &config) != 0) return x->number = 0, x->declined = true, false;
    return xen_owner_write(x->store, x->number) && xc_domain_max_vcpus(xc, x->number, 1) == 0 &&
           xc_domain_setmaxmem(xc, x->number, megabytes(x->d) * 1024 + SPARE_KB) == 0 &&
           xc_shadow_control(xc, x->number, XEN_DOMCTL_SHADOW_OP_SET_ALLOCATION, &pool, 0) >= 0 &&
           xc_domain_set_tsc_info(xc, x->number, 2, 0, 0, 0) == 0 && /* 2: never emulated; else each look is a trap */
           xc_cpuid_apply_policy(xc, x->number, false, NULL, 0, true, false, false, NULL, NULL) == 0;
}

/* -- memory, image, xenstore's page ---------------------------------------------------------------------------------- */

/* Shared with dom0's programs. */
struct pages {
    int store_channel, console_channel;
    xen_pfn_t store, console;
};

static void describe(struct xc_dom_image *dom, unsigned memory, struct e820entry *map, const struct pages *p)
{
    dom->container_type = XC_DOM_HVM_CONTAINER;
    dom->max_vcpus = 1;
    dom->xenstore_evtchn = (unsigned)p->store_channel;
    dom->console_evtchn = (unsigned)p->console_channel;
    dom->target_pages = (xen_pfn_t)memory << 8;
    dom->lowmem_end = (xen_paddr_t)memory << 20;
    dom->mmio_size = (uint64_t)HOLE_MIB << 20;
    dom->mmio_start = (UINT64_C(1) << 32) - dom->mmio_size;
    dom->e820 = map;
    dom->e820_entries = 1;
}

static bool build(struct xen_domain *x, struct xc_dom_image *dom)
{
    return xc_dom_kernel_file(dom, x->d->image) == 0 && xc_dom_boot_xen_init(dom, x->libxc, x->number) == 0 &&
           xc_dom_parse_image(dom) == 0 && xc_dom_mem_init(dom, megabytes(x->d)) == 0 &&
           xc_dom_boot_mem_init(dom) == 0 && xc_dom_build_image(dom) == 0 && xc_dom_boot_image(dom) == 0 &&
           xc_dom_gnttab_init(dom) == 0;
}

static bool load(struct xen_domain *x, struct pages *p)
{
    xc_interface *xc = x->libxc;
    struct e820entry *map = calloc(1, sizeof *map); /* xc_dom_release() frees it */
    struct xc_dom_image *dom = map ? xc_dom_allocate(xc, x->d->command_line, NULL) : NULL;
    if (!dom) return free(map), false;
    *map = (struct e820entry){.size = (uint64_t)megabytes(x->d) << 20, .type = 1};
    p->store_channel = xc_evtchn_alloc_unbound(xc, x->number, 0);
    p->console_channel = xc_evtchn_alloc_unbound(xc, x->number, 0);
    describe(dom, megabytes(x->d), map, p);
    bool done = p->store_channel > 0 && p->console_channel > 0 &&
                xc_domain_set_memory_map(xc, x->number, map, 1) == 0 && build(x, dom) &&
                xc_hvm_param_set(xc, x->number, HVM_PARAM_STORE_EVTCHN, (uint64_t)p->store_channel) == 0 &&
                xc_hvm_param_set(xc, x->number, HVM_PARAM_CONSOLE_EVTCHN, (uint64_t)p->console_channel) == 0;
    p->store = dom->xenstore_pfn;
    p->console = dom->console_pfn;
    xc_dom_release(dom);
    return done;
}

/* -- what xenstore must know ------------------------------------------------------------------------------------------- */

static bool give(const struct xen_domain *x, const char *name, unsigned owner, unsigned reader)
{
    char path[STORE_PATH];
    struct xs_permissions p[] = {{owner, XS_PERM_NONE}, {reader, XS_PERM_READ}};
    store_path(x, name, path);
    return xs_mkdir(x->store, XBT_NULL, path) && xs_set_permissions(x->store, XBT_NULL, path, p, 2);
}

static bool store_number(const struct xen_domain *x, const char *name, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    return store_write(x, name, text);
}

/* For xenconsoled. */
static bool describe_console(const struct xen_domain *x, const struct pages *p)
{
    return store_number(x, "console/ring-ref", p->console) &&
           store_number(x, "console/port", (uint64_t)p->console_channel) &&
           store_number(x, "console/limit", CONSOLE_KEPT) && store_write(x, "console/type", "xenconsoled");
}

/* What is made below a folder is whose the folder is: first the folders. */
static bool introduce(const struct xen_domain *x, const struct pages *p)
{
    return give(x, "", 0, x->number) && give(x, "data", x->number, 0) && give(x, "control", x->number, 0) &&
           store_write(x, "name", x->d->name) && store_number(x, "domid", x->number) && describe_console(x, p) &&
           card_announce(x) && xs_introduce_domain(x->store, x->number, p->store, (unsigned)p->store_channel);
}

/* -- the ways of xen.h -------------------------------------------------------------------------------------------------- */

static void destroy(struct xen_domain *x)
{
    char path[STORE_PATH];
    xc_domain_pause(x->libxc, x->number);
    card_leave(x);
    xc_domain_destroy(x->libxc, x->number);
    xs_release_domain(x->store, x->number);
    store_path(x, "", path);
    xs_rm(x->store, XBT_NULL, path);
}

static bool create(struct xen_domain *x, struct complaint *c)
{
    struct pages pages;
    if (x->d->bridge && !card_judge(x->d, c)) return false;
    if (megabytes(x->d) > MEGABYTES_MOST) return x->declined = true, complain(c, "libxc makes no domain so large.");
    bool shell = make_shell(x);
    if (shell && load(x, &pages) && introduce(x, &pages) && card_join(x, c)) return true;
    if (!c->text[0]) complain(c, "libxc makes no domain: %s.", strerror(errno));
    if (x->number) destroy(x);
    return false;
}

static bool start(struct xen_domain *x, struct complaint *c)
{
    return xc_domain_unpause(x->libxc, x->number) == 0 || complain(c, "libxc does not start the domain.");
}

static bool runs(struct xen_domain *x)
{
    xc_dominfo_t info;
    return xc_domain_getinfo(x->libxc, x->number, 1, &info) == 1 && info.domid == x->number && !info.shutdown &&
           !info.dying;
}

#else

static bool open_libxc(struct xen_domain *x) { return x->libxc == NULL; }
static bool create(struct xen_domain *x, struct complaint *c)
{
    x->declined = true;
    return complain(c, "libxc of this Xen is not known.");
}
static bool start(struct xen_domain *x, struct complaint *c) { return create(x, c); }
static bool runs(struct xen_domain *x) { return x->libxc != NULL; }
static void destroy(struct xen_domain *x) { (void)x; }

#endif

const struct xen_tools xen_by_libxc = {open_libxc, create, start, runs, destroy};
