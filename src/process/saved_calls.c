/* process/saved_calls.c - a ring of calls. */
#include "process/saved_calls.h"
#include "memory/memory.h"

bool saved_calls_set(struct process *p, uint32_t size)
{
    struct saved_calls *s = NULL;
    if (size) {
        s = memory_alloc(MEMORY_PROCESS, sizeof *s + size * sizeof s->calls[0]);
        if (!s) return false;
        *s = (struct saved_calls){.size = size};
    }
    memory_free(MEMORY_PROCESS, p->saved_calls);
    p->saved_calls = s;
    return true;
}

void saved_calls_note(struct process *p, struct mfa call)
{
    struct saved_calls *s = p->saved_calls;
    s->calls[s->next] = call;
    s->next = (s->next + 1) % s->size;
    if (s->count < s->size) s->count++;
}

bool saved_calls_get(const struct process *p, uint32_t i, struct mfa *call)
{
    const struct saved_calls *s = p->saved_calls;
    if (!s || i >= s->count) return false;
    *call = s->calls[(s->next + s->size - 1 - i) % s->size];
    return true;
}
