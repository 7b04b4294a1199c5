/* interp/slow_receive.c - sleeping. */
#include "interp/run.h"
#include "process/receive.h"

/* A process that wakes runs loop_rec again: no x register is live there. */
SLOW_PATH(wait, wait)
{
    m->pc = label(m, 0);
    return machine_stop(m, RUN_WAITING, 0);
}

SLOW_PATH(wait_timeout, wait_timeout)
{
    switch (receive_sleep(m->p, SCRATCH(m, 0))) {
    case RECEIVE_SLEEP: m->pc = label(m, 0); return machine_stop(m, RUN_WAITING, 0);
    case RECEIVE_TIMED_OUT: return NEXT;
    case RECEIVE_BAD: break;
    }
    return raise_with(m, A(timeout_value), slow_error);
}
