/* test/fuzz/fuzz_pvh_rings.c - hostile virtio devices, netback and xenstore: they write anything into what they share with the
 * drivers of src/platform/pvh, which are compiled as for the guest.
 *
 * Memory lies where the guest has it: frames at DIRECT, a device's registers at DEVICES, the record at the gs base.  The
 * first byte of an input chooses the driver, then come steps.  What must hold: what a driver hands on lies within its
 * own buffers, no call goes on for ever, and the sanitizers find nothing.
 */
#include "platform/pvh/pvh.h"
#include "platform/pvh/virtio.h"
#include "platform/pvh/xen_store.h"
#include <asm/prctl.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#define __XEN_INTERFACE_VERSION__ 0x00040e00
#include <xen/hvm/params.h>
#include <xen/io/xs_wire.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(c)                                                                                                        \
    do {                                                                                                               \
        if (!(c)) abort();                                                                                             \
    } while (0)

enum { MEMORY_FRAMES = 512, FIRST_FRAME = 16, STORE_FRAME = 1, REGISTERS_AT = 0x10000000, FRAME_MOST = 65535 };

static struct {
    const uint8_t *at, *end;
    uint64_t now;
    bool store_answers;
    jmp_buf refused;
} run;

static uint64_t take(unsigned bytes)
{
    uint64_t v = 0;
    for (; bytes > 0 && run.at < run.end; bytes--) v = v << 8 | *run.at++;
    return v;
}

static void take_text(void *to, size_t room)
{
    size_t left = (size_t)(run.end - run.at), size = room < left ? room : left;
    memcpy(to, run.at, size);
    run.at += size;
}

/* Does a driver keep its own record there, which the other side does not see? */
static bool is_private(uint64_t frame)
{
    const struct pvh *p = pvh();
    const void *at = direct(frame * FRAME_BYTES);
    return at == p->net || at == p->xen_net || at == p->rng || at == p->disk || at == p->console;
}

/* The other side writes somewhere into the memory that drivers work with. */
static void disturb(void)
{
    uint64_t frame = FIRST_FRAME + take(2) % (MEMORY_FRAMES - FIRST_FRAME), skip = take(2) % FRAME_BYTES;
    size_t size = take(1);
    bool of_store = pvh()->hypervisor == HYPERVISOR_XEN && !run.store_answers && frame % 4 == 0;
    if (of_store) frame = STORE_FRAME, skip = skip % 2 ? skip : 1024 * 2 + skip % 16;
    if (size > FRAME_BYTES - skip) size = FRAME_BYTES - skip;
    if (is_private(frame)) return;
    take_text((char *)direct(frame * FRAME_BYTES) + skip, size);
}

/* -- the rest of the door -------------------------------------------------------------------------------------- */

uint64_t pvh_clock_monotonic_ns(void) { return run.now += 100000000; }
void entropy_fill(void *to, size_t bytes) { memset(to, 0x5a, bytes); }
_Noreturn void end_refuse(const char *sentence) { (void)sentence, longjmp(run.refused, 1); }
bool tables_share(struct pvh *p, uint64_t physical) { return (void)p, physical < MEMORY_FRAMES * FRAME_BYTES; }
volatile void *tables_device(uint64_t physical, uint64_t bytes)
{
    return (void)bytes, (volatile void *)(uintptr_t)(DEVICES + physical);
}
void ioapic_open_line(unsigned line) { (void)line; }
const char *command_line_option(const char *name, size_t index)
{
    return index == 0 && strcmp(name, "virtio_mmio.device") == 0 ? "512@0x10000000:5" : NULL;
}
bool pci_find(enum virtio_kind kind, unsigned *index, struct virtio *v)
{
    return (void)kind, (void)index, (void)v, false;
}
uint32_t pci_read(const struct virtio *v, enum virtio_register r) { return (void)v, (void)r, 0; }
void pci_write(const struct virtio *v, enum virtio_register r, uint32_t x) { (void)v, (void)r, (void)x; }
void pci_queue_place(struct virtio *v, struct virtqueue *q, uint64_t d, uint64_t a, uint64_t u)
{
    (void)v, (void)q, (void)d, (void)a, (void)u;
}
long xen_call(unsigned number, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    return (void)number, (void)a, (void)b, (void)c, (void)d, 0;
}
uint64_t xen_parameter(uint32_t index) { return index == HVM_PARAM_STORE_PFN ? STORE_FRAME : 3; }
bool xen_watch_channel(uint32_t channel) { return (void)channel, true; }
bool xen_take_event(uint32_t channel) { return (void)channel, false; }

