/* bif/terms.c - any terms: their hashes and sizes. */
#include "bif/arguments.h"
#include "bif/resume.h"
#include "heap/binary.h"
#include "heap/stack_save.h"
#include "memory/memory.h"
#include "term/hash.h"

/* -- hashes ---------------------------------------------------------------------------- */

/* A walk of either kind; what differs. */
union walk {
    struct phash2 phash2;
    struct phash phash;
    struct stack stack; /* the first of both */
};
struct job {
    struct magic magic;
    union walk walk;
};

static void walk_open(union walk *w, bool old, term t)
{
    if (old) phash_open(&w->phash, t);
    else phash2_open(&w->phash2, t);
}

static bool walk_run(union walk *w, bool old, int64_t *budget)
{
    return old ? phash_run(&w->phash, budget) : phash2_run(&w->phash2, budget);
}

static uint32_t walk_hash(const union walk *w, bool old) { return old ? w->phash.hash : w->phash2.hash; }

static void destroy(struct magic *m)
{
    stack_close(&((struct job *)m)->walk.stack);
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
static enum bif_end begin_long(struct process *p, term *args, bool old, int64_t budget)
{
    struct job *job = resume_new(sizeof *job, destroy);
    if (!job) return bif_no_memory(p);
    walk_open(&job->walk, old, args[0]);
    walk_run(&job->walk, old, &budget);
    return yield(p, args, job);
}

/* BIF_DONE and *hash, or how else it ends. */
static enum bif_end hash_term(struct process *p, term *args, bool old, uint32_t *hash)
{
    struct job *job = resume_state(args[0], destroy);
    int64_t budget = work_budget(p) / 4, all = budget;
    union walk fresh, *walk = job ? &job->walk : &fresh;
    if (job) stack_restore(&walk->stack, resume_terms(args[0])[0]);
    else walk_open(walk, old, args[0]);
    bool done = walk_run(walk, old, &budget);
    *hash = walk_hash(walk, old);
    if (!job) stack_close(&walk->stack);
    work_pay(p, done ? 4 * budget : 0);
    if (done) resume_restore(&args[0], job);
    if (done) return BIF_DONE;
    return job ? yield(p, args, job) : begin_long(p, args, old, all);
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
    enum bif_end end = hash_term(p, args, false, &hash);
    if (end == BIF_DONE) *result = small(hash & ((1 << 27) - 1));
    return end;
}

enum bif_end bif_erlang_phash2_2(struct process *p, term *args, term *result)
{
    uint32_t hash;
    uint64_t range;
    if (!range_of(args[1], &range)) return bif_badarg(p);
    enum bif_end end = hash_term(p, args, false, &hash);
    if (end == BIF_DONE) *result = small((int64_t)(hash % range));
    return end;
}

enum bif_end bif_erlang_phash_2(struct process *p, term *args, term *result)
{
    uint32_t hash;
    uint64_t range;
    if (!range_of(args[1], &range)) return bif_badarg(p);
    enum bif_end end = hash_term(p, args, true, &hash);
    if (end == BIF_DONE) *result = small((int64_t)(hash % range + 1));
    return end;
}

enum bif_end bif_erts_debug_same_2(struct process *p, term *args, term *result)
{
    (void)p;
    *result = boolean(same(args[0], args[1]));
    return BIF_DONE;
}

/* A copy whose bits begin args[1] (1 to 7) bits into a byte: OTP 29 tests bitstrings with it. */
enum bif_end bif_erts_debug_unaligned_bitstring_2(struct process *p, term *args, term *result)
{
    if (!is_bitstring(args[0]) || !is_small(args[1]) || small_value(args[1]) < 1 || small_value(args[1]) > 7)
        return bif_badarg(p);
    size_t offset = (size_t)small_value(args[1]);
    struct bits from = bits_view(args[0]);
    struct binary *b = binary_alloc((offset + from.size + 7) / 8);
    if (!b) return bif_no_memory(p);
    bits_copy(b->data, offset, from.data, from.offset, from.size);
    return bif_value(p, heap_bits_of_binary(&p->heap, b, offset, from.size), result);
}

/* Copying with sharing kept: terms never change, so that the term itself is such a copy. */
enum bif_end bif_erts_debug_copy_shared_2(struct process *p, term *args, term *result)
{
    (void)p;
    *result = args[0];
    return BIF_DONE;
}
