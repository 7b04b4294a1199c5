/* platform/pvh/clock.c - time from the TSC, its rate from whoever knows it, the date from the hypervisor or the
 * battery-backed clock.
 *
 * The rate, in this order: pvclock of Xen (its vcpu_time_info) and KVM; CPUID 0x15 and 0x40000010; a measurement
 * against the interval timer (8254), whose 1,193,182 Hz every PC keeps.
 */
#include "platform/pvh/machine.h"
#include "platform/pvh/pvh.h"
#include "platform/pvh/xen.h"

enum { NS = 1000000000 }; /* in a second */

uint64_t pvh_clock_scaled(uint64_t value, uint64_t scale) { return (uint64_t)((unsigned __int128)value * scale >> 32); }

uint64_t pvh_clock_ns_of_ticks(uint64_t hz) { return ((uint64_t)NS << 32) / hz; }

/* In two steps, for hz << 32 does not fit a word when the rate is above 4.29 GHz. */
static uint64_t ticks_of_ns(uint64_t hz) { return (hz / NS << 32) + (hz % NS << 32) / NS; }

/* -- the rate of the TSC -------------------------------------------------------------------------------- */

/* Intel SDM volume 2, CPUID leaf 15H: denominator, numerator, crystal. */
static uint64_t hz_by_crystal(void)
{
    if (cpuid(0).a < 0x15) return 0;
    struct cpuid r = cpuid(0x15);
    return r.a && r.b && r.c ? (uint64_t)r.c * r.b / r.a : 0;
}

/* The leaf that VMware began and KVM and Firecracker give: kHz. */
static uint64_t hz_by_hypervisor(const struct pvh *p)
{
    if (p->hypervisor != HYPERVISOR_KVM && p->hypervisor != HYPERVISOR_OTHER) return 0;
    if (cpuid(p->hypervisor_leaf).a < p->hypervisor_leaf + 0x10) return 0;
    return (uint64_t)cpuid(p->hypervisor_leaf + 0x10).a * 1000;
}

enum { TIMER_HZ = 1193182, TIMER_COUNTER = 0x40, TIMER_CONTROL = 0x43, TIMER_ROUND = TIMER_HZ / 50 };

static unsigned timer_count(void)
{
    out_byte(TIMER_CONTROL, 0); /* holds the count of channel 0, to be read in two bytes */
    unsigned low = in_byte(TIMER_COUNTER);
    return low | (unsigned)in_byte(TIMER_COUNTER) << 8;
}

/* Ticks of the TSC while channel 0 counts down 20 ms from 65535; 0: there is no such timer. */
static uint64_t measure_round(void)
{
    out_byte(TIMER_CONTROL, 0x30); /* channel 0, low and high byte, mode 0: counts down once */
    out_byte(TIMER_COUNTER, 0xff);
    out_byte(TIMER_COUNTER, 0xff);
    unsigned first = timer_count();
    uint64_t begun = read_tsc();
    for (unsigned turn = 0; turn < 1000000; turn++) {
        unsigned count = timer_count();
        if (count <= first && first - count >= TIMER_ROUND) return (read_tsc() - begun) * TIMER_ROUND / (first - count);
    }
    return 0;
}

/* The shortest of three: whatever disturbs a round makes it longer. */
static uint64_t hz_by_measure(void)
{
    uint64_t best = UINT64_MAX;
    for (int i = 0; i < 3; i++) {
        uint64_t ticks = measure_round();
        if (ticks && ticks < best) best = ticks;
    }
    return best == UINT64_MAX ? 0 : best * TIMER_HZ / TIMER_ROUND;
}

/* -- the date ---------------------------------------------------------------------------------------------- */

static uint8_t date_register(uint8_t index)
{
    out_byte(0x70, index);
    return in_byte(0x71);
}

struct date {
    unsigned second, minute, hour, day, month, year;
};

static unsigned of_decimal(unsigned v, bool binary) { return binary ? v : (v >> 4) * 10 + (v & 15); }

/* Registers of the MC146818. */
static struct date read_date(void)
{
    bool binary = date_register(0x0b) & 4, twenty_four = date_register(0x0b) & 2;
    unsigned hour = date_register(4);
    struct date d = {of_decimal(date_register(0), binary), of_decimal(date_register(2), binary),
                     of_decimal(hour & 0x7f, binary),      of_decimal(date_register(7), binary),
                     of_decimal(date_register(8), binary), of_decimal(date_register(9), binary) + 2000};
    if (!twenty_four) d.hour = d.hour % 12 + (hour & 0x80 ? 12 : 0);
    return d;
}

