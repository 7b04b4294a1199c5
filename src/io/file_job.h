/* io/file_job.h - a call on a file that a helper makes while the process that asked for it waits. */
#pragma once
#include "platform/host_jobs.h"
#include "term/term.h"

/* Part of a struct of whoever starts it, which lives until `release`. */
struct file_job {
    struct host_job host; /* first */
    term pid;             /* is woken when the job is over */
    bool running, abandoned;
    void (*release)(struct file_job *j);
};

/* False: there is no helper, the caller makes the call itself. */
bool file_job_start(struct file_job *j, term pid);
/* Nobody waits for it any more: it is released, now or when it is over. */
void file_job_abandon(struct file_job *j);
/* Wakes those whose jobs are over. */
void file_jobs_take(void);
