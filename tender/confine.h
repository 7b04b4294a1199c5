/* tender/confine.h - what the tender gives up when everything is set up: a guest that takes it over gets little. */
#pragma once
#include "tender/complaint.h"
#include <linux/filter.h>

enum confinement {
    CONFINE_TO_SOCKETS, /* of IPv4 and IPv6, and files for reading only */
    CONFINE_WHOLLY,     /* to what is open already */
};

/* A filter of system calls that is ready to be taken on, by this process or its forks. */
enum { CONFINEMENT_MOST = 256 };
struct confinement_program {
    unsigned short count; /* of instructions */
    struct sock_filter code[CONFINEMENT_MOST];
};
bool confine_compile(enum confinement to, struct confinement_program *p, struct complaint *c);
bool confine_enter(const struct confinement_program *p, struct complaint *c);

/* Both at once. From here on: no new privileges, no programs, no processes, no memory that can be executed, and no more of the host than
 * `to` says.  What else is asked for is refused with EPERM. */
bool confine(enum confinement to, struct complaint *c);
