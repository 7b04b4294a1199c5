/* platform/pvh/exceptions.c - gates, stacks, and what is done when the processor comes through one.
 *
 * A page of the arena is given when it is first touched; any other exception is a fault of ours: a report of the
 * registers, and the end with a status of its own.
 */
#include "platform/pvh/machine.h"
#include "platform/pvh/pvh.h"
#include "platform/pvh/report.h"

enum { CODE_SELECTOR = 0x08, DATA_SELECTOR = 0x10, TASK_SELECTOR = 0x18 };
enum { STACK_FRAMES = 2 };
enum { STACK_EXCEPTION = 1, STACK_DOUBLE, STACK_PAGE_FAULT, STACK_INTERRUPT, STACKS };
enum { VECTOR_NMI = 2, VECTOR_DOUBLE_FAULT = 8, VECTOR_PAGE_FAULT = 14, VECTORS_EXCEPTIONS = 32 };

struct gate {
    uint16_t low, selector;
    uint8_t stack, type;
    uint16_t middle;
    uint32_t high, zero;
};

/* Intel SDM volume 3, figure 8-11. */
struct __attribute__((packed)) task_state {
    uint32_t zero0;
    uint64_t rsp[3], zero1, ist[7], zero2;
    uint16_t zero3, io_map;
};

struct __attribute__((packed)) table_pointer {
    uint16_t limit;
    uint64_t base;
};

/* One frame: the three tables of the processor. */
struct descriptors {
    uint64_t segments[8];
    struct task_state task;
};

extern char pvh_vectors[];

static unsigned stack_of(unsigned vector)
{
    if (vector == VECTOR_PAGE_FAULT) return STACK_PAGE_FAULT;
    if (vector == VECTOR_DOUBLE_FAULT) return STACK_DOUBLE;
    return vector < VECTORS_EXCEPTIONS ? STACK_EXCEPTION : STACK_INTERRUPT;
}

static struct gate gate_of(unsigned vector)
{
    uint64_t to = (uintptr_t)pvh_vectors + 16 * vector;
    return (struct gate){
        (uint16_t)to, CODE_SELECTOR, (uint8_t)stack_of(vector), 0x8e, (uint16_t)(to >> 16), (uint32_t)(to >> 32), 0};
}

static void load_segments(struct descriptors *d)
{
    uint64_t task = (uintptr_t)&d->task;
    d->segments[1] = 0x00af9b000000ffff;
    d->segments[2] = 0x00cf93000000ffff;
    d->segments[3] = (sizeof d->task - 1) | (task & 0xffffff) << 16 | UINT64_C(0x89) << 40 | (task >> 24 & 0xff) << 56;
    d->segments[4] = task >> 32;
    struct table_pointer at = {sizeof d->segments - 1, (uintptr_t)d->segments};
    __asm__ volatile("lgdt %0; ltr %w1" ::"m"(at), "r"(TASK_SELECTOR));
}

bool exceptions_open(struct pvh *p)
{
    uint64_t gates_frame = frames_take(&p->frames, 1), frame = frames_take(&p->frames, 1);
    if (!gates_frame || !frame) return false;
    struct descriptors *d = direct(frame);
    for (unsigned stack = STACK_EXCEPTION; stack < STACKS; stack++) {
        uint64_t bottom = frames_take(&p->frames, STACK_FRAMES);
        if (!bottom) return false;
        d->task.ist[stack - 1] = (uintptr_t)direct(bottom) + STACK_FRAMES * FRAME_BYTES;
    }
    d->task.io_map = sizeof d->task;
    struct gate *gates = direct(gates_frame);
    for (unsigned v = 0; v < 256; v++) gates[v] = gate_of(v);
    load_segments(d);
    struct table_pointer at = {256 * sizeof *gates - 1, (uintptr_t)gates};
    __asm__ volatile("lidt %0" ::"m"(at));
    return true;
}

/* -- what happens --------------------------------------------------------------------------------- */

static bool in_arena(const struct pvh *p, uint64_t address)
{
    for (unsigned i = 0; i < p->region_count; i++)
        if (address >= p->regions[i].from && address < p->regions[i].to) return true;
    return false;
}

enum { FAULT_PRESENT = 1 };

/* False: not a page that was still to come. */
static bool fill_page(const struct registers *r)
{
    struct pvh *p = pvh();
    uint64_t at = read_fault_address();
    if (r->error & FAULT_PRESENT || !in_arena(p, at)) return false;
    uint64_t frame = frames_take(&p->frames, 1);
    if (!frame || !tables_map(p, at & -(uint64_t)FRAME_BYTES, frame, MAP_WRITE)) report_no_memory(r);
    return true;
}

/* The operator's wish to stop: monitors without a better way of saying so send a non-maskable interrupt. */
static void note_stop(void)
{
    pvh()->stop_asked = true;
    apic_interrupt_self(); /* it may have come just before a halt, which is to end at once */
}

void pvh_trap(struct registers *r)
{
    if (r->vector == VECTOR_PAGE_FAULT && fill_page(r)) return;
    if (r->vector == VECTOR_NMI) {
        note_stop();
        return;
    }
    if (r->vector < VECTORS_EXCEPTIONS) report_exception(r, read_fault_address());
    if (r->vector != VECTOR_SPURIOUS) apic_acknowledge();
}
