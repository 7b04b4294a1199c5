/* spawn/confine.h - what the front gives up before it reads a client's first byte. */
#pragma once
#include "tender/complaint.h"

/* From here on: no programs, no processes, no files, no new sockets but those that are accepted and pairs of its own. */
bool confine_front(struct complaint *c);
