/* platform/sim/files.c - files in memory behind devices; now and then one of the calls fails. */
#include "platform/host_jobs.h"
#include "platform/platform.h"
#include "platform/sim/sim.h"
#include <string.h>

enum { RARITY = 20 }; /* of faults */

/* HOST_OK, or what went wrong with the disk. */
static enum host_error disk(const char *call)
{
    static const enum host_error errors[] = {HOST_EIO, HOST_ENOSPC, HOST_EACCES, HOST_EMFILE, HOST_ENOMEM};
    if (!sim_strikes(SIM_FAULT_FILES, RARITY)) return HOST_OK;
    enum host_error e = errors[sim_luck(sizeof errors / sizeof *errors)];
    sim_trace("%s fails: %s", call, host_error_name(e));
    return e;
}

/* The open file behind a device; NULL: *e says why. */
static struct open_file *open_file(host_device d, const char *call, enum host_error *e)
{
    const struct sim_device *device = sim_device(d, SIM_FILE);
    *e = device ? disk(call) : host_check_device(d) == HOST_OK ? HOST_ESPIPE : HOST_EBADF;
    return *e == HOST_OK ? device->file : NULL;
}

enum host_error host_open(const char *path, unsigned modes, host_device *file)
{
    struct open_file *f;
    enum host_error e = disk("open");
    if (e == HOST_OK) e = files_open_file(sim()->files, path, modes, &f);
    if (e == HOST_OK && (*file = sim_device_new(SIM_FILE)) == NO_DEVICE) open_file_close(f), e = HOST_EMFILE;
    if (e == HOST_OK) sim()->devices[*file].file = f;
    sim_trace("open %s: %s", path, host_error_name(e));
    return e;
}

enum host_error host_read_file(host_device file, int64_t offset, void *to, size_t size, size_t *got)
{
    enum host_error e;
    struct open_file *f = open_file(file, "read", &e);
    *got = 0;
    return f ? open_file_read(f, offset, to, size, got) : e;
}

/* A full disk may show when a part has been written. */
enum host_error host_write_file(host_device file, int64_t offset, const struct host_chunk *chunks, size_t count,
                                size_t *written)
{
    enum host_error e;
    struct open_file *f = open_file(file, "write", &e);
    *written = 0;
    if (!f) return e;
    size_t some = sim_strikes(SIM_FAULT_FILES, RARITY) ? sim_luck(count + 1) : count;
    e = open_file_write(f, offset, chunks, some, written);
    return e == HOST_OK && some < count ? HOST_ENOSPC : e;
}

enum host_error host_seek(host_device file, enum host_origin origin, int64_t offset, int64_t *position)
{
    enum host_error e;
    struct open_file *f = open_file(file, "seek", &e);
    return f ? open_file_seek(f, origin, offset, position) : e;
}

enum host_error host_sync(host_device file, bool data_only)
{
    enum host_error e;
    (void)data_only;
    open_file(file, "sync", &e);
    return e;
}

enum host_error host_truncate(host_device file)
{
    enum host_error e;
    struct open_file *f = open_file(file, "truncate", &e);
    return f ? open_file_truncate(f) : e;
}

enum host_error host_allocate(host_device file, int64_t offset, int64_t size)
{
    enum host_error e;
    struct open_file *f = open_file(file, "allocate", &e);
    return f ? open_file_allocate(f, offset, size) : e;
}

enum host_error host_advise(host_device file, int64_t offset, int64_t size, enum host_advice advice)
{
    enum host_error e;
    (void)offset, (void)size, (void)advice;
    open_file(file, "advise", &e);
    return e;
}

enum host_error host_open_file_info(host_device file, struct host_file_info *info)
{
    enum host_error e;
    struct open_file *f = open_file(file, "information", &e);
    if (f) open_file_info(f, info);
    return e;
}

/* -- directories --------------------------------------------------------------------- */

enum host_error host_open_directory(const char *path, struct host_directory *d)
{
    d->at = d->end = 0;
    return host_open(path, OPEN_READ | OPEN_DIRECTORY, &d->device);
}

const char *host_next_name(struct host_directory *d, enum host_error *e)
{
    struct open_file *f = open_file(d->device, "list", e);
    return f ? open_file_name(f, &d->at) : NULL;
}

/* -- by name --------------------------------------------------------------------------- */

/* The call itself, unless the disk fails first. */
#define ON_DISK(call, ...)                                                                                             \
    enum host_error e = disk(#call);                                                                                   \
    if (e == HOST_OK) e = files_##call(sim()->files, __VA_ARGS__);                                                     \
    return e

enum host_error host_file_info(const char *path, bool follow, struct host_file_info *info)
{
    ON_DISK(info, path, follow, info);
}
enum host_error host_set_permissions(const char *path, uint32_t mode) { ON_DISK(set_permissions, path, mode); }
enum host_error host_set_owner(const char *path, int32_t user, int32_t group) { ON_DISK(set_owner, path, user, group); }
enum host_error host_set_times(const char *path, int64_t accessed, int64_t modified)
{
    ON_DISK(set_times, path, accessed, modified);
}
enum host_error host_make_directory(const char *path) { ON_DISK(make_directory, path); }
enum host_error host_delete_directory(const char *path) { ON_DISK(delete_directory, path); }
enum host_error host_delete_file(const char *path) { ON_DISK(delete_file, path); }
enum host_error host_rename(const char *from, const char *to) { ON_DISK(rename, from, to); }
enum host_error host_hard_link(const char *existing, const char *to) { ON_DISK(hard_link, existing, to); }
enum host_error host_symbolic_link(const char *existing, const char *to) { ON_DISK(symbolic_link, existing, to); }
enum host_error host_read_link(const char *path, char *to, size_t room, size_t *size)
{
    *size = 0;
    ON_DISK(read_link, path, to, room, size);
}
enum host_error host_real_path(const char *path, char *to, size_t room) { ON_DISK(real_path, path, to, room); }
enum host_error host_get_directory(char *to, size_t room, size_t *size) { ON_DISK(get_directory, to, room, size); }
enum host_error host_set_directory(const char *path) { ON_DISK(set_directory, path); }

/* No helpers: every call is made by the machine's one thread. */
bool host_job_start(struct host_job *job) { return (void)job, false; }
struct host_job *host_job_next(void) { return NULL; }
bool host_path_may_wait(const char *path) { return (void)path, false; }
bool host_device_may_wait(host_device file) { return (void)file, false; }
enum host_error host_try_read_file(host_device file, int64_t offset, void *to, size_t size, size_t *got)
{
    return host_read_file(file, offset, to, size, got);
}
