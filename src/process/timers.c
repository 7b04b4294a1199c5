/* process/timers.c - timers that send messages, and the firing of all. */
#include "process/timers.h"
#include "heap/build.h"
#include "memory/memory.h"
#include "process/state.h"
#include "term/atoms.h"

static struct process_timer *timer_of(struct reference *r)
{
    return r ? (struct process_timer *)((char *)r - offsetof(struct process_timer, entry)) : NULL;
}

/* {timeout, Reference, Value}, or the value alone. */
static struct message *timer_message(term value, bool wrapped, uint64_t reference)
{
    term *hp;
    struct message *m = message_lasting(value, wrapped ? TUPLE_WORDS(3) + LOCAL_REF_WORDS : 0, &hp);
    if (!m || !wrapped) return m;
    term ref = build_local_ref(&hp, reference, reference_high());
    m->value = build_tuple3(&hp, A(timeout), ref, m->value);
    return m;
}

static void hang(struct process_timer *t, struct process *p)
{
    t->next = p->timers;
    t->at = &p->timers;
    if (t->next) t->next->at = &t->next;
    p->timers = t;
}

struct process_timer *timer_start(term to, term value, bool wrapped, int64_t due)
{
    struct process_timer *t = memory_alloc(MEMORY_SYSTEM, sizeof *t);
    if (!t) return NULL;
    *t = (struct process_timer){.wheel.kind = WHEEL_TIMER, .to = to};
    t->entry = (struct reference){.number = reference_new_number(), .kind = REFERENCE_TIMER, .high = reference_high()};
    t->message = timer_message(value, wrapped, t->entry.number);
    if (!t->message || !reference_insert(&t->entry)) {
        if (t->message) message_free(t->message);
        memory_free(MEMORY_SYSTEM, t);
        return NULL;
    }
    struct process *p = process_find(to);
    if (p) hang(t, p);
    processes()->timer_count++;
    wheel_start(&processes()->wheel, &t->wheel, due);
    return t;
}

struct process_timer *timer_find(term reference)
{
    uint64_t number = reference_number(reference);
    return number ? timer_of(reference_find(number, REFERENCE_TIMER)) : NULL;
}

int64_t timer_left(const struct process_timer *t)
{
    int64_t left = t->wheel.due - clock_wheel_of(clock_monotonic());
    return left > 0 ? left : 0;
}

void timer_free(struct process_timer *t)
{
    wheel_stop(&processes()->wheel, &t->wheel);
    reference_remove(&t->entry);
    if (t->at) {
        *t->at = t->next;
        if (t->next) t->next->at = t->at;
    }
    if (t->message) message_free(t->message);
    memory_free(MEMORY_SYSTEM, t);
    processes()->timer_count--;
}

size_t timers_bytes(void) { return processes()->timer_count * sizeof(struct process_timer); }

void timers_forget(struct process *p)
{
    while (p->timers) timer_free(p->timers);
}

static void fire_timer(struct process_timer *t)
{
    struct process *to = is_atom(t->to) ? process_find_registered(t->to) : process_find(t->to);
    if (to) {
        struct message *m = t->message;
        t->message = NULL;
        mailbox_post(to, m);
    }
    timer_free(t);
}

static void fire_receive(struct wheel_entry *e)
{
    struct process *p = (struct process *)((char *)e - offsetof(struct process, receive_timer));
    p->timed_out = true;
    process_wake(p);
}

void timers_fire(uint64_t now)
{
    struct processes *s = processes();
    int64_t wheel_now = (int64_t)(now - s->clock.host_start) / 1000000;
    struct wheel_entry *e;
    while ((e = wheel_due(&s->wheel, wheel_now))) {
        if (e->kind == WHEEL_RECEIVE) fire_receive(e);
        else fire_timer((struct process_timer *)e);
    }
}

uint64_t timers_next_ns(void)
{
    int64_t next = wheel_next(&processes()->wheel);
    return next == INT64_MAX ? UINT64_MAX : clock_host_of_wheel(next);
}
