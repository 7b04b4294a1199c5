/* spawn/domains/xen_owner.c - process number and start time, which together no other process ever has. */
#include "spawn/domains/xen_owner.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xenstore.h>

enum { FIELDS_BEFORE_START = 19 }; /* of /proc/PID/stat, between the program's name and its start time */

/* Clock ticks since the system's start; 0: there is no such process. */
static unsigned long long start_of(int process)
{
    char path[32], line[1024] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", process);
    FILE *f = fopen(path, "re");
    if (!f) return 0;
    char *at = fgets(line, sizeof line, f) ? strrchr(line, ')') : NULL;
    fclose(f);
    for (int i = 0; at && i < FIELDS_BEFORE_START + 1; i++) at = strchr(at + 1, ' ');
    return at ? strtoull(at, NULL, 10) : 0;
}

static void path_of(uint32_t domain, char path[64]) { snprintf(path, 64, "/local/domain/%u/ling-owner", domain); }

bool xen_owner_write(struct xs_handle *store, uint32_t domain)
{
    char path[64], value[64];
    path_of(domain, path);
    snprintf(value, sizeof value, "%d %llu", (int)getpid(), start_of(getpid()));
    return xs_write(store, XBT_NULL, path, value, (unsigned)strlen(value));
}

bool xen_owner_is_gone(struct xs_handle *store, uint32_t domain)
{
    char path[64];
    unsigned size;
    int process;
    unsigned long long start;
    path_of(domain, path);
    char *value = xs_read(store, XBT_NULL, path, &size);
    bool marked = value && sscanf(value, "%d %llu", &process, &start) == 2;
    free(value);
    return marked && start_of(process) != start;
}
