/* tender/confine.h - what the tender gives up when everything is set up: a guest that takes it over gets little. */
#pragma once
#include "tender/complaint.h"

enum confinement {
    CONFINE_TO_SOCKETS, /* of IPv4 and IPv6, and files for reading only */
    CONFINE_WHOLLY,     /* to what is open already */
};

/* From here on: no new privileges, no programs, no processes, no memory that can be executed, and no more of the host than
 * `to` says.  What else is asked for is refused with EPERM. */
bool confine(enum confinement to, struct complaint *c);
