/* process/timers.h - erlang:send_after/3 and erlang:start_timer/3: messages that are sent later. */
#pragma once
#include "process/references.h"
#include "process/wheel.h"

struct message;
struct process;

struct process_timer {
    struct wheel_entry wheel;         /* first */
    struct reference entry;           /* kind REFERENCE_TIMER */
    struct process_timer *next, **at; /* of the process that is to get it, if `to` is a pid */
    struct message *message;
    term to; /* local pid or name */
};

/* A timer that sends, at `due` (milliseconds of the wheel), a copy of `value` to the pid or name `to` -
 * or, `wrapped`, {timeout, Reference, value}.  NULL: no memory. A dead pid is accepted: nothing will be sent. */
struct process_timer *timer_start(term to, term value, bool wrapped, int64_t due);
struct process_timer *timer_find(term reference); /* NULL: none */
/* Milliseconds left; 0 if it is due. */
int64_t timer_left(const struct process_timer *t);
void timer_free(struct process_timer *t);
/* Frees all timers that would send to p. */
void timers_forget(struct process *p);
/* What all of them take, without their messages. */
size_t timers_bytes(void);

/* -- for vm's main cycle: receive timers and these ------------------------------------------- */

/* Fires what is due at `now` of the host's monotonic clock. */
void timers_fire(uint64_t now);
/* When to call timers_fire() next, by that clock; UINT64_MAX: no timer. */
uint64_t timers_next_ns(void);
