/* platform/linux/streams.c - reading and writing pipes, terminals and the like without waiting. */
#include "platform/host_files.h"
#include "platform/host_programs.h"
#include "platform/linux/linux.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum host_error host_read(host_device d, void *to, size_t size, size_t *got)
{
    ssize_t n;
    *got = 0;
    do n = read(d, to, size);
    while (n < 0 && errno == EINTR);
    if (n < 0) return error_of(errno);
    *got = (size_t)n;
    return HOST_OK;
}

static bool is_nonblocking(int fd) { return fcntl(fd, F_GETFL) & O_NONBLOCK; }

static bool can_write_now(int fd, int milliseconds)
{
    struct pollfd p = {.fd = fd, .events = POLLOUT};
    return poll(&p, 1, milliseconds) == 1;
}

bool host_wait_to_write(host_device d, unsigned milliseconds) { return can_write_now(d, (int)milliseconds); }

/* A write of at most PIPE_BUF bytes to a blocking device that says it is ready. */
static ssize_t write_page(int fd, const struct host_chunk *chunk)
{
    if (!can_write_now(fd, 0)) {
        errno = EAGAIN;
        return -1;
    }
    return write(fd, chunk->bytes, chunk->size < PIPE_BUF ? chunk->size : PIPE_BUF);
}

static ssize_t write_some(int fd, const struct host_chunk *chunks, size_t count)
{
    struct iovec v[HOST_CHUNKS_MAX];
    if (count > HOST_CHUNKS_MAX) count = HOST_CHUNKS_MAX;
    for (size_t i = 0; i < count; i++) v[i] = (struct iovec){(void *)(uintptr_t)chunks[i].bytes, chunks[i].size};
    return writev(fd, v, (int)count);
}

static bool is_regular(int fd)
{
    struct stat s;
    return fstat(fd, &s) == 0 && S_ISREG(s.st_mode);
}

/* Chunk by chunk, page by page, until the device takes no more. */
static enum host_error write_pages(int fd, const struct host_chunk *chunks, size_t count, size_t *written)
{
    for (size_t i = 0; i < count; i++) {
        struct host_chunk left = chunks[i];
        while (left.size) {
            ssize_t n = write_page(fd, &left);
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) return *written && errno == EAGAIN ? HOST_OK : error_of(errno);
            *written += (size_t)n;
            left = (struct host_chunk){(const char *)left.bytes + n, left.size - (size_t)n};
        }
    }
    return HOST_OK;
}

enum host_error host_write(host_device d, const struct host_chunk *chunks, size_t count, size_t *written)
{
    ssize_t n;
    *written = 0;
    if (!is_nonblocking(d) && !is_regular(d)) return write_pages(d, chunks, count, written);
    do n = write_some(d, chunks, count);
    while (n < 0 && errno == EINTR);
    if (n < 0) return error_of(errno);
    *written = (size_t)n;
    return HOST_OK;
}

enum host_error host_open_unbuffered(const char *path, bool read, bool write, host_device *d)
{
    int flags = !write ? O_RDONLY : !read ? O_WRONLY | O_CREAT | O_TRUNC : O_RDWR | O_CREAT;
    *d = open(path, flags | O_NONBLOCK | O_CLOEXEC, 0666);
    return result_of(*d);
}
