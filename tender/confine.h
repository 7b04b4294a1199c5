/* tender/confine.h - what the tender gives up when everything is set up: a guest that takes it over gets little. */
#pragma once
#include "tender/complaint.h"

/* From here on: no new privileges, no programs, no processes, no files but for reading, no memory that can be executed,
 * sockets of IPv4 and IPv6 only.  What else is asked for is refused with EPERM. */
bool confine(struct complaint *c);
