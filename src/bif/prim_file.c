/* bif/prim_file.c - the functions of OTP's prim_file NIF that work on open files.
 *
 * They raise badarg or answer {error, Posix} exactly where OTP's own do: prim_file.erl turns one into
 * the other, and users see which.
 */
#include "bif/prim_file.h"
#include "bif/arguments.h"
#include "io/buffer.h"
#include "memory/memory.h"

/* What reading and writing cost: a memory copy, and a system call. */
enum { REDUCTIONS_A_CALL = 20, BYTES_A_REDUCTION = 1024 };

static void file_destroy(struct magic *m)
{
    struct file *f = (struct file *)m;
    if (f->device != NO_DEVICE) host_close(f->device);
    memory_free(MEMORY_SYSTEM, f);
}

struct file *file_of(term t) { return (struct file *)magic_of(t, file_destroy); }

enum bif_end file_made(struct process *p, host_device d, term *result)
{
    struct file *f = memory_alloc(MEMORY_SYSTEM, sizeof *f);
    if (!f) {
        host_close(d);
        return bif_host_failed(p, HOST_ENOMEM, result);
    }
    *f = (struct file){.magic.destroy = file_destroy, .device = d, .owner = p->pid};
    process_next_reference(&f->magic.number, &f->magic.high);
    term reference = heap_magic(&p->heap, &f->magic);
    if (!is_term(reference)) file_destroy(&f->magic);
    return bif_ok(p, reference, result);
}

static unsigned open_modes(term list)
{
    const struct {
        term name;
        unsigned mode;
    } known[] = {{A(read), OPEN_READ},          {A(write), OPEN_WRITE}, {A(exclusive), OPEN_EXCLUSIVE},
                 {A(append), OPEN_APPEND},      {A(sync), OPEN_SYNC},   {A(skip_type_check), OPEN_ANY_TYPE},
                 {A(directory), OPEN_DIRECTORY}};
    unsigned modes = 0;
    for (; is_cons(list); list = tail(list))
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            if (same(head(list), known[i].name)) modes |= known[i].mode;
    if (modes & (OPEN_APPEND | OPEN_EXCLUSIVE)) return modes | OPEN_WRITE;
    return modes & (OPEN_READ | OPEN_WRITE) ? modes : modes | OPEN_READ;
}

enum bif_end bif_prim_file_open_nif_2(struct process *p, term *args, term *result)
{
    struct path path;
    host_device d;
    if (!is_list(args[1])) return bif_badarg(p);
    if (!path_of(&path, args[0])) return bif_host_failed(p, HOST_EINVAL, result);
    enum host_error e = host_open(path.bytes, open_modes(args[1]), &d);
    path_end(&path);
    bif_charge(p, REDUCTIONS_A_CALL);
    return e == HOST_OK ? file_made(p, d, result) : bif_host_failed(p, e, result);
}

enum bif_end bif_prim_file_file_desc_to_ref_nif_1(struct process *p, term *args, term *result)
{
    int32_t d;
    if (!argument_int32(args[0], &d)) return bif_badarg(p);
    enum host_error e = host_check_device(d);
    return e == HOST_OK ? file_made(p, d, result) : bif_host_failed(p, e, result);
}

enum bif_end bif_prim_file_close_nif_1(struct process *p, term *args, term *result)
{
    struct file *f = file_of(args[0]);
    if (!f) return bif_badarg(p);
    if (f->device == NO_DEVICE) return bif_host_failed(p, HOST_EINVAL, result);
    host_device d = f->device;
    f->device = NO_DEVICE;
    return bif_host_result(p, host_close(d), result);
}

enum bif_end bif_prim_file_delayed_close_nif_1(struct process *p, term *args, term *result)
{
    struct file *f = file_of(args[0]);
    if (!f) return bif_badarg(p);
    if (f->device != NO_DEVICE) host_close(f->device);
    f->device = NO_DEVICE;
    *result = A(ok);
    return BIF_DONE;
}

