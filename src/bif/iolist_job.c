/* bif/iolist_job.c - the shared course of functions that read one iolist. */
#include "bif/iolist_job.h"

static enum iolist_event slice(struct iolist_walk *w, struct process *p, const struct iolist_kind *kind,
                               struct iolist_job *job, int64_t *budget)
{
    struct iolist_part part;
    for (;;) {
        enum iolist_event event = iolist_next(w, &p->heap, budget, &part);
        if (event != IOLIST_PART) return event;
        if (part.bits.size % 8 && !kind->bits) return IOLIST_BAD;
        if (!kind->uncut && !iolist_cut(w, &p->heap, &part, *budget)) return IOLIST_NO_MEMORY;
        *budget -= kind->uncut ? 1 : (int64_t)(part.bits.size / 128);
        if (!kind->part(job, p, &part)) return IOLIST_NO_MEMORY;
    }
}

static void release(const struct iolist_kind *kind, struct iolist_job *job)
{
    if (kind->release) kind->release(job);
}

static enum bif_end yield(struct iolist_walk *w, struct process *p, term *argument, const struct iolist_kind *kind,
                          struct iolist_job *job, bool resumed)
{
    if (!resumed) {
        struct magic *m = resume_new(kind->size, kind->destroy);
        if (!m) {
            release(kind, job);
            return bif_no_memory(p);
        }
        memcpy(m + 1, &job->magic + 1, kind->size - sizeof *m);
        job = (struct iolist_job *)m;
    }
    term terms[IOLIST_TERMS + 1] = {NIL, NIL, job->kept};
    if (!iolist_save(w, &p->heap, terms)) {
        if (!resumed) kind->destroy(&job->magic);
        resume_restore(argument, resumed);
        return bif_no_memory(p);
    }
    return resume_yield(p, argument, &job->magic, terms, IOLIST_TERMS + 1);
}

enum bif_end iolist_run(struct process *p, term *argument, const struct iolist_kind *kind, struct iolist_job *fresh,
                        term *result)
{
    struct iolist_walk walk;
    struct iolist_job *job = resume_state(*argument, kind->destroy);
    bool resumed = job;
    if (resumed) {
        iolist_restore(&walk, resume_terms(*argument));
        job->kept = resume_terms(*argument)[IOLIST_TERMS];
    } else {
        iolist_begin(&walk, *argument);
        job = fresh;
    }
    int64_t budget = work_budget(p);
    enum iolist_event event = slice(&walk, p, kind, job, &budget);
    work_pay(p, budget);
    if (event == IOLIST_YIELD) return yield(&walk, p, argument, kind, job, resumed);
    resume_restore(argument, resumed);
    if (event == IOLIST_END) return kind->finish(job, p, result);
    if (!resumed) release(kind, job); /* else the collector does */
    return event == IOLIST_BAD ? bif_badarg(p) : bif_no_memory(p);
}
