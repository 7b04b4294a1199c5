/* platform/pvh/virtio.c - what is common to virtio devices: the handshake (3.1) and split virtqueues (2.6). */
#include "platform/pvh/virtio.h"
#include "platform/pvh/machine.h"

enum { STATUS_ACKNOWLEDGE = 1, STATUS_DRIVER = 2, STATUS_DRIVER_OK = 4, STATUS_FEATURES_OK = 8 };
#define FEATURE_VERSION_1 (UINT64_C(1) << 32)
enum { AVAILABLE_NO_INTERRUPT = 1, USED_NO_NOTIFY = 1 };
_Static_assert(sizeof(struct virtq_memory) <= FRAME_BYTES, "a queue has one frame");

uint32_t virtio_read(const struct virtio *v, enum virtio_register r)
{
    return v->pci ? pci_read(v, r) : mmio_read(v, r);
}

void virtio_write(const struct virtio *v, enum virtio_register r, uint32_t value)
{
    if (v->pci) pci_write(v, r, value);
    else mmio_write(v, r, value);
}

static void add_status(struct virtio *v, uint32_t bit)
{
    virtio_write(v, REGISTER_STATUS, virtio_read(v, REGISTER_STATUS) | bit);
}

bool virtio_find(enum virtio_kind kind, unsigned index, struct virtio *v)
{
    if (!mmio_find(kind, &index, v) && !pci_find(kind, &index, v)) return false;
    virtio_write(v, REGISTER_STATUS, 0);
    for (int turn = 0; turn < 100000 && virtio_read(v, REGISTER_STATUS) != 0; turn++) pause_a_moment();
    add_status(v, STATUS_ACKNOWLEDGE);
    add_status(v, STATUS_DRIVER);
    return true;
}

static uint64_t offered(const struct virtio *v)
{
    virtio_write(v, REGISTER_DEVICE_FEATURES_SELECT, 0);
    uint64_t low = virtio_read(v, REGISTER_DEVICE_FEATURES);
    virtio_write(v, REGISTER_DEVICE_FEATURES_SELECT, 1);
    return low | (uint64_t)virtio_read(v, REGISTER_DEVICE_FEATURES) << 32;
}

bool virtio_negotiate(struct virtio *v, uint64_t wanted, uint64_t *got)
{
    *got = offered(v) & (wanted | FEATURE_VERSION_1);
    if (!(*got & FEATURE_VERSION_1)) return false;
    virtio_write(v, REGISTER_DRIVER_FEATURES_SELECT, 0);
    virtio_write(v, REGISTER_DRIVER_FEATURES, (uint32_t)*got);
    virtio_write(v, REGISTER_DRIVER_FEATURES_SELECT, 1);
    virtio_write(v, REGISTER_DRIVER_FEATURES, (uint32_t)(*got >> 32));
    add_status(v, STATUS_FEATURES_OK);
    return virtio_read(v, REGISTER_STATUS) & STATUS_FEATURES_OK;
}

void virtio_queue_place(struct virtio *v, struct virtqueue *q, uint64_t descriptors, uint64_t available, uint64_t used)
{
    if (v->pci) pci_queue_place(v, q, descriptors, available, used);
    else mmio_queue_place(v, descriptors, available, used);
}

bool virtio_queue_open(struct virtio *v, unsigned index, struct virtqueue *q)
{
    uint64_t frame = frames_take(&pvh()->frames, 1);
    if (!frame) return false;
    virtio_write(v, REGISTER_QUEUE_SELECT, index);
    uint32_t most = virtio_read(v, REGISTER_QUEUE_SIZE_MOST);
    if (most == 0) return false;
    *q = (struct virtqueue){.memory = direct(frame), .index = (uint16_t)index};
    q->size = (uint16_t)(most < VIRTIO_QUEUE_MAX ? most : VIRTIO_QUEUE_MAX);
    if (q->size & (q->size - 1)) return false; /* 2.6: a power of two */
    virtio_write(v, REGISTER_QUEUE_SIZE, q->size);
    virtio_queue_place(v, q, frame, frame + offsetof(struct virtq_memory, available),
                       frame + offsetof(struct virtq_memory, used));
    virtio_write(v, REGISTER_QUEUE_READY, 1);
    return true;
}

void virtio_start(struct virtio *v) { add_status(v, STATUS_DRIVER_OK); }

void virtio_acknowledge(struct virtio *v)
{
    if (!v->pci) mmio_acknowledge(v); /* MSI-X needs none */
}

/* -- queues ------------------------------------------------------------------------------------------------ */

/* The ring has `size` places, not VIRTIO_QUEUE_MAX, but the arrays lie where the device was told. */
void virtqueue_offer(struct virtqueue *q, uint16_t id)
{
    volatile struct virtq_available *a = &q->memory->available;
    a->ring[a->index % q->size] = id;
    compiler_barrier();
    a->index++;
}

void virtqueue_kick(struct virtio *v, struct virtqueue *q)
{
    full_barrier(); /* the index before the look at the flag: else both sides may wait */
    if (((volatile struct virtq_used *)&q->memory->used)->flags & USED_NO_NOTIFY) return;
    if (v->pci) *q->notify = q->index;
    else mmio_notify(v, q->index);
}

bool virtqueue_next(struct virtqueue *q, uint16_t *id, uint32_t *length)
{
    const volatile struct virtq_used *u = &q->memory->used;
    if (q->broken || u->index == q->seen) return false;
    compiler_barrier();
    uint32_t said = u->ring[q->seen % q->size].id;
    *length = u->ring[q->seen % q->size].length;
    q->seen++;
    q->broken = said >= q->size;
    *id = (uint16_t)said;
    return !q->broken;
}

void virtqueue_interrupts(struct virtqueue *q, bool on)
{
    ((volatile struct virtq_available *)&q->memory->available)->flags = on ? 0 : AVAILABLE_NO_INTERRUPT;
    full_barrier();
}

enum { PATIENCE_S = 5 };

bool virtqueue_request(struct virtio *v, struct virtqueue *q, const struct virtio_part *parts, unsigned count,
                       uint32_t *length)
{
    uint64_t end = pvh_clock_monotonic_ns() + PATIENCE_S * UINT64_C(1000000000);
    uint16_t id;
    if (q->broken || count > q->size || count > VIRTIO_PARTS_MAX) return false;
    for (uint16_t i = 0; i < count; i++)
        q->memory->descriptors[i] =
            (struct virtq_descriptor){.address = parts[i].physical,
                                      .length = parts[i].length,
                                      .flags = (uint16_t)((i + 1u < count ? DESCRIPTOR_NEXT : 0) |
                                                          (parts[i].device_writes ? DESCRIPTOR_WRITE : 0)),
                                      .next = (uint16_t)(i + 1)};
    virtqueue_offer(q, 0);
    virtqueue_kick(v, q);
    while (!virtqueue_next(q, &id, length)) {
        /* What comes too late would be written to memory that is in use again: the device is not asked any more. */
        if (pvh_clock_monotonic_ns() > end) q->broken = true;
        if (q->broken) return false;
        pause_a_moment();
    }
    return id == 0;
}
