/* process/process.h - a process: its heap, mailbox, relations and flags.
 *
 * This folder runs nothing: the run queue hands out a process, and vm calls the interpreter.
 * There is one scheduler thread, so a signal is delivered by the call that sends it; order
 * between one sender and one receiver holds by construction.
 *
 * Life of a process, as vm's main cycle sees it:
 *     p = process_next();
 *     if (p->state != PROCESS_EXITING) switch (interp_run(p)) {
 *         case RUN_YIELDED: process_requeue(p); continue;
 *         case RUN_WAITING: process_wait(p); continue;
 *         case RUN_EXITED: break;           // process_begin_exit() was called by whoever ended it
 *     }
 *     process_finish_exit(p);               // p is gone, or continues next time
 */
#pragma once
#include "base/limits.h"
#include "heap/heap.h"
#include "process/mailbox.h"
#include "process/relations.h"
#include "process/wheel.h"

struct export; /* code/code.h */
struct dictionary;
struct process_timer;

enum process_state {
    PROCESS_RUNNABLE, /* in a run queue */
    PROCESS_RUNNING,
    PROCESS_WAITING,   /* in receive, or a BIF that waits */
    PROCESS_SUSPENDED, /* runnable but for suspend_count */
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

struct mfa {
    term module, function;
    uint32_t arity;
};

struct process {
    struct heap heap; /* first: a struct process * is a struct heap * to the collector's callers */
    term pid;
    enum process_state state;
    enum priority priority;
    struct process *next_runnable;
    bool queued; /* linked in a run queue */

    /* The machine's registers while it does not run. */
    const uint32_t *pc;
    uint32_t live; /* x registers kept in saved_x */
    uint32_t saved_room;
    term *saved_x; /* MEMORY_PROCESS, or inline_x */
    term inline_x[8];
    uint32_t catches; /* catch tags on the stack */

    int64_t reductions;          /* left in this slice; BIFs subtract what they cost */
    uint64_t reductions_done;    /* in all slices that ended */
    uint64_t reductions_counted; /* of these, in the machine's total */

    const struct export *callee; /* what BIF_CALL calls */
    uint32_t callee_arity;

    struct mailbox mailbox;
    struct wheel_entry receive_timer; /* receive ... after; see receive.h */
    bool timed_out;                   /* it has fired */
    bool receives_forever;            /* wait_timeout was told infinity: it does not read that again */
    bool woken;                       /* something happened since it began to wait */
    bool aside;                       /* waits in a call that counts as running: bif/aside.c */
    bool held_by_port;                /* suspended in a BIF until a port is not busy: suspend.h */
    bool send_traced;                 /* what the port did not take yet: tried again, it is not traced again */
    bool held_by_purge;               /* suspended until the purge of code that it wants to call has ended */
    bool in_bif;                      /* stopped in a BIF that goes on later: current_function */
    bool hibernating;                 /* erlang:hibernate/3: sleeps until a message, then starts at pc */

    /* Terms that the process keeps besides registers and stack: one array for the collector. */
    struct failure failure;
    term group_leader;
    term exit_reason;      /* once PROCESS_EXITING */
    term sequential_token; /* seq_trace; NIL: none */
    term label;            /* proc_lib:set_label/1 keeps it in the dictionary; see process_info(label) */

    term registered_name; /* NO_TERM: none (an atom otherwise) */
    term parent;          /* pid, or undefined for the first */
    struct mfa initial_call;
    struct mfa current_function; /* for a BIF in progress, and of a process that hibernates */
    term error_handler;          /* module */

    struct roots held; /* terms outside the heap that a BIF which goes on later keeps; bif/resume.h */

    struct dictionary *dictionary; /* NULL: empty; dictionary.h */
    struct relations relations;    /* links, monitors both ways, aliases */
    struct process_timer *timers;  /* those that will send to this pid; timers.h */
    struct process_tables *tables; /* ets/: tables it owns and tables it has fixed; NULL: none */

