/* interp/slow_bits.c - construction of bitstrings. */
#include "heap/bitsyntax.h"
#include "interp/raise.h"
#include "interp/run.h"
#include "memory/memory.h"

/* A segment is four words: type | flags << 8 | number << 16; unit; value, or where a string lies; size. */
enum { SEGMENT_WORDS = 4, SEGMENTS_AT_HAND = 32, BITS_PER_REDUCTION = 8 * 1024 /* OTP's number */ };

static struct bits_segment segment(const struct machine *m, unsigned i)
{
    uint32_t head = operand(m, i);
    struct bits_segment s = {
        .type = (enum segment_type)(head & 0xff),
        .flags = head >> 8 & 0xff,
        .number = (uint16_t)(head >> 16),
        .unit = operand(m, i + 1),
        .whole = is_all_at(m, operand(m, i + 3)),
        .size = source_at(m, operand(m, i + 3)),
    };
    if (s.type == SEGMENT_STRING) s.string = pool_at(m, operand(m, i + 2));
    else s.value = source_at(m, operand(m, i + 2));
    return s;
}

static enum go construction_failed(struct machine *m, const struct bits_fault *fault)
{
    if (operand(m, 0)) return JUMP;
    bif_error(m->p, fault->reason);
    m->p->failure.cause = bits_fault_info(&m->p->heap, fault);
    machine_load(m);
    return machine_raise(m, NULL, NULL);
}

/* Operands: label, live, bytes to be free after, destination, segments. */
SLOW_PATH(bs_create, bs_create)
{
    struct bits_segment at_hand[SEGMENTS_AT_HAND], *segments = at_hand;
    uint32_t words = operand(m, 4), count = words / SEGMENT_WORDS, live = operand(m, 1);
    if (count > SEGMENTS_AT_HAND) segments = memory_alloc(MEMORY_SYSTEM, count * sizeof *segments);
    if (!segments) return GO_SLOW(m, no_memory);
    for (uint32_t i = 0; i < count; i++) segments[i] = segment(m, 5 + i * SEGMENT_WORDS);
    struct bits_fault fault;
    size_t copied = 0;
    machine_save(m);
    term result = bits_create(&m->p->heap, segments, count, &fault, &copied);
    machine_load(m);
    m->reds -= (int64_t)(copied / BITS_PER_REDUCTION);
    if (segments != at_hand) memory_free(MEMORY_SYSTEM, segments);
    if (!is_term(result)) return construction_failed(m, &fault);

    uint32_t room = operand(m, 2), destination = operand(m, 3);
    if (live != NOT_LIVE && (free_bytes(m) < room || m->p->heap.collect_soon)) {
        m->x[live] = result;
        if (!machine_collect(m, room / sizeof(term) - STACK_RESERVE, live + 1)) return machine_exited(m);
        result = m->x[live];
    }
    *register_at(m, destination) = result;
    return go_past_list(m, 4);
}

SLOW_PATH(bs_init_writable, bs_init_writable)
{
    term size = m->x[0];
    size_t room = is_small(size) && small_value(size) >= 0 ? (size_t)small_value(size) : 256;
    machine_save(m);
    term empty = bits_writable(&m->p->heap, room);
    machine_load(m);
    if (!is_term(empty)) return GO_SLOW(m, no_memory);
    m->pc += 1 + COUNT_bs_init_writable;
    return finish_at(m, 0, empty, 0);
}
