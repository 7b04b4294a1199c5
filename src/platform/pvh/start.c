/* platform/pvh/start.c - from the start info to guest_start(): what there is, and in which order it is made ready. */
#include "platform/pvh/machine.h"
#include "platform/pvh/pvh.h"
#include "platform/pvh/xen.h"
#include <string.h>
#include <xen/arch-x86/hvm/start_info.h>

extern char text_start[], text_end[], constants_start[], constants_end[], libraries_data[];

enum { MEMORY_RAM = 1, LOW_BYTES = 1 << 20, MSR_GS_BASE = 0xc0000101 };

/* Reached through the tables of the entry, which map the first 4 GiB at DIRECT. */
static const void *below_4g(uint64_t physical, uint64_t bytes)
{
    return physical && physical < UINT32_MAX && bytes < UINT32_MAX - physical ? direct(physical) : NULL;
}

static void add_memory(struct frames *f, const struct hvm_start_info *info)
{
    uint32_t count = info->version >= 1 ? info->memmap_entries : 0;
    const struct hvm_memmap_table_entry *map = below_4g(info->memmap_paddr, count * sizeof *map);
    /* From the top down: frames_take() begins with what was added last, which the first tables can reach. */
    for (uint32_t i = map ? count : 0; i-- > 0;)
        if (map[i].type == MEMORY_RAM) frames_add(f, (struct range){map[i].addr, map[i].addr + map[i].size});
    frames_remove(f, (struct range){0, LOW_BYTES});
    frames_remove(f, (struct range){(uintptr_t)text_start, (uintptr_t)text_end});
    frames_remove(f, (struct range){(uintptr_t)constants_start, (uintptr_t)constants_end});
    frames_remove(f, (struct range){(uintptr_t)libraries_data, image_end()});
}

static void copy_command_line(struct pvh *p, const struct hvm_start_info *info)
{
    const char *text = below_4g(info->cmdline_paddr, COMMAND_LINE_MAX);
    size_t size = text ? strnlen(text, COMMAND_LINE_MAX) : 0;
    if (size == COMMAND_LINE_MAX) end_refuse("The command line is longer than 4095 bytes.");
    memcpy(p->command_line, text, size);
    command_line_split(p);
}

static void find_hypervisor(struct pvh *p)
{
    if (!(cpuid(1).c >> 31)) return;
    p->hypervisor = HYPERVISOR_OTHER;
    p->hypervisor_leaf = 0x40000000;
    /* Xen's leaves move up by steps of 0x100 when others stand before them. */
    for (uint32_t leaf = 0x40000000; leaf < 0x40010000; leaf += 0x100) {
        struct cpuid r = cpuid(leaf);
        if (r.b == 0x566e6558 && r.c == 0x65584d4d && r.d == 0x4d4d566e) { /* XenVMMXenVMM */
            p->hypervisor = HYPERVISOR_XEN;
            p->hypervisor_leaf = leaf;
            return;
        }
        if (r.b == 0x4b4d564b && r.c == 0x564b4d56 && r.d == 0x4d) p->hypervisor = HYPERVISOR_KVM; /* KVMKVMKVM */
    }
}

/* The record, in frames of its own; its address goes to gs before anything can ask for it. */
static struct pvh *make_record(const struct hvm_start_info *info)
{
    struct frames f = {.count = 0};
    add_memory(&f, info);
    uint64_t frame = frames_take(&f, (sizeof(struct pvh) + FRAME_BYTES - 1) / FRAME_BYTES);
    if (!frame) return NULL;
    struct pvh *p = direct(frame);
    p->self = p;
    p->frames = f;
    write_msr(MSR_GS_BASE, (uintptr_t)p);
    return p;
}

_Noreturn void pvh_start(uint64_t start_info);

void pvh_start(uint64_t start_info)
{
    const struct hvm_start_info *info = below_4g(start_info, sizeof *info);
    struct pvh *p = info && info->magic == XEN_HVM_START_MAGIC_VALUE ? make_record(info) : NULL;
    if (!p)
        for (;;) __asm__ volatile("cli; hlt");
    find_hypervisor(p);
    if (p->hypervisor == HYPERVISOR_XEN) xen_open(p);
    pvh_console_open(p);
    copy_command_line(p, info);
    notice_started();
    if (!tables_open(p) || !xen_map_pages(p) || !exceptions_open(p)) end_refuse("There is not enough memory to start.");
    pvh_clock_open(p);
    if (p->hypervisor == HYPERVISOR_XEN) xen_control_open();
    else apic_open(p);
    lease_open(p);
    pvh_console_open_devices(p);
    entropy_open(p);
    guest_start(&pvh_door);
}
