/* bif/prim_buffer.c - module prim_buffer: buffers of bytes that a program writes and reads in pieces. */
#include "bif/arguments.h"
#include "bif/byte_queue.h"
#include "bif/resume.h"

struct buffer {
    struct magic magic;
    struct byte_queue queue;
    bool locked;
};

static void buffer_destroy(struct magic *m)
{
    byte_queue_close(&((struct buffer *)m)->queue);
    resume_free(m);
}

static struct buffer *buffer_of(term t) { return (struct buffer *)magic_of(t, buffer_destroy); }

/* The buffer, and a number of bytes that it holds; false: badarg. */
static bool buffer_and_size(const term *args, struct buffer **b, size_t *size)
{
    int64_t n;
    *b = buffer_of(args[0]);
    if (!*b || !argument_range(args[1], 0, INT64_MAX, &n) || (*b)->queue.size < (size_t)n) return false;
    *size = (size_t)n;
    return true;
}

enum bif_end bif_prim_buffer_new_0(struct process *p, term *args, term *result)
{
    (void)args;
    struct buffer *b = resume_new(sizeof *b, buffer_destroy);
    if (!b) return bif_no_memory(p);
    byte_queue_open(&b->queue);
    *result = heap_magic(&p->heap, &b->magic);
    if (!is_term(*result)) buffer_destroy(&b->magic);
    return bif_value(p, *result, result);
}

enum bif_end bif_prim_buffer_size_1(struct process *p, term *args, term *result)
{
    struct buffer *b = buffer_of(args[0]);
    if (!b) return bif_badarg(p);
    *result = small((int64_t)b->queue.size);
    return BIF_DONE;
}

enum bif_end bif_prim_buffer_peek_head_1(struct process *p, term *args, term *result)
{
    struct buffer *b = buffer_of(args[0]);
    if (!b || b->queue.size == 0) return bif_badarg(p);
    return bif_value(p, byte_queue_head(&b->queue, &p->heap), result);
}

enum bif_end bif_prim_buffer_copying_read_2(struct process *p, term *args, term *result)
{
    struct buffer *b;
    size_t size;
    uint8_t *data;
    if (!buffer_and_size(args, &b, &size)) return bif_badarg(p);
    term t = heap_new_binary(&p->heap, size, &data);
    if (is_term(t)) byte_queue_take(&b->queue, size, data);
    bif_charge(p, (int64_t)(size / 1024));
    return bif_value(p, t, result);
}

enum bif_end bif_prim_buffer_skip_2(struct process *p, term *args, term *result)
{
    struct buffer *b;
    size_t size;
    if (!buffer_and_size(args, &b, &size)) return bif_badarg(p);
    byte_queue_take(&b->queue, size, NULL);
    *result = A(ok);
    return BIF_DONE;
}

enum bif_end bif_prim_buffer_write_2(struct process *p, term *args, term *result)
{
    struct buffer *b = buffer_of(args[0]);
    if (!b || !is_list(args[1])) return bif_badarg(p);
    while (is_cons(args[1])) {
        if (!byte_queue_add_list(&b->queue, &args[1], 64)) return bif_badarg(p);
        if (bif_charge(p, 16) && is_cons(args[1])) return BIF_AGAIN;
    }
    *result = A(ok);
    return BIF_DONE;
}

enum bif_end bif_prim_buffer_find_byte_index_2(struct process *p, term *args, term *result)
{
    struct buffer *b = buffer_of(args[0]);
    int64_t needle;
    if (!b || !argument_range(args[1], 0, 255, &needle)) return bif_badarg(p);
    size_t before = 0;
    for (const struct byte_item *i = b->queue.first; i; before += i->size, i = i->next) {
        const uint8_t *hit = memchr(i->at, (int)needle, i->size);
        bif_charge(p, (int64_t)(i->size / 16384));
        if (hit)
            return bif_value(p, heap_tuple2(&p->heap, A(ok), small((int64_t)(before + (size_t)(hit - i->at)))), result);
    }
    *result = A(not_found);
    return BIF_DONE;
}

enum bif_end bif_prim_buffer_try_lock_1(struct process *p, term *args, term *result)
{
    struct buffer *b = buffer_of(args[0]);
    if (!b) return bif_badarg(p);
    *result = b->locked ? A(busy) : A(acquired);
    b->locked = true;
    return BIF_DONE;
}

enum bif_end bif_prim_buffer_unlock_1(struct process *p, term *args, term *result)
{
    struct buffer *b = buffer_of(args[0]);
    if (!b) return bif_badarg(p);
    if (!b->locked) return bif_error(p, A(lock_order_violation));
    b->locked = false;
    *result = A(ok);
    return BIF_DONE;
}
