/* bif/prim_file_names.c - the functions of prim_file that work on names: directories, links, times. */
#include "bif/arguments.h"
#include "bif/prim_file_helped.h"
#include "io/buffer.h"
#include "io/names.h"
#include <string.h>

bool path_of(struct path *path, term t)
{
    path->view = bytes_view(t);
    path->bytes = (const char *)path->view.at;
    if (!path->bytes) return false;
    size_t size = path->view.size;
    while (size > 0 && !path->bytes[size - 1]) size--;
    if (size < path->view.size && !memchr(path->bytes, 0, size)) return true;
    path_end(path);
    return false;
}

typedef enum host_error path_operation(const char *path);
static enum bif_end with_path(struct process *p, term t, path_operation *operation, term *result)
{
    struct path path;
    if (!path_of(&path, t)) return bif_host_failed(p, HOST_EINVAL, result);
    enum host_error e = operation(path.bytes);
    path_end(&path);
    bif_charge(p, 20);
    return bif_host_result(p, e, result);
}

typedef enum host_error paths_operation(const char *a, const char *b);
static enum bif_end with_paths(struct process *p, const term *args, paths_operation *operation, term *result)
{
    struct path a, b;
    enum host_error e = HOST_EINVAL;
    if (!path_of(&a, args[0])) return bif_host_failed(p, e, result);
    if (path_of(&b, args[1])) {
        e = operation(a.bytes, b.bytes);
        path_end(&b);
    }
    path_end(&a);
    bif_charge(p, 20);
    return bif_host_result(p, e, result);
}

enum bif_end bif_prim_file_make_dir_nif_1(struct process *p, term *args, term *result)
{
    return with_path(p, args[0], host_make_directory, result);
}
enum bif_end bif_prim_file_del_dir_nif_1(struct process *p, term *args, term *result)
{
    return with_path(p, args[0], host_delete_directory, result);
}
enum bif_end bif_prim_file_del_file_nif_1(struct process *p, term *args, term *result)
{
    return with_path(p, args[0], host_delete_file, result);
}
enum bif_end bif_prim_file_set_cwd_nif_1(struct process *p, term *args, term *result)
{
    return with_path(p, args[0], host_set_directory, result);
}
enum bif_end bif_prim_file_rename_nif_2(struct process *p, term *args, term *result)
{
    return with_paths(p, args, host_rename, result);
}
enum bif_end bif_prim_file_make_hard_link_nif_2(struct process *p, term *args, term *result)
{
    return with_paths(p, args, host_hard_link, result);
}
enum bif_end bif_prim_file_make_soft_link_nif_2(struct process *p, term *args, term *result)
{
    return with_paths(p, args, host_symbolic_link, result);
}

/* Names of eight characters and drives are Windows'. */
static enum host_error not_supported(const char *path)
{
    (void)path;
    return HOST_ENOTSUP;
}
enum bif_end bif_prim_file_altname_nif_1(struct process *p, term *args, term *result)
{
    return with_path(p, args[0], not_supported, result);
}
enum bif_end bif_prim_file_get_device_cwd_nif_1(struct process *p, term *args, term *result)
{
    int32_t drive;
    return argument_int32(args[0], &drive) ? bif_host_failed(p, HOST_ENOTSUP, result) : bif_badarg(p);
}

static term type_atom(enum host_file_type type)
{
    const term names[] = {[FILE_DEVICE] = A(device),
                          [FILE_DIRECTORY] = A(directory),
                          [FILE_REGULAR] = A(regular),
                          [FILE_SYMLINK] = A(symlink),
                          [FILE_OTHER] = A(other)};
    return names[type];
}

/* The least time that converts between all of OTP's forms: {{1902,1,1},{0,0,0}}. */
#define FILE_TIME_MIN INT64_C(-2145916800)
static int64_t time_seen(int64_t seconds) { return seconds < FILE_TIME_MIN ? FILE_TIME_MIN : seconds; }

