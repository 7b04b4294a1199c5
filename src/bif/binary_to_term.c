/* bif/binary_to_term.c - bytes to terms.  A long input is decoded on a heap of its own, a part a slice,
 * so that the process's heap may be collected meanwhile; in the end the process takes it over. */
#include "bif/resume.h"
#include "code/code.h"
#include "etf/etf.h"
#include "heap/binary.h"
#include "memory/memory.h"

enum { AT_ONCE = 4096 }; /* bytes that are decoded in one go */

struct job {
    struct magic magic;
    struct etf_decoder *decoder;
    struct heap heap; /* without a block: all in fragments */
    struct bytes_view input;
    void *copy; /* of an input that the collector might move */
    bool used;
};

static void release(struct job *job)
{
    etf_decoder_close(job->decoder);
    heap_close(&job->heap);
    bytes_view_end(&job->input);
    memory_free(MEMORY_SYSTEM, job->copy);
}

static void destroy(struct magic *m)
{
    release((struct job *)m);
    resume_free(m);
}

/* The process's heap takes over all that was decoded. */
static void absorb(struct heap *to, struct heap *from)
{
    for (struct fragment *f = from->fragments, *next; f; f = next) {
        next = f->next;
        heap_adopt(to, f);
    }
    heap_link_offheap_list(to, from->offheap);
    *from = (struct heap){0};
}

static enum bif_end finish(struct process *p, enum etf_result end, term t, bool want_used, size_t used, term *result)
{
    if (end == ETF_BAD) return bif_badarg(p);
    if (end != ETF_OK) return bif_no_memory(p);
    return bif_value(p, want_used ? heap_tuple2(&p->heap, t, small((int64_t)used)) : t, result);
}

static enum bif_end at_once(struct process *p, struct bytes_view *in, bool safe, bool want_used, term *result)
{
    struct etf_decode d = {.at = in->at, .end = in->at + in->size, .safe = safe, .code = &code_for_etf};
    term t;
    enum etf_result end = etf_decode(&d, &p->heap, &t);
    size_t used = (size_t)(d.at - in->at);
    bytes_view_end(in);
    bif_charge(p, (int64_t)(1 + used / WORK_PER_REDUCTION));
    return finish(p, end, t, want_used, used, result);
}

/* Bytes inside a heap object may move; those of an off-heap binary stay. */
static bool keep_input(struct job *job, term binary)
{
    if (kind_of(binary) == KIND_BITS_REF) return true;
    job->copy = memory_alloc(MEMORY_SYSTEM, job->input.size);
    if (job->copy) memcpy(job->copy, job->input.at, job->input.size);
    return job->copy;
}

static struct job *open_job(term binary, struct bytes_view *in, bool safe, bool want_used)
{
    struct job *job = resume_new(sizeof *job, destroy);
    if (!job) {
        bytes_view_end(in);
        return NULL;
    }
    job->input = *in;
    job->used = want_used;
    if (keep_input(job, binary)) {
        const uint8_t *at = job->copy ? job->copy : in->at;
        struct etf_decode d = {.at = at, .end = at + in->size, .safe = safe, .code = &code_for_etf};
        job->decoder = etf_decoder_open(&d, false, &job->heap);
    }
    if (job->decoder) return job;
    destroy(&job->magic);
    return NULL;
}

static enum bif_end run(struct process *p, term *args, struct job *job, term *result)
{
    int64_t budget = work_budget(p);
    bool resumed = resume_state(args[0], destroy);
    term t;
    enum etf_result end = etf_decoder_run(job->decoder, &budget, &t);
    work_pay(p, budget);
    if (end == ETF_MORE) return resume_yield(p, &args[0], &job->magic, NULL, 0);
    resume_restore(&args[0], resumed);
    size_t used = etf_decoder_used(job->decoder);
    bool want_used = job->used;
    if (end == ETF_OK) absorb(&p->heap, &job->heap);
    if (!resumed) destroy(&job->magic);
    return finish(p, end, t, want_used, used, result);
}

static enum bif_end decode(struct process *p, term *args, bool safe, bool want_used, term *result)
{
    struct job *job = resume_state(args[0], destroy);
    if (!job) {
        if (!is_bitstring(args[0])) return bif_badarg(p);
        struct bytes_view in = bytes_view(args[0]);
        if (!in.at) return in.size == SIZE_MAX ? bif_no_memory(p) : bif_badarg(p);
        bool packed = in.size > 1 && in.at[1] == 80;
        if (in.size <= AT_ONCE && !packed) return at_once(p, &in, safe, want_used, result);
        job = open_job(args[0], &in, safe, want_used);
        if (!job) return bif_no_memory(p);
    }
    return run(p, args, job, result);
}

enum bif_end bif_erlang_binary_to_term_1(struct process *p, term *args, term *result)
{
    return decode(p, args, false, false, result);
}

enum bif_end bif_erlang_binary_to_term_2(struct process *p, term *args, term *result)
{
    bool safe = false, used = false;
    term options = args[1];
    for (; is_cons(options); options = tail(options)) {
        if (same(head(options), A(safe))) safe = true;
        else if (same(head(options), A(used))) used = true;
        else return bif_badarg_cause(p, A(badopt));
    }
    return is_nil(options) ? decode(p, args, safe, used, result) : bif_badarg_cause(p, A(badopt));
}
