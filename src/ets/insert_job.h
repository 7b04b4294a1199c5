/* ets/insert_job.h - inserting many objects at once, atomically, a bit at a time.
 *
 * The copies are made first, with nobody watching.  Then the job is given to the table, and whoever
 * comes to the table before it is done has to help finishing it: so all see none or all of the objects.
 */
#pragma once
#include "ets/table.h"

struct insert_job {
    struct ets_object *first, **last; /* yet to be inserted; linked by `next` */
    struct ets_object *checked;       /* new_only: objects before this one have keys that are not in the table */
    struct table *table;              /* while it is the table's business */
    bool new_only, checking;
    bool last_first;    /* the order in which OTP inserts a list into a bag */
    bool done, aborted; /* aborted: the table is gone */
    bool result;        /* all are in; false: new_only, and a key is there */
    bool orphaned;      /* whoever wanted the result is gone */
};

/* For insertion into t; NULL: no memory. */
struct insert_job *insert_job_new(const struct table *t, bool new_only);
/* Adds a copy of `tuple`; false: no memory. */
bool insert_job_add(struct insert_job *job, term tuple);
/* Hands the job to the table (which must have none). */
void insert_job_start(struct insert_job *job, struct table *t);
/* Works on the table's job; true when it is done (and no longer the table's). */
bool insert_job_help(struct table *t, int64_t *budget);
/* The caller wants no more to do with the job: frees it, or leaves it to the table. */
void insert_job_drop(struct insert_job *job);
/* The table is about to be deleted. */
void insert_job_abort(struct table *t);
