/* platform/pvh/virtio_mmio.c - virtio over memory-mapped registers (4.2), found on the command line, where monitors name
 * them as Linux expects: virtio_mmio.device=SIZE@ADDRESS:LINE. */
#include "platform/pvh/virtio.h"
#include <stdlib.h>
#include <string.h>

enum {
    MMIO_MAGIC = 0x00,
    MMIO_VERSION = 0x04,
    MMIO_KIND = 0x08,
    MMIO_QUEUE_NOTIFY = 0x50,
    MMIO_INTERRUPT_STATUS = 0x60,
    MMIO_INTERRUPT_ACKNOWLEDGE = 0x64,
    MMIO_QUEUE_DESCRIPTORS = 0x80,
    MMIO_QUEUE_AVAILABLE = 0x90,
    MMIO_QUEUE_USED = 0xa0,
    MMIO_CONFIG = 0x100,
};
enum { MAGIC = 0x74726976, VERSION_MODERN = 2 };

static const uint16_t places[] = {
    [REGISTER_DEVICE_FEATURES_SELECT] = 0x14,
    [REGISTER_DEVICE_FEATURES] = 0x10,
    [REGISTER_DRIVER_FEATURES_SELECT] = 0x24,
    [REGISTER_DRIVER_FEATURES] = 0x20,
    [REGISTER_STATUS] = 0x70,
    [REGISTER_QUEUE_SELECT] = 0x30,
    [REGISTER_QUEUE_SIZE_MOST] = 0x34,
    [REGISTER_QUEUE_SIZE] = 0x38,
    [REGISTER_QUEUE_READY] = 0x44,
};

static volatile uint32_t *at(const struct virtio *v, unsigned place)
{
    return (volatile uint32_t *)(volatile void *)(v->registers + place);
}

uint32_t mmio_read(const struct virtio *v, enum virtio_register r) { return *at(v, places[r]); }
void mmio_write(const struct virtio *v, enum virtio_register r, uint32_t value) { *at(v, places[r]) = value; }

static void write_address(struct virtio *v, unsigned place, uint64_t address)
{
    *at(v, place) = (uint32_t)address;
    *at(v, place + 4) = (uint32_t)(address >> 32);
}

void mmio_queue_place(struct virtio *v, uint64_t descriptors, uint64_t available, uint64_t used)
{
    write_address(v, MMIO_QUEUE_DESCRIPTORS, descriptors);
    write_address(v, MMIO_QUEUE_AVAILABLE, available);
    write_address(v, MMIO_QUEUE_USED, used);
}

void mmio_notify(struct virtio *v, uint16_t queue) { *at(v, MMIO_QUEUE_NOTIFY) = queue; }

void mmio_acknowledge(struct virtio *v)
{
    uint32_t status = *at(v, MMIO_INTERRUPT_STATUS);
    if (status) *at(v, MMIO_INTERRUPT_ACKNOWLEDGE) = status;
}

/* "512@0xfeb00e00:12" */
static bool read_place(const char *text, uint64_t *address, unsigned *line)
{
    const char *sign = strchr(text, '@');
    if (!sign) return false;
    char *end;
    *address = strtoull(sign + 1, &end, 0);
    if (*end != ':') return false;
    *line = (unsigned)strtoul(end + 1, &end, 10);
    return *address != 0 && *address < UINT64_C(1) << 40;
}

static bool is_modern(const struct virtio *v, enum virtio_kind kind)
{
    return *at(v, MMIO_MAGIC) == MAGIC && *at(v, MMIO_VERSION) == VERSION_MODERN && *at(v, MMIO_KIND) == (uint32_t)kind;
}

bool mmio_find(enum virtio_kind kind, unsigned *index, struct virtio *v)
{
    const char *text;
    for (size_t i = 0; (text = command_line_option("virtio_mmio.device", i)); i++) {
        uint64_t address;
        unsigned line;
        if (!read_place(text, &address, &line)) continue;
        volatile uint8_t *registers = tables_device(address, 512);
        if (!registers) return false;
        *v = (struct virtio){.registers = registers, .config = registers + MMIO_CONFIG};
        if (!is_modern(v, kind) || (*index)-- > 0) continue;
        ioapic_open_line(line);
        return true;
    }
    return false;
}
