/* platform/host_jobs.h - calls on files that may wait long, made by helper threads.
 *
 * A job is bytes and numbers; its memory, and what it points to, belongs to whoever starts it and must hold still
 * until host_job_next() gives the job back.  A platform without threads starts none: the caller then makes the call
 * itself.
 */
#pragma once
#include "platform/host_files.h"

enum host_job_kind { JOB_OPEN, JOB_READ, JOB_WRITE, JOB_SYNC };
struct host_job {
    enum host_job_kind kind;
    host_device file; /* of JOB_OPEN: the result */
    const char *path; /* JOB_OPEN */
    unsigned modes;
    int64_t offset; /* JOB_READ, JOB_WRITE */
    void *to;       /* JOB_READ */
    size_t size;
    const struct host_chunk *chunks; /* JOB_WRITE */
    size_t count;
    bool data_only; /* JOB_SYNC */

    enum host_error error; /* results */
    size_t done;           /* bytes read or written */
    struct host_job *next; /* the platform's */
};

/* False: there is no helper. */
bool host_job_start(struct host_job *job);
/* After platform_wait(): takes one job that is over; NULL: none. */
struct host_job *host_job_next(void);

/* May opening this wait (for the other end of a FIFO, for a device)? */
bool host_path_may_wait(const char *path);
/* Do reading and writing an open file depend on somebody else? */
bool host_device_may_wait(host_device file);
/* As host_read_file, but instead of waiting for the disk it ends early with HOST_EAGAIN. */
enum host_error host_try_read_file(host_device file, int64_t offset, void *to, size_t size, size_t *got);
