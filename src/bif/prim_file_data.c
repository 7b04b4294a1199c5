/* bif/prim_file_data.c - reading and writing open files: at once, or by a helper when that may take long. */
#include "bif/arguments.h"
#include "bif/prim_file_helped.h"
#include "io/buffer.h"

/* -- reading ---------------------------------------------------------------------- */

static enum bif_end read_end(struct process *p, struct binary *b, enum host_error e, size_t got, term *result)
{
    bif_charge(p, REDUCTIONS_A_CALL + (int64_t)got / BYTES_A_REDUCTION);
    if (e == HOST_OK && got > 0) return bif_ok(p, buffer_to_term(&p->heap, b, got), result);
    binary_release(b);
    if (e != HOST_OK) return bif_host_failed(p, e, result);
    *result = A(eof);
    return BIF_DONE;
}

static enum bif_end helped_read_end(struct process *p, term *args, struct helped_call *s, term *result)
{
    (void)args;
    struct binary *b = s->buffer;
    s->buffer = NULL;
    return read_end(p, b, s->job.host.error, s->used + s->job.host.done, result);
}

/* Begins to read what is not there at once; NULL: nobody helps. */
static struct helped_call *read_slowly(struct process *p, struct file *f, int64_t offset, struct binary *b, size_t got)
{
    struct helped_call *s = helped_new(f, helped_read_end);
    if (!s) return NULL;
    s->buffer = b;
    s->used = got;
    if (helped_read(p, s, offset)) return s;
    helped_drop(s);
    return NULL;
}

static enum bif_end read_at(struct process *p, struct file *f, int64_t offset, int64_t size, term *args, term *result)
{
    size_t got = 0, more = 0;
    struct binary *b = binary_alloc((size_t)size);
    if (!b) return bif_host_failed(p, HOST_ENOMEM, result);
    enum host_error e = HOST_EAGAIN;
    if (!f->waits && size < SLOW_BYTES) e = host_try_read_file(f->device, offset, b->data, (size_t)size, &got);
    if (e != HOST_EAGAIN) return read_end(p, b, e, got, result);
    struct helped_call *s = read_slowly(p, f, offset, b, got);
    if (s) return helped_wait(p, args, s);
    int64_t from = offset < 0 ? AT_POSITION : offset + (int64_t)got;
    e = host_read_file(f->device, from, b->data + got, (size_t)size - got, &more);
    return read_end(p, b, e, got + more, result);
}

enum bif_end bif_prim_file_read_nif_2(struct process *p, term *args, term *result)
{
    HELPED_CALL(p, args, result);
    OPEN_FILE(f, p, args, result);
    int64_t size;
    if (!is_number(args[1])) return bif_badarg(p);
    if (!argument_range(args[1], 0, INT64_MAX, &size)) return bif_host_failed(p, HOST_EINVAL, result);
    return read_at(p, f, AT_POSITION, size, args, result);
}

enum bif_end bif_prim_file_pread_nif_3(struct process *p, term *args, term *result)
{
    HELPED_CALL(p, args, result);
    OPEN_FILE(f, p, args, result);
    int64_t offset, size;
    if (!is_number_pair(args[1], args[2])) return bif_badarg(p);
    if (!offset_and_size(args[1], args[2], &offset, &size)) return bif_host_failed(p, HOST_EINVAL, result);
    return read_at(p, f, offset, size, args, result);
}

/* -- writing ---------------------------------------------------------------------- */

/* At most HOST_CHUNKS_MAX binaries of a list, and what remains of the list. */
struct vector {
    struct bytes_view views[HOST_CHUNKS_MAX];
    struct host_chunk chunks[HOST_CHUNKS_MAX];
    size_t count, bytes;
    term rest;
};

static void vector_end(struct vector *v)
{
    for (size_t i = 0; i < v->count; i++) bytes_view_end(&v->views[i]);
}

static bool vector_of(struct vector *v, term list)
{
    v->count = v->bytes = 0;
    for (; is_cons(list) && v->count < HOST_CHUNKS_MAX; list = tail(list)) {
        struct bytes_view view = bytes_view(head(list));
        if (!view.at) break;
        v->views[v->count] = view;
        v->chunks[v->count++] = (struct host_chunk){view.at, view.size};
        v->bytes += view.size;
    }
    v->rest = list;
    if (is_nil(list) || (is_cons(list) && v->count == HOST_CHUNKS_MAX)) return true;
    vector_end(v);
    return false;
}

/* {continue, ...} asks for a call with the rest of the list. */
static enum bif_end write_end(struct process *p, bool at_position, term rest, enum host_error e, size_t written,
                              term *result)
{
    bif_charge(p, REDUCTIONS_A_CALL + (int64_t)written / BYTES_A_REDUCTION);
    if (e != HOST_OK || is_nil(rest)) return bif_host_result(p, e, result);
    if (at_position) return bif_value(p, heap_tuple2(&p->heap, A(continue), rest), result);
    term count = heap_u64(&p->heap, written);
    if (!is_term(count)) return bif_no_memory(p);
    return bif_value(p, heap_tuple3(&p->heap, A(continue), count, rest), result);
}

static enum bif_end helped_write_end(struct process *p, term *args, struct helped_call *s, term *result)
{
    term rest = args[s->list];
    for (size_t i = 0; i < s->kept_count; i++) rest = tail(rest);
    return write_end(p, s->list == 1, rest, s->job.host.error, s->job.host.done, result);
}

