/* vm/dump.h - writing a crash dump: the file, and terms in its notation.
 *
 * The notation is what OTP's crashdump_viewer reads (ERTS user's guide, "How to Interpret the
 * Erlang Crash Dumps"): a value is an immediate or H and an address; each object stands once, on a
 * line of the heap of the first process that reaches it.
 */
#pragma once
#include "process/process.h"
#include "term/print.h"
#include "term/stack.h"

struct dump {
    struct printer to; /* first: dump_of() */
    int32_t file;      /* host_device */
    bool failed;       /* the host refused to write more */
    bool stays_open;   /* the file is somebody else's */
    size_t filled;
    uint64_t left; /* bytes that may still be written (ERL_CRASH_DUMP_BYTES) */
    struct {       /* addresses that have been written: open addressing, 0 is free */
        uint64_t *at;
        size_t used, room;
    } seen;
    struct stack pending;     /* objects to be written */
    struct binary **binaries; /* off-heap binaries that were referred to */
    size_t binary_count, binary_room;
    char buffer[1 << 16];
};

/* Opens the file; NULL if it cannot be, or there is no memory. */
struct dump *dump_open(const char *path, uint64_t limit);
/* The same to a device that is open; it is not closed. */
struct dump *dump_open_device(int32_t device);
void dump_close(struct dump *d);
void dump_text(struct dump *d, const char *format, ...) __attribute__((format(printf, 2, 3)));
void dump_term(struct dump *d, term t);    /* as text, as erlang:display/1 */
void dump_element(struct dump *d, term t); /* in the dump's notation */
/* One line for each object that t reaches and that was not written before. */
void dump_objects(struct dump *d, term t);
/* The =binary sections, after all else that refers to them. */
void dump_binaries(struct dump *d);

/* -- sections ------------------------------------------------------------------------ */
void dump_memory(struct dump *d);                             /* =memory and the tables of atoms */
void dump_process_summary(struct dump *d, struct process *p); /* =proc */
void dump_process_data(struct dump *d, struct process *p);    /* =proc_messages to =proc_heap */
void dump_ports(struct dump *d);                              /* =port */
void dump_tables(struct dump *d);                             /* =ets */
void dump_timers(struct dump *d);                             /* =timer */
