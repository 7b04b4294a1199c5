/* tender/turns.h - a guest that serves more than once: each turn begins where the guest first waited for a connection, with
 * the memory, processor and sockets that it had there, and as an instance of its own.
 *
 * Whoever hands out connections speaks through `control`: an order with one descriptor begins a turn.  A turn is over when the
 * guest has closed that connection; what it would do then is never done.
 *
 * A guest that shall serve once has `single`, its connection, instead: it rehearses, is set back, and begins its last turn when a
 * request is there.  What a first turn costs - pages, caches - is paid before. */
#pragma once
#include "tender/kept_pages.h"
#include "tender/streams/slots.h"

struct tender;

struct turn_order {
    uint64_t serial; /* of the instance, never used twice */
};

struct turns {
    int control;   /* -1: there is `single` */
    int single;    /* -1: none, or the guest has it */
    int rehearsal; /* a connection with a request that nobody sent, for the first turn; -1: none */
    struct report *report;
    struct guest_address (*peer)(uint64_t serial); /* whom the guest sees at the other end */
    uint64_t serial;                               /* of the turn that runs; 0: none yet */
    uint64_t rehearsed_by_ns;                      /* until then the first turn must be over; 0: it is */
    bool kept, last;                               /* last: this turn is not to end */
    /* What the guest goes back to: */
    struct kept_pages pages;
    struct slot *slots;
    uint16_t next_port;
};

/* Before the guest is made, and behind it, before the tender confines itself. */
void turns_plan(struct tender *t);
bool turns_prepare(struct tender *t, struct complaint *c);
/* The guest waits: is its turn over, or has it come to where all turns begin? */
bool turns_over(const struct tender *t, uint64_t deadline_ns);
/* Sets the guest back, waits for an order, and hands its connection over. Ends the guest if that cannot be done. */
void turns_next(struct tender *t);
