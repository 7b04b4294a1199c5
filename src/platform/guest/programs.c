/* platform/guest/programs.c - no programs can be started; the console is the one device beside files and sockets. */
#include "platform/host_programs.h"
#include "platform/guest/guest.h"

enum host_error host_start_program(const struct host_program_plan *plan, struct host_program *program)
{
    (void)plan, (void)program;
    return HOST_ENOTSUP;
}

/* Whatever a file's permissions say, nothing here can run it. */
enum host_error host_may_execute(const char *path)
{
    struct host_file_info info;
    enum host_error e = host_file_info(path, true, &info);
    return e == HOST_OK ? HOST_EACCES : e;
}

bool host_program_ended(int64_t id, int *status) { return (void)id, (void)status, false; }

enum host_error host_read(host_device d, void *to, size_t size, size_t *got)
{
    *got = 0;
    if (is_socket(d)) return host_socket_receive(d, to, size, got);
    if (is_console(d)) return door()->console_read(to, size, got);
    return host_read_file(d, AT_POSITION, to, size, got);
}

enum host_error host_write(host_device d, const struct host_chunk *chunks, size_t count, size_t *written)
{
    *written = 0;
    if (is_socket(d)) return host_socket_send(d, chunks, count, written);
    if (!is_console(d)) return host_write_file(d, AT_POSITION, chunks, count, written);
    for (size_t i = 0; i < count; i++) {
        door()->console_write(chunks[i].bytes, chunks[i].size, d == STANDARD_ERROR);
        *written += chunks[i].size;
    }
    return HOST_OK;
}

bool host_wait_to_write(host_device d, unsigned milliseconds)
{
    if (!is_socket(d)) return true;
    struct host_chunk nothing = {"", 0};
    size_t sent;
    uint64_t until = platform_monotonic_ns() + milliseconds * UINT64_C(1000000);
    host_watch(d, READY_TO_WRITE);
    while (host_socket_send(d, &nothing, 0, &sent) == HOST_EAGAIN) {
        if (platform_monotonic_ns() >= until) return false;
        door()->wait(until);
    }
    return true;
}

enum host_error host_open_unbuffered(const char *path, bool read, bool write, host_device *d)
{
    return host_open(path, (read ? (unsigned)OPEN_READ : 0u) | (write ? (unsigned)OPEN_WRITE : 0u), d);
}
