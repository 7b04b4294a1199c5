/* bif/binary_iovec.c - iolists to lists of binaries for writev(2): large binaries are shared, what
 * is small is gathered. */
#include "bif/iolist_job.h"
#include "memory/settings.h"

/* OTP 27 shares what is longer than this, and gathers the rest without limit. */
enum { SHARED_MIN_27 = 512 + 1 };

enum {
    LARGE = 4 * HEAP_BINARY_MAX, /* bytes from which a binary stands alone: OTP's number */
    GATHERED_MAX = 32 * LARGE,   /* bytes gathered into one: OTP's number */
};

/* job.kept is the list made so far, last first. */
struct iovec {
    struct iolist_job job;
    struct bits_sink sink;
    bool in_run; /* the last part was of bytes that go on: they are not torn apart */
};

static bool keep(struct iolist_job *job, struct process *p, term binary)
{
    if (!is_term(binary)) return false;
    job->kept = heap_cons(&p->heap, binary, job->kept);
    return is_term(job->kept);
}

static bool flush(struct iovec *v, struct process *p)
{
    if (v->sink.used == 0) return true;
    return keep(&v->job, p, sink_term(&v->sink, &p->heap));
}

static bool gather(struct iovec *v, struct process *p, struct bits bits)
{
    bool full = v->sink.used / 8 + bits.size / 8 > GATHERED_MAX && !v->in_run;
    if (full && !flush(v, p)) return false;
    return sink_put(&v->sink, bits);
}

static bool part_27(struct iovec *v, struct process *p, const struct iolist_part *part)
{
    size_t size = part->bits.size / 8;
    if (size < SHARED_MIN_27 || !is_term(part->bitstring) || part->bits.offset % 8)
        return sink_put(&v->sink, part->bits);
    return flush(v, p) && keep(&v->job, p, heap_sub_bits(&p->heap, part->bitstring, 0, size * 8));
}

static bool iovec_part(struct iolist_job *job, struct process *p, const struct iolist_part *part)
{
    struct iovec *v = (struct iovec *)job;
    size_t gathered = v->sink.used / 8, size = part->bits.size / 8;
    if (otp_at_least(27)) return part_27(v, p, part);
    bool large = size >= LARGE && is_term(part->bitstring);
    if (large && (gathered == 0 || gathered >= LARGE)) {
        if (!flush(v, p)) return false;
        return keep(job, p, heap_sub_bits(&p->heap, part->bitstring, 0, size * 8));
    }
    if (!large || gathered + size < 2 * LARGE) {
        bool done = gather(v, p, part->bits);
        v->in_run = !is_term(part->bitstring) && size == IOLIST_RUN;
        return done;
    }
    v->in_run = false;
    struct bits first = part->bits;
    first.size = (LARGE - gathered) * 8; /* makes what was gathered large enough to stand alone */
    return gather(v, p, first) && flush(v, p) &&
           keep(job, p, heap_sub_bits(&p->heap, part->bitstring, first.size, part->bits.size - first.size));
}

static enum bif_end iovec_finish(struct iolist_job *job, struct process *p, term *result)
{
    if (!flush((struct iovec *)job, p)) return bif_no_memory(p);
    term list = NIL;
    for (term t = job->kept; is_cons(t); t = tail(t)) {
        list = heap_cons(&p->heap, head(t), list);
        if (!is_term(list)) return bif_no_memory(p);
    }
    return bif_value(p, list, result);
}

static void iovec_release(struct iolist_job *job) { sink_close(&((struct iovec *)job)->sink); }
IOLIST_DESTROY(iovec_destroy, iovec_release)
static const struct iolist_kind iovec_kind = {.size = sizeof(struct iovec),
                                              .part = iovec_part,
                                              .finish = iovec_finish,
                                              .release = iovec_release,
                                              .destroy = iovec_destroy,
                                              .uncut = true};

enum bif_end bif_erlang_iolist_to_iovec_1(struct process *p, term *args, term *result)
{
    if (is_binary(args[0])) return bif_value(p, bits_size(args[0]) ? heap_cons(&p->heap, args[0], NIL) : NIL, result);
    /* From OTP 27 on lists are read by a function of their own, which stands in the stack when one is bad - but
     * for a first element that is a bitstring. */
    bool at_once = !is_cons(args[0]) || (is_bitstring(head(args[0])) && !is_binary(head(args[0])));
    if (!at_once && otp_at_least(27)) return bif_call(p, A(erts_internal), A(iolist_to_iovec_continue), 1);
    return bif_erts_internal_iolist_to_iovec_continue_1(p, args, result);
}

enum bif_end bif_erts_internal_iolist_to_iovec_continue_1(struct process *p, term *args, term *result)
{
    struct iovec fresh;
    fresh.job.kept = NIL;
    fresh.in_run = false;
    sink_open(&fresh.sink);
    return iolist_run(p, &args[0], &iovec_kind, &fresh.job, result);
}
