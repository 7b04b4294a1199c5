/* process/literals.c - the search for references to literals that were dropped. */
#include "process/literals.h"
#include "heap/retiring.h"
#include "memory/memory.h"
#include "process/process.h"

enum { WORDS_A_STEP = 1 << 19, WORDS_A_PROCESS = 100 }; /* words looked at; what one process costs besides */

struct literals {
    struct retiring retiring; /* the range of *first while processes are searched */
    struct literal_area *first, **last;
    uint32_t next; /* number from which on processes are still to be searched */
};

struct literal_area *literal_area_new(size_t bytes)
{
    if (!arena_root(ROOT_literals)) {
        struct literals *l = memory_alloc_zeroed(MEMORY_CODE, sizeof *l);
        if (!l) return NULL;
        l->last = &l->first;
        arena_set_root(ROOT_literals, l);
        arena_set_root(ROOT_retiring, &l->retiring);
    }
    struct literal_area *area = memory_alloc_zeroed(MEMORY_CODE, sizeof *area);
    if (!area) return NULL;
    area->bytes = bytes;
    area->start = memory_alloc_literals(bytes);
    if (area->start) return area;
    memory_free(MEMORY_CODE, area);
    return NULL;
}

void literal_area_free(struct literal_area *area)
{
    if (area->owners) offheap_release_list(area->owners);
    memory_free_literals(area->start);
    memory_free(MEMORY_CODE, area);
}

void literals_retire(struct literal_area *area)
{
    struct literals *l = arena_root(ROOT_literals);
    area->next = NULL;
    *l->last = area;
    l->last = &area->next;
}

/* False: there is no memory for the copies; it must be tried again later. */
static bool leave_area(struct process *p, const struct literal_area *area)
{
    if (!process_refers_to(p, area->start, area->bytes, p->saved_x, p->live)) return true;
    size_t limit = p->heap.max_size;
    p->heap.max_size = 0; /* the process did nothing that could pass it */
    enum heap_result end = process_copy_literals(p, area->start, area->bytes, p->saved_x, p->live);
    p->heap.max_size = limit;
    return end == HEAP_OK;
}

static void finish_first(struct literals *l)
{
    struct literal_area *area = l->first;
    l->first = area->next;
    if (!l->first) l->last = &l->first;
    l->retiring = (struct retiring){0, 0};
    l->next = 0;
    literal_area_free(area);
}

bool literals_step(void)
{
    struct literals *l = arena_root(ROOT_literals);
    if (!l || !l->first) return false;
    struct literal_area *area = l->first;
    l->retiring = (struct retiring){(uint64_t)(uintptr_t)area->start, area->bytes};
    for (size_t words = 0; words < WORDS_A_STEP;) {
        uint32_t number;
        struct process *p = process_after(l->next, &number);
        if (!p) {
            finish_first(l);
            return l->first;
        }
        words += heap_size_words(&p->heap) + p->mailbox.length + WORDS_A_PROCESS;
        if (!leave_area(p, area)) return true;
        l->next = number + 1;
    }
    return true;
}
