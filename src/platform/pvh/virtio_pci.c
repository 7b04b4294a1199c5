/* platform/pvh/virtio_pci.c - virtio over PCI (4.1): the structures that its capabilities point at, one MSI-X vector. */
#include "platform/pvh/machine.h"
#include "platform/pvh/virtio.h"

enum { CONFIG_ADDRESS = 0xcf8, CONFIG_DATA = 0xcfc };
enum { PCI_ID = 0x00, PCI_COMMAND = 0x04, PCI_BASES = 0x10, PCI_CAPABILITIES = 0x34 };
enum { COMMAND_MEMORY = 2, COMMAND_MASTER = 4, STATUS_HAS_CAPABILITIES = 1 << 20 };
enum { VENDOR_VIRTIO = 0x1af4, ID_MODERN = 0x1040 };
enum { CAPABILITY_VENDOR = 0x09, CAPABILITY_MSIX = 0x11 };
enum { STRUCTURE_COMMON = 1, STRUCTURE_NOTIFY = 2, STRUCTURE_DEVICE = 4, STRUCTURES = 5 };
enum { MSIX_ENABLE = 1u << 31, MSI_ADDRESS = 0xfee00000 };

/* Offsets in the common configuration, and sizes (4.1.4.3). */
static const struct {
    uint8_t at, size;
} places[] = {
    [REGISTER_DEVICE_FEATURES_SELECT] = {0, 4},
    [REGISTER_DEVICE_FEATURES] = {4, 4},
    [REGISTER_DRIVER_FEATURES_SELECT] = {8, 4},
    [REGISTER_DRIVER_FEATURES] = {12, 4},
    [REGISTER_STATUS] = {20, 1},
    [REGISTER_QUEUE_SELECT] = {22, 2},
    [REGISTER_QUEUE_SIZE_MOST] = {24, 2},
    [REGISTER_QUEUE_SIZE] = {24, 2},
    [REGISTER_QUEUE_READY] = {28, 2},
};
enum { COMMON_CONFIG_VECTOR = 16, COMMON_QUEUE_VECTOR = 26, COMMON_QUEUE_NOTIFY = 30, COMMON_QUEUE_DESCRIPTORS = 32 };

/* A function on bus 0, as the first address register takes it. */
static uint32_t config_read(uint32_t function, unsigned at)
{
    out_long(CONFIG_ADDRESS, 0x80000000u | function | (at & 0xfc));
    return in_long(CONFIG_DATA);
}

static void config_write(uint32_t function, unsigned at, uint32_t value)
{
    out_long(CONFIG_ADDRESS, 0x80000000u | function | (at & 0xfc));
    out_long(CONFIG_DATA, value);
}

/* Where base address register `index` leads, mapped; NULL: not to memory. */
static volatile uint8_t *base_mapped(uint32_t function, unsigned index, uint64_t offset, uint64_t bytes)
{
    if (index > 5) return NULL;
    uint32_t low = config_read(function, PCI_BASES + 4 * index);
    if (low & 1) return NULL;
    uint64_t base = low & ~15u;
    if ((low & 6) == 4) base |= (uint64_t)config_read(function, PCI_BASES + 4 * index + 4) << 32;
    return base ? tables_device(base + offset, bytes) : NULL;
}

uint32_t pci_read(const struct virtio *v, enum virtio_register r)
{
    volatile uint8_t *at = v->registers + places[r].at;
    if (places[r].size == 1) return *at;
    return places[r].size == 2 ? *(volatile uint16_t *)(volatile void *)at : *(volatile uint32_t *)(volatile void *)at;
}

void pci_write(const struct virtio *v, enum virtio_register r, uint32_t value)
{
    volatile uint8_t *at = v->registers + places[r].at;
    if (places[r].size == 1) *at = (uint8_t)value;
    else if (places[r].size == 2) *(volatile uint16_t *)(volatile void *)at = (uint16_t)value;
    else *(volatile uint32_t *)(volatile void *)at = value;
}

static volatile uint16_t *common16(const struct virtio *v, unsigned at)
{
    return (volatile uint16_t *)(volatile void *)(v->registers + at);
}

