/* platform/pvh/door.c - the door's table, and the little that no other file here has. */
#include "platform/guest/guest.h"
#include "platform/pvh/machine.h"
#include "platform/pvh/pvh.h"
#include "platform/pvh/xen.h"
#include "platform/pvh/xen_store.h"
#include "memory/arena.h"

enum { RESERVE_FRAMES = 64 }; /* for page tables, which the machine's budget does not count */

/* A region of the arena: its pages come when they are touched (exceptions.c). */
static bool map(uint64_t at, uint64_t bytes)
{
    struct pvh *p = pvh();
    if (p->region_count == REGIONS_MAX) return false;
    p->regions[p->region_count++] = (struct range){at, at + bytes};
    return true;
}

static void discard(void *at, size_t bytes)
{
    struct pvh *p = pvh();
    for (uint64_t page = (uintptr_t)at; page < (uintptr_t)at + bytes; page += FRAME_BYTES) {
        uint64_t frame = tables_unmap(p, page);
        if (frame) frames_give(&p->frames, frame);
    }
}

static uint64_t memory_bytes(void)
{
    const struct frames *f = &pvh()->frames;
    return (f->total - RESERVE_FRAMES) * FRAME_BYTES;
}

/* Halts until something happens; what a card brings while we look ends it at once. */
static void halt(uint64_t deadline_ns)
{
    if (pvh()->hypervisor == HYPERVISOR_XEN) {
        xen_net_before_halt();
        if (!xen_net_has_frames()) xen_halt(deadline_ns);
        return;
    }
    if (virtio_net_before_halt()) apic_halt(deadline_ns);
    virtio_net_after_halt();
    virtio_console_after_halt();
}

/* True, once: the operator wants an orderly end. */
static bool stop_asked(void)
{
    if (!pvh()->stop_asked) return false;
    pvh()->stop_asked = false;
    return true;
}

static bool look_at_store(void)
{
    if (pvh()->hypervisor != HYPERVISOR_XEN || !store_changed()) return false;
    xen_net_changed();
    lease_renew();
    return xen_control_stop_asked();
}

static unsigned wait_for_events(uint64_t deadline_ns)
{
    for (;;) {
        unsigned events = look_at_store() || stop_asked() ? DOOR_STOP : 0;
        uint64_t again = frames_poll();
        events |= (pvh_console_has_input() && guest_wants_input() ? DOOR_CONSOLE : 0) | (again == 0 ? DOOR_SOCKETS : 0);
        uint64_t lease = lease_check();
        if (lease < again) again = lease;
        notice_waiting(false);
        if (events || pvh_clock_monotonic_ns() >= deadline_ns) return events;
        notice_waiting(true);
        halt(again < deadline_ns ? again : deadline_ns);
    }
}

static void running(uint32_t number, uint32_t serial) { pvh()->running = (uint64_t)serial << 32 | number; }

static const char *variable(size_t index) { return command_line_option("ling.env", index); }
static const char *own_name(void) { return command_line_option("ling.host", 0); }

static const struct guest_disk *disk(void) { return virtio_disk_open(pvh()); }

const struct door pvh_door = {
    .name = "pvh",
    .map = map,
    .discard = discard,
    .memory_bytes = memory_bytes,
    .monotonic_ns = pvh_clock_monotonic_ns,
    .system_ns = pvh_clock_system_ns,
    .cpu_ns = pvh_clock_cpu_ns,
    .random = entropy_fill,
    .exit = end_guest,
    .running = running,
    .wait = wait_for_events,
    .console_write = pvh_console_write,
    .console_read = pvh_console_read,
    .image = image_mapped,
    .argument = command_line_argument,
    .variable = variable,
    .host_name = own_name,
    .sockets = network_open,
    .disk = disk,
};
