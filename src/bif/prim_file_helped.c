/* bif/prim_file_helped.c - calls of prim_file that a helper makes: see prim_file_helped.h. */
#include "bif/prim_file_helped.h"
#include "memory/memory.h"
#include <string.h>

static struct helped_call *of_job(struct file_job *j)
{
    return (struct helped_call *)(void *)((char *)j - offsetof(struct helped_call, job));
}

static void close_device(host_device *d)
{
    if (*d != NO_DEVICE) host_close(*d);
    *d = NO_DEVICE;
}

/* No helper knows of it any more. */
static void release(struct file_job *j)
{
    struct helped_call *s = of_job(j);
    if (s->file) s->file->helped = NULL;
    if (j->host.kind == JOB_OPEN && j->host.error == HOST_OK) close_device(&j->host.file);
    close_device(&s->close_after);
    if (s->buffer) binary_release(s->buffer);
    for (size_t i = 0; i < s->kept_count; i++) binary_release(s->kept[i]);
    memory_free(MEMORY_SYSTEM, s->path);
    resume_free(&s->magic);
}

static void helped_destroy(struct magic *m) { file_job_abandon(&((struct helped_call *)m)->job); }

struct helped_call *helped_new(struct file *f, helped_end *end)
{
    struct helped_call *s = resume_new(sizeof *s, helped_destroy);
    if (!s) return NULL;
    s->job.release = release;
    s->job.host.file = f ? f->device : NO_DEVICE;
    s->job.host.error = HOST_EINTR; /* nothing was opened yet */
    s->close_after = NO_DEVICE;
    s->end = end;
    s->file = f;
    if (f) f->helped = s;
    return s;
}

bool helped_start(struct process *p, struct helped_call *s) { return file_job_start(&s->job, p->pid); }

void helped_drop(struct helped_call *s)
{
    s->buffer = NULL;
    s->close_after = NO_DEVICE;
    helped_destroy(&s->magic);
}

struct helped_call *helped_open(struct process *p, const char *path, unsigned modes, helped_end *end)
{
    size_t size = strlen(path) + 1;
    struct helped_call *s = helped_new(NULL, end);
    if (!s) return NULL;
    s->job.host.kind = JOB_OPEN;
    s->job.host.modes = modes;
    s->job.host.path = s->path = memory_alloc(MEMORY_SYSTEM, size);
    if (s->path) memcpy(s->path, path, size);
    if (s->path && helped_start(p, s)) return s;
    helped_drop(s);
    return NULL;
}

bool helped_read(struct process *p, struct helped_call *s, int64_t offset)
{
    s->job.host = (struct host_job){
        .kind = JOB_READ,
        .file = s->file ? s->file->device : s->close_after,
        .offset = offset < 0 ? AT_POSITION : offset + (int64_t)s->used,
        .to = s->buffer->data + s->used,
        .size = s->buffer->size - s->used,
    };
    return helped_start(p, s);
}

enum bif_end helped_wait(struct process *p, term *args, struct helped_call *s)
{
    enum bif_end end = resume_yield(p, &args[0], &s->magic, NULL, 0);
    return end == BIF_AGAIN ? BIF_WAIT : end;
}

struct helped_call *helped_call_of(term argument) { return resume_state(argument, helped_destroy); }

enum bif_end helped_go_on(struct process *p, term *args, struct helped_call *s, term *result)
{
    if (s->job.running) return BIF_WAIT;
    term waiting = args[0];
    resume_restore(&args[0], true);
    enum bif_end end = s->end(p, args, s, result);
    if (end == BIF_WAIT) { /* one more job */
        args[0] = waiting;
        return end;
    }
    if (s->file) s->file->helped = NULL;
    s->file = NULL;
    close_device(&s->close_after);
    return end;
}
