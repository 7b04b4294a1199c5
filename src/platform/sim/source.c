/* platform/sim/source.c - the host's files as a source for the world's: read, mapped, never changed. */
#include "platform/sim/source.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static enum host_error failure(void)
{
    return errno == ENOENT || errno == ENOTDIR ? HOST_ENOENT : errno == EACCES ? HOST_EACCES : HOST_EIO;
}

/* Of devices there is the one that holds nothing; sockets and pipes of others are not there. */
static enum host_error type_of(const char *path, mode_t mode, enum host_file_type *type)
{
    if (S_ISREG(mode)) *type = FILE_REGULAR;
    else if (S_ISDIR(mode)) *type = FILE_DIRECTORY;
    else if (S_ISLNK(mode)) *type = FILE_SYMLINK;
    else if (S_ISCHR(mode) && strcmp(path, "/dev/null") == 0) *type = FILE_DEVICE;
    else return HOST_ENOENT;
    return HOST_OK;
}

static enum host_error look(void *of, const char *path, struct host_file_info *info, char *link, size_t room)
{
    (void)of;
    struct stat s;
    *info = (struct host_file_info){0};
    if (lstat(path, &s) < 0) return failure();
    enum host_error e = type_of(path, s.st_mode, &info->type);
    if (e != HOST_OK) return e;
    info->size = info->type == FILE_REGULAR ? (uint64_t)s.st_size : 0;
    info->mode = s.st_mode;
    info->user = s.st_uid, info->group = s.st_gid, info->special_device = (uint32_t)s.st_rdev;
    info->accessed = s.st_atime, info->modified = s.st_mtime, info->changed = s.st_ctime;
    if (info->type != FILE_SYMLINK) return HOST_OK;
    ssize_t n = readlink(path, link, room - 1);
    if (n < 0) return failure();
    link[n] = 0;
    return HOST_OK;
}

/* Files of the kernel's say that they are empty. */
static enum host_error read_bytes(int fd, const void **at, size_t *size)
{
    enum { BYTES_MAX = 1 << 20 };
    char *to = malloc(BYTES_MAX);
    ssize_t n = 0;
    *at = to, *size = 0;
    while (to && *size < BYTES_MAX && (n = read(fd, to + *size, BYTES_MAX - *size)) > 0) *size += (size_t)n;
    return !to ? HOST_ENOMEM : n < 0 ? failure() : HOST_OK;
}

/* Private mappings: what others write to the file later may show, what we write would not. */
static enum host_error bytes(void *of, const char *path, const void **at, size_t *size)
{
    (void)of;
    struct stat s;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return failure();
    *size = fstat(fd, &s) == 0 ? (size_t)s.st_size : 0;
    enum host_error e = HOST_OK;
    if (*size == 0) e = read_bytes(fd, at, size);
    else *at = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    return *at == MAP_FAILED ? HOST_EIO : e;
}

static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

/* In the order of the names: the host's own order is an accident. */
static enum host_error list(void *of, const char *path, struct file_list *into)
{
    (void)of;
    struct dirent **names;
    enum host_error e = HOST_OK;
    int count = scandir(path, &names, NULL, by_name);
    if (count < 0) return failure();
    for (int i = 0; i < count; i++) {
        const char *name = names[i]->d_name;
        if (e == HOST_OK && strcmp(name, ".") && strcmp(name, "..")) e = file_list_add(into, name);
        free(names[i]);
    }
    free(names);
    return e;
}

const struct file_source *host_source(void)
{
    static const struct file_source source = {NULL, look, bytes, list};
    return &source;
}

void enter_host_directory(struct file_system *fs)
{
    char path[PATH_MAX];
    if (getcwd(path, sizeof path)) files_set_directory(fs, path);
}
