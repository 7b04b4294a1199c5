/* process/suspend.h - erlang:suspend_process/2: who holds whom. */
#pragma once
#include "process/process.h"

/* One process holds another `count` times; freed when either ends. */
struct suspension {
    struct suspension *next;                 /* of the holder */
    struct suspension *held_next, **held_at; /* of the held */
    struct process *holder, *held;
    uint32_t count;
};

/* The suspension of `held` by `holder`; NULL: none. */
struct suspension *suspension_find(const struct process *holder, const struct process *held);
/* One more; false: no memory. */
bool suspension_add(struct process *holder, struct process *held);
/* One less; false: there is none. */
bool suspension_drop(struct process *holder, struct process *held);
/* p ends: lets go whom it held, forgets who held it. */
void suspensions_end(struct process *p);

/* Keeps p from running, and lets it run again: counted. */
void process_suspend(struct process *p);
void process_resume(struct process *p);

/* p stopped with held_by_port: its BIF is called again.  Nothing but this, or its end, wakes it. */
void process_go_on(struct process *p);
