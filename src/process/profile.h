/* process/profile.h - erlang:system_profile/2: who is told when processes and ports begin and cease to have work. */
#pragma once
#include "process/process.h"

struct profile {
    term receiver;  /* local pid or port, or undefined */
    uint32_t stamp; /* one of trace.h's timestamp flags */
    bool processes, ports, scheduler, exclusive;
};

/* {profile, Pid, active | inactive, {M, F, A} | 0, Stamp}, if processes are profiled: p is in a run queue from now
 * on, or waits. */
void profile_process(struct process *p, bool active);
/* The same for a port, which has no place in code: {profile, Port, active | inactive, 0, Stamp}. */
void profile_port(term port, bool active);