/* The bytes of a chunk where they hold still: the binary that they are part of, or a copy. NULL: no memory. */
static struct binary *keep_chunk(term t, const struct bytes_view *view, struct host_chunk *chunk)
{
    *chunk = (struct host_chunk){view->at, view->size};
    if (kind_of(t) == KIND_BITS_REF && !view->copy) return binary_keep(((struct bits_ref *)boxed(t))->binary);
    struct binary *b = binary_alloc(view->size);
    if (b) chunk->bytes = memcpy(b->data, view->at, view->size);
    return b;
}

/* Begins to write; NULL: nobody helps. */
static struct helped_call *write_slowly(struct process *p, struct file *f, int64_t offset, const struct vector *v,
                                        const term *args, uint32_t list)
{
    struct helped_call *s = helped_new(f, helped_write_end);
    if (!s) return NULL;
    s->list = list;
    term at = args[list];
    for (; s->kept_count < v->count; at = tail(at), s->kept_count++) {
        size_t i = s->kept_count;
        s->kept[i] = keep_chunk(head(at), &v->views[i], &s->chunks[i]);
        if (!s->kept[i]) break;
    }
    s->job.host.kind = JOB_WRITE;
    s->job.host.offset = offset;
    s->job.host.chunks = s->chunks;
    s->job.host.count = s->kept_count;
    if (s->kept_count == v->count && helped_start(p, s)) return s;
    helped_drop(s);
    return NULL;
}

static enum bif_end write_at(struct process *p, struct file *f, int64_t offset, struct vector *v, term *args,
                             uint32_t list, term *result)
{
    bool slow = (f->waits || v->bytes >= SLOW_BYTES) && v->count > 0;
    struct helped_call *s = slow ? write_slowly(p, f, offset, v, args, list) : NULL;
    size_t written = 0;
    enum host_error e = s ? HOST_OK : host_write_file(f->device, offset, v->chunks, v->count, &written);
    vector_end(v);
    return s ? helped_wait(p, args, s) : write_end(p, offset < 0, v->rest, e, written, result);
}

enum bif_end bif_prim_file_write_nif_2(struct process *p, term *args, term *result)
{
    HELPED_CALL(p, args, result);
    OPEN_FILE(f, p, args, result);
    struct vector v;
    if (!vector_of(&v, args[1])) return bif_badarg(p);
    return write_at(p, f, AT_POSITION, &v, args, 1, result);
}

enum bif_end bif_prim_file_pwrite_nif_3(struct process *p, term *args, term *result)
{
    HELPED_CALL(p, args, result);
    OPEN_FILE(f, p, args, result);
    struct vector v;
    int64_t offset;
    if (!is_number(args[1]) || !vector_of(&v, args[2])) return bif_badarg(p);
    if (argument_range(args[1], 0, INT64_MAX, &offset)) return write_at(p, f, offset, &v, args, 2, result);
    vector_end(&v);
    return bif_host_failed(p, HOST_EINVAL, result);
}

static enum bif_end helped_sync_end(struct process *p, term *args, struct helped_call *s, term *result)
{
    (void)args;
    return bif_host_result(p, s->job.host.error, result);
}

enum bif_end bif_prim_file_sync_nif_2(struct process *p, term *args, term *result)
{
    HELPED_CALL(p, args, result);
    OPEN_FILE(f, p, args, result);
    int32_t data_only;
    if (!argument_int32(args[1], &data_only)) return bif_badarg(p);
    struct helped_call *s = helped_new(f, helped_sync_end);
    if (s) {
        s->job.host.kind = JOB_SYNC;
        s->job.host.data_only = data_only;
        if (helped_start(p, s)) return helped_wait(p, args, s);
        helped_drop(s);
    }
    return bif_host_result(p, host_sync(f->device, data_only), result);
}

/* -- blocks that say where others lie ------------------------------------------------ */

/* {ok, {Size, Offset, Data}}: a block that starts with eight bytes saying where another lies (dets). */
enum bif_end bif_prim_file_ipread_s32bu_p32bu_nif_3(struct process *p, term *args, term *result)
{
    OPEN_FILE(f, p, args, result);
    int64_t offset, most;
    size_t got;
    uint8_t pointer[8];
    if (!is_number_pair(args[1], args[2])) return bif_badarg(p);
    if (!argument_range(args[1], 0, INT64_MAX, &offset) || !argument_range(args[2], INT64_MIN, INT32_MAX, &most))
        return bif_host_failed(p, HOST_EINVAL, result);
    enum host_error e = host_read_file(f->device, offset, pointer, sizeof pointer, &got);
    if (e != HOST_OK) return bif_host_failed(p, e, result);
    uint32_t size = (uint32_t)pointer[0] << 24 | (uint32_t)pointer[1] << 16 | (uint32_t)pointer[2] << 8 | pointer[3];
    uint32_t at = (uint32_t)pointer[4] << 24 | (uint32_t)pointer[5] << 16 | (uint32_t)pointer[6] << 8 | pointer[7];
    *result = A(eof);
    if (got < sizeof pointer || (int64_t)size > most) return BIF_DONE;
    struct binary *b = binary_alloc(size);
    if (!b) return bif_host_failed(p, HOST_ENOMEM, result);
    e = host_read_file(f->device, at, b->data, size, &got);
    enum bif_end end = read_end(p, b, e, got, result);
    if (end != BIF_DONE) return end;
    if (is_tuple_of(*result, 2) && same(tuple_elements(*result)[0], A(error))) return BIF_DONE;
    term data = same(*result, A(eof)) ? A(eof) : tuple_elements(*result)[1];
    return bif_ok(p, heap_tuple3(&p->heap, small(size), small(at), data), result);
}
