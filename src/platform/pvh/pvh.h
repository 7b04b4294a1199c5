/* platform/pvh/pvh.h - the door of Xen, QEMU and their kin: what its files share.
 *
 * Everything of this folder that changes lies in one `struct pvh` in a page frame of its own, found by the gs
 * register: it belongs to the run, not to the machine, and no snapshot holds it.
 *
 * Addresses.  The base lies low, virtual = physical (platform/guest/base.ld).  All memory is mapped once more, data
 * only, at DIRECT + physical address, for frames that this folder hands out; devices at DEVICES + physical address,
 * uncached.  The arena is filled page by page, as it is touched.
 */
#pragma once
#include "base/check.h"
#include "platform/frames/frames.h"
#include "platform/guest/door.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DIRECT  UINT64_C(0x300000000000)
#define DEVICES UINT64_C(0x380000000000)

/* What the monitor sees as status when it is not the program's own: as the statuses of `ling boot` (tender/ends.h). */
enum { END_CRASH = 120, END_PANIC, END_EXCEPTION, END_NO_MEMORY, END_IMAGE = 125, END_REFUSED = 126 };

extern const struct door pvh_door;

enum { FRAME_BYTES = 4096, LARGE_BYTES = 2 << 20 };
enum { RANGES_MAX = 32, REGIONS_MAX = 8, COMMAND_LINE_MAX = 4096, WORDS_MAX = 256 };

/* A range of physical memory, or of addresses; ends after its last byte. */
struct range {
    uint64_t from, to;
};

enum hypervisor { HYPERVISOR_NONE, HYPERVISOR_KVM, HYPERVISOR_XEN, HYPERVISOR_OTHER };

struct frames {
    struct range ranges[RANGES_MAX]; /* memory that was never handed out */
    unsigned count;
    uint64_t given_back; /* physical address of a chain of free frames; 0: none */
    uint64_t total, used;
};

#include "platform/pvh/xen.h"

struct pvh {
    struct pvh *self; /* at gs:0 */
    struct frames frames;
    uint64_t tables;                   /* physical address of the top page table */
    struct range regions[REGIONS_MAX]; /* of the arena, filled when touched */
    unsigned region_count;
    volatile bool stop_asked; /* by the operator, and not told yet */
    uint64_t running;         /* the Erlang process that has the processor: serial << 32 | number */
    unsigned traps;           /* exceptions so far: what happens while one is reported ends the run at once */

    enum hypervisor hypervisor;
    uint32_t hypervisor_leaf; /* CPUID leaf of its name */
    uint64_t tsc_start;
    uint64_t ns_of_ticks, ticks_of_ns; /* scales of pvh_clock_scaled() */
    int64_t system_start;              /* nanoseconds since 1970 when the TSC was tsc_start */
    uint64_t idle_ns;                  /* spent in the halt */

    bool serial, debug_port;
    volatile uint32_t *local_apic; /* NULL: none */
    bool tsc_deadline;
    uint64_t apic_ticks; /* of its timer in a millisecond */
    bool has_rdrand, has_rdseed;
    struct xen xen;
    struct virtio_net *net;  /* NULL: none */
    struct xen_net *xen_net; /* likewise */
    struct virtio_rng *rng;
    struct virtio_console *console;
    struct virtio_disk *disk;
    struct frames_wishes wishes;
    _Alignas(16) uint8_t frames_room[FRAMES_ROOM];

    char command_line[COMMAND_LINE_MAX], *words[WORDS_MAX];
    unsigned word_count;
    bool noticed;         /* that the program listens */
    uint16_t notice_port; /* where it does; 0: nowhere yet */
    uint64_t notice_latest_ns;
    uint64_t lease_ns, lease_end_ns, lease_number; /* 0: without a lease; when it is over; what it was renewed to */
    bool lease_unheard;                            /* xenstore did not answer when the lease was over */
};

static inline struct pvh *pvh(void)
{
    struct pvh *p;
    __asm__("mov %%gs:0, %0" : "=r"(p));
    return p;
}

static inline void *direct(uint64_t physical) { return (void *)(uintptr_t)(DIRECT + physical); }

/* -- frames.c: page frames ---------------------------------------------------------- */

/* Adds a range of free memory; whole frames of it are used.  Before frames are taken. */
void frames_add(struct frames *f, struct range r);
/* Takes a range out, wherever it overlaps what is there.  Before frames are taken. */
void frames_remove(struct frames *f, struct range r);
/* Physical address of `count` frames in a row, zeroed; 0: no memory. `count` above 1 only at start. */
uint64_t frames_take(struct frames *f, unsigned count);
void frames_give(struct frames *f, uint64_t frame);

/* -- tables.c: page tables ------------------------------------------------------------ */

enum { MAP_WRITE = 2, MAP_DEVICE = 0x18, MAP_EXECUTE = 1 << 16 };

/* The guest's own tables, in place of those of the entry. False: no memory. */
bool tables_open(struct pvh *p);
/* Maps a frame at an address that is not mapped. False: no memory for tables. */
bool tables_map(struct pvh *p, uint64_t at, uint64_t physical, unsigned how);
/* The frame at `at`, taken out of the tables; 0: none was there. */
uint64_t tables_unmap(struct pvh *p, uint64_t at);
/* Maps a page that the hypervisor shares with us, and that is not memory of ours, at direct(physical). */
bool tables_share(struct pvh *p, uint64_t physical);
/* Where a device's registers can be reached; NULL: no memory for tables. */
volatile void *tables_device(uint64_t physical, uint64_t bytes);

