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

static const struct iolist_kind gather_binary = {sizeof(struct gather), false,          gather_part,
                                                 gather_finish,         gather_release, gather_binary_destroy};
static const struct iolist_kind gather_bits = {sizeof(struct gather), true,           gather_part,
                                               gather_finish,         gather_release, gather_bits_destroy};

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
    struct iolist_job job;
    uint64_t bytes;
};

static bool measure_part(struct iolist_job *job, struct process *p, const struct iolist_part *part)
{
    (void)p;
    ((struct measure *)job)->bytes += part->bits.size / 8;
    return true;
}

static enum bif_end measure_finish(struct iolist_job *job, struct process *p, term *result)
{
    return bif_value(p, heap_u64(&p->heap, ((struct measure *)job)->bytes), result);
}

static void measure_destroy(struct magic *m) { resume_free(m); }
static const struct iolist_kind measure = {sizeof(struct measure), false, measure_part,
                                           measure_finish,         NULL,  measure_destroy};

enum bif_end bif_erlang_iolist_size_1(struct process *p, term *args, term *result)
{
    struct measure fresh = {.job = {.kept = NIL}, .bytes = 0};
    return iolist_run(p, &args[0], &measure, &fresh.job, result);
}