static bool same_date(struct date a, struct date b)
{
    return a.second == b.second && a.minute == b.minute && a.hour == b.hour && a.day == b.day;
}

enum { DATE_TURNS = 1000 }; /* where there is no such clock, its registers never agree */

static void wait_for_steady_clock(void)
{
    for (int turn = 0; turn < DATE_TURNS && date_register(0x0a) & 0x80; turn++) pause_a_moment();
}

/* Two readings that agree, none while the clock steps. */
static struct date steady_date(void)
{
    struct date d = read_date();
    for (int turn = 0; turn < DATE_TURNS; turn++) {
        wait_for_steady_clock();
        struct date again = read_date();
        if (same_date(d, again)) break;
        d = again;
    }
    return d;
}

/* Days since 1970 in the Gregorian calendar, years counted from March so that the leap day comes last. */
static int64_t days_since_1970(struct date d)
{
    int64_t year = d.month > 2 ? d.year : d.year - 1;
    int64_t month = (d.month + 9) % 12;
    return year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + d.day - 1 - 719468;
}

static int64_t date_ns(void)
{
    struct date d = steady_date();
    int64_t seconds = days_since_1970(d) * 86400 + d.hour * 3600 + d.minute * 60 + d.second;
    return seconds * NS;
}

/* -- KVM's own clock --------------------------------------------------------------------------------------- */

/* Linux: Documentation/virt/kvm/x86/msr.rst, wall clock and system time. */
struct kvm_wall_clock {
    uint32_t version, seconds, nanoseconds;
};

uint64_t hz_of_time_info(const volatile struct time_info *t)
{
    /* ns = (ticks << shift) * multiplier >> 32, so a second has 10^9 << 32 / multiplier >> shift ticks. */
    if (!t->multiplier) return 0;
    uint64_t hz = ((uint64_t)NS << 32) / t->multiplier;
    return t->shift < 0 ? hz << -t->shift : hz >> t->shift;
}

enum { KVM_CLOCK_FEATURE = 8, KVM_WALL_CLOCK = 0x4b564d00, KVM_SYSTEM_TIME = 0x4b564d01 };

static bool kvm_clock(struct pvh *p, uint64_t *hz)
{
    if (p->hypervisor != HYPERVISOR_KVM || !(cpuid(p->hypervisor_leaf + 1).a & KVM_CLOCK_FEATURE)) return false;
    uint64_t frame = frames_take(&p->frames, 1);
    if (!frame) return false;
    volatile struct time_info *t = direct(frame);
    volatile struct kvm_wall_clock *w = (void *)((char *)direct(frame) + 1024);
    write_msr(KVM_SYSTEM_TIME, frame | 1);
    write_msr(KVM_WALL_CLOCK, frame + 1024);
    *hz = hz_of_time_info(t);
    uint64_t since_boot = t->system_time + pvh_clock_scaled(read_tsc() - t->tsc, pvh_clock_ns_of_ticks(*hz ? *hz : NS));
    p->system_start = (int64_t)w->seconds * NS + w->nanoseconds + (int64_t)since_boot;
    write_msr(KVM_SYSTEM_TIME, 0);
    frames_give(&p->frames, frame);
    return *hz != 0 && w->seconds != 0;
}

/* ------------------------------------------------------------------------------------------------------------- */

void pvh_clock_open(struct pvh *p)
{
    uint64_t hz = 0;
    bool dated = p->hypervisor == HYPERVISOR_XEN ? xen_clock(p, &hz) : kvm_clock(p, &hz);
    if (!hz) hz = hz_by_crystal();
    if (!hz) hz = hz_by_hypervisor(p);
    if (!hz) hz = hz_by_measure();
    if (!hz) end_refuse("There is no clock: the rate of the time stamp counter cannot be found.");
    p->ns_of_ticks = pvh_clock_ns_of_ticks(hz);
    p->ticks_of_ns = ticks_of_ns(hz);
    p->tsc_start = read_tsc();
    if (!dated) p->system_start = date_ns();
}

uint64_t pvh_clock_monotonic_ns(void)
{
    const struct pvh *p = pvh();
    return pvh_clock_scaled(read_tsc() - p->tsc_start, p->ns_of_ticks);
}

int64_t pvh_clock_system_ns(void) { return pvh()->system_start + (int64_t)pvh_clock_monotonic_ns(); }

uint64_t pvh_clock_cpu_ns(void) { return pvh_clock_monotonic_ns() - pvh()->idle_ns; }