/* The door of every operation on an open file: sets *f, or ends the BIF. */
#define OPEN_FILE(f, p, args, result)                                                                                  \
    struct file *f = file_of((args)[0]);                                                                               \
    if (!f) return bif_badarg(p);                                                                                      \
    if (f->device == NO_DEVICE) return bif_host_failed(p, HOST_EINVAL, result)

static bool is_number_pair(term a, term b) { return is_number(a) && is_number(b); }

/* Both as integers from 0 to 2^63-1. */
static bool offset_and_size(term a, term b, int64_t *offset, int64_t *size)
{
    return argument_range(a, 0, INT64_MAX, offset) && argument_range(b, 0, INT64_MAX, size);
}

static enum bif_end read_at(struct process *p, struct file *f, int64_t offset, int64_t size, term *result)
{
    size_t got;
    struct binary *b = binary_alloc((size_t)size);
    if (!b) return bif_host_failed(p, HOST_ENOMEM, result);
    enum host_error e = host_read_file(f->device, offset, b->data, (size_t)size, &got);
    bif_charge(p, REDUCTIONS_A_CALL + (int64_t)got / BYTES_A_REDUCTION);
    if (e == HOST_OK && got > 0) return bif_ok(p, buffer_to_term(&p->heap, b, got), result);
    binary_release(b);
    if (e != HOST_OK) return bif_host_failed(p, e, result);
    *result = A(eof);
    return BIF_DONE;
}

enum bif_end bif_prim_file_read_nif_2(struct process *p, term *args, term *result)
{
    OPEN_FILE(f, p, args, result);
    int64_t size;
    if (!is_number(args[1])) return bif_badarg(p);
    if (!argument_range(args[1], 0, INT64_MAX, &size)) return bif_host_failed(p, HOST_EINVAL, result);
    return read_at(p, f, AT_POSITION, size, result);
}

