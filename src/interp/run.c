/* interp/run.c - starting, stopping and continuing a process. */
#include "interp/run.h"
#include "interp/interp.h"
#include "memory/arena.h"
#include "memory/memory.h"

struct interp {
    struct registers registers;
    uint32_t *final_return; /* what the first function of a process returns to */
};

static inline struct interp *interp(void) { return arena_root(ROOT_interp); }

bool interp_open(void)
{
    struct interp *i = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *i);
    if (!i) return false;
    i->final_return = memory_alloc_code(sizeof(uint32_t[4]));
    if (!i->final_return) return false;
    i->final_return[0] = 0; /* an arity, as before any entry */
    i->final_return[1] = (uint32_t)op_bodies[FORM_process_end];
    arena_set_root(ROOT_interp, i);
    processes_set_final_return(&i->final_return[1]);
    return true;
}

bool machine_collect(struct machine *m, size_t need, size_t live)
{
    machine_save(m);
    enum heap_result result = process_collect(m->p, need, m->x, live);
    if (result == HEAP_NO_MEMORY) process_lacks_memory(m->p);
    machine_load(m);
    return result == HEAP_OK;
}

static bool save_x(struct process *p, const term *x, uint32_t live)
{
    if (live > p->saved_room) {
        term *room = memory_alloc(MEMORY_PROCESS, live * sizeof *room);
        if (!room) return false;
        if (p->saved_x != p->inline_x) memory_free(MEMORY_PROCESS, p->saved_x);
        p->saved_x = room;
        p->saved_room = live;
    }
    memcpy(p->saved_x, x, live * sizeof *x);
    p->live = live;
    return true;
}

enum go machine_exited(struct machine *m)
{
    machine_save(m);
    m->p->live = 0;
    registers_of(m)->end = RUN_EXITED;
    return STOP;
}

enum go machine_stop(struct machine *m, enum run_end end, uint32_t live)
{
    machine_save(m);
    if (m->p->state == PROCESS_EXITING) return machine_exited(m);
    if (!save_x(m->p, m->x, live)) {
        process_lacks_memory(m->p);
        return machine_exited(m);
    }
    registers_of(m)->end = end;
    return STOP;
}

enum go machine_enter(struct machine *m, const uint32_t *entry)
{
    m->pc = entry;
    if (--m->reds > 0) return TO;
    return machine_stop(m, RUN_YIELDED, entry[-1]);
}

bool machine_push_final(struct machine *m, const uint32_t *final_return, size_t live)
{
    struct heap *h = &m->p->heap;
    if (h->sp - h->top < STACK_RESERVE && process_collect(m->p, 0, m->x, live) != HEAP_OK) return false;
    (--h->sp)->word = return_address(final_return);
    machine_load(m);
    return true;
}

int spread_arguments(struct machine *m, term list, uint32_t at)
{
    uint32_t count = 0;
    for (; is_cons(list); list = tail(list), count++) {
        if (count == ARITY_MAX) return -1;
        m->x[at + count] = head(list);
    }
    return is_nil(list) ? (int)count : -1;
}

term collect_arguments(struct heap *h, const term *x, uint32_t count)
{
    term list = NIL, *hp = heap_alloc(h, CONS_WORDS * (size_t)count);
    if (!hp) return NO_TERM;
    while (count-- > 0) list = build_cons(&hp, x[count], list);
    return list;
}

/* Operations per slice: the smallest when each chance to yield is to be taken. */
#ifdef STRESS_YIELD
enum { SLICE = 2 };
#else
enum { SLICE = REDUCTIONS_A_SLICE };
#endif

enum run_end interp_run(struct process *p)
{
    struct registers *r = &interp()->registers;
    memcpy(r->x, p->saved_x, p->live * sizeof *r->x);
    p->reductions = SLICE;
    p->in_bif = false;
    ((op_fn *)(uintptr_t)*p->pc)(p->pc, r->x, p->heap.sp, p->heap.top, SLICE, p);
    if (p->reductions < SLICE) p->reductions_done += (uint64_t)(SLICE - p->reductions);
    return r->end;
}
