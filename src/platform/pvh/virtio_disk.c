/* platform/pvh/virtio_disk.c - a block device (5.2): whole sectors through a buffer of one frame, one request at a time. */
#include "platform/pvh/machine.h"
#include "platform/pvh/virtio.h"
#include <string.h>

enum { QUEUE_REQUESTS, SECTOR_BYTES = 512 };
enum { REQUEST_READ, REQUEST_WRITE, REQUEST_FLUSH = 4 };
#define FEATURE_READ_ONLY (UINT64_C(1) << 5)
#define FEATURE_FLUSH     (UINT64_C(1) << 9)

/* 5.2.6, and the byte of its end. */
struct request {
    uint32_t type, reserved;
    uint64_t sector;
    volatile uint8_t status;
};
enum { STATUS_OK = 0, STATUS_NOT_SAID = 0xff };

struct virtio_disk {
    struct guest_disk disk;
    struct virtio device;
    struct virtqueue queue;
    uint64_t buffer, request; /* frames that the device sees: this record it does not */
    bool flushes;
};
_Static_assert(sizeof(struct virtio_disk) <= FRAME_BYTES, "its record has one frame");

/* `bytes` of the buffer, whole sectors, from `sector` on. */
static bool ask(struct virtio_disk *d, uint32_t type, uint64_t sector, uint32_t bytes)
{
    struct request *request = direct(d->request);
    *request = (struct request){.type = type, .sector = sector, .status = STATUS_NOT_SAID};
    struct virtio_part parts[] = {
        {.physical = d->request, .length = offsetof(struct request, status)},
        {.physical = d->buffer, .length = bytes, .device_writes = type == REQUEST_READ},
        {.physical = d->request + offsetof(struct request, status), .length = 1, .device_writes = true}};
    uint32_t length;
    if (bytes == 0) parts[1] = parts[2];
    return virtqueue_request(&d->device, &d->queue, parts, bytes ? 3 : 2, &length) && request->status == STATUS_OK;
}

/* One buffer's worth: `size` bytes that begin `skip` bytes into a sector; what is changed in part is read first. */
static bool transfer_part(struct virtio_disk *d, uint64_t sector, uint32_t skip, uint8_t *bytes, uint32_t size,
                          bool write)
{
    uint32_t whole = (skip + size + SECTOR_BYTES - 1) & -(uint32_t)SECTOR_BYTES;
    uint8_t *buffer = (uint8_t *)direct(d->buffer) + skip;
    bool partial = skip != 0 || whole != size;
    if ((!write || partial) && !ask(d, REQUEST_READ, sector, whole)) return false;
    if (!write) {
        memcpy(bytes, buffer, size);
        return true;
    }
    memcpy(buffer, bytes, size);
    return ask(d, REQUEST_WRITE, sector, whole);
}

static enum host_error transfer(uint64_t at, void *bytes, size_t size, bool write)
{
    struct virtio_disk *d = pvh()->disk;
    if (write && d->disk.read_only) return HOST_EROFS;
    for (size_t done = 0; done < size;) {
        uint32_t skip = (uint32_t)((at + done) % SECTOR_BYTES), room = FRAME_BYTES - skip;
        uint32_t part = size - done < room ? (uint32_t)(size - done) : room;
        if (!transfer_part(d, (at + done) / SECTOR_BYTES, skip, (uint8_t *)bytes + done, part, write)) return HOST_EIO;
        done += part;
    }
    return HOST_OK;
}

static enum host_error flush(void)
{
    struct virtio_disk *d = pvh()->disk;
    return !d->flushes || ask(d, REQUEST_FLUSH, 0, 0) ? HOST_OK : HOST_EIO;
}

/* The capacity, in sectors: read until it does not change under our eyes. */
static uint64_t capacity(const struct virtio_disk *d)
{
    const volatile uint32_t *config = (const volatile uint32_t *)(const volatile void *)d->device.config;
    uint32_t low, high;
    if (!config) return 0;
    do {
        high = config[1];
        low = config[0];
    } while (config[1] != high);
    return (uint64_t)high << 32 | low;
}

const struct guest_disk *virtio_disk_open(struct pvh *p)
{
    struct virtio v;
    uint64_t features, frame, buffer, request;
    if (p->hypervisor == HYPERVISOR_XEN || !virtio_find(VIRTIO_BLOCK, 0, &v)) return NULL;
    frame = frames_take(&p->frames, 1), buffer = frames_take(&p->frames, 1), request = frames_take(&p->frames, 1);
    if (!frame || !buffer || !request) end_refuse("There is not enough memory to start.");
    struct virtio_disk *d = p->disk = direct(frame);
    *d = (struct virtio_disk){.device = v, .buffer = buffer, .request = request};
    if (!virtio_negotiate(&d->device, FEATURE_READ_ONLY | FEATURE_FLUSH, &features) ||
        !virtio_queue_open(&d->device, QUEUE_REQUESTS, &d->queue))
        end_refuse("The disk does not work: it speaks only legacy virtio, or has no queue of a usable size.");
    uint64_t sectors = capacity(d);
    if (sectors > UINT64_MAX / 2 / SECTOR_BYTES) sectors = 0;
    d->flushes = features & FEATURE_FLUSH;
    d->disk = (struct guest_disk){.bytes = sectors * SECTOR_BYTES,
                                  .read_only = features & FEATURE_READ_ONLY,
                                  .transfer = transfer,
                                  .flush = flush};
    virtqueue_interrupts(&d->queue, false);
    virtio_start(&d->device);
    return &d->disk;
}
