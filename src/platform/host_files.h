/* platform/host_files.h - files, directories and links of the host. */
#pragma once
#include "platform/host.h"

enum host_open_mode {
    OPEN_READ = 1,
    OPEN_WRITE = 2, /* alone: truncates */
    OPEN_APPEND = 4,
    OPEN_EXCLUSIVE = 8,
    OPEN_SYNC = 16,
    OPEN_ANY_TYPE = 32, /* directories too */
    OPEN_DIRECTORY = 64,
};
enum host_error host_open(const char *path, unsigned modes, host_device *file);
enum host_error host_close(host_device d);

/* A piece of memory to be written. */
struct host_chunk {
    const void *bytes;
    size_t size;
};
enum { HOST_CHUNKS_MAX = 64 }; /* in one call */
#define AT_POSITION INT64_C(-1)

/* Reads until `size` bytes or end of file, from `offset` or AT_POSITION. */
enum host_error host_read_file(host_device file, int64_t offset, void *to, size_t size, size_t *got);
/* Writes all the chunks. */
enum host_error host_write_file(host_device file, int64_t offset, const struct host_chunk *chunks, size_t count,
                                size_t *written);

enum host_origin { FROM_START, FROM_HERE, FROM_END };
enum host_error host_seek(host_device file, enum host_origin origin, int64_t offset, int64_t *position);
enum host_error host_sync(host_device file, bool data_only);
/* Cuts the file at its position. */
enum host_error host_truncate(host_device file);
enum host_error host_allocate(host_device file, int64_t offset, int64_t size);
enum host_advice {
    ADVICE_NORMAL,
    ADVICE_RANDOM,
    ADVICE_SEQUENTIAL,
    ADVICE_WILL_NEED,
    ADVICE_DONT_NEED,
    ADVICE_NO_REUSE
};
enum host_error host_advise(host_device file, int64_t offset, int64_t size, enum host_advice advice);
/* Is `d` an open device of the host? */
enum host_error host_check_device(host_device d);

enum host_file_type { FILE_DEVICE, FILE_DIRECTORY, FILE_REGULAR, FILE_SYMLINK, FILE_OTHER };
enum { ACCESS_READ = 1, ACCESS_WRITE = 2 };
struct host_file_info {
    uint64_t size;
    enum host_file_type type;
    unsigned access; /* ACCESS_* bits */
    int64_t accessed, modified, changed;
    uint32_t mode, links, device, special_device, inode, user, group;
};
enum host_error host_file_info(const char *path, bool follow, struct host_file_info *info);
enum host_error host_open_file_info(host_device file, struct host_file_info *info);

enum host_error host_set_permissions(const char *path, uint32_t mode);
enum host_error host_set_owner(const char *path, int32_t user, int32_t group); /* -1: keep */
enum host_error host_set_times(const char *path, int64_t accessed, int64_t modified);

enum host_error host_make_directory(const char *path);
enum host_error host_delete_directory(const char *path);
enum host_error host_delete_file(const char *path);
enum host_error host_rename(const char *from, const char *to);
enum host_error host_hard_link(const char *existing, const char *to);
enum host_error host_symbolic_link(const char *existing, const char *to);
/* Fills `to` without a terminator; *size == room: it may have been cut. */
enum host_error host_read_link(const char *path, char *to, size_t room, size_t *size);
/* The path without links, "." and "..", zero-terminated; HOST_ERANGE: more room. */
enum host_error host_real_path(const char *path, char *to, size_t room);
enum host_error host_get_directory(char *to, size_t room, size_t *size); /* HOST_ERANGE: more room */
enum host_error host_set_directory(const char *path);

/* Reading a directory: names one by one, without "." and "..". */
struct host_directory {
    host_device device;
    uint32_t at, end;
    _Alignas(8) char buffer[8192];
};
enum host_error host_open_directory(const char *path, struct host_directory *d);
/* The next name, valid until the next call; NULL: no more, or *e. */
const char *host_next_name(struct host_directory *d, enum host_error *e);
