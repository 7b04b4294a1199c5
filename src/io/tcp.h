/* io/tcp.h - private to the tcp driver: stream sockets, TCP and local. */
#pragma once
#include "io/inet.h"

/* A caller of accept that waits. */
struct tcp_accept {
    struct port_timer timer; /* first */
    struct tcp_accept *next;
    uint16_t reference;
    term caller;
};

struct tcp {
    struct inet inet;                  /* first */
    struct tcp_accept *accepts;        /* oldest first */
    struct port_timer operation_timer; /* of connect and recv */
    struct port_timer send_timer, delay_timer;
    struct {                   /* bytes that have come and are not delivered: buffer->data[start..end) */
        struct binary *buffer; /* NULL: none */
        size_t start, end;
        size_t room;   /* of buffer->data, what is used for reading */
        size_t remain; /* bytes that are still missing of the packet or request; 0: unknown */
    } in;
    struct {
        bool active;
        host_device file;
        int64_t offset;
        uint64_t left, sent;
        size_t queued; /* bytes of the queue that go before the file */
    } file;
    bool busy_on_send; /* busy_caller waits for the queue to shrink, with a timer */
    struct inet_caller busy_caller;
    bool shutdown_pending, shutdown_done;
    enum host_shutdown shutdown_how;
};

extern const struct driver tcp_driver;

/* A connection that was accepted, as a new port linked to `owner`; NULL: no memory, or too many ports. */
struct port *tcp_new_connection(struct tcp *listener, host_device d, term owner);

/* tcp_accept.c */
bool tcp_request_accept(struct tcp *t, term from, struct bytes *b, struct reply *r);
void tcp_accept_ready(struct tcp *t);
void tcp_accept_timeout(struct tcp *t, struct port_timer *timer);
void tcp_accept_caller_ended(struct tcp *t, term pid);
void tcp_accept_all_closed(struct tcp *t);

/* tcp_input.c: above 0: packets were delivered, 0: more is needed, below 0: the end, which has been told */
int tcp_receive(struct tcp *t, size_t request);
int tcp_deliver(struct tcp *t, size_t size); /* size 0: if a packet is there */
void tcp_clear_input(struct tcp *t);
bool tcp_unreceive(struct tcp *t, const uint8_t *bytes, size_t size);
bool tcp_request_receive(struct tcp *t, term from, struct bytes *b, struct reply *r);

/* tcp_output.c */
enum output_result tcp_output(struct port *p, term from, term data);
void tcp_write(struct tcp *t);
void tcp_clear_output(struct tcp *t);
/* A writer waits no longer: the port is not busy; answers `reason` (or ok). */
void tcp_release_writer(struct tcp *t, term reason);
void tcp_shutdown_now(struct tcp *t);

/* tcp_file.c */
bool tcp_request_file(struct tcp *t, term from, struct bytes *b, struct reply *r);
void tcp_send_file(struct tcp *t);
void tcp_file_failed(struct tcp *t, enum host_error e);
void tcp_file_close(struct tcp *t);

/* tcp_end.c */
void tcp_close(struct tcp *t); /* socket, input, output */
void tcp_answer_all_closed(struct tcp *t);
int tcp_peer_closed(struct tcp *t);
int tcp_receive_failed(struct tcp *t, enum host_error e);
void tcp_send_failed(struct tcp *t, enum host_error e);
void tcp_broken(struct tcp *t, enum host_error e);
