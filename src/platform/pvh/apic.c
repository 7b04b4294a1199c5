/* platform/pvh/apic.c - the halt, and the timer that ends it.
 *
 * Interrupts are open only while the processor is halted.  They say nothing but "look again": whoever waits
 * asks each device afterwards.  Xen's guests halt by event channels (xen_events.c).
 */
#include "platform/pvh/machine.h"
#include "platform/pvh/pvh.h"

/* Intel SDM volume 3, table 11-1, in units of 32-bit words. */
enum {
    APIC_ACKNOWLEDGE = 0xb0 / 4,
    APIC_SPURIOUS = 0xf0 / 4,
    APIC_COMMAND = 0x300 / 4,
    APIC_TIMER = 0x320 / 4,
    APIC_LINE1 = 0x360 / 4,
    APIC_INITIAL = 0x380 / 4,
    APIC_CURRENT = 0x390 / 4,
    APIC_DIVIDE = 0x3e0 / 4,
};
enum {
    COMMAND_TO_SELF = 0x40000,
    APIC_ENABLED = 0x100,
    DELIVER_NMI = 0x400,
    TIMER_MASKED = 0x10000,
    TIMER_DEADLINE = 0x40000,
    DIVIDE_BY_16 = 3
};
enum { MSR_APIC_BASE = 0x1b, MSR_TSC_DEADLINE = 0x6e0 };
enum { CPUID_APIC = 1 << 9, CPUID_DEADLINE = 1 << 24 };

/* The two 8259s of a PC: everything masked, and out of the way of exceptions. */
static void silence_old_controllers(void)
{
    static const struct {
        uint16_t port;
        uint8_t value;
    } words[] = {{0x20, 0x11}, {0xa0, 0x11}, {0x21, 0xf0}, {0xa1, 0xf8}, {0x21, 4},
                 {0xa1, 2},    {0x21, 1},    {0xa1, 1},    {0x21, 0xff}, {0xa1, 0xff}};
    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) out_byte(words[i].port, words[i].value);
}

/* The timer's rate against the TSC, over a millisecond. */
static uint64_t measure_ticks(volatile uint32_t *apic)
{
    apic[APIC_DIVIDE] = DIVIDE_BY_16;
    apic[APIC_TIMER] = TIMER_MASKED | VECTOR_TIMER;
    uint64_t end = pvh_clock_monotonic_ns() + 1000000;
    apic[APIC_INITIAL] = UINT32_MAX;
    while (pvh_clock_monotonic_ns() < end) pause_a_moment();
    uint64_t ticks = UINT32_MAX - apic[APIC_CURRENT];
    apic[APIC_INITIAL] = 0;
    return ticks ? ticks : 1;
}

void apic_open(struct pvh *p)
{
    silence_old_controllers();
    if (!(cpuid(1).d & CPUID_APIC)) end_refuse("There is no local APIC, whose timer the machine needs.");
    uint64_t at = read_msr(MSR_APIC_BASE) & UINT64_C(0xffffff000);
    p->local_apic = tables_device(at, FRAME_BYTES);
    if (!p->local_apic) end_refuse("There is not enough memory to start.");
    p->local_apic[APIC_SPURIOUS] = APIC_ENABLED | VECTOR_SPURIOUS;
    p->local_apic[APIC_LINE1] = DELIVER_NMI; /* where a PC wires it */
    p->tsc_deadline = cpuid(1).c & CPUID_DEADLINE;
    if (p->tsc_deadline) p->local_apic[APIC_TIMER] = TIMER_DEADLINE | VECTOR_TIMER;
    else p->apic_ticks = measure_ticks(p->local_apic);
    if (!p->tsc_deadline) p->local_apic[APIC_TIMER] = VECTOR_TIMER;
}

void apic_interrupt_self(void)
{
    struct pvh *p = pvh();
    if (p->local_apic) p->local_apic[APIC_COMMAND] = COMMAND_TO_SELF | VECTOR_DEVICE;
}

void apic_acknowledge(void)
{
    struct pvh *p = pvh();
    if (p->local_apic) p->local_apic[APIC_ACKNOWLEDGE] = 0;
}

/* A timer that counts 32 bits ends early for a far deadline; the caller looks at the clock again. */
static void start_timer(struct pvh *p, uint64_t now, uint64_t deadline)
{
    if (p->tsc_deadline) {
        write_msr(MSR_TSC_DEADLINE, p->tsc_start + pvh_clock_scaled(deadline, p->ticks_of_ns) + 1);
        return;
    }
    uint64_t wait = deadline - now, most = UINT32_MAX / p->apic_ticks;
    uint64_t ticks = wait / 1000000 >= most ? UINT32_MAX : wait * p->apic_ticks / 1000000 + 1;
    p->local_apic[APIC_INITIAL] = (uint32_t)ticks;
}

void apic_halt(uint64_t deadline_ns)
{
    struct pvh *p = pvh();
    uint64_t now = pvh_clock_monotonic_ns();
    if (deadline_ns <= now) return;
    if (deadline_ns != UINT64_MAX) start_timer(p, now, deadline_ns);
    __asm__ volatile("sti; hlt; cli" ::: "memory"); /* sti opens after hlt has begun: no wake-up is lost */
    p->idle_ns += pvh_clock_monotonic_ns() - now;
}
