/* tender/console.c - the guest's console: stdin, stdout and stderr of `ling boot`. */
#include "tender/tender.h"
#include <errno.h>
#include <poll.h>
#include <unistd.h>

/* Whole: who reads slowly slows the guest.  A reader that is gone loses what is written, as on any pipe. */
static void write_all(const struct tender *t, int fd, const uint8_t *at, size_t size)
{
    while (size > 0) {
        struct pollfd p[2] = {{.fd = fd, .events = POLLOUT}, {.fd = t->signals, .events = POLLIN}};
        poll(p, 2, -1);
        if (!(p[0].revents) && p[1].revents) return;
        ssize_t n = write(fd, at, size);
        if (n < 0 && errno != EINTR && errno != EAGAIN) return;
        if (n > 0) at += n, size -= (size_t)n;
    }
}

static bool flush(struct tender *t, uint32_t slot, int fd)
{
    struct slots *s = &t->streams.slots;
    struct iovec v[2];
    if (!slot_refresh(s, slot)) return false;
    int count = slot_pending(s, slot, v);
    for (int i = 0; i < count; i++) write_all(t, fd, v[i].iov_base, v[i].iov_len);
    slot_took(s, slot, slot_pending_bytes(&s->all[slot]));
    return true;
}

bool console_flush(struct tender *t)
{
    return flush(t, GUEST_SLOT_CONSOLE, t->output) && flush(t, GUEST_SLOT_ERROR, t->errors);
}

bool console_wants_input(struct tender *t)
{
    struct slots *s = &t->streams.slots;
    const struct slot *console = &s->all[GUEST_SLOT_CONSOLE];
    return !t->input_ended && console->wishes & GUEST_SLOT_WANT_INPUT && slot_room_bytes(s, console) > 0;
}

void console_read(struct tender *t)
{
    struct slots *s = &t->streams.slots;
    struct iovec v[2];
    if (slot_room(s, GUEST_SLOT_CONSOLE, v) == 0) return;
    ssize_t n = read(STDIN_FILENO, v[0].iov_base, v[0].iov_len);
    if (n > 0) slot_put(s, GUEST_SLOT_CONSOLE, (size_t)n);
    if (n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN))) return;
    t->input_ended = true;
    s->all[GUEST_SLOT_CONSOLE].state |= GUEST_SLOT_END;
    slot_tell(s, GUEST_SLOT_CONSOLE);
}
