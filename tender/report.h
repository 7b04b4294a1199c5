/* tender/report.h - what a tender tells whoever made it for one request: moments of its guest's life, and its end.
 *
 * Stands in a page that both processes share.  The tender may have been taken over by its guest, so the reader
 * believes nothing: a moment is a number, and the sentence ends where the array ends. */
#pragma once
#include "tender/complaint.h"
#include <stdint.h>

enum mark {
    MARK_BEGUN,     /* the process of the tender runs */
    MARK_MADE,      /* machine and memory are there */
    MARK_STARTED,   /* the guest's first instruction */
    MARK_LISTENING, /* the guest listens at its port */
    MARK_HANDED,    /* the connection was given to it */
    MARK_SET_BACK,  /* it is as before the connection, and can be given another */
    MARKS,
};

struct report {
    uint64_t marks[MARKS]; /* CLOCK_MONOTONIC, ns; 0: not yet */
    uint32_t waited_for;   /* the reader's: it wants to be woken when the guest is set back */
    uint32_t ended;        /* not 0: the next two are whole */
    uint32_t status;       /* enum status */
    struct complaint why;
};

/* The first time counts; NULL: nobody asked. */
void report_mark(struct report *r, enum mark m);
