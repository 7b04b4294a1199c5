/* platform/linux/files.c - open files: reading, writing, position, size. */
#include "platform/host_files.h"
#include "platform/linux/linux.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int open_flags(unsigned modes)
{
    int flags = O_CLOEXEC;
    if ((modes & (OPEN_READ | OPEN_WRITE)) == OPEN_READ) flags |= O_RDONLY;
    else if ((modes & (OPEN_READ | OPEN_WRITE)) == OPEN_WRITE) flags |= O_TRUNC | O_WRONLY | O_CREAT;
    else flags |= O_RDWR | O_CREAT;
    if (modes & OPEN_APPEND) flags = (flags & ~O_TRUNC) | O_APPEND;
    if (modes & OPEN_EXCLUSIVE) flags |= O_EXCL;
    if (modes & OPEN_SYNC) flags |= O_SYNC;
    if (modes & OPEN_DIRECTORY) flags |= O_DIRECTORY;
    return flags;
}

static bool is_directory(int fd)
{
    struct stat s;
    return fstat(fd, &s) == 0 && S_ISDIR(s.st_mode);
}

enum host_error host_open(const char *path, unsigned modes, host_device *file)
{
    int fd;
    do fd = open(path, open_flags(modes), modes & OPEN_DIRECTORY ? 0777 : 0666);
    while (fd < 0 && errno == EINTR);
    if (fd < 0) return error_of(errno);
    /* Linux opens a directory for reading; OTP wants that asked for. */
    if (!(modes & (OPEN_ANY_TYPE | OPEN_DIRECTORY)) && is_directory(fd)) {
        close(fd);
        return HOST_EISDIR;
    }
    *file = fd;
    return HOST_OK;
}

/* After EINTR the descriptor is gone all the same: never repeated. */
enum host_error host_close(host_device d)
{
    host_watch(d, 0);
    return result_of(close(d));
}

enum host_error host_check_device(host_device d)
{
    return fcntl(d, F_GETFL) < 0 && errno == EBADF ? HOST_EBADF : HOST_OK;
}

enum host_error host_read_file(host_device file, int64_t offset, void *to, size_t size, size_t *got)
{
    *got = 0;
    do { /* once for no bytes too: the file may not be one to read from */
        char *at = (char *)to + *got;
        ssize_t n = offset < 0 ? read(file, at, size - *got) : pread(file, at, size - *got, offset + (int64_t)*got);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return error_of(errno);
        if (n == 0) break;
        *got += (size_t)n;
    } while (*got < size);
    return HOST_OK;
}

/* Drops the first n bytes of the vector. */
static struct iovec *vector_skip(struct iovec *v, size_t *count, size_t n)
{
    while (*count && n >= v->iov_len) n -= v->iov_len, v++, --*count;
    if (*count) v->iov_base = (char *)v->iov_base + n, v->iov_len -= n;
    return v;
}

enum host_error host_write_file(host_device file, int64_t offset, const struct host_chunk *chunks, size_t count,
                                size_t *written)
{
    struct iovec vector[HOST_CHUNKS_MAX], *v = vector;
    for (size_t i = 0; i < count; i++) vector[i] = (struct iovec){(void *)(uintptr_t)chunks[i].bytes, chunks[i].size};
    *written = 0;
    v = vector_skip(v, &count, 0);
    while (count) {
        ssize_t n = offset < 0 ? writev(file, v, (int)count) : pwritev(file, v, (int)count, offset + (int64_t)*written);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return error_of(errno);
        *written += (size_t)n;
        v = vector_skip(v, &count, (size_t)n);
    }
    return HOST_OK;
}

enum host_error host_seek(host_device file, enum host_origin origin, int64_t offset, int64_t *position)
{
    static const int whence[] = {[FROM_START] = SEEK_SET, [FROM_HERE] = SEEK_CUR, [FROM_END] = SEEK_END};
    *position = lseek(file, offset, whence[origin]);
    return result_of(*position);
}

enum host_error host_sync(host_device file, bool data_only)
{
    return result_of(data_only ? fdatasync(file) : fsync(file));
}

enum host_error host_truncate(host_device file)
{
    off_t at = lseek(file, 0, SEEK_CUR);
    return at < 0 ? error_of(errno) : result_of(ftruncate(file, at));
}

enum host_error host_allocate(host_device file, int64_t offset, int64_t size)
{
    int r;
    do r = fallocate(file, 0, offset, size);
    while (r < 0 && errno == EINTR);
    return r == 0 ? HOST_OK : error_of(posix_fallocate(file, offset, size));
}

enum host_error host_advise(host_device file, int64_t offset, int64_t size, enum host_advice advice)
{
    static const int advices[] = {
        [ADVICE_NORMAL] = POSIX_FADV_NORMAL,         [ADVICE_RANDOM] = POSIX_FADV_RANDOM,
        [ADVICE_SEQUENTIAL] = POSIX_FADV_SEQUENTIAL, [ADVICE_WILL_NEED] = POSIX_FADV_WILLNEED,
        [ADVICE_DONT_NEED] = POSIX_FADV_DONTNEED,    [ADVICE_NO_REUSE] = POSIX_FADV_NOREUSE,
    };
    (void)posix_fadvise(file, offset, size, advices[advice]); /* advice only: OTP answers ok whatever comes */
    return HOST_OK;
}
