/* spawn/parent.h - a process of the spawner does not outlive the one that made it. */
#pragma once
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

/* First of all in a child; a parent that died before this call is seen by the pipe or socket that it held. */
static inline void parent_hold_on_to(void) { prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); }
