/* ets/insert_job.c - atomic insertion of lists of objects, in slices. */
#include "ets/insert_job.h"
#include "memory/memory.h"
#include "memory/settings.h"

enum { WORK_OF_INSERT = 16 }; /* a step is a few nanoseconds */

struct insert_job *insert_job_new(const struct table *t, bool new_only)
{
    struct insert_job *job = memory_alloc_zeroed(MEMORY_ETS, sizeof *job);
    if (!job) return NULL;
    job->last = &job->first;
    job->new_only = new_only;
    job->last_first = t->o.type == TABLE_BAG && !otp_at_least(26); /* OTP 25 takes a bag's list from its end */
    return job;
}

bool insert_job_add(struct insert_job *job, term tuple)
{
    struct ets_object *o = object_new(tuple);
    if (!o) return false;
    o->next = NULL;
    if (job->last_first) {
        o->next = job->first;
        job->first = o;
        return true;
    }
    *job->last = o;
    job->last = &o->next;
    return true;
}

static void free_objects(struct insert_job *job)
{
    while (job->first) {
        struct ets_object *o = job->first;
        job->first = o->next;
        object_free(o);
    }
}

static void finish(struct insert_job *job, bool result)
{
    if (job->table) job->table->inserting = NULL;
    job->table = NULL;
    job->done = true;
    job->result = result;
    free_objects(job);
    if (job->orphaned) memory_free(MEMORY_ETS, job);
}

void insert_job_start(struct insert_job *job, struct table *t)
{
    job->table = t;
    job->checked = job->first;
    job->checking = job->new_only;
    t->inserting = job;
}

static void insert_first(struct insert_job *job, int64_t *budget)
{
    struct ets_object *o = job->first;
    int64_t work = WORK_OF_INSERT;
    job->first = o->next;
    table_insert_object(job->table, o, false, &work);
    *budget -= work;
}

bool insert_job_help(struct table *t, int64_t *budget)
{
    struct insert_job *job = t->inserting;
    for (; job->checking && job->checked && *budget > 0; job->checked = job->checked->next) {
        *budget -= WORK_OF_INSERT;
        if (!table_find(t, table_key(t, job->checked))) continue;
        finish(job, false);
        return true;
    }
    if (!job->checked) job->checking = false;
    while (!job->checking && job->first && *budget > 0) insert_first(job, budget);
    if (job->first) return false;
    finish(job, true);
    return true;
}

void insert_job_drop(struct insert_job *job)
{
    if (job->table) {
        job->orphaned = true;
        return;
    }
    free_objects(job);
    memory_free(MEMORY_ETS, job);
}

void insert_job_abort(struct table *t)
{
    struct insert_job *job = t->inserting;
    if (!job) return;
    job->aborted = true;
    finish(job, false);
}