static void write_address(struct virtio *v, unsigned at, uint64_t address)
{
    volatile uint32_t *to = (volatile uint32_t *)(volatile void *)(v->registers + at);
    to[0] = (uint32_t)address;
    to[1] = (uint32_t)(address >> 32);
}

void pci_queue_place(struct virtio *v, struct virtqueue *q, uint64_t descriptors, uint64_t available, uint64_t used)
{
    write_address(v, COMMON_QUEUE_DESCRIPTORS, descriptors);
    write_address(v, COMMON_QUEUE_DESCRIPTORS + 8, available);
    write_address(v, COMMON_QUEUE_DESCRIPTORS + 16, used);
    *common16(v, COMMON_QUEUE_VECTOR) = 0;
    uint32_t step = *common16(v, COMMON_QUEUE_NOTIFY) * v->notify_step;
    q->notify = (volatile uint16_t *)(volatile void *)(v->notify + (step < FRAME_BYTES * 16 ? step : 0));
}

/* -- finding it ------------------------------------------------------------------------------------------------- */

static bool open_vector(uint32_t function, unsigned capability)
{
    uint32_t table = config_read(function, capability + 4);
    volatile uint8_t *bytes = base_mapped(function, table & 7, table & ~7u, 16);
    volatile uint32_t *entry = (volatile uint32_t *)(volatile void *)bytes;
    if (!entry) return false;
    entry[0] = MSI_ADDRESS;
    entry[1] = 0;
    entry[2] = VECTOR_DEVICE;
    entry[3] = 0;
    config_write(function, capability, config_read(function, capability) | MSIX_ENABLE);
    return true;
}

/* A vendor capability: {id, next, length, structure} {bar} {offset} {length} [notify step]. */
static void note_structure(struct virtio *v, uint32_t function, unsigned capability)
{
    unsigned which = config_read(function, capability) >> 24;
    unsigned base = config_read(function, capability + 4) & 0xff;
    uint32_t offset = config_read(function, capability + 8), bytes = config_read(function, capability + 12);
    if (which != STRUCTURE_COMMON && which != STRUCTURE_NOTIFY && which != STRUCTURE_DEVICE) return;
    volatile uint8_t *at = base_mapped(function, base, offset, bytes);
    if (which == STRUCTURE_COMMON && !v->registers) v->registers = at;
    if (which == STRUCTURE_DEVICE && !v->config) v->config = at;
    if (which == STRUCTURE_NOTIFY && !v->notify) {
        v->notify = at;
        v->notify_step = config_read(function, capability + 16);
    }
}

static bool open_function(uint32_t function, struct virtio *v)
{
    *v = (struct virtio){.pci = true};
    bool vector = false;
    config_write(function, PCI_COMMAND, config_read(function, PCI_COMMAND) | COMMAND_MEMORY | COMMAND_MASTER);
    unsigned at = config_read(function, PCI_CAPABILITIES) & 0xfc;
    for (int turn = 0; at && turn < 48; turn++) { /* 48 fit in the space: a list that loops ends here */
        uint32_t head = config_read(function, at);
        if ((head & 0xff) == CAPABILITY_VENDOR) note_structure(v, function, at);
        if ((head & 0xff) == CAPABILITY_MSIX) vector = open_vector(function, at);
        at = head >> 8 & 0xfc;
    }
    if (!v->registers || !v->notify || !vector) return false;
    *common16(v, COMMON_CONFIG_VECTOR) = 0xffff;
    return true;
}

bool pci_find(enum virtio_kind kind, unsigned *index, struct virtio *v)
{
    for (uint32_t device = 0; device < 32; device++) {
        uint32_t function = device << 11, id = config_read(function, PCI_ID);
        bool wanted = (id & 0xffff) == VENDOR_VIRTIO && id >> 16 == ID_MODERN + (uint32_t)kind &&
                      config_read(function, PCI_COMMAND) & STATUS_HAS_CAPABILITIES;
        if (wanted && (*index)-- == 0) return open_function(function, v);
    }
    return false;
}
