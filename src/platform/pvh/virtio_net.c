/* platform/pvh/virtio_net.c - a network card (5.1): two queues, each frame in a buffer of its own. */
#include "platform/frames/frames.h"
#include "platform/pvh/machine.h"
#include "platform/pvh/virtio.h"
#include <string.h>

enum { QUEUE_RECEIVE, QUEUE_TRANSMIT, QUEUES };
enum { BUFFER_BYTES = 2048, BUFFERS_A_FRAME = FRAME_BYTES / BUFFER_BYTES, MTU = 1500, ETHERNET_HEADER = 14 };
#define FEATURE_CHECKSUM       (UINT64_C(1) << 0)
#define FEATURE_GUEST_CHECKSUM (UINT64_C(1) << 1)
#define FEATURE_MAC            (UINT64_C(1) << 5)
enum { HEADER_NEEDS_CHECKSUM = 1, HEADER_DATA_VALID = 2 };

/* 5.1.6: what stands before each frame. */
struct net_header {
    uint8_t flags, segmentation;
    uint16_t header_length, segment_size, checksum_start, checksum_offset, buffers;
};

struct virtio_net {
    struct link link;
    struct virtio device;
    struct virtqueue queues[QUEUES];
    uint8_t *buffers[QUEUES][VIRTIO_QUEUE_MAX];
    uint16_t idle[VIRTIO_QUEUE_MAX], idle_count; /* transmit buffers that are ours */
    uint16_t taken;                              /* the receive buffer that is being read */
};
_Static_assert(sizeof(struct virtio_net) <= FRAME_BYTES, "its record has one frame");

static struct virtio_net *card(void) { return pvh()->net; }

/* -- the link ------------------------------------------------------------------------------------------------ */

static void reclaim(struct virtio_net *n)
{
    uint16_t id;
    uint32_t length;
    while (n->idle_count < VIRTIO_QUEUE_MAX && virtqueue_next(&n->queues[QUEUE_TRANSMIT], &id, &length))
        n->idle[n->idle_count++] = id;
}

static bool transmit(const struct host_chunk *parts, size_t count, const struct link_checksum *sum)
{
    struct virtio_net *n = card();
    struct virtqueue *q = &n->queues[QUEUE_TRANSMIT];
    reclaim(n);
    if (n->idle_count == 0 || q->broken) return false;
    uint16_t id = n->idle[n->idle_count - 1];
    uint8_t *buffer = n->buffers[QUEUE_TRANSMIT][id];
    size_t size = sizeof(struct net_header);
    for (size_t i = 0; i < count; size += parts[i++].size) {
        if (parts[i].size > BUFFER_BYTES - size) return false;
        memcpy(buffer + size, parts[i].bytes, parts[i].size);
    }
    *(struct net_header *)(void *)buffer = sum ? (struct net_header){.flags = HEADER_NEEDS_CHECKSUM,
                                                                     .checksum_start = sum->start,
                                                                     .checksum_offset = sum->offset}
                                               : (struct net_header){.flags = 0};
    n->idle_count--;
    q->memory->descriptors[id].length = (uint32_t)size;
    virtqueue_offer(q, id);
    virtqueue_kick(&n->device, q);
    return true;
}

static const void *receive(size_t *size, bool *checked)
{
    struct virtio_net *n = card();
    uint32_t length;
    if (!virtqueue_next(&n->queues[QUEUE_RECEIVE], &n->taken, &length)) return NULL;
    if (length > BUFFER_BYTES) length = BUFFER_BYTES;
    *size = length > sizeof(struct net_header) ? length - sizeof(struct net_header) : 0;
    const struct net_header *header = (const void *)n->buffers[QUEUE_RECEIVE][n->taken];
    *checked = header->flags & (HEADER_NEEDS_CHECKSUM | HEADER_DATA_VALID);
    return header + 1;
}

static void release(void)
{
    struct virtio_net *n = card();
    virtqueue_offer(&n->queues[QUEUE_RECEIVE], n->taken);
    virtqueue_kick(&n->device, &n->queues[QUEUE_RECEIVE]);
}

/* -- opening ---------------------------------------------------------------------------------------------------- */

static bool make_buffers(struct virtio_net *n, unsigned which)
{
    struct virtqueue *q = &n->queues[which];
    uint64_t frame = 0;
    for (uint16_t id = 0; id < q->size; id++) {
        if (id % BUFFERS_A_FRAME == 0 && !(frame = frames_take(&pvh()->frames, 1))) return false;
        uint64_t physical = frame + id % BUFFERS_A_FRAME * BUFFER_BYTES;
        n->buffers[which][id] = direct(physical);
        q->memory->descriptors[id] = (struct virtq_descriptor){
            .address = physical, .length = BUFFER_BYTES, .flags = which == QUEUE_RECEIVE ? DESCRIPTOR_WRITE : 0};
        if (which == QUEUE_RECEIVE) virtqueue_offer(q, id);
        else n->idle[n->idle_count++] = id;
    }
    return true;
}

/* The address it has, or one that we draw: locally administered. */
static void choose_hardware(struct virtio_net *n, bool given)
{
    uint8_t *to = n->link.hardware;
    entropy_fill(to, 6);
    to[0] = (uint8_t)((to[0] & 0xfc) | 2);
    for (int i = 0; i < 6 && given; i++) to[i] = n->device.config[i];
}

const struct link *virtio_net_open(struct pvh *p)
{
    struct virtio v;
    uint64_t features, frame;
    if (!virtio_find(VIRTIO_NET, 0, &v)) return NULL;
    if (!virtio_negotiate(&v, FEATURE_MAC | FEATURE_CHECKSUM | FEATURE_GUEST_CHECKSUM, &features))
        end_refuse("The network card speaks only legacy virtio.");
    if (!(frame = frames_take(&p->frames, 1))) end_refuse("There is not enough memory to start.");
    struct virtio_net *n = p->net = direct(frame);
    n->device = v;
    n->link = (struct link){.mtu = MTU,
                            .completes_checksums = features & FEATURE_CHECKSUM,
                            .transmit = transmit,
                            .receive = receive,
                            .release = release};
    choose_hardware(n, features & FEATURE_MAC);
    for (unsigned which = 0; which < QUEUES; which++)
        if (!virtio_queue_open(&n->device, which, &n->queues[which]) || !make_buffers(n, which))
            end_refuse("The network card does not work: it has no queues of a usable size.");
    virtqueue_interrupts(&n->queues[QUEUE_TRANSMIT], false);
    virtqueue_interrupts(&n->queues[QUEUE_RECEIVE], false);
    virtio_start(&n->device);
    virtqueue_kick(&n->device, &n->queues[QUEUE_RECEIVE]);
    return &n->link;
}

bool virtio_net_before_halt(void)
{
    struct virtio_net *n = card();
    if (!n) return true;
    virtqueue_interrupts(&n->queues[QUEUE_RECEIVE], true);
    const volatile struct virtq_used *used = &n->queues[QUEUE_RECEIVE].memory->used;
    return n->queues[QUEUE_RECEIVE].broken || used->index == n->queues[QUEUE_RECEIVE].seen;
}

void virtio_net_after_halt(void)
{
    struct virtio_net *n = card();
    if (!n) return;
    virtqueue_interrupts(&n->queues[QUEUE_RECEIVE], false);
    virtio_acknowledge(&n->device);
}