/* -- image.c ------------------------------------------------------------------------------- */

/* Physical address behind the base and what the monitor loaded with it. */
uint64_t image_end(void);
/* The manifest, once image_map() has been here; NULL: the base stands alone. */
const struct image_manifest *image_mapped(void);
/* The value of "NAME=VALUE" among the words of the image's command line; NULL: there is no such. */
const char *image_option(const char *name, size_t index);
/* Maps payload and linked parts where they belong. False: no memory for tables. */
bool image_map(struct pvh *p);

/* -- exceptions.c ------------------------------------------------------------------------ */

/* Gates, stacks and segments. False: no memory. */
bool exceptions_open(struct pvh *p);
enum { VECTOR_TIMER = 0x20, VECTOR_DEVICE = 0x21, VECTOR_SPURIOUS = 0xff };

/* -- clock.c, apic.c ------------------------------------------------------------------------ */

void pvh_clock_open(struct pvh *p);
/* value * scale / 2^32, at full width. */
uint64_t pvh_clock_scaled(uint64_t value, uint64_t scale);
/* The scale from ticks of `hz` to nanoseconds. */
uint64_t pvh_clock_ns_of_ticks(uint64_t hz);
uint64_t pvh_clock_monotonic_ns(void);
int64_t pvh_clock_system_ns(void);
uint64_t pvh_clock_cpu_ns(void);
/* Looks for the local APIC and gets its timer going. */
void apic_open(struct pvh *p);
/* Halts until an interrupt, or until the monotonic time `deadline_ns`; called with interrupts closed. */
void apic_halt(uint64_t deadline_ns);
void apic_acknowledge(void);
/* The next halt ends at once. */
void apic_interrupt_self(void);

/* -- ioapic.c: opens the line of a device that is not on PCI ------------------------------ */

void ioapic_open_line(unsigned line);

/* -- console.c ------------------------------------------------------------------------------ */

/* Output, from the first instructions on; input and devices, once there are tables and interrupts. */
void pvh_console_open(struct pvh *p);
void pvh_console_open_devices(struct pvh *p);
void pvh_console_write(const char *text, size_t size, bool error);
enum host_error pvh_console_read(char *to, size_t room, size_t *got);
bool pvh_console_has_input(void);

/* -- command_line.c ----------------------------------------------------------------------------- */

void command_line_split(struct pvh *p);
/* The `index`th word of the program's; NULL: no more. */
const char *command_line_argument(size_t index);
/* The value of the `index`th word "name=value"; NULL: no more. */
const char *command_line_option(const char *name, size_t index);

/* -- virtio_net.c, network.c ------------------------------------------------------------------------ */

/* The first network card, at work; NULL: there is none. */
const struct link *virtio_net_open(struct pvh *p);
/* Around a halt: from here on a frame that arrives ends it.  False: one is there already. */
bool virtio_net_before_halt(void);
void virtio_net_after_halt(void);
/* Finds the card, whatever its kind, and gives the sockets. */
const struct guest_sockets *network_open(void);

/* -- virtio_console.c ---------------------------------------------------------------------------------------- */

/* False: there is none that works, and the others are asked only where there is one. */
bool virtio_console_open(struct pvh *p);
/* How much of it the device took; less than `size`: it takes no more, or we are in the middle of a write. */
size_t virtio_console_write(const char *text, size_t size);
bool virtio_console_has_input(void);
size_t virtio_console_read(char *to, size_t room);
void virtio_console_after_halt(void);

/* -- virtio_rng.c, virtio_disk.c: false, NULL: there is none ---------------------------------------------- */

bool virtio_rng_open(struct pvh *p);
bool virtio_rng_word(uint64_t *word);
const struct guest_disk *virtio_disk_open(struct pvh *p);

/* -- entropy.c, end.c --------------------------------------------------------------------------- */

void entropy_open(struct pvh *p);
void entropy_fill(void *to, size_t bytes);
void end_guest(enum guest_end how, int status); /* does not return */
/* Ends with an END_ of ours, and its name. */
_Noreturn void end_failed(int status, const char *what);
/* Says one sentence on whatever console there is, and ends: the run cannot begin. */
_Noreturn void end_refuse(const char *sentence);
/* To QEMU's debug port, which must be there. */
void debug_write(const char *text);

/* -- notice.c: whoever started the guest hears of its life, with the word that it gave for that ------------------ */

/* "start": our first instructions, when there is a way to say so that early. */
void notice_started(void);
/* "ready": a program listens.  The first time counts. */
void notice_listening(uint16_t port);
/* The network card has this address now. */
void notice_addressed(const char *address);
/* That is told when the guest has nothing else to do: a web server may listen some steps before it is able to answer (OTP's httpd
 * does).  One that always has something to do is ready a second later. */
void notice_waiting(bool idle);

/* -- lease.c: on Xen, the end of a guest whose owner is gone ------------------------------------------------------- */

void lease_open(struct pvh *p);
/* Something changed in xenstore. */
void lease_renew(void);
/* Ends the guest when its time is over; else the monotonic time at which it is to be looked at again. */
uint64_t lease_check(void);
