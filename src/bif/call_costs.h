/* bif/call_costs.h - what each process has spent in a function: call_time and call_memory. */
#pragma once
#include "process/process.h"

struct call_cost {
    term pid; /* NO_TERM: a free slot */
    uint64_t calls, amount;
};
struct call_costs {
    struct call_cost *slots; /* a hash table by pid, open addressing */
    size_t room, count;
    bool paused;
};

struct call_costs *call_costs_open(void); /* NULL: no memory */
void call_costs_free(struct call_costs *c);
/* Everything is 0 again. */
void call_costs_reset(struct call_costs *c);
/* Adds to what a process has spent; what finds no memory is lost. */
void call_costs_add(struct call_costs *c, term pid, uint64_t calls, uint64_t amount);
