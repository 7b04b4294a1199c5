/* tender/kept_pages.h - the guest's memory as it was at one moment, and the way back to it.
 *
 * A page that was written to since is known without asking the guest.  On kvm, and for most of a process' pages, memory is mapped
 * privately: what anybody wrote to, however, is a page of the writer's own, and the host's kernel says which these are.  Rings and the
 * tender's other pages are shared with a guest that is a process: there the kernel says which pages of the file in memory exist.
 * Pages that each turn writes to stay, and are copied back; so they cost no fault again. */
#pragma once
#include "tender/kept_part.h"

enum { KEPT_PARTS = 2 };

struct kept_pages {
    pid_t owner; /* the process that is the guest; 0: it is in this one's memory */
    int maps;    /* of that process, /proc/PID/maps */
    struct kept_part parts[KEPT_PARTS];
    uint32_t count;
};

/* Before the tender confines itself, when the guest is made: opens what kept_pages_open() needs. */
bool kept_pages_prepare(struct kept_pages *k, pid_t owner, struct complaint *c);
/* Remembers the memory as it is. */
bool kept_pages_open(struct kept_pages *k, const struct memory *m, int image, struct complaint *c);
/* Sets it back. False: it cannot be done, and the guest must not run again. */
bool kept_pages_set_back(struct kept_pages *k, struct complaint *c);
