/* bif/iolist_job.h - built-in functions that read one iolist from its first byte to its last: what
 * they do with each part differs, walking, yielding and failing does not. */
#pragma once
#include "bif/iolist.h"
#include "bif/resume.h"

/* What a job knows between two parts; a kind's own struct begins with it. */
struct iolist_job {
    struct magic magic;
    term kept; /* a term that the kind wants to keep over slices, or NIL */
};

struct iolist_kind {
    size_t size; /* of its struct */
    bool bits;   /* parts need not be whole bytes */
    /* Takes one part; false: no memory. */
    bool (*part)(struct iolist_job *job, struct process *p, const struct iolist_part *part);
    /* All was read: gives the value (and whatever the job owned is given up). */
    enum bif_end (*finish)(struct iolist_job *job, struct process *p, term *result);
    void (*release)(struct iolist_job *job); /* gives up what it owns; NULL: nothing */
    void (*destroy)(struct magic *m);        /* release, then resume_free(): see IOLIST_DESTROY */
    bool uncut; /* takes parts whole, however large they are: no byte of a large one is touched */
};

/* Defines the destructor of a kind that `release`s. */
#define IOLIST_DESTROY(name, release)                                                                                  \
    static void name(struct magic *m)                                                                                  \
    {                                                                                                                  \
        release((struct iolist_job *)m);                                                                               \
        resume_free(m);                                                                                                \
    }

/* Runs the job over *argument. `fresh` is the job's struct at its start, on the C stack; it is used
 * when this is the first slice, and moved to the arena when that does not suffice. */
enum bif_end iolist_run(struct process *p, term *argument, const struct iolist_kind *kind, struct iolist_job *fresh,
                        term *result);