/* A xenstore that answers as it should, so that netfront gets as far as its rings; the backend's state is the input's. */
static const char *stored(const char *path)
{
    if (strcmp(path, "device/vif/0/backend") == 0) return "/b";
    if (strcmp(path, "device/vif/0/backend-id") == 0) return "0";
    if (strcmp(path, "device/vif/0/mac") == 0) return "00:16:3e:00:00:02";
    if (strcmp(path, "/b/state") == 0) return (const char *[]){"2", "4", "5", "6"}[take(1) % 4];
    return "OK";
}

static void ring_out(struct xenstore_domain_interface *r, const void *from, size_t size)
{
    for (size_t i = 0; i < size; i++) r->rsp[MASK_XENSTORE_IDX(r->rsp_prod++)] = ((const char *)from)[i];
}

static void answer_request(struct xenstore_domain_interface *r)
{
    struct xsd_sockmsg head;
    char text[256] = "";
    for (size_t i = 0; i < sizeof head; i++) ((char *)&head)[i] = r->req[MASK_XENSTORE_IDX(r->req_cons++)];
    for (size_t i = 0; i < head.len && i < sizeof text - 1; i++) text[i] = r->req[MASK_XENSTORE_IDX(r->req_cons + i)];
    r->req_cons = r->req_prod;
    const char *value = stored(text);
    head.len = (uint32_t)strlen(value);
    ring_out(r, &head, sizeof head);
    ring_out(r, value, head.len);
}

void xen_notify(uint32_t channel)
{
    struct xenstore_domain_interface *r = pvh()->xen.store;
    if (run.store_answers && r && channel == pvh()->xen.store_channel &&
        r->req_prod - r->req_cons >= sizeof(struct xsd_sockmsg))
        answer_request(r);
}
void xen_halt(uint64_t deadline_ns)
{
    (void)deadline_ns;
    if (!run.store_answers) disturb();
}

/* -- drivers --------------------------------------------------------------------------------------------------------- */

static void check_frame(const uint8_t *frame, size_t size)
{
    uint64_t from = (uintptr_t)frame - DIRECT;
    MUST(size <= FRAME_MOST && from < MEMORY_FRAMES * FRAME_BYTES && size <= MEMORY_FRAMES * FRAME_BYTES - from);
    MUST(size <= FRAME_BYTES && from / FRAME_BYTES >= FIRST_FRAME);
    volatile uint8_t sum = 0;
    for (size_t i = 0; i < size; i++) sum = (uint8_t)(sum + frame[i]);
}

static void use_link(const struct link *link)
{
    static const uint8_t text[1514];
    for (int i = 0; i < 1000 && run.at < run.end; i++) {
        unsigned what = (unsigned)take(1) % 4;
        size_t size;
        bool checked;
        const void *frame;
        if (what == 0) disturb();
        else if (what == 1) {
            struct host_chunk parts[] = {{text, 14}, {text, take(2) % sizeof text}};
            link->transmit(parts, 2, take(1) % 2 ? &(struct link_checksum){34, 16} : NULL);
        } else if (what == 2) {
            for (int k = 0; k < 100 && (frame = link->receive(&size, &checked)); k++) {
                check_frame(frame, size);
                link->release();
            }
        } else if (pvh()->hypervisor == HYPERVISOR_XEN) {
            xen_net_before_halt();
            xen_net_has_frames();
            if (store_changed()) xen_net_changed();
        } else {
            virtio_net_before_halt();
            virtio_net_after_halt();
        }
    }
}

