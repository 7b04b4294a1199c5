/* process/state.h - everything this folder keeps: the struct behind ROOT_processes. */
#pragma once
#include "memory/arena.h"
#include "process/clock.h"
#include "process/process.h"
#include "process/profile.h"
#include "process/registry.h"
#include "process/trace.h"

/* Processes that can run, of one priority: first to run first. */
struct run_queue {
    struct process *first, **last;
    size_t count;
};

/* Pid number to process.  A free slot holds, tagged by its low bit, its next serial and the next
 * free slot; slots are reused first freed first, so a pid comes back as late as possible. */
struct process_table {
    uint64_t *slots;
    uint32_t room, limit; /* slots there are; most there may be */
    uint32_t fresh;       /* slots never used begin here */
    uint32_t free_first, free_last, free_count;
    size_t count;
    uint32_t serial_max; /* of a slot that is or may be used */
};

struct processes {
    struct process_table table;
    struct run_queue queues[PRIORITIES];
    uint32_t low_skips; /* times normal went before a waiting low */
    struct process *running;
    struct wheel wheel;
    size_t timer_count; /* those that send messages */
    struct reference_table references;
    uint64_t reference_last;
    uint32_t reference_high;
    struct registry registry;
    bool kernel_is_up; /* the last of kernel's supervisors has had its name */
    struct clock clock;
    const uint32_t *final_return;
    struct spawn_options defaults;
    void (*exit_hooks[PROCESS_EXIT_HOOKS_MAX])(struct process *p);
    size_t exit_hook_count;
    bool (*port_lives)(term port);  /* NULL: not known yet */
    struct relations clock_service; /* monitored by monitor(time_offset, clock_service) */

    struct profile profile;
    size_t queue_watched_from;    /* no shorter queue is long for anybody; monitoring.h */
    uint64_t collection_delay_ns; /* added to collections that are timed: erts_debug */
    term seq_tracer;              /* seq_trace:set_system_tracer/1: pid or false */

    /* statistics/1 */
    uint64_t context_switches, reductions_done, collections, words_reclaimed;
    uint64_t spawned;
    uint64_t reductions_last, exact_last, runtime_last, wall_clock_last; /* when each was last asked for */
    uint32_t trace_control_word;
    struct trace_session trace; /* the first */
    uint32_t sessions_made;     /* the number of the last that a program made */
    bool sessions_dropped;      /* some session is */
    trace_match_fn *trace_match;
    bool trace_cpu_time;                   /* timestamps are CPU time (erlang:trace(all, true, [cpu_timestamp])) */
    bool wall_time_measured;               /* system_flag(scheduler_wall_time) */
    term system_logger;                    /* logger, undefined, or a pid */
    int64_t unique_last, unique_monotonic; /* unique_integer/1 */
    uint64_t generation;                   /* of a machine that went on from elsewhere; 0: it did not */
};

static inline struct processes *processes(void) { return arena_root(ROOT_processes); }

/* Slots of the table; table.c. */
bool process_table_open(struct process_table *t, size_t limit);
bool process_table_add(struct process *p); /* sets p->pid; false: full, or no memory */
void process_table_remove(struct process *p);

/* Queues; run_queue.c. */
void run_queue_add(struct process *p);
/* A slice of p is over: its reductions count in the machine's total. */
void process_count_reductions(struct process *p);
