/* io/inet.h - private to the inet drivers: a socket as its port sees it, and the protocol of prim_inet.
 *
 * prim_inet.erl speaks to a socket by port_control/3 (requests below, answered by bytes) and
 * port_command/2 (data); the driver speaks back by messages {inet_async, S, Ref, Status},
 * {inet_reply, S, Status} (OTP 26: {inet_reply, S, Status, Ref}), {tcp, S, Data}, {udp, S, IP, Port, Data} and their kin.
 */
#pragma once
#include "base/bytes.h"
#include "io/iodata.h"
#include "io/packet.h"
#include "io/port.h"
#include "platform/host_sockets.h"

/* -- numbers of the protocol (OTP: lib/kernel/src/inet_int.hrl) ---------------------------- */

enum inet_request {
    INET_REQ_OPEN = 1,
    INET_REQ_CLOSE,
    INET_REQ_CONNECT,
    INET_REQ_PEER,
    INET_REQ_NAME,
    INET_REQ_BIND,
    INET_REQ_SETOPTS,
    INET_REQ_GETOPTS,
    INET_REQ_GETSTAT = 11,
    INET_REQ_GETHOSTNAME,
    INET_REQ_FDOPEN,
    INET_REQ_GETFD,
    INET_REQ_GETTYPE,
    INET_REQ_GETSTATUS,
    INET_REQ_GETSERVBYNAME,
    INET_REQ_GETSERVBYPORT,
    INET_REQ_SETNAME,
    INET_REQ_SETPEER,
    INET_REQ_GETIFLIST,
    INET_REQ_IFGET,
    INET_REQ_IFSET,
    INET_REQ_SUBSCRIBE,
    INET_REQ_GETIFADDRS,
    INET_REQ_ACCEPT,
    INET_REQ_LISTEN,
    INET_REQ_IGNOREFD,
    INET_REQ_GETLADDRS,
    INET_REQ_GETPADDRS,
    TCP_REQ_RECV = 42,
    TCP_REQ_UNRECV,
    TCP_REQ_SHUTDOWN,
    TCP_REQ_SENDFILE,
    PACKET_REQ_RECV = 60,
    INET_REQ_BASE = 0x03f1a300, /* added to each */
};

enum inet_answer { INET_REP_ERROR, INET_REP_OK };
enum inet_family {
    INET_AF_UNSPEC,
    INET_AF_INET,
    INET_AF_INET6,
    INET_AF_ANY,
    INET_AF_LOOPBACK,
    INET_AF_LOCAL,
    INET_AF_UNDEFINED
};
enum { INET_TYPE_STREAM = 1, INET_TYPE_DGRAM };
enum { INET_PROTO_DEFAULT, INET_PROTO_TCP, INET_PROTO_UDP, INET_PROTO_SCTP, INET_PROTO_MPTCP };
enum inet_active { INET_PASSIVE, INET_ACTIVE, INET_ONCE, INET_MULTI };
#define INET_INFINITY UINT32_MAX

/* What getstatus shows; the first is "there is a socket". */
enum {
    INET_F_OPEN = 0x01,
    INET_F_ACTIVE = 0x04,
    INET_F_LISTEN = 0x08,
    INET_F_CONNECTING = 0x10,
    INET_F_ACCEPTING = 0x20,
    INET_F_BUSY = 0x80,
    INET_F_MULTI = 0x100,
    INET_CONNECTED = INET_F_OPEN | INET_F_ACTIVE,
};

/* -- a socket ------------------------------------------------------------------------------- */

/* A caller that waits for {inet_async, S, Ref, _}. */
struct inet_operation {
    bool pending;
    uint16_t reference;
    term caller;
};

/* Who gave a command.  From OTP 26 on each command begins with a reference, which the reply then carries. */
struct inet_caller {
    term pid; /* NO_TERM: none */
    bool tagged;
    uint64_t number; /* of the reference: struct local_ref */
    uint32_t high;
};

struct inet_statistics {
    uint64_t count, maximum, octets;
    double average, deviation;
};

struct inet_subscriber {
    struct inet_subscriber *next;
    term pid;
};

struct inet {
    struct port *port;
    bool datagrams; /* a udp port */
    host_device device;
    enum host_family family;
    unsigned state;    /* INET_F_* */
    unsigned interest; /* READY_TO_* that are watched */
    bool prebound;     /* the descriptor came from outside: never closed */
    bool ignored, ignored_read, ignored_write;
    struct host_address bound; /* as the program asked for it; FAMILY_UNSPECIFIED: it did not */
    int backlog;               /* of INET_F_LISTEN */

    uint32_t buffer_size, header_size;
    bool buffer_set;
    uint8_t packet; /* the protocol's number of the format */
    struct packet_format format;
    bool binary, deliver_port, exit_on_close;
    enum inet_active active;
    int32_t active_count;
    bool receive_tos, receive_traffic_class, receive_ttl;
    char *namespace;
    uint32_t queue_high, queue_low;
    uint32_t read_packets; /* udp: at most so many at once */
    bool non_block_send;   /* told back: a datagram never waits here */
    struct {               /* tcp only */
        uint32_t high, low, send_timeout;
        bool send_timeout_close, delay_send, show_reset, linger_zero;
        bool no_read_ahead;                    /* told back, without effect: the kernel keeps what is not asked for */
        bool close_told;                       /* {tcp_closed, S} has been sent */
        bool close_next_recv, close_next_send; /* the next such call is told `closed`, not enotconn */
        bool reset_next;                       /* ... or `econnreset` */
    } tcp;
    struct host_address fake_name, fake_peer;
    bool has_fake_name, has_fake_peer;

