/* bif/resume.c - what a half-done call keeps between two slices. */
#include "bif/resume.h"
#include "memory/memory.h"
#include "process/references.h"

void *resume_new(size_t bytes, void (*destroy)(struct magic *m))
{
    struct magic *m = memory_alloc_zeroed(MEMORY_SYSTEM, bytes);
    if (!m) return NULL;
    m->destroy = destroy;
    m->number = reference_new_number();
    m->high = reference_high();
    return m;
}

void resume_free(struct magic *m) { memory_free(MEMORY_SYSTEM, m); }

static enum bif_end give_up(struct process *p, term *argument, struct magic *state, bool resumed)
{
    resume_restore(argument, resumed);
    if (state->references == 0) state->destroy(state);
    return bif_no_memory(p);
}

enum bif_end resume_yield(struct process *p, term *argument, struct magic *state, const term *terms, size_t count)
{
    bool resumed = resume_state(*argument, state->destroy) == state;
    term reference = resumed ? tuple_elements(*argument)[0] : heap_magic(&p->heap, state);
    term original = resumed ? tuple_elements(*argument)[1] : *argument;
    term *hp = is_term(reference) ? heap_alloc(&p->heap, TUPLE_WORDS(2 + count)) : NULL;
    if (!hp) return give_up(p, argument, state, resumed);
    term t = build_tuple(&hp, 2 + count), *e = tuple_elements(t);
    e[0] = reference;
    e[1] = original;
    for (size_t i = 0; i < count; i++) e[2 + i] = terms[i];
    *argument = t;
    return BIF_AGAIN;
}
