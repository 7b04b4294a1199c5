/* tender/kept_part.h - pages of one kind: a table of those that are copied back, and how others are found. */
#pragma once
#include "tender/memory.h"
#include <sys/types.h>

enum kept_kind {
    KEPT_OWN,    /* this process' own pages, mapped privately */
    KEPT_OTHER,  /* those of the process that the guest is */
    KEPT_SHARED, /* of the file in memory that both map */
};

/* Addresses in the process that has them. */
struct kept_area {
    uint64_t start, bytes;
    uint32_t first; /* the number of its first page */
    bool foreign;   /* of a file that is not the guest's, but in its reach */
};
enum { KEPT_AREAS = PIECES_MAX + 32 };

struct kept_part {
    enum kept_kind kind;
    pid_t owner; /* OTHER: the process */
    const struct memory *memory;
    int image;   /* the file */
    int pagemap; /* /proc/PID/pagemap; OTHER: and `bytes`, `stat` */
    int bytes, stat;
    struct kept_area areas[KEPT_AREAS];
    uint32_t area_count, pages;
    uint8_t *known;   /* for each page: is it in the table? */
    uint64_t *places; /* addresses of the table's pages */
    uint8_t *contents;
    uint32_t count;
    uint32_t most;    /* that the table may have after this turn */
    uint32_t ceiling; /* and after all turns; 0: the first one is still to come */
    bool scans;       /* the kernel is new enough to scan, and to count faults of guests */
    bool leaves;      /* private pages that are not in the table: they can be written to without a fault */
    bool failed;
    long faults; /* when the guest was set back last: without another one there is no new page */
};

/* The next area; false: there are too many. */
bool kept_part_area(struct kept_part *k, uint64_t start, uint64_t bytes, bool foreign);
/* Remembers its areas as they are, and sets them back. */
bool kept_part_open(struct kept_part *k, struct complaint *c);
bool kept_part_set_back(struct kept_part *k, struct complaint *c);

/* -- found_pages.c: what the host's kernel knows ------------------------------------------------------------------- */

/* Called for each stretch of pages of an area that somebody has written to. */
typedef void take_stretch(struct kept_part *k, const struct kept_area *a, uint64_t at, uint64_t bytes);
/* False: the kernel does not say, and errno why. */
bool found_pages(struct kept_part *k, take_stretch *take);
/* A count that differs when a page can have become private since; -1: nobody counts. */
long found_faults(const struct kept_part *k);
