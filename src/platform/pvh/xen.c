/* platform/pvh/xen.c - hypercalls, event channels, the halt and the clock of Xen. */
#include "platform/pvh/xen.h"
#include "platform/pvh/machine.h"
#include "platform/pvh/pvh.h"
#include "platform/pvh/xen_store.h"
#include <string.h>

#define __XEN_INTERFACE_VERSION__ 0x00040e00
#include <xen/event_channel.h>
#include <xen/hvm/hvm_op.h>
#include <xen/hvm/params.h>
#include <xen/io/console.h>
#include <xen/memory.h>
#include <xen/sched.h>
#include <xen/xen.h>

static struct xen *xen(void) { return &pvh()->xen; }

long xen_call(unsigned number, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    long result = number;
    register uint64_t r10 __asm__("r10") = d;
    if (xen()->amd)
        __asm__ volatile("vmmcall"
                         : "+a"(result), "+D"(a), "+S"(b), "+d"(c), "+r"(r10)::"memory", "r8", "r9", "r11", "rcx");
    else
        __asm__ volatile("vmcall"
                         : "+a"(result), "+D"(a), "+S"(b), "+d"(c), "+r"(r10)::"memory", "r8", "r9", "r11", "rcx");
    return result;
}

/* Structures are handed over by address; Xen walks our page tables. */
static long call_with(unsigned number, unsigned command, void *structure)
{
    return xen_call(number, command, (uintptr_t)structure, 0, 0);
}

uint64_t xen_parameter(uint32_t index)
{
    struct xen_hvm_param p = {.domid = DOMID_SELF, .index = index};
    return call_with(__HYPERVISOR_hvm_op, HVMOP_get_param, &p) ? 0 : p.value;
}

/* -- event channels ------------------------------------------------------------------------------------ */

bool xen_watch_channel(uint32_t channel)
{
    struct xen *x = xen();
    if (x->channel_count == XEN_CHANNELS) return false;
    x->channels[x->channel_count++] = channel;
    return true;
}

bool xen_take_event(uint32_t channel)
{
    if (channel >= sizeof xen()->shared->evtchn_pending * 8) return false;
    unsigned long bit = 1ul << channel % 64;
    return __atomic_fetch_and(&xen()->shared->evtchn_pending[channel / 64], ~bit, __ATOMIC_ACQ_REL) & bit;
}

void xen_notify(uint32_t channel)
{
    struct evtchn_send send = {.port = channel};
    call_with(__HYPERVISOR_event_channel_op, EVTCHNOP_send, &send);
}

void xen_halt(uint64_t deadline_ns)
{
    struct xen *x = xen();
    uint64_t now = pvh_clock_monotonic_ns();
    if (deadline_ns <= now) return;
    struct sched_poll poll = {.nr_ports = x->channel_count,
                              .timeout = deadline_ns == UINT64_MAX ? 0 : deadline_ns + x->time_offset};
    set_xen_guest_handle(poll.ports, x->channels);
    call_with(__HYPERVISOR_sched_op, SCHEDOP_poll, &poll);
    pvh()->idle_ns += pvh_clock_monotonic_ns() - now;
}

/* -- clock ---------------------------------------------------------------------------------------------- */

_Static_assert(sizeof(struct time_info) == sizeof(struct vcpu_time_info), "public/xen.h");

/* Xen counts the version up before and after it writes: odd while it does. */
static struct time_info read_time_info(const volatile struct time_info *t)
{
    struct time_info copy;
    uint32_t before;
    do {
        before = t->version;
        compiler_barrier();
        copy = *(const struct time_info *)t;
        compiler_barrier();
    } while (before & 1 || t->version != before);
    return copy;
}

bool xen_clock(struct pvh *p, uint64_t *hz)
{
    const struct shared_info *s = p->xen.shared;
    struct time_info t = read_time_info((const volatile struct time_info *)&s->vcpu_info[0].time);
    *hz = hz_of_time_info(&t);
    if (!*hz) return false;
    p->xen.time_offset = t.system_time + pvh_clock_scaled(read_tsc() - t.tsc, pvh_clock_ns_of_ticks(*hz));
    int64_t seconds = (int64_t)((uint64_t)s->wc_sec_hi << 32 | s->wc_sec);
    p->system_start = seconds * 1000000000 + s->wc_nsec + (int64_t)p->xen.time_offset;
    return seconds != 0;
}

/* -- opening ----------------------------------------------------------------------------------------------- */

/* Xen lays the shared page out for 32 or 64 bits by the mode in which this parameter was last set; 0: no interrupt. */
static bool choose_64_bits(void)
{
    struct xen_hvm_param none = {.domid = DOMID_SELF, .index = HVM_PARAM_CALLBACK_IRQ, .value = 0};
    return call_with(__HYPERVISOR_hvm_op, HVMOP_set_param, &none) == 0;
}

