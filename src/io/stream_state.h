/* io/stream_state.h - private to the stream drivers. */
#pragma once
#include "io/port.h"
#include "io/port_options.h"

struct stream {
    host_device in, out; /* may be the same */
    bool shared;         /* not ours to close (an fd port) */
    int packet_bytes;
    size_t low, high;
    /* the packet that is being read */
    uint8_t header[4];
    size_t header_size;
    struct binary *packet; /* NULL: the header is not complete */
    size_t packet_size;    /* bytes of it that have come */
    /* the program */
    bool wants_status, ended, input_ended;
    int status;
    bool eof_after_queue; /* an fd port whose input ended before its output was written */
};

/* A state for these devices, watched; NULL: no memory. */
struct stream *stream_open(struct port *p, const struct port_options *o, host_device in, host_device out);
void stream_stop(struct port *p);
void stream_ready(struct port *p, host_device d, unsigned ready);
enum output_result stream_output(struct port *p, term from, term data);
void stream_flush(struct port *p);
/* Bytes have come: cuts them into packets. */
void stream_feed(struct port *p, struct stream *s, const uint8_t *bytes, size_t size);
/* Writes of the queue what the device takes. */
void stream_write(struct port *p, struct stream *s);
/* There is no more input. */
void stream_end_of_input(struct port *p, struct stream *s);
/* Watches in and out as the state of the queue asks for. */
void stream_watch(struct port *p, struct stream *s);
