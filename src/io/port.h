/* io/port.h - a port: what Erlang sees of a device, and the driver that runs it.
 *
 * A driver is a table of operations; it is called when a process does something to its port, when a device
 * it watches is ready, and when a timer of its port fires.  An operation may end its port
 * (port_end()): the port is then no longer found, but its memory stays until the operations in progress
 * have returned (port_sweep()).
 */
#pragma once
#include "heap/heap.h"
#include "io/queue.h"
#include "platform/host.h"
#include "process/relations.h"
#include "process/wheel.h"

struct message;
struct port;
struct port_options;
struct port_timer;
struct process;

/* The answer to port_control/3 or port_call/3. */
struct reply {
    uint8_t *bytes; /* inside[], or MEMORY_SYSTEM (reply_room) */
    size_t size;
    uint8_t inside[256];
};
/* Makes room for `size` bytes and sets the size; NULL: no memory. */
uint8_t *reply_room(struct reply *r, size_t size);

enum output_result {
    OUTPUT_DONE,
    OUTPUT_BAD, /* not iodata */
    OUTPUT_NO_MEMORY,
};

#define OPEN_BADARG ((enum host_error)(HOST_UNKNOWN + 1))

struct driver {
    const char *name; /* as open_port({spawn, Name}, ...) finds it; NULL: it does not */
    /* Sets port->state.  HOST_OK, or why not: then port and state are discarded without stop().  HOST_UNKNOWN: einval;
     * OPEN_BADARG: badarg. */
    enum host_error (*open)(struct port *port, const struct port_options *options);
    void (*ready)(struct port *port, host_device d, unsigned ready);
    enum output_result (*output)(struct port *port, term from, term data);
    /* False: badarg. */
    bool (*control)(struct port *port, term from, unsigned operation, const uint8_t *bytes, size_t size,
                    struct reply *r);
    void (*timeout)(struct port *port, struct port_timer *timer);
    void (*process_ended)(struct port *port, term pid); /* one that port_watch_process() named */
    /* The port is closing with bytes in its queue: go on writing, then port_end_now(). */
    void (*flush)(struct port *port);
    void (*resume)(struct port *port); /* its devices are gone (io_resume()): opens them anew.  NULL: it has none */
    void (*stop)(struct port *port);   /* frees state, closes devices */
    bool soft_busy;                    /* port_command(.., [force]) is possible */
};

struct port_timer {
    struct wheel_entry entry; /* first */
    struct port *port;
};

enum port_state {
    PORT_OPEN,
    PORT_CLOSING, /* nobody finds it; its queue is being written */
    PORT_GONE,
};

struct port {
    struct relations relations; /* relations.owner is the port's id */
    uint64_t number;
    struct port *next; /* in its bucket; then among those to be swept */
    enum port_state state;
    const struct driver *driver;
    void *driver_state;
    term connected; /* local pid: its owner */
    char *name;     /* MEMORY_SYSTEM */
    size_t name_size;
    term registered_name; /* NO_TERM: none */
    int64_t program_id;   /* of the host; -1: none */
    bool binary;          /* data as binaries, not lists */
    bool binary_control;  /* the same for control's answers */
    bool soft_eof;        /* {Port, eof} instead of closing */
    bool send_closed;     /* {Port, closed} is due */
    bool busy;
    struct line_buffer *lines; /* {line, N}; NULL: not */
    struct message *data;      /* port_set_data/2; NULL: undefined */
    uint64_t bytes_in, bytes_out;
    struct queue queue;
    term *waiters; /* pids of those who wait until it is not busy */
    size_t waiter_count, waiter_room;
};

static inline term port_id(const struct port *p) { return p->relations.owner; }

/* The open port with this id; NULL: none. */
struct port *port_find(term id);
/* The same for a registered name too. */
struct port *port_find_registered(term id_or_name);

/* A new port, connected and linked to `owner`; on failure NULL and *error (HOST_ENOMEM for system_limit). */
struct port *port_open(struct process *owner, const struct driver *driver, const struct port_options *options,
                       enum host_error *error);
/* A port that a driver makes itself (an accepted connection). NULL: no memory. */
struct port *port_create(const struct driver *driver, void *driver_state, term owner, const char *name);

/* The driver with this name; NULL: none. */
const struct driver *driver_named(const char *name, size_t size);

/* -- what processes do ---------------------------------------------------------------- */

/* An exit signal from `from` (a pid, or the port itself): ends the port as the rules of links say;
 * false: it made no difference. */
bool port_exit(struct port *p, term from, term reason, bool broken_link);
/* Port ! {From, close}: answers {Port, closed}. */
void port_close_asked(struct port *p, term from);
/* port_connect/2; false: nobody has that pid. */
bool port_connect(struct port *p, term pid);
/* p is busy: the running process, whose BIF ends with BIF_WAIT, does not run until it is not, or p has ended; system
 * monitors are told. False: no memory. */
bool port_suspend(struct port *p, struct process *sender);

/* -- what drivers do ------------------------------------------------------------------ */

/* Ends the port; `reason` goes to links and monitors.  What is queued is still written. */
void port_end(struct port *p, term reason);
/* The same, but the owner is not told: it has been, by a message. */
void port_quit(struct port *p, term reason);
/* The same for a failure of the host: reason is its name. */
void port_fail(struct port *p, enum host_error e);
/* End of input: {Port, eof}, or the end of the port. */
void port_eof(struct port *p);
/* The queue of a closing port is empty (or will never be). */
void port_end_now(struct port *p);
void port_set_busy(struct port *p, bool busy);
/* The port wants to hear of `d`; 0: not any more. */
bool port_watch(struct port *p, host_device d, unsigned interest);
/* Forgets and closes a device. */
void port_close_device(struct port *p, host_device *d);
/* Forgets a device without closing it. */
void port_release_device(struct port *p, host_device *d);
/* Sends bytes as {Port, {data, Bytes}}, cut into lines if the port does that. */
void port_deliver(struct port *p, const uint8_t *bytes, size_t size);
/* The same for an off-heap binary whose one reference is taken over. */
void port_deliver_binary(struct port *p, struct binary *b, size_t used);
/* {Port, Value} to the owner; an immediate. */
void port_tell(struct port *p, term value);
/* Timers of the port, in milliseconds from now. */
void port_timer_start(struct port *p, struct port_timer *t, uint64_t milliseconds);
void port_timer_stop(struct port_timer *t);
uint64_t port_timer_left(const struct port_timer *t); /* milliseconds */

/* For the others of this folder: the number of open ports, and the next above `after`. */
size_t ports_count(void);
struct port *port_after(struct port *p); /* NULL: the first */
