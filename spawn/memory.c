/* spawn/memory.c - asks the system what the machines hold: their tenders' memory, and their cells'. */
#include "spawn/memory.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLES_MOST = 64, DEPTH_MOST = 3 }; /* a cell below its tender; a keeper's monitor has one below it again */

/* Anonymous memory (a guest of kvm's), and a cell's is shared memory; pages of the image, in its file or in memory, are nobody's own. */
static uint64_t memory_of(pid_t pid, bool shares)
{
    char path[64], line[256];
    unsigned long long kib, sum = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *f = fopen(path, "re");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "RssAnon: %llu", &kib) == 1 || (shares && sscanf(line, "RssShmem: %llu", &kib) == 1))
            sum += kib;
    if (f) fclose(f);
    return sum << 10;
}

static pid_t cell_of(pid_t tender)
{
    char path[64];
    int pid = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)tender, (int)tender);
    FILE *f = fopen(path, "re");
    if (f && fscanf(f, "%d", &pid) != 1) pid = 0;
    if (f) fclose(f);
    return pid;
}

uint64_t memory_of_children(const struct maker *m)
{
    uint64_t sum = 0, seen = 0, all = 0;
    bool shares = m->settings->engine->shares_memory;
    for (uint32_t i = 0; i < m->settings->instances; i++) {
        pid_t pid = m->children[i].pid, cell;
        if (pid <= 0) continue;
        all++;
        if (seen == SAMPLES_MOST) continue;
        seen++;
        sum += memory_of(pid, shares);
        for (int depth = 0; shares && depth < DEPTH_MOST && (cell = cell_of(pid)) > 0; depth++)
            sum += memory_of(pid = cell, shares);
    }
    return seen ? sum / seen * all : 0;
}
