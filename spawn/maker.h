/* spawn/maker.h - the process that makes machines, and what the front says to it.
 *
 * The front owns sockets and reads HTTP, and cannot make anything; the maker forks one tender for each instance and never
 * reads a byte of a client's.  They speak through one SEQPACKET socket, in the structs below. */
#pragma once
#include "spawn/settings.h"
#include "tender/confine.h"
#include "tender/guest.h"
#include <sys/types.h>

enum order_kind { ORDER_MAKE, ORDER_END };

/* Front to maker.  With ORDER_MAKE goes one descriptor: the instance's end of a connection; with --fresh recycle, the
 * machine's end of a SEQPACKET socket through which the front gives it one connection after the other (tender/turns.h). */
struct order {
    uint32_t kind, place; /* which report the tender writes to, 0..instances */
    uint64_t serial;      /* of the instance, never used twice */
    uint32_t route;
    uint32_t ahead; /* not 0: for a request that has not come yet */
};

/* Maker to front: the instance is gone, its process reaped. */
struct notice {
    uint64_t serial;
    uint32_t place;
    int32_t wait_status;
};

/* One for each place, and behind the last one of the maker's own. */
union report_page {
    struct report report;
    uint64_t memory; /* in the maker's: bytes that all its machines hold */
    uint8_t page[GUEST_PAGE];
};
_Static_assert(sizeof(union report_page) == GUEST_PAGE, "a tender keeps its own page and no other");

struct template
{ /* of a route's instances: made once, copied by each fork */
    struct image image;
    struct memory memory;
    bool answers; /* it did so in the rehearsal */
};

/* -- rehearsal.c -------------------------------------------------------------------------------------------- */

struct maker;
/* Lets one instance of a prepared image answer a request that nobody sent, and notes whether it did and, where the engine can tell,
 * which pages that took: those of all others are made ready before they start. */
void rehearse(struct maker *m, uint32_t route);
/* An instance's end of a connection with that request in it, whose answer a process of its own throws away; -1: none. */
int rehearsal_connection(void);

struct maker {
    const struct settings *settings;
    struct template templates[ROUTES_MAX];
    struct clock clock; /* measured from the start on, so that no tender must */
    union report_page *reports;
    size_t reports_bytes;
    int socket, signals, console;
    /* What every tender needs and none has to find out, once orders are obeyed: */
    struct engine_host *host; /* NULL: its engine asks for itself */
    struct confinement_program confinement;
    pid_t self;
    bool running;         /* the front's orders are obeyed: rehearsals are over */
    uint32_t unsaid;      /* how many */
    uint64_t measured_ns; /* when the machines' memory was last looked at */
    struct {
        pid_t pid; /* 0: no process */
        uint64_t serial;
        int status;
        bool unsaid; /* gone, and the front does not know it yet */
    } children[INSTANCES_MAX];
};

/* Opens and judges all images; before the fork, so that what is wrong is said at the start. */
bool maker_open(struct maker *m, const struct settings *s, struct complaint *c);
void maker_close(struct maker *m);
/* The process's life: until the front is gone. */
_Noreturn void maker_run(struct maker *m, int socket);

/* -- machine.c: a child of the maker becomes the tender of one instance ----------------------------------------- */
_Noreturn void machine_run(struct maker *m, const struct order *o, int connection);
