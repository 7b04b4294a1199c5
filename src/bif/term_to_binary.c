/* bif/term_to_binary.c - terms to bytes: the size first, then the bytes, then perhaps compression, each
 * or the list of what was written and what stands between, each a part a slice. */
#include "bif/encoded_parts.h"
#include "bif/resume.h"
#include "memory/settings.h"
#include "etf/deflate.h"
#include "etf/etf.h"
#include "heap/binary.h"
#include "memory/memory.h"

enum phase { SIZE, WRITE, COMPRESS, LIST };

/* What becomes of the encoding. */
enum wanted { WANT_SIZE, WANT_BINARY, WANT_LIST };

struct job {
    struct magic magic;
    enum phase phase;
    struct etf_encoder *encoder;
    struct binary *bytes;
    struct deflation *deflation;
    struct encoded_parts parts; /* its terms are kept by yield() */
};

static void release(struct job *job)
{
    etf_encoder_close(job->encoder);
    deflation_close(job->deflation);
    if (job->bytes) binary_release(job->bytes);
}

static void destroy(struct magic *m)
{
    release((struct job *)m);
    resume_free(m);
}

/* -- the phases ------------------------------------------------------------------------ */

static enum etf_result begin_writing(struct job *job, term t, const struct etf_encode *how, struct heap *h)
{
    size_t size = etf_encoder_size(job->encoder);
    etf_encoder_close(job->encoder);
    job->phase = WRITE;
    job->bytes = binary_alloc(size);
    job->encoder = job->bytes ? etf_encoder_open(t, how, job->bytes->data, size) : NULL;
    if (job->encoder) etf_encoder_use_heap(job->encoder, h);
    return job->encoder ? ETF_MORE : ETF_NO_MEMORY;
}

static enum etf_result begin_compressing(struct job *job, const struct etf_encode *how)
{
    if (job->bytes->size < 6) return ETF_OK;
    job->phase = COMPRESS;
    job->deflation = deflation_open(job->bytes->data, job->bytes->size, how->compressed);
    return job->deflation ? ETF_MORE : ETF_NO_MEMORY;
}

static enum etf_result begin_list(struct job *job)
{
    job->phase = LIST;
    job->parts = encoded_parts_open(etf_encoder_parts(job->encoder), job->bytes->size);
    return ETF_MORE;
}

static enum etf_result end_compressing(struct job *job, enum etf_result end)
{
    if (end != ETF_BAD) return end;
    deflation_close(job->deflation); /* no gain: as it is */
    job->deflation = NULL;
    return ETF_OK;
}

/* Does what the budget allows; ETF_MORE when that was not all. */
static enum etf_result run(struct job *job, term t, const struct etf_encode *how, enum wanted wanted, struct heap *h,
                           int64_t *budget)
{
    enum etf_result end = ETF_MORE;
    while (end == ETF_MORE && *budget > 0) {
        if (job->phase == COMPRESS) {
            end = end_compressing(job, deflation_run(job->deflation, budget));
            continue;
        }
        if (job->phase == LIST) {
            end = encoded_parts_run(&job->parts, job->bytes, h, budget);
            continue;
        }
        end = etf_encoder_run(job->encoder, budget);
        if (end != ETF_OK || (job->phase == SIZE && wanted == WANT_SIZE)) continue;
        if (job->phase == SIZE) end = begin_writing(job, t, how, h);
        else if (how->compressed) end = begin_compressing(job, how);
        else if (wanted == WANT_LIST) end = begin_list(job);
    }
    return end;
}

/* -- the end ------------------------------------------------------------------------------ */

static term value_of(struct heap *h, struct job *job, enum wanted wanted)
{
    if (wanted == WANT_SIZE) return heap_u64(h, etf_encoder_size(job->encoder));
    if (wanted == WANT_LIST) return job->parts.list;
    if (job->deflation) {
        size_t size;
        const uint8_t *bytes = deflation_bytes(job->deflation, &size);
        return heap_binary_from(h, bytes, size);
    }
    if (job->bytes->size <= HEAP_BINARY_MAX) return heap_binary_from(h, job->bytes->data, job->bytes->size);
    return heap_bits_of_binary(h, binary_keep(job->bytes), 0, job->bytes->size * 8);
}

/* The terms that a slice leaves to the next one, and back. */
static term save(struct job *job, struct heap *h)
{
    if (job->phase == COMPRESS) return NIL;
    return job->phase == LIST ? encoded_parts_save(&job->parts, h) : etf_encoder_save(job->encoder, h);
}

static void restore(struct job *job, term saved)
{
    if (job->phase == LIST) encoded_parts_restore(&job->parts, saved);
    else if (job->phase != COMPRESS) etf_encoder_restore(job->encoder, saved);
}

