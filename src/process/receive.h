/* process/receive.h - sleeping in receive: `wait_timeout` and `timeout`. */
#pragma once
#include "process/process.h"

enum receive_end {
    RECEIVE_SLEEP,     /* wait; when woken continue at loop_rec */
    RECEIVE_TIMED_OUT, /* go on behind wait_timeout */
    RECEIVE_BAD,       /* error timeout_value */
};
/* wait_timeout: starts the timer the first time (milliseconds, or infinity).  A process whose timer
 * has fired is woken, runs loop_rec in vain, and gets RECEIVE_TIMED_OUT here. */
enum receive_end receive_sleep(struct process *p, term milliseconds);

/* timeout: forgets the timer; the next receive starts at the first message. */
void receive_timeout(struct process *p);

/* Stops the receive timer, if any. */
void receive_timer_cancel(struct process *p);
