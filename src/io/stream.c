/* io/stream.c - byte streams: devices, watching, input and its end. */
#include "io/stream.h"
#include "heap/binary.h"
#include "io/children.h"
#include "io/letter.h"
#include "io/stream_state.h"
#include "memory/memory.h"
#include "platform/host_programs.h"
#include "term/atoms.h"

enum { READ_BYTES = 65536 };

struct stream *stream_open(struct port *p, const struct port_options *o, host_device in, host_device out)
{
    struct stream *s = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *s);
    if (!s) return NULL;
    s->in = in, s->out = out;
    s->packet_bytes = o->packet_bytes;
    s->low = o->low, s->high = o->high;
    s->wants_status = o->exit_status;
    p->driver_state = s;
    if (in == NO_DEVICE || port_watch(p, in, READY_TO_READ)) return s;
    memory_free(MEMORY_SYSTEM, s);
    return NULL;
}

void stream_stop(struct port *p)
{
    struct stream *s = p->driver_state;
    void (*end)(struct port *, host_device *) = s->shared ? port_release_device : port_close_device;
    if (s->out == s->in) s->out = NO_DEVICE;
    end(p, &s->in);
    end(p, &s->out);
    child_forget_port(p);
    if (s->packet) binary_release(s->packet);
    memory_free(MEMORY_SYSTEM, s);
    p->driver_state = NULL;
}

void stream_watch(struct port *p, struct stream *s)
{
    unsigned in = s->in != NO_DEVICE && !s->input_ended && p->state == PORT_OPEN ? READY_TO_READ : 0;
    unsigned out = p->queue.size ? READY_TO_WRITE : 0;
    if (s->in == s->out) {
        port_watch(p, s->in, in | out);
        return;
    }
    if (s->in != NO_DEVICE) port_watch(p, s->in, in);
    if (s->out != NO_DEVICE) port_watch(p, s->out, out);
}

static void send_status(struct port *p, int status)
{
    struct letter l;
    if (!letter_open(&l, 2 * TUPLE_WORDS(2))) return;
    term pair = heap_tuple2(&l.heap, A(exit_status), small(status));
    letter_send(&l, p, p->connected, heap_tuple2(&l.heap, port_id(p), pair));
}

void stream_end_of_input(struct port *p, struct stream *s)
{
    s->input_ended = true;
    stream_watch(p, s);
    if (s->wants_status && !s->ended) return; /* stream_program_ended() comes here again */
    if (s->shared && p->queue.size) {
        s->eof_after_queue = true;
        return;
    }
    if (s->wants_status) send_status(p, s->status);
    s->wants_status = false;
    port_eof(p);
}

void stream_program_ended(struct port *p, int status)
{
    struct stream *s = p->driver_state;
    s->ended = true;
    s->status = status;
    if (s->wants_status && (s->input_ended || s->in == NO_DEVICE)) stream_end_of_input(p, s);
}

static void stream_read(struct port *p, struct stream *s)
{
    uint8_t bytes[READ_BYTES];
    size_t got;
    enum host_error e = host_read(s->in, bytes, sizeof bytes, &got);
    if (e == HOST_EAGAIN) return;
    if (e != HOST_OK) port_fail(p, e);
    else if (got == 0) stream_end_of_input(p, s);
    else if (s->packet_bytes) stream_feed(p, s, bytes, got);
    else port_deliver(p, bytes, got);
}

void stream_ready(struct port *p, host_device d, unsigned ready)
{
    struct stream *s = p->driver_state;
    if (d == s->out && ready & READY_TO_WRITE) stream_write(p, s);
    if (p->state == PORT_OPEN && d == s->in && ready & READY_TO_READ) stream_read(p, s);
}
