/* platform/linux/names.c - the file system by name: information, directories, links. */
#include "platform/host_files.h"
#include "platform/linux/linux.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utime.h>

static enum host_file_type type_of(mode_t mode)
{
    if (S_ISCHR(mode) || S_ISBLK(mode)) return FILE_DEVICE;
    if (S_ISDIR(mode)) return FILE_DIRECTORY;
    if (S_ISREG(mode)) return FILE_REGULAR;
    return S_ISLNK(mode) ? FILE_SYMLINK : FILE_OTHER;
}

static void info_of(const struct stat *s, struct host_file_info *info)
{
    *info = (struct host_file_info){
        .size = (uint64_t)s->st_size,
        .type = type_of(s->st_mode),
        .accessed = s->st_atime,
        .modified = s->st_mtime,
        .changed = s->st_ctime,
        .mode = s->st_mode,
        .links = (uint32_t)s->st_nlink,
        .device = (uint32_t)s->st_dev,
        .special_device = (uint32_t)s->st_rdev,
        .inode = (uint32_t)s->st_ino,
        .user = s->st_uid,
        .group = s->st_gid,
    };
}

enum host_error host_file_info(const char *path, bool follow, struct host_file_info *info)
{
    struct stat s;
    if ((follow ? stat(path, &s) : lstat(path, &s)) < 0) return error_of(errno);
    info_of(&s, info);
    if (access(path, R_OK) == 0) info->access |= ACCESS_READ;
    if (access(path, W_OK) == 0) info->access |= ACCESS_WRITE;
    return HOST_OK;
}

enum host_error host_open_file_info(host_device file, struct host_file_info *info)
{
    struct stat s;
    if (fstat(file, &s) < 0) return error_of(errno);
    info_of(&s, info);
    /* There is no access(2) for an open file: by the mode bits of whoever we are to it. */
    unsigned shift = s.st_uid == geteuid() ? 6 : s.st_gid == getegid() ? 3 : 0;
    if (s.st_mode >> shift & 4) info->access |= ACCESS_READ;
    if (s.st_mode >> shift & 2) info->access |= ACCESS_WRITE;
    return HOST_OK;
}

enum host_error host_set_permissions(const char *path, uint32_t mode)
{
    mode_t wanted = mode & (S_ISUID | S_ISGID | 0777);
    if (chmod(path, wanted) == 0) return HOST_OK;
    return result_of(chmod(path, wanted & 0777)); /* without the bits that need a privilege */
}

enum host_error host_set_owner(const char *path, int32_t user, int32_t group)
{
    return result_of(chown(path, (uid_t)user, (gid_t)group));
}

enum host_error host_set_times(const char *path, int64_t accessed, int64_t modified)
{
    return result_of(utime(path, &(struct utimbuf){accessed, modified}));
}

enum host_error host_make_directory(const char *path) { return result_of(mkdir(path, 0777)); }

static bool is_current_directory(const char *path)
{
    struct stat a, b;
    return stat(path, &a) == 0 && stat(".", &b) == 0 && a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

enum host_error host_delete_directory(const char *path)
{
    if (rmdir(path) == 0) return HOST_OK;
    int e = errno;
    if (e != ENOTEMPTY && e != EEXIST) return error_of(e);
    return is_current_directory(path) ? HOST_EINVAL : HOST_EEXIST; /* OTP's names for these */
}

enum host_error host_delete_file(const char *path)
{
    if (unlink(path) == 0) return HOST_OK;
    return errno == EISDIR ? HOST_EPERM : error_of(errno); /* POSIX says EPERM */
}

enum host_error host_rename(const char *from, const char *to)
{
    if (rename(from, to) == 0) return HOST_OK;
    if (errno == ENOTEMPTY) return HOST_EEXIST;
    return strcmp(from, "/") == 0 ? HOST_EINVAL : error_of(errno);
}

enum host_error host_hard_link(const char *existing, const char *to) { return result_of(link(existing, to)); }
enum host_error host_symbolic_link(const char *existing, const char *to) { return result_of(symlink(existing, to)); }

enum host_error host_read_link(const char *path, char *to, size_t room, size_t *size)
{
    ssize_t n = readlink(path, to, room);
    *size = n < 0 ? 0 : (size_t)n;
    return result_of(n);
}

enum host_error host_real_path(const char *path, char *to, size_t room)
{
    char *found = realpath(path, NULL);
    if (!found) return error_of(errno);
    size_t size = strlen(found) + 1;
    if (size <= room) memcpy(to, found, size);
    free(found);
    return size <= room ? HOST_OK : HOST_ERANGE;
}

enum host_error host_get_directory(char *to, size_t room, size_t *size)
{
    if (!getcwd(to, room)) return error_of(errno);
    *size = strlen(to);
    return HOST_OK;
}

enum host_error host_set_directory(const char *path) { return result_of(chdir(path)); }

/* getdents64 and not opendir(3), which would allocate outside the arena. */
enum host_error host_open_directory(const char *path, struct host_directory *d)
{
    d->at = d->end = 0;
    d->device = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return result_of(d->device);
}

static bool is_self_or_parent(const char *name) { return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2])); }

const char *host_next_name(struct host_directory *d, enum host_error *e)
{
    *e = HOST_OK;
    for (;;) {
        if (d->at >= d->end) {
            long n = syscall(SYS_getdents64, d->device, d->buffer, sizeof d->buffer);
            *e = result_of(n);
            if (n <= 0) return NULL;
            d->at = 0, d->end = (uint32_t)n;
        }
        struct dirent64 *entry = (struct dirent64 *)(d->buffer + d->at);
        d->at += entry->d_reclen;
        if (!is_self_or_parent(entry->d_name)) return entry->d_name;
    }
}
