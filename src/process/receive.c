/* process/receive.c - the timer of receive ... after. */
#include "process/receive.h"
#include "process/saved_calls.h"
#include "process/state.h"
#include "process/trace.h"
#include "term/atoms.h"

#define TIMEOUT_MAX INT64_C(0xffffffff) /* OTP's limit of receive ... after: 32 bits of milliseconds */

enum receive_end receive_sleep(struct process *p, term milliseconds)
{
    if (p->timed_out) return RECEIVE_TIMED_OUT;
    /* Woken by a message, the process comes here again, its x registers lost: the time counts once. */
    if (p->receive_timer.started || p->receives_forever) return RECEIVE_SLEEP;
    p->receives_forever = same(milliseconds, A(infinity));
    if (p->receives_forever) return RECEIVE_SLEEP;
    int64_t time = is_small(milliseconds) ? small_value(milliseconds) : -1;
    if (time < 0 || time > TIMEOUT_MAX) {
        mailbox_rewind(&p->mailbox);
        return RECEIVE_BAD;
    }
    if (time == 0) return RECEIVE_TIMED_OUT;
    p->receive_timer.kind = WHEEL_RECEIVE;
    wheel_start(&processes()->wheel, &p->receive_timer, clock_wheel_of(clock_monotonic()) + time);
    return RECEIVE_SLEEP;
}

void receive_timeout(struct process *p)
{
    saved_calls_event(p, A(timeout));
    if (trace_is(p, TRACE_RECEIVE)) trace_tell(p, TRACE_RECEIVE, A(receive), (term[]){A(timeout)}, 1);
    receive_timer_cancel(p);
    mailbox_rewind(&p->mailbox);
}

void receive_timer_cancel(struct process *p)
{
    wheel_stop(&processes()->wheel, &p->receive_timer);
    p->timed_out = false;
    p->receives_forever = false;
}
