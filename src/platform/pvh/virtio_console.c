/* platform/pvh/virtio_console.c - a console device (5.3), its first port alone: bytes out, one buffer at a time, and bytes in. */
#include "platform/pvh/machine.h"
#include "platform/pvh/virtio.h"
#include <string.h>

enum { QUEUE_INPUT, QUEUE_OUTPUT };
enum { INPUTS = 4, INPUT_BYTES = FRAME_BYTES / INPUTS };
/* Whoever reads the console may stop for a while; one that takes nothing for so long is given up. */
#define PATIENCE_NS UINT64_C(300000000000)

struct virtio_console {
    struct virtio device;
    struct virtqueue input, output;
    uint64_t input_frame, output_frame;
    uint16_t taken;    /* the input buffer that is being read */
    uint32_t at, size; /* what was read of it, and what there is */
    bool writing;      /* what happens meanwhile is told elsewhere */
};
_Static_assert(sizeof(struct virtio_console) <= FRAME_BYTES, "its record has one frame");

/* -- output ---------------------------------------------------------------------------------------------------- */

static bool write_part(struct virtio_console *c, const char *text, uint32_t size)
{
    uint64_t end = pvh_clock_monotonic_ns() + PATIENCE_NS;
    uint16_t id;
    uint32_t length;
    memcpy(direct(c->output_frame), text, size);
    c->output.memory->descriptors[0] = (struct virtq_descriptor){.address = c->output_frame, .length = size};
    virtqueue_offer(&c->output, 0);
    virtqueue_kick(&c->device, &c->output);
    while (!virtqueue_next(&c->output, &id, &length)) {
        if (pvh_clock_monotonic_ns() > end) c->output.broken = true;
        if (c->output.broken) return false;
        pause_a_moment();
    }
    return true;
}

size_t virtio_console_write(const char *text, size_t size)
{
    struct virtio_console *c = pvh()->console;
    size_t done = 0;
    if (!c || c->writing || c->output.broken) return 0;
    c->writing = true;
    while (done < size) {
        uint32_t part = size - done < FRAME_BYTES ? (uint32_t)(size - done) : FRAME_BYTES;
        if (!write_part(c, text + done, part)) break;
        done += part;
    }
    c->writing = false;
    return done;
}

/* -- input ----------------------------------------------------------------------------------------------------- */

static void give_back(struct virtio_console *c)
{
    virtqueue_offer(&c->input, c->taken);
    virtqueue_kick(&c->device, &c->input);
}

bool virtio_console_has_input(void)
{
    struct virtio_console *c = pvh()->console;
    while (c->at == c->size) {
        if (!virtqueue_next(&c->input, &c->taken, &c->size)) {
            c->at = c->size = 0;
            return false;
        }
        if (c->taken >= INPUTS) c->input.broken = true; /* it was never offered */
        if (c->size > INPUT_BYTES) c->size = INPUT_BYTES;
        if (c->input.broken) c->size = 0;
        c->at = 0;
        if (c->size == 0 && !c->input.broken) give_back(c);
    }
    return true;
}

size_t virtio_console_read(char *to, size_t room)
{
    struct virtio_console *c = pvh()->console;
    size_t got = 0;
    while (got < room && virtio_console_has_input()) {
        const char *from = (const char *)direct(c->input_frame) + (size_t)c->taken * INPUT_BYTES;
        size_t part = c->size - c->at < room - got ? c->size - c->at : room - got;
        memcpy(to + got, from + c->at, part);
        c->at += (uint32_t)part;
        got += part;
        if (c->at == c->size) give_back(c);
    }
    return got;
}

void virtio_console_after_halt(void)
{
    if (pvh()->console) virtio_acknowledge(&pvh()->console->device);
}

/* -- opening --------------------------------------------------------------------------------------------------- */

static bool open_queues(struct virtio_console *c)
{
    uint64_t features;
    if (!virtio_negotiate(&c->device, 0, &features) || !virtio_queue_open(&c->device, QUEUE_INPUT, &c->input) ||
        !virtio_queue_open(&c->device, QUEUE_OUTPUT, &c->output) || c->input.size < INPUTS)
        return false;
    virtqueue_interrupts(&c->output, false);
    for (uint16_t id = 0; id < INPUTS; id++) {
        c->input.memory->descriptors[id] = (struct virtq_descriptor){
            .address = c->input_frame + id * INPUT_BYTES, .length = INPUT_BYTES, .flags = DESCRIPTOR_WRITE};
        virtqueue_offer(&c->input, id);
    }
    virtio_start(&c->device);
    virtqueue_kick(&c->device, &c->input);
    return true;
}

bool virtio_console_open(struct pvh *p)
{
    struct virtio v;
    if (!virtio_find(VIRTIO_CONSOLE, 0, &v)) return false;
    uint64_t record = frames_take(&p->frames, 1), input = frames_take(&p->frames, 1),
             output = frames_take(&p->frames, 1);
    if (!record || !input || !output) return false;
    struct virtio_console *c = direct(record);
    *c = (struct virtio_console){.device = v, .input_frame = input, .output_frame = output};
    if (!open_queues(c)) return false;
    p->console = c;
    return true;
}
