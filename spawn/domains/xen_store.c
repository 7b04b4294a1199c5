/* spawn/domains/xen_store.c - reading and writing what xenstore has of a domain. */
#include "spawn/domains/xen.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xenstore.h>

void store_path(const struct xen_domain *x, const char *name, char to[STORE_PATH])
{
    snprintf(to, STORE_PATH, "/local/domain/%u%s%s", x->number, name[0] ? "/" : "", name);
}

bool store_write(const struct xen_domain *x, const char *name, const char *value)
{
    char path[STORE_PATH];
    store_path(x, name, path);
    return xs_write(x->store, XBT_NULL, path, value, (unsigned)strlen(value));
}

bool store_read(const struct xen_domain *x, const char *name, char *to, size_t room)
{
    char path[STORE_PATH];
    unsigned size = 0;
    store_path(x, name, path);
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

bool store_watch(const struct xen_domain *x, const char *name)
{
    char path[STORE_PATH];
    store_path(x, name, path);
    return xs_watch(x->store, path, name);
}

void store_drop_events(const struct xen_domain *x)
{
    char **event;
    while ((event = xs_check_watch(x->store))) free(event);
}
