/* platform/sim/streams.c - standard input and output, and files read as streams. */
#include "platform/host_programs.h"
#include "platform/sim/sim.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 1 << 16, RARITY = 20 };

/* All of it at once: how a host cuts it into pieces is an accident. */
static void read_input(struct sim *s)
{
    size_t room = 0;
    for (ssize_t n = 1; n > 0; s->input_size += (size_t)n) {
        if (room - s->input_size < PIECE) {
            char *more = realloc(s->input, room = room * 2 + PIECE);
            if (!more) break;
            s->input = more;
        }
        do n = read(STDIN_FILENO, s->input + s->input_size, PIECE);
        while (n < 0 && errno == EINTR);
        if (n < 0) break;
    }
    s->input_read = true;
}

static enum host_error read_standard(struct sim *s, void *to, size_t size, size_t *got)
{
    if (!s->input_read) read_input(s);
    size_t left = s->input_size - s->input_at;
    *got = size < left ? size : left;
    if (*got > 1 && sim_strikes(SIM_FAULT_NETWORK, 2)) *got = 1 + sim_luck(*got - 1);
    memcpy(to, s->input + s->input_at, *got);
    s->input_at += *got;
    return HOST_OK;
}

enum host_error host_read(host_device d, void *to, size_t size, size_t *got)
{
    *got = 0;
    if (sim_device(d, SIM_INPUT)) return read_standard(sim(), to, size, got);
    if (sim_device(d, SIM_FILE)) return host_read_file(d, AT_POSITION, to, size, got);
    if (sim_device(d, SIM_SOCKET)) return host_socket_receive(d, to, size, got);
    return HOST_EBADF;
}

static enum host_error write_all(int fd, const char *from, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, from, size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errno == EPIPE ? HOST_EPIPE : HOST_EIO;
        from += n, size -= (size_t)n;
    }
    return HOST_OK;
}

enum host_error host_write(host_device d, const struct host_chunk *chunks, size_t count, size_t *written)
{
    *written = 0;
    if (sim_device(d, SIM_SOCKET)) return host_socket_send(d, chunks, count, written);
    if (sim_device(d, SIM_FILE)) return host_write_file(d, AT_POSITION, chunks, count, written);
    if (!sim_device(d, SIM_OUTPUT)) return HOST_EBADF;
    if (sim_strikes(SIM_FAULT_NETWORK, RARITY)) return HOST_EAGAIN;
    for (size_t i = 0; i < count; i++) {
        enum host_error e = write_all(d, chunks[i].bytes, chunks[i].size);
        if (e != HOST_OK) return e;
        *written += chunks[i].size;
    }
    sim_trace("output %zu", *written);
    return HOST_OK;
}

bool host_wait_to_write(host_device d, unsigned milliseconds) { return (void)milliseconds, sim_device(d, SIM_OUTPUT); }

enum host_error host_open_unbuffered(const char *path, bool read, bool write, host_device *d)
{
    unsigned modes = (read ? OPEN_READ : 0u) | (write ? OPEN_WRITE : 0u);
    return host_open(path, modes ? modes : OPEN_READ, d);
}
