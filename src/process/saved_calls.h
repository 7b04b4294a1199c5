/* process/saved_calls.h - the latest calls of a process (process_flag(save_calls, N)): a ring, newest last. */
#pragma once
#include "process/process.h"

/* A call; or `send`, 'receive' or timeout as the module, without a function. */
struct saved_calls {
    uint32_t size, count, next;
    struct mfa calls[];
};

static inline uint32_t saved_calls_size(const struct process *p) { return p->saved_calls ? p->saved_calls->size : 0; }
/* Makes it `size` long, and empty; 0: none. False: no memory. */
bool saved_calls_set(struct process *p, uint32_t size);
void saved_calls_note(struct process *p, struct mfa call);
/* The i-th, newest first; false: there are not so many. */
bool saved_calls_get(const struct process *p, uint32_t i, struct mfa *call);

/* p sends, receives, or has waited in vain: noted, if it keeps calls. */
static inline void saved_calls_event(struct process *p, term event)
{
    if (__builtin_expect(p->saved_calls != NULL, 0) && !p->sensitive)
        saved_calls_note(p, (struct mfa){event, NO_TERM, 0});
}
