/* bif/checksum.c - erlang:crc32, adler32, md5 and their parts. */
#include "base/md5.h"
#include "bif/iolist_job.h"
#include "memory/settings.h"
#include <zlib.h>

/* -- over iodata ------------------------------------------------------------------------ */

/* Hands the whole bytes of a part to `add`, in pieces if they do not begin on a byte boundary. */
static void for_bytes(struct bits bits, void (*add)(void *to, const uint8_t *bytes, size_t size), void *to)
{
    uint8_t piece[1024];
    if (bits.offset == 0) {
        add(to, bits.data, bits.size / 8);
        return;
    }
    for (size_t done = 0; done < bits.size; done += sizeof piece * 8) {
        size_t n = bits.size - done < sizeof piece * 8 ? bits.size - done : sizeof piece * 8;
        bits_copy(piece, 0, bits.data, bits.offset + done, n);
        add(to, piece, n / 8);
    }
}

struct sum {
    struct iolist_job job;
    uint32_t value;
};

static void add_crc32(void *to, const uint8_t *bytes, size_t size)
{
    uint32_t *value = to;
    *value = (uint32_t)crc32_z(*value, bytes, size);
}
static void add_adler32(void *to, const uint8_t *bytes, size_t size)
{
    uint32_t *value = to;
    *value = (uint32_t)adler32_z(*value, bytes, size);
}

static bool crc32_part(struct iolist_job *job, struct process *p, const struct iolist_part *part)
{
    (void)p;
    for_bytes(part->bits, add_crc32, &((struct sum *)job)->value);
    return true;
}
static bool adler32_part(struct iolist_job *job, struct process *p, const struct iolist_part *part)
{
    (void)p;
    for_bytes(part->bits, add_adler32, &((struct sum *)job)->value);
    return true;
}

static enum bif_end sum_finish(struct iolist_job *job, struct process *p, term *result)
{
    (void)p;
    *result = small(((struct sum *)job)->value);
    return BIF_DONE;
}

static void crc32_destroy(struct magic *m) { resume_free(m); }
static void adler32_destroy(struct magic *m) { resume_free(m); }
static const struct iolist_kind crc32_kind = {
    .size = sizeof(struct sum), .part = crc32_part, .finish = sum_finish, .destroy = crc32_destroy};
static const struct iolist_kind adler32_kind = {
    .size = sizeof(struct sum), .part = adler32_part, .finish = sum_finish, .destroy = adler32_destroy};

static enum bif_end sum(struct process *p, term *data, const struct iolist_kind *kind, uint32_t start, term *result)
{
    struct sum fresh = {.job = {.kept = NIL}, .value = start};
    return iolist_run(p, data, kind, &fresh.job, result);
}

static bool is_u32(term t) { return is_small(t) && (uint64_t)small_value(t) <= UINT32_MAX; }

enum bif_end bif_erlang_crc32_1(struct process *p, term *args, term *result)
{
    return sum(p, &args[0], &crc32_kind, 0, result);
}
enum bif_end bif_erlang_crc32_2(struct process *p, term *args, term *result)
{
    if (!is_u32(args[0])) return bif_badarg(p);
    return sum(p, &args[1], &crc32_kind, (uint32_t)small_value(args[0]), result);
}
enum bif_end bif_erlang_adler32_1(struct process *p, term *args, term *result)
{
    return sum(p, &args[0], &adler32_kind, 1, result);
}
enum bif_end bif_erlang_adler32_2(struct process *p, term *args, term *result)
{
    if (!is_u32(args[0])) return bif_badarg(p);
    return sum(p, &args[1], &adler32_kind, (uint32_t)small_value(args[0]), result);
}

/* -- of two parts -------------------------------------------------------------------------- */

static bool combine_arguments(const term *args, uint32_t value[3])
{
    for (int i = 0; i < 3; i++) {
        if (!is_u32(args[i])) return false;
        value[i] = (uint32_t)small_value(args[i]);
    }
    return true;
}

enum bif_end bif_erlang_crc32_combine_3(struct process *p, term *args, term *result)
{
    uint32_t v[3];
    if (!combine_arguments(args, v)) return bif_badarg(p);
    *result = small((int64_t)(uint32_t)crc32_combine(v[0], v[1], v[2]));
    return BIF_DONE;
}

