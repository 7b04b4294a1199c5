/* io/file_job.c - jobs of helpers: see file_job.h. */
#include "io/file_job.h"
#include "process/process.h"

bool file_job_start(struct file_job *j, term pid)
{
    j->pid = pid;
    return j->running = host_job_start(&j->host);
}

void file_job_abandon(struct file_job *j)
{
    j->abandoned = true;
    if (!j->running) j->release(j);
}

static void over(struct file_job *j)
{
    struct process *p = process_find(j->pid);
    j->running = false;
    if (j->abandoned) j->release(j);
    else if (p) process_wake(p);
}

void file_jobs_take(void)
{
    struct host_job *h;
    while ((h = host_job_next())) over((struct file_job *)h);
}
