/* process/process.h - a process: its heap, mailbox, relations and flags.
 *
 * This folder runs nothing: the run queue hands out a process, and vm calls the interpreter.
 * There is one scheduler thread, so a signal is delivered by the call that sends it; order
 * between one sender and one receiver holds by construction.
 */
#pragma once
#include "base/limits.h"
#include "heap/heap.h"

struct export; /* code/code.h */
struct monitor;
struct timer;

/* A message in a mailbox or on its way: one allocation, MEMORY_PROCESS.  Its terms lie in the
 * fragment behind it and point nowhere else but to literals and off-heap binaries. */
struct message {
    struct message *next;
    term value; /* NO_TERM: an external (not yet decoded) or internal message; see mailbox.h */
    term token; /* seq_trace */
    struct offheap *offheap;
    size_t used; /* words in words[] */
    term words[];
};

struct mailbox {
    struct message *first, **last; /* the queue, oldest first */
    struct message **save;         /* where receive looks next */
    size_t length;
    struct message **marker; /* recv_marker: skip to here for the reference marker_ref */
    term marker_ref;
};

enum process_state {
    PROCESS_RUNNABLE, /* in a run queue */
    PROCESS_RUNNING,
    PROCESS_WAITING, /* in receive, or a BIF that waits */
    PROCESS_SUSPENDED,
    PROCESS_EXITING,
    PROCESS_GONE,
};

enum priority { PRIORITY_MAX, PRIORITY_HIGH, PRIORITY_NORMAL, PRIORITY_LOW, PRIORITIES };

/* Why the last operation failed: filled by bif_raise() and the interpreter, turned into a
 * stack trace by interp/. */
struct failure {
    term class; /* error, exit, throw */
    term reason;
    term trace;   /* given with erlang:raise/3, else NO_TERM */
    term args;    /* erlang:error/2's argument list, else NO_TERM */
    term cause;   /* goes into error_info as #{cause => C}, else NO_TERM */
    term options; /* error/3's options (error_info map), else NO_TERM */
};

struct process {
    struct heap heap; /* first: a struct process * is a struct heap * to the collector's callers */
    term pid;
    enum process_state state;
    enum priority priority;
    struct process *next_runnable;

    /* The machine's registers while it does not run. */
    const uint32_t *pc;
    uint32_t live; /* x registers kept in saved_x */
    uint32_t saved_room;
    term *saved_x; /* MEMORY_PROCESS, or inline_x */
    term inline_x[8];
    uint32_t catches; /* catch tags on the stack */

    int64_t reductions; /* left in this slice; BIFs subtract what they cost */
    uint64_t reductions_done;

    struct failure failure;
    const struct export *callee; /* what BIF_CALL calls */
    uint32_t callee_arity;

    struct mailbox mailbox;
    struct timer *receive_timer; /* receive ... after */
    bool timed_out;
    bool woken; /* something happened since it began to wait */

    term group_leader;
    term registered_name; /* NO_TERM: none (an atom otherwise) */
    term parent;
    struct {
        term module, function;
        uint32_t arity;
    } initial_call;
    struct {
        term module, function;
        uint32_t arity;
    } current_function; /* for a BIF in progress */

    struct dictionary *dictionary;
    struct relations *relations; /* links, monitors both ways, aliases */
    struct process_tables *tables; /* ets/: tables it owns and tables it has fixed; NULL: none */

    bool trap_exit, message_queue_off_heap, save_calls, sensitive, is_system;
    bool max_heap_kill, max_heap_log;
    uint32_t suspend_count;
    term exit_reason; /* once PROCESS_EXITING */
    term sequential_token;
    struct process_trace *trace; /* NULL: not traced */
};

static inline struct process *process_of_heap(struct heap *h) { return (struct process *)h; }

/* The running or waiting process with this local pid; NULL: none, or exiting. */
struct process *process_find(term pid);
/* The same for a pid or registered name. */
struct process *process_find_registered(term name);

struct spawn_options {
    bool link, monitor;
    term monitor_tag; /* {tag,T} or NO_TERM */
    term alias;       /* monitor's alias option, or NO_TERM */
    enum priority priority;
    size_t min_heap_size, min_binary_bytes, max_heap_size;
    bool max_heap_kill, max_heap_log;
    uint32_t fullsweep_after;
    bool message_queue_off_heap;
};
/* A new runnable process that will call module:function(args...); args is a proper list of at
 * most ARITY_MAX elements and is copied.  NULL: no memory, or process table full. */
struct process *process_spawn(struct process *parent, term module, term function, term args,
                              const struct spawn_options *options);

/* Puts a waiting process into its run queue; harmless if it is there already. */
void process_wake(struct process *p);
/* The next process to run (highest priority first, fair within one), taken off its queue; NULL: none. */
struct process *process_next(void);
/* Puts a process that used up its slice at the end of its queue. */
void process_requeue(struct process *p);

/* Sends a copy of `value`; false when there is no memory. `from` NO_TERM for the system. */
bool process_send(struct process *to, term from, term value);

/* Ends p (which is not running any more): unlinks, sends exit signals and 'DOWN', frees all. */
void process_exit(struct process *p, term reason);
/* What layers above do when a process ends (ets/: its tables).  process_exit() calls each hook, in
 * order of registration, after the timers are gone and before the name, links and monitors are. */
void process_at_exit(void (*hook)(struct process *p));
enum { PROCESS_EXIT_HOOKS_MAX = 4 };

/* The numbers of a new reference (term.h, struct local_ref): `number` was never given before. */
void process_next_reference(uint64_t *number, uint64_t *high);
/* A new reference on heap h; NO_TERM when there is no memory. */
term process_new_reference(struct heap *h);

/* An exit signal from `from` (pid or port), as exit/2 (`linked` false) or a broken link sends it. */
void process_exit_signal(struct process *to, term from, term reason, bool linked);
