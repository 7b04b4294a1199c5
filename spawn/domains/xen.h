/* spawn/domains/xen.h - one domain of Xen's, and the two ways to make it: libxc, and libxenlight above it.
 *
 * libxc is faster, for it does what a domain of ours needs and nothing else (doc/0011-spawner.md); its interface is that of one version of Xen.
 * libxenlight is the general way: its scripts put network cards where the host's administrator wants them. */
#pragma once
#include "spawn/domains/domain.h"
#include <stdbool.h>
#include <stdint.h>

struct xs_handle;
struct xen_domain;

struct xen_tools {
    bool (*open)(struct xen_domain *x);
    /* Paused, with its card and its mark; false with a sentence: nothing is left of it. `declined` says that the other way may do it. */
    bool (*create)(struct xen_domain *x, struct complaint *c);
    bool (*start)(struct xen_domain *x, struct complaint *c);
    bool (*runs)(struct xen_domain *x);
    /* Of x->number alone. */
    void (*destroy)(struct xen_domain *x);
};

/* xen_libxl.c and xen_libxc.c */
extern const struct xen_tools xen_by_libxl, xen_by_libxc;

struct xen_domain {
    struct domain *d;
    const struct xen_tools *tools;
    void *libxl, *libxc; /* their handles; NULL: not open */
    struct xs_handle *store;
    uint32_t number;
    unsigned renewed;
    uint64_t renewed_ns;
    bool ready, declined;
};

/* Calls `f` for each domain of the host. */
void xen_each_domain(struct xen_domain *x, void (*f)(struct xen_domain *x));

/* -- xen_store.c: below /local/domain/NUMBER of a domain ---------------------------------------------------------- */

enum { STORE_PATH = 96 };

void store_path(const struct xen_domain *x, const char *name, char to[STORE_PATH]);
bool store_write(const struct xen_domain *x, const char *name, const char *value);
/* A guest's words: printable ones, and not many. */
bool store_read(const struct xen_domain *x, const char *name, char *to, size_t room);
/* The store says when something changes there. */
bool store_watch(const struct xen_domain *x, const char *name);
void store_drop_events(const struct xen_domain *x);

/* -- xen_card.c: a network card without scripts: nodes for both drivers, and its end in dom0 put on the bridge -------- */

/* The bridge is there; before anything is made. */
bool card_judge(const struct domain *d, struct complaint *c);
bool card_announce(const struct xen_domain *x);
/* When dom0's driver has made its end: puts it on the bridge.  Returns when that is done. */
bool card_join(const struct xen_domain *x, struct complaint *c);
/* dom0's driver lets go of the domain's memory, or had half a second for it. */
void card_leave(const struct xen_domain *x);
