/* io/port_table.h - private to io/: all ports, which device is whose, timers, and who is watched. */
#pragma once
#include "io/io.h"
#include "io/port.h"

/* A port that wants to know when a process ends. */
struct watcher {
    term pid;
    struct port *port;
};

struct port_table {
    struct port **buckets; /* by number */
    size_t room, count;    /* room: a power of two */
    uint64_t next_number;
    struct port **by_device; /* who watches a device */
    size_t devices;
    struct port *swept; /* gone, to be freed when no operation is in progress */
    struct watcher *watchers;
    size_t watcher_count, watcher_room;
    struct wheel wheel;
    uint64_t bytes_in, bytes_out; /* of all ports ever: statistics(io) */
};

static inline struct port_table *port_table(void) { return io()->ports; }

bool port_table_open(void);
void port_table_remove(struct port *p);
bool port_table_add(struct port *p); /* gives it a number and an id; false: no memory, or too many */
/* Frees what port_end_now() left. */
void ports_sweep(void);
void watchers_process_ended(struct process *p);
/* Sends what `ready`, timers and signals of the world cause. */
void ports_ready(void);
void ports_take_timers(void);
/* An operation on the port begins: it may use the last of the memory if its owner may.  And: it has ended, between slices. */
void port_begins(const struct port *p);
void port_ends(void);

/* Tells `port` once when the process ends; false: no memory. */
bool port_watch_process(struct port *port, term pid);
void port_unwatch_process(struct port *port, term pid);