    struct inet_caller caller; /* of the command in progress */
    struct inet_operation operation;
    uint16_t next_reference;
    struct inet_subscriber *subscribers;
    struct inet_statistics received, sent;
};

static inline bool inet_is(const struct inet *i, unsigned state) { return (i->state & state) == state; }

/* Sets the defaults of a new socket. */
void inet_init(struct inet *i, struct port *port, bool datagrams);
/* The device is gone: opens, binds and listens again as before.  What was connected fails. */
void inet_resume(struct inet *i);
/* Closes the socket (unless it came from outside). */
void inet_close(struct inet *i);
/* Frees what the struct owns, not the struct. */
void inet_end(struct inet *i);
/* Turns watching for READY_TO_* bits on or off. */
void inet_select(struct inet *i, unsigned bits, bool on);

/* -- answers to control -------------------------------------------------------------------- */

/* All true, as a driver's control() returns. */
bool inet_answer(struct reply *r, const void *bytes, size_t size);
bool inet_answer_error(struct reply *r, const char *name);
static inline bool inet_answer_failure(struct reply *r, enum host_error e)
{
    return inet_answer_error(r, host_error_name(e));
}
/* ok or the error */
static inline bool inet_answer_result(struct reply *r, enum host_error e)
{
    return e == HOST_OK ? inet_answer(r, NULL, 0) : inet_answer_failure(r, e);
}

/* Requests that tcp and udp have in common. */
bool inet_control(struct inet *i, term from, unsigned request, struct bytes *b, struct reply *r);
bool inet_open(struct inet *i, struct bytes *b, struct reply *r);
bool inet_fdopen(struct inet *i, struct bytes *b, struct reply *r);
bool inet_interfaces(struct reply *r);
bool inet_interface_list(struct reply *r);
bool inet_interface_get(struct bytes *b, struct reply *r);

/* What setting options asks the tcp driver to do then. */
enum inet_then { INET_THEN_NOTHING, INET_THEN_DELIVER, INET_THEN_RECEIVE, INET_THEN_BAD, INET_THEN_GONE };
enum inet_then inet_set_options(struct inet *i, struct bytes *b);
bool inet_get_options(struct inet *i, struct bytes *b, struct reply *r);
/* A closed tcp socket was made active: tells its end; false: the port is gone. */
bool tcp_made_active_closed(struct inet *i);

/* -- addresses ------------------------------------------------------------------------------ */

/* Reads [Family | Address]; NULL, or the name of the error. */
const char *inet_take_address(struct inet *i, struct bytes *b, struct host_address *a);
enum { INET_ADDRESS_MAX = 2 + LOCAL_PATH_MAX };
/* Writes it as [Family | Address]; the size. */
size_t inet_put_address(const struct host_address *a, uint8_t to[INET_ADDRESS_MAX]);

/* -- operations and messages ------------------------------------------------------------------ */

/* Notes that `from` waits, and writes the reference for the answer; false: another one waits already. */
bool inet_begin(struct inet *i, term from, uint8_t reference[2]);
uint16_t inet_new_reference(struct inet *i, uint8_t reference[2]);
/* {inet_async, S, Ref, ok | {error, Reason} | {ok, Value}} to whoever waits; an immediate Value. */
void inet_async_ok(struct inet *i);
void inet_async_error(struct inet *i, term reason);
void inet_async_failure(struct inet *i, enum host_error e);
void inet_send_async(struct inet *i, term to, uint16_t reference, term tag, term value);
static inline bool inet_has_caller(const struct inet *i) { return is_term(i->caller.pid); }
/* Sets i->caller, *body to the data with one reference, *bytes to the size of all of it; takes off the reference that OTP 26 puts before it. */
enum iodata_result inet_take_command(struct inet *i, term from, term data, struct binary **body, size_t *bytes);
/* {inet_reply, S, ok | {error, Reason}}, with the caller's reference if it has one, to i->caller */
void inet_reply(struct inet *i, term reason); /* A(ok) or why not */
/* {Tag, S} and {Tag, S, Reason} to the owner */
void inet_tell(struct inet *i, term tag);
void inet_tell_error(struct inet *i, term tag, enum host_error e);
/* {empty_out_q, S} to its subscribers, who are forgotten. */
void inet_queue_is_empty(struct inet *i);
bool inet_subscribe(struct inet *i, term pid);
/* After a message in active mode: once is over, one of N less. */
void inet_count_active(struct inet *i);
void inet_count(struct inet_statistics *s, size_t size);

/* Bytes as the program wants them: [H1, .., Hn | Binary], or a list.  `shared`, if not NULL, is the off-heap
 * binary that holds the bytes. */
term inet_data_term(struct inet *i, struct heap *h, const uint8_t *bytes, size_t size, uint32_t headers,
                    struct binary *shared);
/* Words that inet_data_term() may take. */
size_t inet_data_words(const struct inet *i, size_t size, uint32_t headers);