static bool map_shared_info(struct pvh *p)
{
    uint64_t frame = frames_take(&p->frames, 1);
    struct xen_add_to_physmap add = {.domid = DOMID_SELF, .space = XENMAPSPACE_shared_info, .gpfn = frame >> 12};
    if (!frame || call_with(__HYPERVISOR_memory_op, XENMEM_add_to_physmap, &add) != 0) return false;
    p->xen.shared = direct(frame);
    memset(p->xen.shared->evtchn_mask, 0xff, sizeof p->xen.shared->evtchn_mask);
    return true;
}

void xen_open(struct pvh *p)
{
    struct cpuid vendor = cpuid(0);
    p->xen.amd = vendor.b == 0x68747541 || vendor.b == 0x6f677948; /* AuthenticAMD, HygonGenuine */
    uint64_t frame = xen_parameter(HVM_PARAM_CONSOLE_PFN);
    p->xen.console_channel = (uint32_t)xen_parameter(HVM_PARAM_CONSOLE_EVTCHN);
    if (frame && frame < UINT32_MAX >> 12 && p->xen.console_channel) {
        p->xen.console = direct(frame << 12);
        xen_watch_channel(p->xen.console_channel);
    }
    if (!choose_64_bits() || !map_shared_info(p)) end_refuse("Xen does not give its shared page.");
}

bool xen_map_pages(struct pvh *p) { return !p->xen.console || tables_share(p, (uintptr_t)p->xen.console - DIRECT); }

/* -- console ------------------------------------------------------------------------------------------------ */

enum { CONSOLE_PATIENCE_NS = 1000000000 };

static bool wait_for_room(struct xencons_interface *ring)
{
    uint64_t end = pvh_clock_monotonic_ns() + CONSOLE_PATIENCE_NS;
    while (ring->out_prod - *(volatile XENCONS_RING_IDX *)&ring->out_cons >= sizeof ring->out) {
        if (pvh_clock_monotonic_ns() > end) return false; /* nobody reads: what is said is lost, the run goes on */
        xen_notify(xen()->console_channel);
        call_with(__HYPERVISOR_sched_op, SCHEDOP_yield, NULL);
    }
    return true;
}

void xen_console_write(const char *text, size_t size)
{
    struct xencons_interface *ring = xen()->console;
    if (!ring) return;
    for (size_t i = 0; i < size && wait_for_room(ring); i++) {
        ring->out[MASK_XENCONS_IDX(ring->out_prod, ring->out)] = text[i];
        compiler_barrier();
        ring->out_prod++;
    }
    xen_notify(xen()->console_channel);
}

/* The backend's counter is not trusted: never more than a ring is taken. */
static size_t waiting_input(const struct xencons_interface *ring)
{
    uint32_t n = *(const volatile XENCONS_RING_IDX *)&ring->in_prod - ring->in_cons;
    return n <= sizeof ring->in ? n : sizeof ring->in;
}

bool xen_console_has_input(void)
{
    if (!xen()->console) return false;
    xen_take_event(xen()->console_channel);
    return waiting_input(xen()->console) > 0;
}

enum host_error xen_console_read(char *to, size_t room, size_t *got)
{
    struct xencons_interface *ring = xen()->console;
    *got = 0;
    if (!ring) return HOST_OK; /* the end of input */
    size_t there = waiting_input(ring);
    while (*got < room && *got < there) {
        to[(*got)++] = ring->in[MASK_XENCONS_IDX(ring->in_cons, ring->in)];
        ring->in_cons++;
    }
    if (*got == 0) return HOST_EAGAIN;
    xen_notify(xen()->console_channel);
    return HOST_OK;
}

/* -- the end --------------------------------------------------------------------------------------------------- */

/* xenconsoled loses what it has not read when the domain stops. */
static void drain_console(void)
{
    struct xencons_interface *ring = xen()->console;
    uint64_t end = pvh_clock_monotonic_ns() + CONSOLE_PATIENCE_NS;
    while (ring && *(volatile XENCONS_RING_IDX *)&ring->out_cons != ring->out_prod && pvh_clock_monotonic_ns() < end)
        call_with(__HYPERVISOR_sched_op, SCHEDOP_yield, NULL);
}

/* Nothing of it when the machine failed while it told of a failure. */
static void tell_tools(const char *what, int status)
{
    if (pvh()->traps > 1) return;
    store_write_number("data/ling/status", (uint64_t)status);
    store_write("data/ling/end", what);
    drain_console();
}

void xen_exit(const char *what, int status)
{
    tell_tools(what, status);
    struct sched_shutdown end = {.reason = status ? SHUTDOWN_crash : SHUTDOWN_poweroff};
    for (;;) call_with(__HYPERVISOR_sched_op, SCHEDOP_shutdown, &end);
}
