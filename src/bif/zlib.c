/* bif/zlib.c - module zlib: opening, closing, what both directions share. */
#include "bif/zlib.h"
#include "memory/memory.h"

/* -- streams -------------------------------------------------------------------------------- */

static void *zlib_allocate(void *opaque, unsigned items, unsigned size)
{
    (void)opaque;
    return memory_alloc(MEMORY_SYSTEM, (size_t)items * size);
}
static void zlib_release(void *opaque, void *p)
{
    (void)opaque;
    memory_free(MEMORY_SYSTEM, p);
}

void zlib_stash_clear(struct zlib_stream *s)
{
    if (is_term(s->stash)) heap_close(&s->stash_heap);
    s->stash = NO_TERM;
}

void zlib_reset_input(struct zlib_stream *s)
{
    byte_queue_close(&s->input);
    zlib_stash_clear(s);
}

static void stream_close(struct zlib_stream *s)
{
    if (s->state == ZLIB_DEFLATE) deflateEnd(&s->z);
    if (s->state == ZLIB_INFLATE) inflateEnd(&s->z);
    zlib_stash_clear(s);
    s->state = ZLIB_CLOSED;
}

static void stream_destroy(struct magic *m)
{
    struct zlib_stream *s = (struct zlib_stream *)m;
    stream_close(s);
    byte_queue_close(&s->input);
    resume_free(m);
}

static bool state_is(const struct zlib_stream *s, enum zlib_state wanted)
{
    return wanted == ZLIB_CLOSED || s->state == wanted;
}

struct zlib_stream *zlib_stream_of(struct process *p, term t, enum zlib_state wanted, enum bif_end *end)
{
    struct zlib_stream *s = (struct zlib_stream *)magic_of(t, stream_destroy);
    if (!s) *end = bif_badarg(p);
    else if (!same(s->owner, p->pid)) *end = bif_error(p, A(not_on_controlling_process));
    else if (!state_is(s, wanted))
        *end = bif_error(p, wanted == ZLIB_NEW ? A(already_initialized) : A(not_initialized));
    else return s;
    return NULL;
}

enum bif_end zlib_result(struct process *p, int code, term *result)
{
    switch (code) {
    case Z_OK: *result = A(ok); return BIF_DONE;
    case Z_STREAM_END: *result = A(stream_end); return BIF_DONE;
    case Z_STREAM_ERROR: return bif_error(p, A(stream_error));
    case Z_DATA_ERROR: return bif_error(p, A(data_error));
    case Z_MEM_ERROR: *result = A(mem_error); return BIF_DONE;
    case Z_BUF_ERROR: *result = A(buf_error); return BIF_DONE;
    case Z_VERSION_ERROR: *result = A(version_error); return BIF_DONE;
    default: *result = A(unknown_error); return BIF_DONE;
    }
}

/* -- the calls -------------------------------------------------------------------------------- */

enum bif_end bif_zlib_open_nif_0(struct process *p, term *args, term *result)
{
    (void)args;
    struct zlib_stream *s = resume_new(sizeof *s, stream_destroy);
    if (!s) return bif_no_memory(p);
    s->z.zalloc = zlib_allocate;
    s->z.zfree = zlib_release;
    s->owner = p->pid;
    s->chunk_size = 4000;
    s->stash = NO_TERM;
    byte_queue_open(&s->input);
    *result = heap_magic(&p->heap, &s->magic);
    if (!is_term(*result)) stream_destroy(&s->magic);
    return bif_value(p, *result, result);
}

enum bif_end bif_zlib_close_nif_1(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_CLOSED, &end);
    if (!s) return end;
    if (s->state == ZLIB_CLOSED) return bif_error(p, A(not_initialized));
    stream_close(s);
    *result = A(ok);
    return BIF_DONE;
}

enum bif_end bif_zlib_set_controller_nif_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    if (!is_local_pid(args[1])) return bif_badarg(p);
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_CLOSED, &end);
    if (!s) return end;
    s->owner = args[1];
    *result = A(ok);
    return BIF_DONE;
}

enum bif_end bif_zlib_enqueue_nif_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_CLOSED, &end);
    if (!s) return end;
    if (s->state != ZLIB_DEFLATE && s->state != ZLIB_INFLATE) return bif_error(p, A(not_initialized));
    term list = args[1];
    if (!is_list(list) || !byte_queue_add_list(&s->input, &list, 256)) return bif_badarg(p);
    *result = A(ok);
    return is_nil(list) ? BIF_DONE : bif_value(p, heap_tuple2(&p->heap, A(continue), list), result);
}

enum bif_end bif_zlib_crc32_nif_1(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_CLOSED, &end);
    if (!s) return end;
    if (s->state != ZLIB_DEFLATE && s->state != ZLIB_INFLATE) return bif_error(p, A(not_initialized));
    *result = small(s->crc);
    return BIF_DONE;
}

/* -- a term kept with the stream ---------------------------------------------------------------- */

enum bif_end bif_zlib_getStash_nif_1(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_CLOSED, &end);
    if (!s) return end;
    *result = A(empty);
    if (!is_term(s->stash)) return BIF_DONE;
    term copy = heap_copy(&p->heap, s->stash);
    return is_term(copy) ? bif_value(p, heap_tuple2(&p->heap, A(ok), copy), result) : bif_no_memory(p);
}

enum bif_end bif_zlib_clearStash_nif_1(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_CLOSED, &end);
    if (!s) return end;
    if (!is_term(s->stash)) return bif_error(p, A(error));
    zlib_stash_clear(s);
    *result = A(ok);
    return BIF_DONE;
}

enum bif_end bif_zlib_setStash_nif_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_CLOSED, &end);
    if (!s) return end;
    if (is_term(s->stash)) return bif_error(p, A(error));
    if (!heap_open(&s->stash_heap, 64)) return bif_no_memory(p);
    s->stash = heap_copy(&s->stash_heap, args[1]);
    if (!is_term(s->stash)) {
        heap_close(&s->stash_heap);
        return bif_no_memory(p);
    }
    *result = A(ok);
    return BIF_DONE;
}

/* -- inflateChunk's buffer, which is but a number ------------------------------------------------- */

enum bif_end bif_zlib_getBufSize_nif_1(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_CLOSED, &end);
    if (!s) return end;
    *result = small(s->chunk_size);
    return BIF_DONE;
}

enum bif_end bif_zlib_setBufSize_nif_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct zlib_stream *s = zlib_stream_of(p, args[0], ZLIB_CLOSED, &end);
    if (!s) return end;
    if (!argument_int32(args[1], &s->chunk_size)) return bif_badarg(p);
    *result = A(ok);
    return BIF_DONE;
}