static enum bif_end yield(struct process *p, term *args, struct job *job, bool resumed)
{
    if (!resumed) {
        struct job *kept = resume_new(sizeof *kept, destroy);
        if (!kept) {
            release(job);
            return bif_no_memory(p);
        }
        memcpy(&kept->magic + 1, &job->magic + 1, sizeof *kept - sizeof kept->magic);
        job = kept;
    }
    term saved = save(job, &p->heap);
    if (is_term(saved)) return resume_yield(p, &args[0], &job->magic, &saved, 1);
    resume_restore(&args[0], resumed);
    if (!resumed) destroy(&job->magic);
    return bif_no_memory(p);
}

static enum bif_end encode(struct process *p, term *args, const struct etf_encode *how, enum wanted wanted,
                           term *result)
{
    struct job fresh = {.phase = SIZE}, *job = resume_state(args[0], destroy);
    bool resumed = job;
    term t = resumed ? tuple_elements(args[0])[1] : args[0];
    if (!resumed) {
        job = &fresh;
        job->encoder = etf_encoder_open(t, how, NULL, 0);
        if (!job->encoder) return bif_no_memory(p);
    } else {
        restore(job, resume_terms(args[0])[0]);
    }
    if (resumed && job->encoder) etf_encoder_use_heap(job->encoder, &p->heap);
    int64_t budget = work_budget(p);
    enum etf_result end = run(job, t, how, wanted, &p->heap, &budget);
    work_pay(p, budget);
    if (end == ETF_MORE) return yield(p, args, job, resumed);
    resume_restore(&args[0], resumed);
    term value = end == ETF_OK ? value_of(&p->heap, job, wanted) : NO_TERM;
    if (!resumed) release(job); /* else the collector does */
    return bif_value(p, value, result);
}

/* -- options --------------------------------------------------------------------------------- */

/* Until OTP 25, external_size/2 knows nothing but versions. */
static bool knows_versions_only(enum wanted wanted) { return wanted == WANT_SIZE && !otp_at_least(26); }

static bool read_number(term option, struct etf_encode *how, enum wanted wanted)
{
    if (!is_tuple_of(option, 2) || !is_small(tuple_elements(option)[1])) return false;
    term name = tuple_elements(option)[0];
    int64_t value = small_value(tuple_elements(option)[1]);
    if (same(name, A(minor_version))) how->minor_version = (int)value;
    int64_t newest = wanted == WANT_SIZE ? etf_default().minor_version : 2;
    if (same(name, A(minor_version))) return value >= 0 && value <= newest;
    how->compressed = (int)value;
    return same(name, A(compressed)) && !knows_versions_only(wanted) && value >= 0 && value <= 9;
}

static bool read_option(term option, struct etf_encode *how, enum wanted wanted)
{
    if (knows_versions_only(wanted)) return read_number(option, how, wanted);
    if (same(option, A(compressed))) how->compressed = -1;
    else if (same(option, A(deterministic))) how->deterministic = true;
    else if (same(option, A(local)) && otp_at_least(26)) how->local = true;
    else return read_number(option, how, wanted);
    return true;
}

static bool read_options(term options, struct etf_encode *how, enum wanted wanted)
{
    *how = etf_default();
    for (; is_cons(options); options = tail(options))
        if (!read_option(head(options), how, wanted)) return false;
    if (how->local) how->compressed = 0;
    return is_nil(options) && !(how->local && how->deterministic);
}

static enum bif_end with_options(struct process *p, term *args, term options, enum wanted wanted, term *result)
{
    struct etf_encode how;
    if (!read_options(options, &how, wanted)) return bif_badarg(p);
    if (wanted == WANT_LIST && how.compressed) wanted = WANT_BINARY; /* no list: all releases */
    how.apart = wanted == WANT_LIST;
    return encode(p, args, &how, wanted, result);
}

enum bif_end bif_erlang_term_to_binary_1(struct process *p, term *args, term *result)
{
    return with_options(p, args, NIL, WANT_BINARY, result);
}

enum bif_end bif_erlang_term_to_binary_2(struct process *p, term *args, term *result)
{
    return with_options(p, args, args[1], WANT_BINARY, result);
}

enum bif_end bif_erlang_term_to_iovec_1(struct process *p, term *args, term *result)
{
    return with_options(p, args, NIL, WANT_LIST, result);
}

enum bif_end bif_erlang_term_to_iovec_2(struct process *p, term *args, term *result)
{
    return with_options(p, args, args[1], WANT_LIST, result);
}

enum bif_end bif_erlang_external_size_1(struct process *p, term *args, term *result)
{
    return with_options(p, args, NIL, WANT_SIZE, result);
}

enum bif_end bif_erlang_external_size_2(struct process *p, term *args, term *result)
{
    return with_options(p, args, args[1], WANT_SIZE, result);
}
