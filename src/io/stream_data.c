/* io/stream_data.c - byte streams: packets in, packets out. */
#include "heap/binary.h"
#include "io/iodata.h"
#include "io/port_table.h"
#include "io/stream_state.h"
#include "platform/host_programs.h"
#include <string.h>

/* -- in ----------------------------------------------------------------------------- */

static size_t packet_length(const struct stream *s)
{
    size_t length = 0;
    for (int i = 0; i < s->packet_bytes; i++) length = length << 8 | s->header[i];
    return length;
}

/* Moves what the header lacks out of the input; true: it is complete. */
static bool feed_header(struct stream *s, const uint8_t **bytes, size_t *size)
{
    while (*size && s->header_size < (size_t)s->packet_bytes) {
        s->header[s->header_size++] = *(*bytes)++;
        --*size;
    }
    return s->header_size == (size_t)s->packet_bytes;
}

static bool begin_packet(struct port *p, struct stream *s, const uint8_t **bytes, size_t *size)
{
    size_t length = packet_length(s);
    s->header_size = 0;
    if (length <= *size) { /* the usual case: all is there */
        port_deliver(p, *bytes, length);
        *bytes += length, *size -= length;
        return true;
    }
    s->packet = binary_alloc(length);
    s->packet_size = 0;
    if (!s->packet) port_fail(p, HOST_ENOMEM);
    return s->packet != NULL;
}

static void continue_packet(struct port *p, struct stream *s, const uint8_t **bytes, size_t *size)
{
    struct binary *b = s->packet;
    size_t n = b->size - s->packet_size;
    if (n > *size) n = *size;
    memcpy(b->data + s->packet_size, *bytes, n);
    s->packet_size += n;
    *bytes += n, *size -= n;
    if (s->packet_size < b->size) return;
    s->packet = NULL;
    port_deliver_binary(p, b, b->size);
}

void stream_feed(struct port *p, struct stream *s, const uint8_t *bytes, size_t size)
{
    while (size) {
        if (s->packet) continue_packet(p, s, &bytes, &size);
        else if (feed_header(s, &bytes, &size) && !begin_packet(p, s, &bytes, &size)) return;
    }
}

/* -- out ---------------------------------------------------------------------------- */

void stream_write(struct port *p, struct stream *s)
{
    while (p->queue.size) {
        struct host_chunk chunks[HOST_CHUNKS_MAX];
        size_t written, count = queue_chunks(&p->queue, chunks, HOST_CHUNKS_MAX);
        enum host_error e = host_write(s->out, chunks, count, &written);
        if (e == HOST_EAGAIN) break;
        if (e != HOST_OK) {
            port_fail(p, e);
            return;
        }
        queue_drop(&p->queue, written);
    }
    if (p->busy && p->queue.size < s->low) port_set_busy(p, false);
    if (p->queue.size == 0 && p->state == PORT_CLOSING) {
        port_end_now(p);
        return;
    }
    stream_watch(p, s);
    if (p->queue.size == 0 && s->eof_after_queue) {
        s->eof_after_queue = false;
        stream_end_of_input(p, s);
    }
}

void stream_flush(struct port *p) { stream_watch(p, p->driver_state); }

/* The packet for `data`: header and bytes in one binary. */
static enum iodata_result packet_of(const struct stream *s, term data, size_t size, struct binary **b)
{
    size_t header = (size_t)s->packet_bytes;
    if (!header) return iodata_to_binary(data, b);
    if (!(*b = binary_alloc(header + size))) return IODATA_NO_MEMORY;
    for (size_t i = 0; i < header; i++) (*b)->data[i] = (uint8_t)(size >> 8 * (header - 1 - i));
    enum iodata_result r = iodata_put(data, (*b)->data + header);
    if (r != IODATA_OK) binary_release(*b);
    return r;
}

enum output_result stream_output(struct port *p, term from, term data)
{
    (void)from;
    struct stream *s = p->driver_state;
    struct binary *b;
    size_t size;
    enum iodata_result r = iodata_size(data, &size);
    if (r != IODATA_OK) return r == IODATA_BAD ? OUTPUT_BAD : OUTPUT_NO_MEMORY;
    if (s->out == NO_DEVICE || (s->packet_bytes && size >> 8 * s->packet_bytes)) {
        port_fail(p, s->out == NO_DEVICE ? HOST_EBADF : HOST_EINVAL);
        return OUTPUT_DONE;
    }
    if (packet_of(s, data, size, &b) != IODATA_OK || !queue_add(&p->queue, b, 0)) return OUTPUT_NO_MEMORY;
    p->bytes_out += size;
    port_table()->bytes_out += size;
    stream_write(p, s);
    if (p->state == PORT_OPEN && !p->busy && p->queue.size && p->queue.size >= s->high) port_set_busy(p, true);
    return OUTPUT_DONE;
}
