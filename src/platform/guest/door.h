/* platform/guest/door.h - what a door gives to the guest: the few things that differ between our own monitor
 * (tender/) and a hypervisor's PVH entry (pvh/).  The rest of platform.h and host*.h is made from these, once, in
 * this folder.
 *
 * One base serves every door: the entry that was taken calls guest_start() with its table, which is read-only.
 * The table's address, like all else that belongs to this run and not to the machine, is kept in the guest
 * page (guest.h), never in the arena: a snapshot taken behind one door goes on behind another.
 *
 * What a door sets up before guest_start(), in 64-bit mode, interrupts closed or on stacks of their own:
 *   - the base's segments where its program headers say (low addresses, virtual = physical), W^X;
 *   - the payload's segments at their addresses, those of the arena writable and private;
 *   - rsp = guest_stack_end; fs base = guest_thread, where code that was compiled with stack
 *     protectors finds its canary; SSE on, MXCSR and x87 control word as at reset.
 */
#pragma once
#include "guest_abi.h"
#include "image_format.h"
#include "platform/host_sockets.h"
#include "platform/platform.h"

/* What the console, a stop request or an attachment has for us; door->wait() returns when any is set. */
enum door_event {
    DOOR_CONSOLE = 1,   /* console_read() has bytes, or the end of input */
    DOOR_STOP = 2,      /* the operator asks for an orderly end; reported once */
    DOOR_SOCKETS = 4,   /* sockets->ready_next() has something */
    DOOR_TURN = 8,      /* the guest was set back to this wait, and is another instance now; reported once */
    DOOR_ASK_KEPT = 16, /* who prepares it asks as platform_asks() says; reported once */
    DOOR_ASK_BUSY = 32,
};

struct door {
    const char *name; /* as erlang:system_info(ling) and the boot message say it: "tender", "xen", "qemu" */

    /* platform.h has the contracts.  map() grants the regions of memory/arena.h, as large as the
     * door can; pages of the arena that came with the image keep their contents. */
    bool (*map)(uint64_t at, uint64_t bytes);
    uint64_t (*granted)(uint64_t at); /* NULL: only trying tells */
    void (*discard)(void *at, size_t bytes);
    uint64_t (*memory_bytes)(void);
    uint64_t (*monotonic_ns)(void);
    int64_t (*system_ns)(void);
    uint64_t (*cpu_ns)(void);
    void (*random)(void *to, size_t bytes);
    void (*exit)(enum guest_end how, int status);      /* does not return; the status is 0 to 255 */
    void (*running)(uint32_t number, uint32_t serial); /* NULL: nobody looks */

    void (*ready)(void); /* the program is started; NULL: nobody wants to know */

    /* Sleeps as platform_wait() does; DOOR_* bits of what there is. */
    unsigned (*wait)(uint64_t deadline_ns);

    /* All of it, whatever the time it takes; `error` marks what Linux would get on stderr. */
    void (*console_write)(const char *text, size_t size, bool error);
    /* HOST_EAGAIN: nothing yet; *got 0: the end of input. */
    enum host_error (*console_read)(char *to, size_t room, size_t *got);

    /* Of the door of `ling build` alone (link/), whose guest loads modules and ends; NULL elsewhere. */
    bool (*module)(size_t index, struct host_module *m);
    void (*module_linked)(size_t index, const struct host_module_size *size);
    /* The payload's manifest, checked by whoever booted us or not at all; NULL: a bare base. */
    const struct image_manifest *(*image)(void);
    /* The `index`th word that stands after those of the image on the command line, and "NAME=value" that goes
     * before those of its environment; NULL: no more. */
    const char *(*argument)(size_t index);
    const char *(*variable)(size_t index);
    /* The guest's own name; NULL: "ling". */
    const char *(*host_name)(void);
    /* How sockets are carried; NULL: no network. */
    const struct guest_sockets *(*sockets)(void);
    /* The disk that is /dev/vda; NULL: none. Called once. */
    const struct guest_disk *(*disk)(void);
};

/* Bytes that outlive the guest.  The calls wait. */
struct guest_disk {
    uint64_t bytes;
    bool read_only;
    /* Within `bytes`; HOST_EIO, HOST_EROFS. */
    enum host_error (*transfer)(uint64_t at, void *bytes, size_t size, bool write);
    enum host_error (*flush)(void);
};

/* Devices from this number on are the attachment's; those below are the guest's own. */
enum { SOCKET_DEVICES = 1 << 16 };

/* The calls of host_sockets.h, by the names they have there, for devices >= SOCKET_DEVICES.  None waits.
 * What an attachment cannot do answers HOST_ENOTSUP or HOST_ENOPROTOOPT; NULL: HOST_EAFNOSUPPORT. */
struct guest_sockets {
    enum host_error (*open)(enum host_family f, enum host_socket_type t, host_device *d);
    enum host_error (*close)(host_device d);
    enum host_error (*bind)(host_device d, const struct host_address *a);
    enum host_error (*connect)(host_device d, const struct host_address *a);
    enum host_error (*disconnect)(host_device d);
    enum host_error (*failure)(host_device d);
    enum host_error (*listen)(host_device d, int backlog);
    enum host_error (*accept)(host_device d, host_device *connection);
    enum host_error (*shutdown)(host_device d, enum host_shutdown how);
    enum host_error (*name)(host_device d, struct host_address *a);
    enum host_error (*peer)(host_device d, struct host_address *a);
    enum host_error (*send)(host_device d, const struct host_chunk *chunks, size_t count, size_t *sent);
    enum host_error (*receive)(host_device d, void *to, size_t size, size_t *got);
    enum host_error (*send_datagram)(host_device d, const struct host_address *to, const void *bytes, size_t size,
                                     const struct host_ancillary *beside);
    enum host_error (*receive_datagram)(host_device d, void *to, size_t size, size_t *got, struct host_address *from,
                                        struct host_ancillary *beside);
    enum host_error (*set)(host_device d, int level, int name, const void *value, size_t size);
    enum host_error (*get)(host_device d, int level, int name, void *value, size_t *size);
    enum host_error (*membership)(host_device d, bool join, const struct host_address *group,
                                  const struct host_address *by, uint32_t index);
    /* Readiness as in host.h: what is watched, level-triggered, is reported until it is dealt with. */
    bool (*watch)(host_device d, unsigned interest);
    bool (*ready_next)(host_device *d, unsigned *ready);
    /* The `index`th address of the guest's own interfaces; false: no more. */
    bool (*interface)(size_t index, struct host_interface *i, uint32_t *mtu);
    /* The `index`th server that answers DNS; false: no more. */
    bool (*name_server)(size_t index, struct host_address *a);
};

/* Runs the machine: called once by the door's entry, on the guest's stack. */
_Noreturn void guest_start(const struct door *door);

/* What the linker script lays out: the stack, the block that fs points at, and the page of the run. */
extern char guest_stack[], guest_stack_end[], guest_thread[];
