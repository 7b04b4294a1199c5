/* io/tcp_file.c - sendfile: a file's bytes straight from the host's cache into a socket. */
#include "io/letter.h"
#include "io/tcp.h"
#include "term/atoms.h"
#include <string.h>

void tcp_file_close(struct tcp *t)
{
    if (!t->file.active) return;
    t->file.active = false;
    host_close(t->file.file);
}

/* {sendfile, S, {ok, Low, High}} */
static void tell_sent(struct tcp *t)
{
    struct letter l;
    if (!letter_open(&l, 2 * TUPLE_WORDS(3))) return;
    term counts =
        heap_tuple3(&l.heap, A(ok), small((int64_t)(t->file.sent & UINT32_MAX)), small((int64_t)(t->file.sent >> 32)));
    letter_send(&l, t->inet.port, t->inet.port->connected,
                heap_tuple3(&l.heap, A(sendfile), port_id(t->inet.port), counts));
}

void tcp_file_failed(struct tcp *t, enum host_error e)
{
    struct letter l;
    bool closed = e == HOST_ECONNRESET || e == HOST_ENOTCONN || e == HOST_EPIPE;
    if (!letter_open(&l, TUPLE_WORDS(3) + TUPLE_WORDS(2))) return;
    term error = heap_tuple2(&l.heap, A(error), closed ? A(closed) : atom_from_c(host_error_name(e)));
    letter_send(&l, t->inet.port, t->inet.port->connected,
                heap_tuple3(&l.heap, A(sendfile), port_id(t->inet.port), error));
}

static void completed(struct tcp *t)
{
    struct inet *i = &t->inet;
    tcp_file_close(t);
    if (i->port->queue.size <= i->tcp.low) tcp_release_writer(t, A(ok));
    tell_sent(t);
    if (i->port->queue.size) inet_select(i, READY_TO_WRITE, true);
    else tcp_write(t); /* deals with what an empty queue means */
}

/* What was queued before the file; false: not all of it could be written. */
static enum host_error write_queued(struct tcp *t)
{
    while (t->file.queued) {
        struct host_chunk chunk;
        size_t written;
        queue_chunks(&t->inet.port->queue, &chunk, 1);
        if (chunk.size > t->file.queued) chunk.size = t->file.queued;
        enum host_error e = host_socket_send(t->inet.device, &chunk, 1, &written);
        if (e != HOST_OK) return e;
        t->file.queued -= written;
        queue_drop(&t->inet.port->queue, written);
    }
    return HOST_OK;
}

void tcp_send_file(struct tcp *t)
{
    enum host_error e = write_queued(t);
    while (e == HOST_OK && t->file.left) {
        size_t sent;
        e = host_send_file(t->inet.device, t->file.file, t->file.offset, t->file.left, &sent);
        if (e != HOST_OK) break;
        t->file.sent += sent;
        t->file.offset += (int64_t)sent;
        t->file.left = sent ? t->file.left - sent : 0; /* nothing sent: the end of the file */
    }
    if (e == HOST_EAGAIN) {
        inet_select(&t->inet, READY_TO_WRITE, true);
    } else if (e != HOST_OK) {
        tcp_file_failed(t, e);
        tcp_send_failed(t, e);
    } else {
        completed(t);
    }
}

static uint64_t take64(struct bytes *b)
{
    uint64_t high = bytes_u32be(b);
    return high << 32 | bytes_u32be(b);
}

bool tcp_request_file(struct tcp *t, term from, struct bytes *b, struct reply *r)
{
    (void)from;
    host_device file;
    if (bytes_left(b) != sizeof file + 16) return inet_answer_error(r, "einval");
    if (!inet_is(&t->inet, INET_CONNECTED)) return inet_answer_error(r, "enotconn");
    if (t->file.active) return inet_answer_error(r, "einval");
    memcpy(&file, bytes_take(b, sizeof file), sizeof file);
    enum host_error e = host_duplicate(file, &t->file.file);
    if (e != HOST_OK) return inet_answer_failure(r, e);
    t->file.offset = (int64_t)take64(b);
    t->file.left = take64(b);
    t->file.sent = 0;
    t->file.queued = t->inet.port->queue.size;
    t->file.active = true;
    tcp_send_file(t);
    return inet_answer(r, NULL, 0);
}
