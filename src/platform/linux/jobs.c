/* platform/linux/jobs.c - helper threads for calls on files: made when first needed, then kept. */
#include "platform/host_jobs.h"
#include "platform/linux/linux.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

enum { HELPER_STACK_BYTES = 256 * 1024, MEMORY_DEVICES = 1 }; /* the major number of /dev/null and its like */

/* -- what a helper does: it touches nothing but its job and the queues ---------------------- */

static void perform(struct host_job *j)
{
    switch (j->kind) {
    case JOB_OPEN: j->error = host_open(j->path, j->modes, &j->file); break;
    case JOB_READ: j->error = host_read_file(j->file, j->offset, j->to, j->size, &j->done); break;
    case JOB_WRITE: j->error = host_write_file(j->file, j->offset, j->chunks, j->count, &j->done); break;
    case JOB_SYNC: j->error = host_sync(j->file, j->data_only); break;
    }
}

static struct host_job *next_to_do(struct helpers *h)
{
    h->idle++;
    while (!h->first) pthread_cond_wait(&h->work, &h->lock);
    h->idle--;
    struct host_job *j = h->first;
    h->first = j->next;
    h->waiting--;
    return j;
}

static void *help(void *record)
{
    struct host_record *r = record;
    struct helpers *h = &r->helpers;
    const uint64_t one = 1;
    pthread_mutex_lock(&h->lock);
    for (;;) {
        struct host_job *j = next_to_do(h);
        pthread_mutex_unlock(&h->lock);
        perform(j);
        pthread_mutex_lock(&h->lock);
        j->next = h->over;
        __atomic_store_n(&h->over, j, __ATOMIC_RELEASE);
        while (write(r->wakeup, &one, sizeof one) < 0 && errno == EINTR) continue;
    }
    return NULL;
}

/* -- what the machine's thread does ----------------------------------------------------------- */

/* Signals are the business of the machine's own thread. */
static bool add_helper(struct host_record *r)
{
    pthread_t thread;
    pthread_attr_t how;
    sigset_t all, before;
    sigfillset(&all);
    if (pthread_attr_init(&how) != 0) return false;
    pthread_attr_setstacksize(&how, HELPER_STACK_BYTES);
    pthread_attr_setdetachstate(&how, PTHREAD_CREATE_DETACHED);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool made = pthread_create(&thread, &how, help, r) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&how);
    r->helpers.count += made;
    return made;
}

/* The queues, locked, with a thread that may take one more job; NULL: there is none. */
static struct helpers *helpers_lock(struct host_record *r)
{
    struct helpers *h = &r->helpers;
    if (!h->open) {
        pthread_mutex_init(&h->lock, NULL);
        pthread_cond_init(&h->work, NULL);
        h->open = true;
    }
    pthread_mutex_lock(&h->lock);
    if (h->waiting >= h->idle && h->count < HELPERS_MAX) add_helper(r);
    if (h->count > 0) return h;
    pthread_mutex_unlock(&h->lock);
    return NULL;
}

bool host_job_start(struct host_job *job)
{
    struct host_record *r = host_record();
    struct helpers *h = r ? helpers_lock(r) : NULL;
    if (!h) return false;
    struct host_job **end = &h->first;
    while (*end) end = &(*end)->next;
    job->next = NULL;
    *end = job;
    h->waiting++;
    pthread_cond_signal(&h->work);
    pthread_mutex_unlock(&h->lock);
    return true;
}

struct host_job *host_job_next(void)
{
    struct host_record *r = host_record();
    if (!r || !__atomic_load_n(&r->helpers.over, __ATOMIC_ACQUIRE)) return NULL;
    struct helpers *h = &r->helpers;
    pthread_mutex_lock(&h->lock);
    struct host_job *j = h->over;
    h->over = j->next;
    pthread_mutex_unlock(&h->lock);
    return j;
}

/* -- which calls are for helpers ----------------------------------------------------------------- */

static bool may_wait(const struct stat *s)
{
    if (S_ISCHR(s->st_mode)) return major(s->st_rdev) != MEMORY_DEVICES;
    return S_ISFIFO(s->st_mode) || S_ISSOCK(s->st_mode);
}

bool host_path_may_wait(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && may_wait(&s);
}

bool host_device_may_wait(host_device file)
{
    struct stat s;
    return fstat(file, &s) == 0 && may_wait(&s);
}

enum host_error host_try_read_file(host_device file, int64_t offset, void *to, size_t size, size_t *got)
{
    *got = 0;
    do {
        struct iovec v = {(char *)to + *got, size - *got};
        ssize_t n = preadv2(file, &v, 1, offset < 0 ? -1 : offset + (int64_t)*got, RWF_NOWAIT);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && *got == 0 && errno != EAGAIN) return host_read_file(file, offset, to, size, got);
        if (n < 0) return HOST_EAGAIN;
        if (n == 0) break;
        *got += (size_t)n;
    } while (*got < size);
    return HOST_OK;
}