static void use_disk(const struct guest_disk *disk)
{
    uint8_t bytes[5000];
    for (int i = 0; i < 100 && run.at < run.end; i++) {
        if (take(1) % 2) disturb();
        uint64_t at = take(8), size = take(2) % sizeof bytes;
        if (disk->bytes == 0 || (at %= disk->bytes) + size > disk->bytes) continue;
        disk->transfer(at, bytes, size, take(1) % 2);
        disk->flush();
    }
}

static void use_rng(void)
{
    uint64_t word;
    for (int i = 0; i < 100 && run.at < run.end && virtio_rng_word(&word); i++) disturb();
}

static void use_console(void)
{
    static const char text[6000] = "x";
    char input[600];
    for (int i = 0; i < 100 && run.at < run.end; i++) {
        disturb();
        MUST(virtio_console_write(text, take(2) % sizeof text) <= sizeof text);
        if (virtio_console_has_input()) MUST(virtio_console_read(input, take(2) % sizeof input) <= sizeof input);
    }
}

static void use_store(void)
{
    char text[STORE_VALUE_MAX], little[2];
    uint64_t number;
    for (int i = 0; i < 100 && run.at < run.end; i++) {
        disturb();
        if (store_read("a/b", text, sizeof text)) MUST(memchr(text, 0, sizeof text));
        store_read("c", little, sizeof little);
        store_read_number("d", &number);
        store_write_number("e", take(8));
        store_changed();
    }
}

/* -- one input ------------------------------------------------------------------------------------------------------- */

static void map_at(uint64_t at, size_t bytes)
{
    void *mapped =
        mmap((void *)(uintptr_t)at, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    MUST(mapped != MAP_FAILED);
}

static void make_world(enum hypervisor h)
{
    map_at(DIRECT, MEMORY_FRAMES * FRAME_BYTES);
    map_at(DEVICES + REGISTERS_AT, FRAME_BYTES);
    struct pvh *p = aligned_alloc(64, (sizeof *p + 63) & ~(size_t)63);
    memset(p, 0, sizeof *p);
    p->self = p;
    p->hypervisor = h;
    frames_add(&p->frames, (struct range){FIRST_FRAME * FRAME_BYTES, MEMORY_FRAMES * FRAME_BYTES});
    MUST(syscall(SYS_arch_prctl, ARCH_SET_GS, p) == 0);
    run.now = 0;
}

/* Registers as the input has them, but that the device is there and speaks the modern protocol. */
static void make_device(enum virtio_kind kind)
{
    volatile uint32_t *registers = (volatile uint32_t *)(uintptr_t)(DEVICES + REGISTERS_AT);
    uint8_t text[0x180];
    memset(text, 1, sizeof text);
    take_text(text, sizeof text / 8);
    memcpy((void *)(uintptr_t)(DEVICES + REGISTERS_AT + 0x100), text, 0x40);
    registers[0] = 0x74726976;
    registers[1] = 2;
    registers[2] = kind;
    registers[0x10 / 4] = 0xffffffff; /* features */
    registers[0x34 / 4] = take(1) % 4 ? 64 : (uint32_t)take(2);
}

static void drive(unsigned which)
{
    const struct link *link;
    const struct guest_disk *disk;
    switch (which) {
    case 0:
        make_device(VIRTIO_NET);
        if ((link = virtio_net_open(pvh()))) use_link(link);
        break;
    case 1:
        make_device(VIRTIO_BLOCK);
        if ((disk = virtio_disk_open(pvh()))) use_disk(disk);
        break;
    case 2:
        make_device(VIRTIO_ENTROPY);
        if (virtio_rng_open(pvh())) use_rng();
        break;
    case 5:
        make_device(VIRTIO_CONSOLE);
        if (virtio_console_open(pvh())) use_console();
        break;
    case 3:
        if (store_open() && (link = xen_net_open(pvh()))) use_link(link);
        break;
    default:
        if (store_open()) use_store();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    run.at = data, run.end = data + size;
    unsigned which = (unsigned)take(1) % 6;
    run.store_answers = which == 3;
    make_world(which < 3 || which == 5 ? HYPERVISOR_NONE : HYPERVISOR_XEN);
    if (setjmp(run.refused) == 0) drive(which);
    free(pvh());
    return 0;
}
