/* bif/binary_gather.c - iolists to binaries and bitstrings, and their size. */
#include "bif/iolist_job.h"

/* -- everything in one bitstring ----------------------------------------------------- */

struct gather {
    struct iolist_job job;
    struct bits_sink sink;
};

static bool gather_part(struct iolist_job *job, struct process *p, const struct iolist_part *part)
{
    (void)p;
    return sink_put(&((struct gather *)job)->sink, part->bits);
}

static enum bif_end gather_finish(struct iolist_job *job, struct process *p, term *result)
{
    return bif_value(p, sink_term(&((struct gather *)job)->sink, &p->heap), result);
}

static void gather_release(struct iolist_job *job) { sink_close(&((struct gather *)job)->sink); }
IOLIST_DESTROY(gather_binary_destroy, gather_release)
IOLIST_DESTROY(gather_bits_destroy, gather_release)

static const struct iolist_kind gather_binary = {.size = sizeof(struct gather),
                                                 .part = gather_part,
                                                 .finish = gather_finish,
                                                 .release = gather_release,
                                                 .destroy = gather_binary_destroy};
static const struct iolist_kind gather_bits = {.size = sizeof(struct gather),
                                               .bits = true,
                                               .part = gather_part,
                                               .finish = gather_finish,
                                               .release = gather_release,
                                               .destroy = gather_bits_destroy};

static enum bif_end gather(struct process *p, term *args, const struct iolist_kind *kind, term *result)
{
    struct gather fresh;
    fresh.job.kept = NIL;
    sink_open(&fresh.sink);
    return iolist_run(p, &args[0], kind, &fresh.job, result);
}

static bool is_list_or_resumed(term t, void (*destroy)(struct magic *m))
{
    return is_list(t) || resume_state(t, destroy);
}

enum bif_end bif_erlang_list_to_binary_1(struct process *p, term *args, term *result)
{
    if (!is_list_or_resumed(args[0], gather_binary_destroy)) return bif_badarg(p);
    return gather(p, args, &gather_binary, result);
}

enum bif_end bif_erlang_iolist_to_binary_1(struct process *p, term *args, term *result)
{
    if (is_binary(args[0])) {
        *result = args[0];
        return BIF_DONE;
    }
    return gather(p, args, &gather_binary, result);
}

enum bif_end bif_erlang_list_to_bitstring_1(struct process *p, term *args, term *result)
{
    if (!is_list_or_resumed(args[0], gather_bits_destroy)) return bif_badarg(p);
    return gather(p, args, &gather_bits, result);
}

/* -- how many bytes ------------------------------------------------------------------- */

struct measure {
    struct magic magic;
    uint64_t bytes;
};

static void measure_destroy(struct magic *m) { resume_free(m); }

/* Counts until the end, or something is no iolist, or the work is used up. */
static enum iolist_event count(term *at, struct tail_stack *tails, struct heap *h, uint64_t *bytes, int64_t *budget)
{
    for (;; --*budget) {
        if (*budget <= 0) return IOLIST_YIELD;
        if (is_cons(*at)) {
            term first = head(*at), rest = tail(*at);
            *at = rest;
            if (is_small(first) && (uint64_t)small_value(first) < 256) {
                ++*bytes;
            } else if (is_cons(first)) {
                if (!is_nil(rest) && !tails_push(tails, h, rest)) return IOLIST_NO_MEMORY;
                *at = first;
            } else if (is_binary(first)) {
                *bytes += bits_size(first) / 8;
            } else if (!is_nil(first)) {
                return IOLIST_BAD;
            }
        } else {
            if (is_binary(*at)) *bytes += bits_size(*at) / 8;
            else if (!is_nil(*at)) return IOLIST_BAD;
            if (!tails_pop(tails, at)) return IOLIST_END;
        }
    }
}

static enum bif_end measure_yield(struct process *p, term *args, struct measure *m, uint64_t bytes, term at,
                                  struct tail_stack *tails)
{
    bool resumed = m;
    if (!resumed) m = resume_new(sizeof *m, measure_destroy);
    if (!m) return bif_no_memory(p);
    m->bytes = bytes;
    if (tails_spill(tails, &p->heap)) return resume_yield(p, &args[0], &m->magic, (term[]){at, tails->spilled}, 2);
    resume_restore(&args[0], resumed);
    if (!resumed) measure_destroy(&m->magic);
    return bif_no_memory(p);
}

enum bif_end bif_erlang_iolist_size_1(struct process *p, term *args, term *result)
{
    struct measure *m = resume_state(args[0], measure_destroy);
    struct tail_stack tails;
    term at = m ? resume_terms(args[0])[0] : args[0];
    uint64_t bytes = m ? m->bytes : 0;
    int64_t budget = work_budget(p);
    tails_open(&tails, m ? resume_terms(args[0])[1] : NIL);
    enum iolist_event event = count(&at, &tails, &p->heap, &bytes, &budget);
    work_pay(p, budget);
    if (event == IOLIST_YIELD) return measure_yield(p, args, m, bytes, at, &tails);
    resume_restore(&args[0], m);
    if (event == IOLIST_END) return bif_value(p, heap_u64(&p->heap, bytes), result);
    return event == IOLIST_BAD ? bif_badarg(p) : bif_no_memory(p);
}
