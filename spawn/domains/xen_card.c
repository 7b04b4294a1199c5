/* spawn/domains/xen_card.c - a network card of a domain's, by xenstore and the bridge's own calls.
 *
 * What libxenlight and its hotplug script do with the card, without a script: nodes for netfront and netback (Xen's
 * public/io/netif.h and docs/misc/xenstore-paths), then netback's interface, vifDOMAIN.0, onto the bridge. */
#include "spawn/domains/xen.h"
#include "tender/clock.h"
#include <errno.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <xen/io/xenbus.h>
#include <xenstore.h>

enum { COMES_MS = 10000, GOES_MS = 500, LOOK_MS = 50 };

bool card_judge(const struct domain *d, struct complaint *c)
{
    return if_nametoindex(d->bridge) != 0 || complain(c, "no domain is made: there is no bridge %s.", d->bridge);
}

/* -- nodes ------------------------------------------------------------------------------------------------------ */

static void backend_path(const struct xen_domain *x, const char *name, char to[STORE_PATH])
{
    snprintf(to, STORE_PATH, "/local/domain/0/backend/vif/%u/0%s%s", x->number, name[0] ? "/" : "", name);
}

__attribute__((format(printf, 3, 4))) static bool put(const struct xen_domain *x, const char *path, const char *format,
                                                      ...)
{
    char value[STORE_PATH];
    va_list v;
    va_start(v, format);
    int size = vsnprintf(value, sizeof value, format, v);
    va_end(v);
    return size >= 0 && size < STORE_PATH && xs_write(x->store, XBT_NULL, path, value, (unsigned)size);
}

/* Whose it is, and who else may read it. */
static bool make_folder(const struct xen_domain *x, const char *path, unsigned owner, unsigned reader)
{
    struct xs_permissions p[] = {{owner, XS_PERM_NONE}, {reader, XS_PERM_READ}};
    return xs_mkdir(x->store, XBT_NULL, path) && xs_set_permissions(x->store, XBT_NULL, path, p, 2);
}

struct node {
    const char *name, *value;
};

static bool put_all(const struct xen_domain *x, void (*path_of)(const struct xen_domain *, const char *, char *),
                    const struct node *nodes, size_t count)
{
    char path[STORE_PATH];
    for (size_t i = 0; i < count; i++) {
        path_of(x, nodes[i].name, path);
        if (!put(x, path, "%s", nodes[i].value)) return false;
    }
    return true;
}

static void frontend_path(const struct xen_domain *x, const char *name, char *to)
{
    char below[STORE_PATH / 2];
    snprintf(below, sizeof below, "device/vif/0%s%s", name[0] ? "/" : "", name);
    store_path(x, below, to);
}

bool card_announce(const struct xen_domain *x)
{
    char front[STORE_PATH], back[STORE_PATH], number[16];
    if (!x->d->bridge) return true;
    frontend_path(x, "", front), backend_path(x, "", back);
    snprintf(number, sizeof number, "%u", x->number);
    const struct node fronts[] = {
        {"backend", back}, {"backend-id", "0"}, {"handle", "0"}, {"mac", x->d->hardware}, {"state", "1"}};
    /* Each driver looks when it sees the other's state: that is the last. */
    const struct node backs[] = {{"frontend", front}, {"frontend-id", number},  {"online", "1"},
                                 {"handle", "0"},     {"mac", x->d->hardware},  {"script", ""},
                                 {"type", "vif"},     {"bridge", x->d->bridge}, {"state", "1"}};
    return make_folder(x, front, x->number, 0) && put_all(x, frontend_path, fronts, sizeof fronts / sizeof *fronts) &&
           make_folder(x, back, 0, x->number) && put_all(x, backend_path, backs, sizeof backs / sizeof *backs);
}

/* -- dom0's end ---------------------------------------------------------------------------------------------------- */

static int backend_state(const struct xen_domain *x)
{
    char path[STORE_PATH];
    unsigned size;
    backend_path(x, "state", path);
    char *value = xs_read(x->store, XBT_NULL, path, &size);
    int state = value ? atoi(value) : XenbusStateUnknown;
    free(value);
    return state;
}

/* Until dom0's driver is in that state, or the time is over. */
static bool wait_for(const struct xen_domain *x, bool (*is_so)(int state), int within_ms)
{
    char path[STORE_PATH];
    uint64_t end = clock_monotonic_ns() + (uint64_t)within_ms * 1000000;
    struct pollfd p = {.fd = xs_fileno(x->store), .events = POLLIN};
    backend_path(x, "state", path);
    xs_watch(x->store, path, "card");
    bool so;
    while (!(so = is_so(backend_state(x))) && clock_monotonic_ns() < end) {
        poll(&p, 1, LOOK_MS);
        store_drop_events(x);
    }
    xs_unwatch(x->store, path, "card");
    return so;
}

static bool is_up(int state) { return state >= XenbusStateInitWait; }
static bool is_gone(int state) { return state == XenbusStateClosed || state == XenbusStateUnknown; }

/* netback says that it waits for the domain just before it makes its interface. */
static bool find_interface(int any, struct ifreq *card)
{
    uint64_t end = clock_monotonic_ns() + UINT64_C(1000000) * COMES_MS;
    while (ioctl(any, SIOCGIFINDEX, card) != 0) {
        if (errno != ENODEV || clock_monotonic_ns() > end) return false;
        poll(NULL, 0, 1);
    }
    return true;
}

static bool join_bridge(const struct xen_domain *x)
{
    struct ifreq card = {.ifr_flags = 0}, bridge = {.ifr_flags = 0};
    int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    snprintf(card.ifr_name, sizeof card.ifr_name, "vif%u.0", x->number);
    snprintf(bridge.ifr_name, sizeof bridge.ifr_name, "%s", x->d->bridge);
    bool done = any >= 0 && find_interface(any, &card);
    bridge.ifr_ifindex = card.ifr_ifindex;
    done = done && ioctl(any, SIOCBRADDIF, &bridge) == 0;
    card.ifr_flags = IFF_UP;
    done = done && ioctl(any, SIOCSIFFLAGS, &card) == 0;
    int error = errno;
    if (any >= 0) close(any);
    errno = error;
    return done;
}

bool card_join(const struct xen_domain *x, struct complaint *c)
{
    char path[STORE_PATH];
    if (!x->d->bridge) return true;
    if (!wait_for(x, is_up, COMES_MS)) return complain(c, "dom0's driver of network cards does not answer.");
    if (!join_bridge(x))
        return complain(c, "the domain's card does not get on the bridge %s: %s.", x->d->bridge, strerror(errno));
    backend_path(x, "hotplug-status", path);
    return put(x, path, "connected") || complain(c, "xenstore refuses the card's state: %s.", strerror(errno));
}

/* Without the domain's end, dom0's driver takes its own away. */
void card_leave(const struct xen_domain *x)
{
    char path[STORE_PATH];
    if (backend_state(x) == XenbusStateUnknown) return;
    backend_path(x, "online", path);
    put(x, path, "0");
    store_path(x, "device", path);
    xs_rm(x->store, XBT_NULL, path);
    wait_for(x, is_gone, GOES_MS);
    snprintf(path, sizeof path, "/local/domain/0/backend/vif/%u", x->number);
    xs_rm(x->store, XBT_NULL, path);
}
