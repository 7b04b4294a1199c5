/* tender/tender.h - one guest and all that serves it. */
#pragma once
#include "tender/clock.h"
#include "tender/ends.h"
#include "tender/options.h"
#include "tender/streams/streams.h"
#include "tender/turns.h"

/* Of a guest that is being prepared (prepare.h). */
struct preparation {
    uint64_t now_ns; /* its clock, which stands while it works */
    uint64_t drawn;  /* state of its generator of bytes */
    bool ready;      /* the program said that it is started */
    bool asked_busy; /* its time is over, and it is to say why it does not wait */
};

struct tender {
    struct options options;
    struct preparation preparation;
    struct image image;
    struct memory memory;
    const struct engine_kind *kind;
    struct engine *engine;
    const struct engine_host *host; /* NULL: the engine asks for itself */
    struct clock clock;
    struct streams streams;
    struct turns *turns; /* NULL: the guest serves once */
    struct guest_shared *shared;
    uint8_t *transfer;
    int signals;         /* signalfd of engine_signals() */
    int prepared;        /* of --prepare and --snapshot: the file, opened before we confine ourselves */
    int guest_bytes;     /* of --snapshot: the memory of the process that the guest is; -1: it is ours */
    bool snapshot_asked; /* by a signal */
    int output, errors;  /* where the console's two slots are written to */
    uint64_t kill_at_ns; /* UINT64_MAX: never */
    uint64_t calls;
    uint32_t interrupts; /* that the operator sent */
    bool input_ended;
    bool disturbed; /* a signal came: whoever waits shall look at the engine again */
    /* The end, once it is decided: */
    bool ended;
    enum status status;
    bool silent; /* halt(): no sentence */
    struct complaint why;
};

/* Decides the end; the first one counts. */
__attribute__((format(printf, 3, 4))) void tender_end(struct tender *t, enum status status, const char *format, ...);

/* -- calls.c: one call of the guest ------------------------------------------------------------------------ */
void calls_serve(struct tender *t);

/* -- world.c: waiting ---------------------------------------------------------------------------------------- */
/* Takes pending signals: stop requests, the deadline. */
void world_signals(struct tender *t);
/* Sends and receives; sleeps until there is news for the guest or `deadline_ns`. */
void world_wait(struct tender *t, uint64_t deadline_ns);
/* After the end: what was sent shall leave, in a few seconds at most. */
void world_finish(struct tender *t);

/* -- console.c -------------------------------------------------------------------------------------------------- */
/* Writes what stands in the rings of the console's two slots, whole. False: a broken ring. */
bool console_flush(struct tender *t);
/* Does a program wait for input, and is there room for it? */
bool console_wants_input(struct tender *t);
void console_read(struct tender *t);

/* -- dump.c: a readable register dump on stderr --------------------------------------------------------------------- */
void dump_fault(const struct tender *t, const struct fault *f);
