/* tender/kept_pages.h - the guest's memory as it was at one moment, and the way back to it.
 *
 * The guest's memory is mapped privately: a page that was written to since is one of this process' own, whoever wrote it
 * and however, and the kernel of the host says which these are.  Nothing that the guest could change is asked.  Pages
 * that each turn writes to stay, and are copied back; so they cost no fault again. */
#pragma once
#include "tender/memory.h"

struct kept_pages {
    const struct memory *memory;
    int image;      /* the file */
    int pagemap;    /* /proc/self/pagemap */
    uint8_t *known; /* for each page: is it in the table? */
    uint32_t *numbers;
    uint8_t *contents; /* of the table's pages, as they were */
    uint32_t count;
    uint32_t most;    /* that the table may have after this turn */
    uint32_t ceiling; /* and after all turns; 0: the first one is still to come */
    bool scans;       /* the kernel is new enough to scan, and to count faults of guests */
    bool failed;
    long faults; /* of this thread, when the guest was set back last */
};

/* Before the tender confines itself: opens what kept_pages_open() needs. */
bool kept_pages_prepare(struct kept_pages *k, struct complaint *c);
/* Remembers the memory as it is. */
bool kept_pages_open(struct kept_pages *k, const struct memory *m, int image, struct complaint *c);
/* Sets it back. False: it cannot be done, and the guest must not run again. */
bool kept_pages_set_back(struct kept_pages *k, struct complaint *c);
