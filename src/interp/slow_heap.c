/* interp/slow_heap.c - what happens when there is no room. */
#include "interp/run.h"

/* Operands are bytes and count STACK_RESERVE; the collector wants words besides it. */
static size_t need_words(uint32_t bytes) { return bytes / sizeof(term) - STACK_RESERVE; }

SLOW_PATH(allocate, allocate)
{
    uint32_t frame = operand(m, 0);
    if (!machine_collect(m, frame / sizeof(term) + need_words(operand(m, 1)), operand(m, 2))) return machine_exited(m);
    m->sp = (term *)((char *)m->sp - frame);
    return NEXT;
}

SLOW_PATH(allocate_zero, allocate_zero)
{
    uint32_t frame = operand(m, 0);
    if (!machine_collect(m, frame / sizeof(term) + need_words(operand(m, 1)), operand(m, 2))) return machine_exited(m);
    for (term *end = m->sp, *y = m->sp = (term *)((char *)m->sp - frame); y < end; y++) *y = NIL;
    return NEXT;
}

SLOW_PATH(test_heap, test_heap)
{
    if (!machine_collect(m, need_words(operand(m, 0)), operand(m, 1))) return machine_exited(m);
    return NEXT;
}

/* The value travels behind the live registers, where the collector sees it. */
SLOW_PATH(collect_value, return)
{
    uint32_t live = (uint32_t)SCRATCH(m, 1).word, destination = (uint32_t)SCRATCH(m, 2).word;
    term value = SCRATCH(m, 0), kept = m->x[live];
    m->x[live] = value;
    if (!machine_collect(m, 0, live + 1)) return machine_exited(m);
    value = m->x[live];
    m->x[live] = kept;
    *register_at(m, destination) = value;
    return TO;
}

SLOW_PATH(bif_collect, call_bif)
{
    if (!machine_collect(m, 0, 1)) return machine_exited(m);
    return NEXT;
}
