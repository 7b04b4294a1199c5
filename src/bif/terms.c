/* bif/terms.c - any terms: their hashes and sizes. */
#include "bif/arguments.h"
#include "bif/resume.h"
#include "heap/stack_save.h"
#include "memory/memory.h"
#include "term/hash.h"

/* -- hashes ---------------------------------------------------------------------------- */

struct job {
    struct magic magic;
    struct phash2 walk;
};

static void destroy(struct magic *m)
{
    phash2_close(&((struct job *)m)->walk);
    resume_free(m);
}

static enum bif_end yield(struct process *p, term *args, struct job *job)
{
    term saved = heap_save_stack(&p->heap, &job->walk.stack);
    if (is_term(saved)) return resume_yield(p, &args[0], &job->magic, &saved, 1);
    bool resumed = resume_state(args[0], destroy);
    resume_restore(&args[0], resumed);
    if (!resumed) destroy(&job->magic);
    return bif_no_memory(p);
}

/* A term that takes more than this slice: the walk is begun anew in a state that is kept. */
static enum bif_end begin_long(struct process *p, term *args, int64_t budget)
{
    struct job *job = resume_new(sizeof *job, destroy);
    if (!job) return bif_no_memory(p);
    phash2_open(&job->walk, args[0]);
    phash2_run(&job->walk, &budget);
    return yield(p, args, job);
}

/* BIF_DONE and *hash, or how else it ends. */
static enum bif_end hash_term(struct process *p, term *args, uint32_t *hash)
{
    struct job *job = resume_state(args[0], destroy);
    int64_t budget = work_budget(p) / 4, all = budget;
    struct phash2 fresh, *walk = job ? &job->walk : &fresh;
    if (job) stack_restore(&walk->stack, resume_terms(args[0])[0]);
    else phash2_open(walk, args[0]);
    bool done = phash2_run(walk, &budget);
    *hash = walk->hash;
    if (!job) phash2_close(walk);
    work_pay(p, done ? 4 * budget : 0);
    if (done) resume_restore(&args[0], job);
    if (done) return BIF_DONE;
    return job ? yield(p, args, job) : begin_long(p, args, all);
}

/* A range from 1 to 2^32. */
static bool range_of(term t, uint64_t *range)
{
    int64_t value;
    if (!argument_range(t, 1, INT64_C(1) << 32, &value)) return false;
    *range = (uint64_t)value;
    return true;
}

enum bif_end bif_erlang_phash2_1(struct process *p, term *args, term *result)
{
    uint32_t hash;
    enum bif_end end = hash_term(p, args, &hash);
    if (end == BIF_DONE) *result = small(hash & ((1 << 27) - 1));
    return end;
}

enum bif_end bif_erlang_phash2_2(struct process *p, term *args, term *result)
{
    uint32_t hash;
    uint64_t range;
    if (!range_of(args[1], &range)) return bif_badarg(p);
    enum bif_end end = hash_term(p, args, &hash);
    if (end == BIF_DONE) *result = small((int64_t)(hash % range));
    return end;
}

enum bif_end bif_erlang_phash_2(struct process *p, term *args, term *result)
{
    uint64_t range;
    if (!range_of(args[1], &range)) return bif_badarg(p);
    *result = small((int64_t)(term_phash(args[0]) % range + 1));
    return BIF_DONE;
}

/* -- sizes ------------------------------------------------------------------------------------ */

enum bif_end bif_erts_debug_flat_size_1(struct process *p, term *args, term *result)
{
    size_t words = term_flat_size(args[0], true);
    bif_charge(p, (int64_t)(words / WORK_PER_REDUCTION));
    return bif_value(p, words == SIZE_MAX ? NO_TERM : small((int64_t)words), result);
}

enum bif_end bif_erts_debug_same_2(struct process *p, term *args, term *result)
{
    (void)p;
    *result = boolean(same(args[0], args[1]));
    return BIF_DONE;
}

/* Copying with sharing kept: terms never change, so that the term itself is such a copy. */
enum bif_end bif_erts_debug_copy_shared_2(struct process *p, term *args, term *result)
{
    (void)p;
    *result = args[0];
    return BIF_DONE;
}