term file_info_term(struct heap *h, const struct host_file_info *info)
{
    const term accesses[] = {A(none), A(read), A(write), A(read_write)};
    const uint32_t numbers[] = {info->mode,  info->links, info->device, info->special_device,
                                info->inode, info->user,  info->group};
    term *hp = heap_alloc(h, TUPLE_WORDS(14) + INTEGER_WORDS_MAX);
    if (!hp) return NO_TERM;
    term t = build_tuple(&hp, 14), *e = tuple_elements(t);
    e[0] = A(file_info);
    e[1] = build_u64(&hp, info->size);
    e[2] = type_atom(info->type);
    e[3] = accesses[info->access];
    e[4] = small(time_seen(info->accessed));
    e[5] = small(time_seen(info->modified));
    e[6] = small(time_seen(info->changed));
    for (size_t i = 0; i < 7; i++) e[7 + i] = small(numbers[i]);
    heap_give_back(h, hp);
    return t;
}

enum bif_end bif_prim_file_read_info_nif_2(struct process *p, term *args, term *result)
{
    struct path path;
    struct host_file_info info;
    int32_t follow;
    if (!argument_int32(args[1], &follow)) return bif_badarg(p);
    if (!path_of(&path, args[0])) return bif_host_failed(p, HOST_EINVAL, result);
    enum host_error e = host_file_info(path.bytes, follow, &info);
    path_end(&path);
    bif_charge(p, 20);
    if (e != HOST_OK) return bif_host_failed(p, e, result);
    return bif_value(p, file_info_term(&p->heap, &info), result);
}

enum bif_end bif_prim_file_set_permissions_nif_2(struct process *p, term *args, term *result)
{
    struct path path;
    int64_t mode;
    if (!argument_range(args[1], 0, UINT32_MAX, &mode)) return bif_badarg(p);
    if (!path_of(&path, args[0])) return bif_host_failed(p, HOST_EINVAL, result);
    enum host_error e = host_set_permissions(path.bytes, (uint32_t)mode);
    path_end(&path);
    return bif_host_result(p, e, result);
}

enum bif_end bif_prim_file_set_owner_nif_3(struct process *p, term *args, term *result)
{
    struct path path;
    int32_t user, group;
    if (!argument_int32(args[1], &user) || !argument_int32(args[2], &group)) return bif_badarg(p);
    if (!path_of(&path, args[0])) return bif_host_failed(p, HOST_EINVAL, result);
    enum host_error e = host_set_owner(path.bytes, user, group);
    path_end(&path);
    return bif_host_result(p, e, result);
}

enum bif_end bif_prim_file_set_time_nif_4(struct process *p, term *args, term *result)
{
    struct path path;
    int64_t accessed, modified, created;
    if (!argument_int64(args[1], &accessed) || !argument_int64(args[2], &modified) ||
        !argument_int64(args[3], &created))
        return bif_badarg(p);
    if (!path_of(&path, args[0])) return bif_host_failed(p, HOST_EINVAL, result);
    enum host_error e = host_set_times(path.bytes, accessed, modified);
    path_end(&path);
    return bif_host_result(p, e, result);
}

enum { NAME_ROOM = 4096 }; /* Linux' PATH_MAX: no link or directory has a longer name in one call */

enum bif_end bif_prim_file_read_link_nif_1(struct process *p, term *args, term *result)
{
    struct path path;
    char name[NAME_ROOM];
    size_t size;
    if (!path_of(&path, args[0])) return bif_host_failed(p, HOST_EINVAL, result);
    enum host_error e = host_read_link(path.bytes, name, sizeof name, &size);
    path_end(&path);
    if (e != HOST_OK) return bif_host_failed(p, e, result);
    return bif_ok(p, heap_binary_from(&p->heap, name, size), result);
}

enum bif_end bif_prim_file_get_cwd_nif_0(struct process *p, term *args, term *result)
{
    (void)args;
    char name[NAME_ROOM];
    size_t size;
    enum host_error e = host_get_directory(name, sizeof name, &size);
    if (e != HOST_OK) return bif_host_failed(p, e, result);
    return bif_ok(p, heap_binary_from(&p->heap, name, size), result);
}

enum bif_end bif_prim_file_list_dir_nif_1(struct process *p, term *args, term *result)
{
    struct path path;
    struct host_directory d;
    const char *name;
    if (!path_of(&path, args[0])) return bif_host_failed(p, HOST_EINVAL, result);
    enum host_error e = host_open_directory(path.bytes, &d);
    path_end(&path);
    if (e != HOST_OK) return bif_host_failed(p, e, result);
    term list = NIL;
    while (is_term(list) && (name = host_next_name(&d, &e))) {
        term one = heap_binary_from(&p->heap, name, strlen(name));
        list = is_term(one) ? heap_cons(&p->heap, one, list) : NO_TERM;
        bif_charge(p, 1);
    }
    host_close(d.device);
    return e == HOST_OK ? bif_ok(p, list, result) : bif_host_failed(p, e, result);
}

