/* spawn/domains/domain.h - a program that makes one domain for its keeper (spawn/frames), says how it fares, and takes it away.
 *
 * Its command line is pairs NAME VALUE:
 *
 *   image, memory (bytes), token    of the guest
 *   env, word                       of its command line; may be repeated
 *   bridge, address, hardware       its card on a bridge: "ADDRESS/BITS" and the card's own address
 *   published, notices              without a bridge: "ADDRESS:PORT:GUEST_PORT", and what 10.0.2.100:80 leads to
 *   outside                         yes: it may go out
 *   uri, accel                      libvirt's
 *   toolstack                       Xen's: libxc or libxl
 *
 * On standard output it says "made", and "ling: start TOKEN" and "ling: ready TOKEN PORT" as the guest does.  SIGTERM, which also comes when the
 * keeper dies, has it destroy the domain and end. */
#pragma once
#include "tender/monitors/monitor.h"

struct domain {
    const char *image, *memory, *token, *bridge, *address, *hardware, *published, *notices, *outside, *uri, *accel,
        *toolstack;
    const char *name; /* made of the token */
    uint64_t bytes;
    char command_line[MONITOR_TEXT_MAX];
    struct guest_run run; /* how it ends */
    char line[128];       /* what the guest says, until its line is whole */
    size_t line_size;
};

/* False: the command line makes no sense. */
bool domain_read(struct domain *d, int argc, char **argv, struct complaint *c);
void domain_say(const char *line);
/* SIGTERM and SIGINT, to be read from; -1: none. */
int domain_signals(void);
/* Some bytes of what the guest says, handed on; "ling: halt 003" and its kin among its lines are its end. */
void domain_hear(struct domain *d, const char *text, size_t size);