    bool trap_exit, message_queue_off_heap, sensitive, is_system, async_dist;
    bool is_task; /* carries out a request to the machine: in no list of processes */
    bool max_heap_kill, max_heap_log, max_heap_include_binaries;
    bool finishing;                            /* process_finish_exit() has begun */
    bool collect_full;                         /* the next collection is to be of both generations, and soon */
    int64_t sequential_clock, sequential_last; /* the serial last used, and last received */
    struct saved_calls *saved_calls;           /* NULL: none; saved_calls.h */
    uint32_t suspend_count;
    struct suspension *suspensions; /* of others by this process; suspend.h */
    struct suspension *held_by;     /* of this process by others */
    uint64_t started_at;            /* monotonic ns */
};

static inline struct process *process_of_heap(struct heap *h) { return (struct process *)h; }

/* Makes the table, the run queues, the timer wheel and the register of names; false: no memory.
 * atoms_open() comes before. `limit`: +P, 0 for PROCESSES_MAX. */
bool processes_open(size_t limit);

/* The instruction to which the first function of a process returns (it ends the process
 * normally).  Set once by interp/; process_spawn() pushes it as the first return address. */
void processes_set_final_return(const uint32_t *instruction);

/* -- finding ------------------------------------------------------------------------ */

/* The process with this local pid; NULL: none, or exiting. */
struct process *process_find(term pid);
/* The same, but one that is exiting is found too. */
struct process *process_find_any(term pid);
/* The same for a registered name (of a process: NULL for a port's name). */
struct process *process_find_registered(term name);
/* The live or exiting process with the least number not below `from`; NULL: no more.
 * *number becomes its number. Walks the table; one step is constant-time on average. */
struct process *process_after(uint32_t from, uint32_t *number);
size_t processes_count(void); /* exiting ones included */
size_t processes_limit(void);
uint32_t processes_serial_max(void); /* no pid that was ever given has a larger serial */

/* -- birth -------------------------------------------------------------------------- */

struct spawn_options {
    bool link, monitor;
    bool link_priority, monitor_priority; /* what they send is a message of priority */
    term monitor_tag;                     /* first element of the 'DOWN' message, or NO_TERM */
    unsigned alias;                       /* enum alias_mode */
    enum priority priority;
    size_t min_heap_size, min_binary_bytes, max_heap_size;
    bool max_heap_kill, max_heap_log, max_heap_include_binaries;
    uint32_t fullsweep_after;
    bool message_queue_off_heap;
    bool is_system, is_task;
    bool is_request; /* its answer is a message, which whoever spawns sends */
    term reference;  /* of the request, where there is no monitor; NO_TERM: nobody has it */
};
/* What spawn/3 uses: the defaults of the machine (system_flag/2 changes them). */
struct spawn_options spawn_defaults(void);

/* A new runnable process that will call module:function(args...); args is a proper list of at
 * most ARITY_MAX elements and is copied.  `parent` NULL: the first process.  NULL: no memory,
 * or process table full.  Links and monitors `options` asks for are in place; the monitor's
 * reference is the newest of parent->relations (relations.h). */
struct process *process_spawn(struct process *parent, term module, term function, term args,
                              const struct spawn_options *options);

/* -- running ------------------------------------------------------------------------ */

/* Puts a waiting process into its run queue; harmless if it is there already. */
void process_wake(struct process *p);
/* The next process to run (highest priority first, fair within one), taken off its queue and
 * RUNNING - or EXITING, to be ended; NULL: none. */
struct process *process_next(void);
/* Puts a process that used up its slice at the end of its queue. */
void process_requeue(struct process *p);
/* RUN_WAITING: the process sleeps until woken (at once, if `woken` is set already). */
void process_wait(struct process *p);
/* Processes in run queues, of one priority or (PRIORITIES) of all. */
size_t processes_runnable(enum priority which);

/* -- signals ------------------------------------------------------------------------ */

/* Sends a copy of `value`; false when there is no memory. `from` NO_TERM for the system. */
bool process_send(struct process *to, term from, term value);

/* An exit signal from `from` (pid or port), as exit/2 (`linked` false) or a broken link sends it.
 * When `to` is the running process, its BIF must end with BIF_EXITED if `to` is EXITING now. */
void process_exit_signal(struct process *to, term from, term reason, bool linked);
/* The same; what a receiver that traps exits gets is a message of priority. */
void process_exit_signal_priority(struct process *to, term from, term reason, bool linked);

/* -- death -------------------------------------------------------------------------- */

/* p will end with `reason` (in its heap): from now on no one finds it. A process that waits or is
 * suspended is put into its run queue, to be ended by vm; a running one ends with RUN_EXITED. */
void process_begin_exit(struct process *p, term reason);
/* p, which runs, cannot go on for want of memory: ends it with system_limit, which is logged; or the machine, if no other
 * can go on without p. */
void process_lacks_memory(struct process *p);
/* Sends exit signals and 'DOWN', frees all; false: a long work, p was put at the end of its queue
 * to be continued. */
bool process_finish_exit(struct process *p);

/* What layers above do when a process ends (ets/: its tables).  process_finish_exit() calls each hook, in
 * order of registration, after the timers are gone and before the name, links and monitors are. */
void process_at_exit(void (*hook)(struct process *p));
enum { PROCESS_EXIT_HOOKS_MAX = 4 };

/* The numbers of a new reference (term.h, struct local_ref): `number` was never given before. */
void process_next_reference(uint64_t *number, uint64_t *high);
/* A new reference on heap h; NO_TERM when there is no memory. */
term process_new_reference(struct heap *h);

/* -- memory ------------------------------------------------------------------------- */

/* Makes `need` words free in p's heap; x[0..live) are roots besides what p itself keeps.
 * THE way to collect a process: the interpreter calls it between operations when a test for
 * heap fails, or heap.collect_soon or p->collect_full is set.  HEAP_TOO_BIG: max_heap_size was passed
 * and p is EXITING now.  HEAP_NO_MEMORY: the caller ends p with system_limit. */
enum heap_result process_collect(struct process *p, size_t need, term *x, size_t live);

/* Collection of a process that is not running, of both generations or (not `full`) as it comes. */
enum heap_result process_collect_idle(struct process *p, bool full);

/* hibernate/3: the stack is dropped, the heap shrunk to what is live; x[0..live) as above. */
enum heap_result process_hibernate(struct process *p, term *x, size_t live);

/* For purging code: does a (not running, or running with x[0..live) saved) process keep any pointer into
 * [from, from+bytes) in heap, stack or messages?  And: replace such pointers to literals by copies. */
bool process_refers_to(const struct process *p, const void *from, size_t bytes, const term *x, size_t live);
enum heap_result process_copy_literals(struct process *p, const void *from, size_t bytes, term *x, size_t live);

/* Is it one of those without which no other can go on: does it get the last of the memory?  Until kernel is up, all are. */
bool process_is_vital(const struct process *p);

/* Bytes: structure, heap, messages, dictionary, relations, as process_info(memory). */
size_t process_memory(const struct process *p);
