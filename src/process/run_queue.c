/* process/run_queue.c - who runs next: strictly by priority, but low shares with normal.
 *
 * As in OTP, a process of low priority is passed over LOW_SKIPS times in favour of normal ones; max and
 * high go before both as long as any can run.
 */
#include "process/state.h"

enum { LOW_SKIPS = 8 };

void run_queue_add(struct process *p)
{
    struct run_queue *q = &processes()->queues[p->priority];
    EXPECT(!p->queued);
    p->queued = true;
    p->next_runnable = NULL;
    *(q->count++ ? q->last : &q->first) = p;
    q->last = &p->next_runnable;
}

static struct process *take_first(struct run_queue *q)
{
    struct process *p = q->first;
    q->first = p->next_runnable;
    q->count--;
    p->queued = false;
    return p;
}

/* The queue whose turn it is; NULL: all are empty. */
static struct run_queue *turn(struct processes *s)
{
    if (s->queues[PRIORITY_MAX].count) return &s->queues[PRIORITY_MAX];
    if (s->queues[PRIORITY_HIGH].count) return &s->queues[PRIORITY_HIGH];
    struct run_queue *normal = &s->queues[PRIORITY_NORMAL], *low = &s->queues[PRIORITY_LOW];
    if (!low->count) {
        s->low_skips = 0;
        return normal->count ? normal : NULL;
    }
    if (!normal->count || ++s->low_skips > LOW_SKIPS) {
        s->low_skips = 0;
        return low;
    }
    return normal;
}

struct process *process_next(void)
{
    struct processes *s = processes();
    struct run_queue *q;
    s->running = NULL;
    while ((q = turn(s))) {
        struct process *p = take_first(q);
        if (p->state == PROCESS_EXITING) return p;
        if (p->suspend_count) {
            profile_process(p, false);
            p->state = PROCESS_SUSPENDED;
            continue;
        }
        p->state = PROCESS_RUNNING;
        p->woken = false;
        s->running = p;
        s->context_switches++;
        if (p->relations.trace) trace_schedule(p, true);
        return p;
    }
    return NULL;
}

void process_count_reductions(struct process *p)
{
    processes()->reductions_done += p->reductions_done - p->reductions_counted;
    p->reductions_counted = p->reductions_done;
}

static void stopped(struct process *p)
{
    processes()->running = NULL;
    process_count_reductions(p);
    if (p->relations.trace) trace_schedule(p, false);
}

void process_requeue(struct process *p)
{
    if (p->state == PROCESS_RUNNING) stopped(p);
    if (p->state == PROCESS_RUNNING) p->state = PROCESS_RUNNABLE;
    if (!p->queued) run_queue_add(p);
}

void process_wait(struct process *p)
{
    if (p->state != PROCESS_RUNNING || p->woken) {
        p->held_by_port = false; /* it tries again itself */
        process_requeue(p);
        return;
    }
    stopped(p);
    profile_process(p, false);
    p->state = PROCESS_WAITING;
}

void process_wake(struct process *p)
{
    if (p->aside && !p->timed_out && p->state == PROCESS_WAITING) return; /* it is not in receive */
    if (p->held_by_port && p->state == PROCESS_WAITING) return;
    p->woken = true;
    if (p->state != PROCESS_WAITING) return;
    p->state = PROCESS_RUNNABLE;
    run_queue_add(p);
    profile_process(p, true);
}

size_t processes_runnable(enum priority which)
{
    const struct run_queue *q = processes()->queues;
    if (which < PRIORITIES) return q[which].count;
    return q[PRIORITY_MAX].count + q[PRIORITY_HIGH].count + q[PRIORITY_NORMAL].count + q[PRIORITY_LOW].count;
}