enum { ROOM_AT_FIRST = 16384 };

/* Reads until the end, however large the file says it is (files of /proc say 0). */
static enum host_error read_whole(host_device file, size_t room, struct binary **b, size_t *size)
{
    *size = 0;
    *b = binary_alloc(room);
    for (;;) {
        size_t got;
        if (!*b) return HOST_ENOMEM;
        enum host_error e = host_read_file(file, AT_POSITION, (*b)->data + *size, room - *size, &got);
        *size += got;
        if (e != HOST_OK || *size < room) return e;
        struct binary *larger = binary_alloc(room *= 2);
        if (larger) memcpy(larger->data, (*b)->data, *size);
        binary_release(*b);
        *b = larger;
    }
}

static enum bif_end read_file_end(struct process *p, struct binary *b, enum host_error e, size_t size, term *result)
{
    bif_charge(p, 2 * REDUCTIONS_A_CALL + (int64_t)size / BYTES_A_REDUCTION);
    if (e == HOST_OK) return bif_ok(p, buffer_to_term(&p->heap, b, size), result);
    if (b) binary_release(b);
    return bif_host_failed(p, e, result);
}

/* Room for more of a file than is known: twice what has been read. */
static bool more_room(struct helped_call *s)
{
    struct binary *larger = binary_alloc(s->used ? 2 * s->used : ROOM_AT_FIRST);
    if (!larger) return false;
    if (s->used) memcpy(larger->data, s->buffer->data, s->used);
    if (s->buffer) binary_release(s->buffer);
    s->buffer = larger;
    return true;
}

/* One helper's job is over: the opening, or a part of the reading. */
static enum bif_end helped_read_file_end(struct process *p, term *args, struct helped_call *s, term *result)
{
    (void)args;
    struct host_job *job = &s->job.host;
    enum host_error e = job->error;
    bool opened = job->kind == JOB_OPEN && e == HOST_OK;
    if (opened) s->close_after = job->file, job->file = NO_DEVICE;
    s->used += job->done;
    if (opened || (e == HOST_OK && job->done == job->size)) {
        if (more_room(s) && helped_read(p, s, AT_POSITION)) return BIF_WAIT;
        e = HOST_ENOMEM;
    }
    struct binary *b = s->buffer;
    s->buffer = NULL;
    return read_file_end(p, b, e, s->used, result);
}

/* Begins to read a large open file; NULL: nobody helps. */
static struct helped_call *read_file_slowly(struct process *p, host_device d, size_t room)
{
    struct helped_call *s = helped_new(NULL, helped_read_file_end);
    if (!s) return NULL;
    struct binary *b = s->buffer = binary_alloc(room);
    s->close_after = d;
    if (b && helped_read(p, s, AT_POSITION)) return s;
    helped_drop(s);
    if (b) binary_release(b);
    return NULL;
}

enum bif_end bif_prim_file_read_file_nif_1(struct process *p, term *args, term *result)
{
    HELPED_CALL(p, args, result);
    struct path path;
    host_device d;
    struct host_file_info info;
    struct binary *b;
    size_t size;
    if (!path_of(&path, args[0])) return bif_host_failed(p, HOST_EINVAL, result);
    bool waits = host_path_may_wait(path.bytes);
    struct helped_call *s = waits ? helped_open(p, path.bytes, OPEN_READ, helped_read_file_end) : NULL;
    enum host_error e = s ? HOST_OK : host_open(path.bytes, OPEN_READ, &d);
    path_end(&path);
    if (s) return helped_wait(p, args, s);
    if (e != HOST_OK) return bif_host_failed(p, e, result);
    size_t room = host_open_file_info(d, &info) == HOST_OK && info.size ? info.size + 1 : ROOM_AT_FIRST;
    if (room > SLOW_BYTES && (s = read_file_slowly(p, d, room))) return helped_wait(p, args, s);
    e = read_whole(d, room, &b, &size);
    host_close(d);
    return read_file_end(p, b, e, size, result);
}
