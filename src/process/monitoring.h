/* process/monitoring.h - erlang:system_monitor/2 and trace:system/3: who is told of long collections, large heaps... */
#pragma once
#include "process/process.h"

/* What one session of tracing (process/trace.h) wants to be told of. */
struct monitoring {
    term receiver; /* pid, or undefined */
    uint64_t long_collection_ns, long_schedule_ns;
    uint64_t large_heap_words;
    uint64_t queue_high, queue_low; /* long_message_queue (27) */
    bool busy_port, busy_dist_port;
};

bool monitoring_wants_times(void);
bool monitoring_wants_heaps(void);
/* p was collected; the collection began at that host time (0: not asked for). */
void monitoring_collected(struct process *p, uint64_t began);
/* A message has come to p's queue, which is now as long as somebody watches for; one has been taken from a queue of
 * which somebody was told that it is long. */
void monitoring_queue_grew(struct process *p);
void monitoring_queue_shrank(struct process *p);
/* Limits of queues have changed. */
void monitoring_watch_queues(void);
/* Nobody knows of p's queue any more. */
void monitoring_forget_queue(struct mailbox *box);
/* {monitor, Pid, busy_port, Port} */
void monitoring_busy_port(struct process *p, term port);

/* long_schedule: from the beginning of p's slice to its end. */
struct monitored_slice {
    uint64_t began; /* host time; 0: not asked for */
    term where, words[4];
};
void monitoring_slice_begins(const struct process *p, struct monitored_slice *slice);
void monitoring_slice_ended(struct process *p, struct monitored_slice *slice);