enum bif_end bif_erlang_adler32_combine_3(struct process *p, term *args, term *result)
{
    uint32_t v[3];
    if (!combine_arguments(args, v)) return bif_badarg(p);
    *result = small(v[2] ? (int64_t)(uint32_t)adler32_combine(v[0], v[1], v[2]) : v[0]);
    return BIF_DONE;
}

/* -- MD5 ------------------------------------------------------------------------------------- */

struct digest {
    struct iolist_job job;
    struct md5 md5;
};

/* A context as a program holds it between md5_init and md5_final: state, bits so far, block, and as many
 * zeroes as make it the size of the release's own. */
enum { CONTEXT_BYTES = 16 + 8 + MD5_BLOCK };
static size_t context_bytes(void) { return CONTEXT_BYTES + (otp_at_least(29) ? 8 : otp_at_least(27) ? 4 : 0); }

static term context_term(struct heap *h, const struct md5 *m)
{
    uint8_t *data;
    uint64_t bits = m->size * 8;
    term t = heap_new_binary(h, context_bytes(), &data);
    if (!is_term(t)) return t;
    memset(data, 0, context_bytes());
    memcpy(data, m->state, 16);
    memcpy(data + 16, &bits, 8);
    memcpy(data + 24, m->block, MD5_BLOCK);
    return t;
}

static bool context_of(term t, struct md5 *m)
{
    uint8_t data[CONTEXT_BYTES];
    if (!is_bitstring(t) || bits_size(t) != context_bytes() * 8) return false;
    struct bits b = bits_view(t);
    bits_copy(data, 0, b.data, b.offset, CONTEXT_BYTES * 8);
    memcpy(m->state, data, 16);
    memcpy(&m->size, data + 16, 8);
    m->size /= 8;
    memcpy(m->block, data + 24, MD5_BLOCK);
    return true;
}

static void add_md5(void *to, const uint8_t *bytes, size_t size) { md5_add(to, bytes, size); }

static bool md5_part(struct iolist_job *job, struct process *p, const struct iolist_part *part)
{
    p->reductions -= (int64_t)(part->bits.size / 8192); /* on top of the walk's own price */
    for_bytes(part->bits, add_md5, &((struct digest *)job)->md5);
    return true;
}

static term digest_term(struct heap *h, struct md5 *m)
{
    uint8_t digest[MD5_BYTES];
    md5_close(m, digest);
    return heap_binary_from(h, digest, MD5_BYTES);
}

static enum bif_end digest_finish(struct iolist_job *job, struct process *p, term *result)
{
    return bif_value(p, digest_term(&p->heap, &((struct digest *)job)->md5), result);
}
static enum bif_end context_finish(struct iolist_job *job, struct process *p, term *result)
{
    return bif_value(p, context_term(&p->heap, &((struct digest *)job)->md5), result);
}

static void digest_destroy(struct magic *m) { resume_free(m); }
static void context_destroy(struct magic *m) { resume_free(m); }
static const struct iolist_kind digest_kind = {
    .size = sizeof(struct digest), .part = md5_part, .finish = digest_finish, .destroy = digest_destroy};
static const struct iolist_kind context_kind = {
    .size = sizeof(struct digest), .part = md5_part, .finish = context_finish, .destroy = context_destroy};

enum bif_end bif_erlang_md5_1(struct process *p, term *args, term *result)
{
    struct digest fresh = {.job = {.kept = NIL}};
    md5_open(&fresh.md5);
    return iolist_run(p, &args[0], &digest_kind, &fresh.job, result);
}

enum bif_end bif_erlang_md5_init_0(struct process *p, term *args, term *result)
{
    (void)args;
    struct md5 m = {.size = 0};
    md5_open(&m);
    return bif_value(p, context_term(&p->heap, &m), result);
}

enum bif_end bif_erlang_md5_update_2(struct process *p, term *args, term *result)
{
    struct digest fresh = {.job = {.kept = NIL}};
    if (!context_of(args[0], &fresh.md5)) return bif_badarg(p);
    return iolist_run(p, &args[1], &context_kind, &fresh.job, result);
}

enum bif_end bif_erlang_md5_final_1(struct process *p, term *args, term *result)
{
    struct md5 m;
    if (!context_of(args[0], &m)) return bif_badarg(p);
    return bif_value(p, digest_term(&p->heap, &m), result);
}
