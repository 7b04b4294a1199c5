/* bif/prim_file.c - the functions of OTP's prim_file NIF that work on open files.
 *
 * They raise badarg or answer {error, Posix} exactly where OTP's own do: prim_file.erl turns one into
 * the other, and users see which.
 */
#include "bif/arguments.h"
#include "bif/prim_file_helped.h"
#include "memory/memory.h"

/* A device that a helper is at work on is closed when it is done. */
static enum host_error file_close(struct file *f)
{
    host_device d = f->device;
    f->device = NO_DEVICE;
    if (d == NO_DEVICE) return HOST_OK;
    if (!f->helped) return host_close(d);
    f->helped->close_after = d;
    f->helped->file = NULL;
    f->helped = NULL;
    return HOST_OK;
}

static void file_destroy(struct magic *m)
{
    struct file *f = (struct file *)m;
    file_close(f);
    shared_object_forget(&f->shared);
    memory_free(MEMORY_SYSTEM, f);
}

struct file *file_of(term t) { return (struct file *)shared_object_of(t, file_destroy); }

enum bif_end file_made(struct process *p, host_device d, bool waits, term *result)
{
    struct file *f = memory_alloc(MEMORY_SYSTEM, sizeof *f);
    if (!f) {
        host_close(d);
        return bif_host_failed(p, HOST_ENOMEM, result);
    }
    *f = (struct file){.device = d, .owner = p->pid, .waits = waits};
    term reference = shared_object_reference(&p->heap, &f->shared, file_destroy);
    if (!is_term(reference)) {
        file_close(f);
        memory_free(MEMORY_SYSTEM, f);
    }
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

static enum bif_end open_end(struct process *p, term *args, struct helped_call *s, term *result)
{
    (void)args;
    host_device d = s->job.host.file;
    s->job.host.file = NO_DEVICE;
    if (s->job.host.error != HOST_OK) return bif_host_failed(p, s->job.host.error, result);
    return file_made(p, d, true, result);
}

enum bif_end bif_prim_file_open_nif_2(struct process *p, term *args, term *result)
{
    HELPED_CALL(p, args, result);
    struct path path;
    host_device d;
    if (!is_list(args[1])) return bif_badarg(p);
    if (!path_of(&path, args[0])) return bif_host_failed(p, HOST_EINVAL, result);
    bool waits = host_path_may_wait(path.bytes);
    struct helped_call *s = waits ? helped_open(p, path.bytes, open_modes(args[1]), open_end) : NULL;
    enum host_error e = s ? HOST_OK : host_open(path.bytes, open_modes(args[1]), &d);
    path_end(&path);
    bif_charge(p, REDUCTIONS_A_CALL);
    if (s) return helped_wait(p, args, s);
    return e == HOST_OK ? file_made(p, d, waits, result) : bif_host_failed(p, e, result);
}

enum bif_end bif_prim_file_file_desc_to_ref_nif_1(struct process *p, term *args, term *result)
{
    int32_t d;
    if (!argument_int32(args[0], &d)) return bif_badarg(p);
    enum host_error e = host_check_device(d);
    return e == HOST_OK ? file_made(p, d, host_device_may_wait(d), result) : bif_host_failed(p, e, result);
}

enum bif_end bif_prim_file_close_nif_1(struct process *p, term *args, term *result)
{
    struct file *f = file_of(args[0]);
    if (!f) return bif_badarg(p);
    if (f->device == NO_DEVICE) return bif_host_failed(p, HOST_EINVAL, result);
    return bif_host_result(p, file_close(f), result);
}

enum bif_end bif_prim_file_delayed_close_nif_1(struct process *p, term *args, term *result)
{
    struct file *f = file_of(args[0]);
    if (!f) return bif_badarg(p);
    file_close(f);
    *result = A(ok);
    return BIF_DONE;
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
