/* platform/pvh/virtio.h - virtio devices, modern transports only (Virtual I/O Device, version 1.1, OASIS).
 *
 * Nothing that a device writes is trusted: descriptor numbers and lengths are checked where they are read
 * (virtqueue_next), and a device that breaks the protocol is not listened to any more.
 */
#pragma once
#include "platform/pvh/pvh.h"

enum virtio_kind { VIRTIO_NET = 1, VIRTIO_BLOCK = 2, VIRTIO_CONSOLE = 3, VIRTIO_ENTROPY = 4 };
enum { VIRTIO_QUEUE_MAX = 64 };

/* 2.6: split virtqueues, laid out in one frame. */
struct virtq_descriptor {
    uint64_t address;
    uint32_t length;
    uint16_t flags, next;
};
struct virtq_available {
    uint16_t flags, index, ring[VIRTIO_QUEUE_MAX], used_event;
};
struct virtq_used {
    uint16_t flags, index;
    struct {
        uint32_t id, length;
    } ring[VIRTIO_QUEUE_MAX];
};
struct virtq_memory {
    struct virtq_descriptor descriptors[VIRTIO_QUEUE_MAX];
    struct virtq_available available;
    _Alignas(4) struct virtq_used used;
};

struct virtqueue {
    struct virtq_memory *memory;
    volatile uint16_t *notify; /* PCI: where to write; MMIO: NULL */
    uint16_t index, size, seen;
    bool broken;
};

struct virtio {
    volatile uint8_t *registers; /* MMIO: all of them; PCI: the common configuration */
    volatile uint8_t *config;    /* of the kind of device */
    volatile uint8_t *notify;    /* PCI */
    uint32_t notify_step;
    bool pci;
};

/* Finds the `index`th device of a kind among those that the monitor named or the PCI bus has, and resets it. */
bool virtio_find(enum virtio_kind kind, unsigned index, struct virtio *v);
/* Takes of `wanted` what the device offers, beside VERSION_1; false: it does not speak modern virtio. */
bool virtio_negotiate(struct virtio *v, uint64_t wanted, uint64_t *got);
bool virtio_queue_open(struct virtio *v, unsigned index, struct virtqueue *q);
/* The device may begin. */
void virtio_start(struct virtio *v);
/* After a halt: takes the interrupt back. */
void virtio_acknowledge(struct virtio *v);

/* A range of memory for the device to read, or to write. */
struct virtio_part {
    uint64_t physical;
    uint32_t length;
    bool device_writes;
};
/* One request of up to VIRTIO_PARTS_MAX parts on a queue that has no others under way; waits for it, seconds at most.
 * `*length`: how many bytes the device says to have written. */
enum { VIRTIO_PARTS_MAX = 4 };
bool virtqueue_request(struct virtio *v, struct virtqueue *q, const struct virtio_part *parts, unsigned count,
                       uint32_t *length);

enum { DESCRIPTOR_NEXT = 1, DESCRIPTOR_WRITE = 2 };
/* Hands descriptor `id` to the device; virtqueue_kick() tells it. */
void virtqueue_offer(struct virtqueue *q, uint16_t id);
void virtqueue_kick(struct virtio *v, struct virtqueue *q);
/* Takes back the next descriptor that the device is done with; false: none. */
bool virtqueue_next(struct virtqueue *q, uint16_t *id, uint32_t *length);
/* Shall it interrupt when it is done with one? */
void virtqueue_interrupts(struct virtqueue *q, bool on);

/* The transports (virtio_mmio.c, virtio_pci.c); registers of the common configuration by one name. */
enum virtio_register {
    REGISTER_DEVICE_FEATURES_SELECT,
    REGISTER_DEVICE_FEATURES,
    REGISTER_DRIVER_FEATURES_SELECT,
    REGISTER_DRIVER_FEATURES,
    REGISTER_STATUS,
    REGISTER_QUEUE_SELECT,
    REGISTER_QUEUE_SIZE_MOST,
    REGISTER_QUEUE_SIZE,
    REGISTER_QUEUE_READY,
};
uint32_t virtio_read(const struct virtio *v, enum virtio_register r);
void virtio_write(const struct virtio *v, enum virtio_register r, uint32_t value);
void virtio_queue_place(struct virtio *v, struct virtqueue *q, uint64_t descriptors, uint64_t available, uint64_t used);
bool mmio_find(enum virtio_kind kind, unsigned *index, struct virtio *v);
bool pci_find(enum virtio_kind kind, unsigned *index, struct virtio *v);
uint32_t mmio_read(const struct virtio *v, enum virtio_register r);
void mmio_write(const struct virtio *v, enum virtio_register r, uint32_t value);
void mmio_queue_place(struct virtio *v, uint64_t descriptors, uint64_t available, uint64_t used);
void mmio_notify(struct virtio *v, uint16_t queue);
void mmio_acknowledge(struct virtio *v);
uint32_t pci_read(const struct virtio *v, enum virtio_register r);
void pci_write(const struct virtio *v, enum virtio_register r, uint32_t value);
void pci_queue_place(struct virtio *v, struct virtqueue *q, uint64_t descriptors, uint64_t available, uint64_t used);