enum bif_end bif_prim_file_pread_nif_3(struct process *p, term *args, term *result)
{
    OPEN_FILE(f, p, args, result);
    int64_t offset, size;
    if (!is_number_pair(args[1], args[2])) return bif_badarg(p);
    if (!offset_and_size(args[1], args[2], &offset, &size)) return bif_host_failed(p, HOST_EINVAL, result);
    return read_at(p, f, offset, size, result);
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

static enum bif_end write_at(struct process *p, struct file *f, int64_t offset, struct vector *v, term *result)
{
    size_t written;
    enum host_error e = host_write_file(f->device, offset, v->chunks, v->count, &written);
    vector_end(v);
    bif_charge(p, REDUCTIONS_A_CALL + (int64_t)v->bytes / BYTES_A_REDUCTION);
    if (e != HOST_OK || is_nil(v->rest)) return bif_host_result(p, e, result);
    if (offset < 0) return bif_value(p, heap_tuple2(&p->heap, A(continue), v->rest), result);
    term count = heap_u64(&p->heap, written);
    if (!is_term(count)) return bif_no_memory(p);
    return bif_value(p, heap_tuple3(&p->heap, A(continue), count, v->rest), result);
}

enum bif_end bif_prim_file_write_nif_2(struct process *p, term *args, term *result)
{
    OPEN_FILE(f, p, args, result);
    struct vector v;
    if (!vector_of(&v, args[1])) return bif_badarg(p);
    return write_at(p, f, AT_POSITION, &v, result);
}

enum bif_end bif_prim_file_pwrite_nif_3(struct process *p, term *args, term *result)
{
    OPEN_FILE(f, p, args, result);
    struct vector v;
    int64_t offset;
    if (!is_number(args[1]) || !vector_of(&v, args[2])) return bif_badarg(p);
    if (argument_range(args[1], 0, INT64_MAX, &offset)) return write_at(p, f, offset, &v, result);
    vector_end(&v);
    return bif_host_failed(p, HOST_EINVAL, result);
}

/* -- the rest --------------------------------------------------------------------- */

enum bif_end bif_prim_file_seek_nif_3(struct process *p, term *args, term *result)
{
    OPEN_FILE(f, p, args, result);
    int64_t offset, position;
    if (!argument_int64(args[2], &offset)) return bif_badarg(p);
    enum host_origin origin = FROM_START;
    if (same(args[1], A(cur))) origin = FROM_HERE;
    else if (same(args[1], A(eof))) origin = FROM_END;
    else if (!same(args[1], A(bof))) return bif_badarg(p);
    enum host_error e = host_seek(f->device, origin, offset, &position);
    if (e != HOST_OK) return bif_host_failed(p, e, result);
    return bif_ok(p, heap_i64(&p->heap, position), result);
}

enum bif_end bif_prim_file_sync_nif_2(struct process *p, term *args, term *result)
{
    OPEN_FILE(f, p, args, result);
    int32_t data_only;
    if (!argument_int32(args[1], &data_only)) return bif_badarg(p);
    return bif_host_result(p, host_sync(f->device, data_only), result);
}

enum bif_end bif_prim_file_truncate_nif_1(struct process *p, term *args, term *result)
{
    OPEN_FILE(f, p, args, result);
    return bif_host_result(p, host_truncate(f->device), result);
}

enum bif_end bif_prim_file_allocate_nif_3(struct process *p, term *args, term *result)
{
    OPEN_FILE(f, p, args, result);
    int64_t offset, size;
    if (!is_number_pair(args[1], args[2])) return bif_badarg(p);
    if (!offset_and_size(args[1], args[2], &offset, &size)) return bif_host_failed(p, HOST_EINVAL, result);
    return bif_host_result(p, host_allocate(f->device, offset, size), result);
}

static bool advice_of(term t, enum host_advice *advice)
{
    const term names[] = {A(normal), A(random), A(sequential), A(will_need), A(dont_need), A(no_reuse)};
    for (enum host_advice a = ADVICE_NORMAL; a <= ADVICE_NO_REUSE; a++) {
        if (!same(t, names[a])) continue;
        *advice = a;
        return true;
    }
    return false;
}

enum bif_end bif_prim_file_advise_nif_4(struct process *p, term *args, term *result)
{
    OPEN_FILE(f, p, args, result);
    int64_t offset, size;
    enum host_advice advice;
    if (!is_number_pair(args[1], args[2])) return bif_badarg(p);
    if (!offset_and_size(args[1], args[2], &offset, &size) || !advice_of(args[3], &advice))
        return bif_host_failed(p, HOST_EINVAL, result);
    return bif_host_result(p, host_advise(f->device, offset, size, advice), result);
}

enum bif_end bif_prim_file_read_handle_info_nif_1(struct process *p, term *args, term *result)
{
    OPEN_FILE(f, p, args, result);
    struct host_file_info info;
    enum host_error e = host_open_file_info(f->device, &info);
    if (e != HOST_OK) return bif_host_failed(p, e, result);
    return bif_value(p, file_info_term(&p->heap, &info), result);
}

/* The device number as prim_inet:sendfile/4 hands it to the inet driver. */
enum bif_end bif_prim_file_get_handle_nif_1(struct process *p, term *args, term *result)
{
    OPEN_FILE(f, p, args, result);
    return bif_value(p, heap_binary_from(&p->heap, &f->device, sizeof f->device), result);
}

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
    enum bif_end end = read_at(p, f, at, size, result);
    if (end != BIF_DONE) return end;
    if (is_tuple_of(*result, 2) && same(tuple_elements(*result)[0], A(error))) return BIF_DONE;
    term data = same(*result, A(eof)) ? A(eof) : tuple_elements(*result)[1];
    return bif_ok(p, heap_tuple3(&p->heap, small(size), small(at), data), result);
}
