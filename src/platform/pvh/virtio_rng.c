/* platform/pvh/virtio_rng.c - an entropy device (5.4), for processors that have no instruction for it. */
#include "platform/pvh/machine.h"
#include "platform/pvh/virtio.h"
#include <string.h>

enum { QUEUE_REQUESTS };

struct virtio_rng {
    struct virtio device;
    struct virtqueue queue;
    uint64_t frame; /* where the device puts bytes */
    size_t there, taken;
};
_Static_assert(sizeof(struct virtio_rng) <= FRAME_BYTES, "its record has one frame");

bool virtio_rng_open(struct pvh *p)
{
    struct virtio v;
    uint64_t features, record = frames_take(&p->frames, 1), frame = frames_take(&p->frames, 1);
    if (!record || !frame || !virtio_find(VIRTIO_ENTROPY, 0, &v)) return false;
    struct virtio_rng *r = direct(record);
    *r = (struct virtio_rng){.device = v, .frame = frame};
    if (!virtio_negotiate(&r->device, 0, &features) || !virtio_queue_open(&r->device, QUEUE_REQUESTS, &r->queue))
        return false;
    virtqueue_interrupts(&r->queue, false);
    virtio_start(&r->device);
    p->rng = r;
    return true;
}

static bool refill(struct virtio_rng *r)
{
    struct virtio_part part = {.physical = r->frame, .length = FRAME_BYTES, .device_writes = true};
    uint32_t length;
    if (!virtqueue_request(&r->device, &r->queue, &part, 1, &length)) return false;
    r->there = length < FRAME_BYTES ? length : FRAME_BYTES;
    r->taken = 0;
    return r->there > 0;
}

bool virtio_rng_word(uint64_t *word)
{
    struct virtio_rng *r = pvh()->rng;
    uint8_t *bytes = (uint8_t *)word;
    for (size_t i = 0; i < sizeof *word; i++) {
        if (r->taken == r->there && !refill(r)) return false;
        uint8_t *at = (uint8_t *)direct(r->frame) + r->taken++;
        bytes[i] = *at;
        *at = 0; /* it is not handed out twice */
    }
    return true;
}
