/* bif/binary_copy.c - binary:copy/1,2: bytes repeated in a binary of their own. */
#include "bif/resume.h"
#include "heap/binary.h"

enum { COPY_AT_ONCE = 1 << 16, COPY_CHUNK = 1 << 18 };

struct copying {
    struct magic magic;
    struct binary *to;
    size_t done;
};

static void copying_destroy(struct magic *m)
{
    struct copying *c = (struct copying *)m;
    if (c->to) binary_release(c->to);
    resume_free(m);
}

/* The next step: what lies from `done` on, at most a chunk.  The first round comes from the source,
 * the others from the rounds before. */
static size_t copy_step(uint8_t *to, size_t size, size_t done, struct bits from)
{
    size_t unit = from.size / 8, n = size - done, round = done < unit ? unit - done : done - done % unit;
    if (n > COPY_CHUNK) n = COPY_CHUNK;
    if (n > round) n = round;
    if (done < unit) bits_copy(to, done * 8, from.data, from.offset + done * 8, n * 8);
    else memcpy(to + done, to + done % unit, n);
    return n;
}

static enum bif_end copy_slice(struct process *p, term *args, struct copying *c, struct bits from, term *result)
{
    int64_t budget = work_budget(p);
    while (c->done < c->to->size && budget > 0) {
        size_t n = copy_step(c->to->data, c->to->size, c->done, from);
        c->done += n;
        budget -= (int64_t)(n / 16) + 1;
    }
    work_pay(p, budget);
    if (c->done < c->to->size) return resume_yield(p, &args[0], &c->magic, NULL, 0);
    struct binary *b = c->to;
    c->to = NULL;
    term t = heap_bits_of_binary(&p->heap, b, 0, b->size * 8);
    if (c->magic.references == 0) copying_destroy(&c->magic);
    return bif_value(p, t, result);
}

static enum bif_end copy_small(struct process *p, struct bits from, size_t size, term *result)
{
    uint8_t *to;
    term t = heap_new_binary(&p->heap, size, &to);
    for (size_t done = 0; is_term(t) && done < size;) done += copy_step(to, size, done, from);
    p->reductions -= (int64_t)(size / 1024);
    return bif_value(p, t, result);
}

static enum bif_end copy_large(struct process *p, term *args, struct bits from, size_t size, term *result)
{
    struct copying *c = resume_new(sizeof *c, copying_destroy);
    if (!c) return bif_no_memory(p);
    c->to = binary_alloc(size);
    if (c->to) return copy_slice(p, args, c, from, result);
    copying_destroy(&c->magic);
    return bif_no_memory(p);
}

static enum bif_end copy(struct process *p, term *args, term times, term *result)
{
    struct copying *c = resume_state(args[0], copying_destroy);
    if (c) {
        enum bif_end end = copy_slice(p, args, c, bits_view(tuple_elements(args[0])[1]), result);
        if (end == BIF_RAISE) resume_restore(&args[0], true);
        return end;
    }
    if (!is_binary(args[0]) || !is_small(times) || small_value(times) < 0) return bif_badarg(p);
    struct bits from = bits_view(args[0]);
    size_t size;
    if (__builtin_mul_overflow(from.size / 8, (size_t)small_value(times), &size)) return bif_no_memory(p);
    return size <= COPY_AT_ONCE ? copy_small(p, from, size, result) : copy_large(p, args, from, size, result);
}

enum bif_end bif_binary_copy_1(struct process *p, term *args, term *result) { return copy(p, args, small(1), result); }
enum bif_end bif_binary_copy_2(struct process *p, term *args, term *result) { return copy(p, args, args[1], result); }
