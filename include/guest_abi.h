/* guest_abi.h - all that a guest and its monitor (the tender) agree on: addresses, the boot record, the
 * clock, the few calls, and the rings through which bytes go.
 *
 * Compiled by both sides; needs a C compiler's own headers and nothing else.  There are no pointers in it:
 * addresses are numbers, places in shared memory are offsets and slots.  Little-endian, x86-64.
 *
 * Who may write what is a matter of pages.  The guest sees the gate, the boot record, the clock and the
 * host's halves of slots read-only.  What the guest writes is hostile to the tender, which reads each word
 * once and checks it; the guest checks the host's counters against the size of a ring just the same.
 *
 * The guest stands still while the tender works, and the tender looks at the rings only when the guest
 * calls: one call a request is the aim, for a call costs 10 to 40 microseconds.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#define GUEST_ABI_VERSION 1u
#define GUEST_PAGE        4096u

/* -- addresses ------------------------------------------------------------------------------------------
 * An image is an ELF file (64-bit, ET_EXEC).  Each PT_LOAD is mapped at its p_vaddr with the rights of its
 * flags; one that is writable and executable is refused, as is one outside the windows below.  Only the base
 * may be executable.  Segments begin on pages, in memory and in the file.  Pages of a window that no
 * segment fills are writable zeros in the arena's windows, absent in the others. */
#define GUEST_BASE_START     UINT64_C(0x000000200000) /* the machine: linked here, low */
#define GUEST_BASE_END       UINT64_C(0x000040000000)
#define GUEST_PAYLOAD_START  UINT64_C(0x1e0000000000) /* the image's payload, never writable */
#define GUEST_PAYLOAD_END    UINT64_C(0x1e4000000000)
#define GUEST_TENDER_START   UINT64_C(0x1f0000000000) /* what follows from here on is the tender's to lay out */
#define GUEST_ROOTS_START    UINT64_C(0x200000000000) /* the arena, as in memory/arena.h */
#define GUEST_LITERALS_START UINT64_C(0x200100000000)
#define GUEST_CODE_START     UINT64_C(0x201000000000)
#define GUEST_GENERAL_START  UINT64_C(0x202000000000)
#define GUEST_ARENA_END      UINT64_C(0x302000000000)

/* The tender's own pages. */
#define GUEST_GATE       (GUEST_TENDER_START)                /* executable: guest_gate() is its first byte */
#define GUEST_BOOT       (GUEST_TENDER_START + 0x1000)       /* read-only: struct guest_boot, then strings */
#define GUEST_BOOT_BYTES 0x20000u                            /*   all of it */
#define GUEST_CLOCK      (GUEST_BOOT + GUEST_BOOT_BYTES)     /* read-only: struct guest_clock */
#define GUEST_SLOTS_HOST (GUEST_TENDER_START + 0x100000)     /* read-only: struct guest_slot_host[slots] */
#define GUEST_SHARED     (GUEST_TENDER_START + 0x200000)     /* writable: struct guest_shared */
#define GUEST_TRANSFER   (GUEST_SHARED + GUEST_PAGE)         /* writable: arguments and results of calls */
#define GUEST_SLOTS      (GUEST_SHARED + 2 * GUEST_PAGE)     /* writable: struct guest_slot[slots] */
#define GUEST_RECEIVE    (GUEST_TENDER_START + 0x0100000000) /* read-only: ring_bytes for each slot */
#define GUEST_SEND       (GUEST_TENDER_START + 0x0200000000) /* writable: ring_bytes for each slot */

enum {
    GUEST_TRANSFER_BYTES = 4096,
    GUEST_SLOTS_MAX = 1024,
    GUEST_RING_LEAST = 1 << 12, /* a power of two between these */
    GUEST_RING_MOST = 1 << 20,
};

/* -- note of the base -------------------------------------------------------------------------------------
 * In a PT_NOTE, name "Ling".  What an image holds besides is said in image_format.h. */
#define GUEST_NOTE_NAME "Ling"
enum { GUEST_NOTE_BASE = 1 };

struct guest_note_base {
    uint32_t abi; /* GUEST_ABI_VERSION of the base */
    uint32_t reserved;
    uint64_t thread_pointer; /* the fs base at entry */
};

/* -- entry --------------------------------------------------------------------------------------------------
 * At e_entry, 64-bit mode, ring 3, flags 2, all registers zero but: rdi = GUEST_BOOT, fs base as the note says.
 * There is no stack: the first instructions choose one.  x87 and SSE as at reset.  No interrupts, no signals. */

/* -- boot record ---------------------------------------------------------------------------------------------- */

enum guest_engine { GUEST_ENGINE_KVM = 1, GUEST_ENGINE_PROCESS = 2 };

struct guest_window {
    uint64_t start, bytes; /* of address space that is backed by memory, the image's segments included */
};
enum { GUEST_WINDOW_ROOTS, GUEST_WINDOW_LITERALS, GUEST_WINDOW_CODE, GUEST_WINDOW_GENERAL, GUEST_WINDOWS };

/* Zero-terminated strings one after the other, at GUEST_BOOT + offset. */
struct guest_strings {
    uint32_t offset, count;
};

enum { GUEST_FAMILY_NONE, GUEST_FAMILY_INET = 4, GUEST_FAMILY_INET6 = 6, GUEST_FAMILY_LOCAL = 1 };
enum { GUEST_ADDRESS_BYTES = 104 };
struct guest_address {
    uint16_t family;
    uint16_t port;  /* a number, not in network order */
    uint32_t scope; /* inet6 */
    uint32_t size;  /* of `bytes`: 4, 16, or of a local name */
    uint32_t reserved;
    uint8_t bytes[GUEST_ADDRESS_BYTES];
};

enum { GUEST_INTERFACES = 4, GUEST_NAME_SERVERS = 3, GUEST_ENTROPY_BYTES = 64 };
#define GUEST_BOOT_MAGIC UINT64_C(0x0a746f6f42676e4c) /* "LngBoot\n" */

struct guest_boot {
    uint64_t magic;
    uint32_t abi, bytes; /* GUEST_ABI_VERSION; of this struct */
    uint32_t engine;
    uint32_t creation;               /* of the node; new for each start */
    uint64_t memory;                 /* --memory: windows, base and rings together */
    uint64_t payload, payload_bytes; /* the image's payload segment, checked (image_check()); 0: it has none */
    struct guest_window windows[GUEST_WINDOWS];
    uint32_t slots, ring_bytes;
    struct guest_strings arguments;   /* after `--` on ling boot's command line */
    struct guest_strings environment; /* "NAME=value" */
    uint32_t node_name;               /* offset of one string; 0: the image's own choice */
    uint32_t host_name;               /* offset of one string */
    uint8_t instance[16];             /* identity of this start */
    uint8_t entropy[GUEST_ENTROPY_BYTES];
    uint32_t interfaces, name_servers; /* how many of the next are valid; "lo" is not listed */
    struct guest_address interface[GUEST_INTERFACES];
    struct guest_address name_server[GUEST_NAME_SERVERS];
    uint32_t terminal_columns, terminal_rows; /* of the console; 0: it is not a terminal */
    uint32_t
        spare; /* a datagram socket of inet, bound to any address and port: the guest's, as if it had asked; 0: none */
    uint32_t reserved;
};

/* -- clock: reading it needs no call --------------------------------------------------------------------------
 * monotonic = monotonic_ns + ((rdtsc - tsc) * multiplier >> 32), 128 bits wide, not below what was read before; system time
 * = monotonic + system_offset_ns.  The tender refreshes the page while the guest waits in a call. */
struct guest_clock {
    uint64_t tsc, monotonic_ns, multiplier;
    int64_t system_offset_ns;
    uint64_t tsc_hertz;
    uint32_t stop_requests; /* counts: the operator wants an orderly end */
    uint32_t turns; /* another number after a call: the guest was set back to that call, and is another instance from
                               now on, whose creation, instance and entropy stand in the boot record */
    uint32_t asks;  /* enum guest_ask: another one after a call is answered on the console, once */
    uint32_t reserved;
};

/* What whoever prepares a guest wants to hear from it. */
enum guest_ask {
    GUEST_ASK_NOTHING,
    GUEST_ASK_KEPT /* what will be the same in each instance */,
    GUEST_ASK_BUSY /* why it does not wait */
};

/* -- calls -----------------------------------------------------------------------------------------------------
 * Put number and arguments into guest_shared.call, then call the gate: void gate(void) by the System V convention,
 * which changes rax, rcx and r11 alone.  The result is in call.result: 0 or more, or minus an error number of
 * Linux' x86-64 ABI.  Results common to all: -ENOSYS for an unknown number. */
enum guest_call_number {
    /* (enum guest_end, status 0..255).  Does not return. */
    GUEST_CALL_EXIT = 1,
    /* (monotonic ns).  Sends what is to be sent, takes in what has arrived, and sleeps until a bit of to_guest is set, a
     * stop is requested, or the time has come; a time in the past does not sleep, UINT64_MAX has no end. 0. */
    GUEST_CALL_WAIT = 2,
    /* (bytes, 1..GUEST_TRANSFER_BYTES).  Unpredictable bytes in the transfer page. 0; EINVAL. */
    GUEST_CALL_ENTROPY = 3,
    /* (address, bytes), page-aligned, within an arena window.  The pages read as zero from now on, and cost the host
     * nothing until touched. 0; EINVAL, also for pages that came with a prepared image. */
    GUEST_CALL_DISCARD = 4,
    /* (kind, family).  The number of a new slot. EINVAL, EAFNOSUPPORT, EMFILE. */
    GUEST_CALL_OPEN = 5,
    /* (slot), a guest_address in the transfer page; port 0: any.  Ports are the guest's own: the host's are not touched.  A new name takes
     * the place of an old one until the slot is connected, listens or has sent to the outside.
     * 0; EBADF, EINVAL, EADDRINUSE, EADDRNOTAVAIL. */
    GUEST_CALL_BIND = 6,
    /* (slot, backlog). 0; EBADF, EINVAL, EADDRINUSE. */
    GUEST_CALL_LISTEN = 7,
    /* (slot), a guest_address in the transfer page.  Streams: 0, and SLOT_CONNECTED or SLOT_FAILED follows.  Datagrams: the
     * peer is set; a family of NONE takes it away. 0; EBADF, EINVAL, EISCONN, EACCES (not allowed out), ECONNREFUSED... */
    GUEST_CALL_CONNECT = 8,
    /* ().  The program says that it is started: who prepares it may keep it at its next wait. 0. */
    GUEST_CALL_READY = 9,
    GUEST_CALLS,
};

enum guest_end {
    GUEST_END_HALT,   /* the program said so; its status */
    GUEST_END_CRASH,  /* the program failed: an exit that OTP calls a crash */
    GUEST_END_PANIC,  /* the machine found itself broken */
    GUEST_END_MEMORY, /* there was no memory left */
    GUEST_ENDS,
};

struct guest_call {
    uint64_t number;
    uint64_t arguments[4];
    int64_t result;
};

/* Slots by bit: those that changed for the guest, set by the host and cleared by the guest; those that changed for the host
 * (bytes to send, room to receive, a flag), set by the guest and cleared by the host. */
struct guest_shared {
    struct guest_call call;
    uint64_t process; /* the pid that runs, for a register dump: its number, serial << 32; 0: none yet */
    uint64_t to_guest[GUEST_SLOTS_MAX / 64];
    uint64_t to_host[GUEST_SLOTS_MAX / 64];
    uint64_t own[256]; /* the guest's notes about this start; zero at first, the tender never looks */
};

/* -- slots: the console, connections, listeners, datagram sockets ------------------------------------------------
 * Counters run freely modulo 2^32; a byte numbered n lies at n mod ring_bytes; full when put - taken = ring_bytes.
 * Slot 0: received = the console's input, sent = standard output; slot 1: sent = standard error. */
enum { GUEST_SLOT_CONSOLE, GUEST_SLOT_ERROR, GUEST_SLOT_FIRST };

enum guest_slot_kind {
    GUEST_SLOT_FREE,
    GUEST_SLOT_TERMINAL,
    GUEST_SLOT_STREAM,
    GUEST_SLOT_LISTENER,
    GUEST_SLOT_DATAGRAM
};

enum guest_slot_state { /* bits, set by the host */
                        GUEST_SLOT_CONNECTED = 1,
                        GUEST_SLOT_END = 2,    /* nothing comes after the bytes that were put */
                        GUEST_SLOT_FAILED = 4, /* `error` says why; nothing is sent any more */
};

/* The host's half. */
struct guest_slot_host {
    uint32_t kind, state, error;
    uint32_t serial;   /* another one each time the slot is taken */
    uint32_t listener; /* the slot that it came from, for a connection that was accepted; 0: none */
    uint32_t received_put, sent_taken;
    uint32_t reserved[9];
    struct guest_address name, peer;
};

enum guest_slot_wish { /* bits, set by the guest, obeyed after the bytes that were put are sent */
                       GUEST_SLOT_SHUT_WRITE = 1,
                       GUEST_SLOT_SHUT_READ = 2,
                       GUEST_SLOT_CLOSE = 4, /* the slot is the host's again, from the next call on */
                       GUEST_SLOT_RESET = 8, /* with CLOSE: at once, and the peer is told so */
                       GUEST_SLOT_ACCEPTED =
                           16, /* a connection that a listener brought: the program has it; until then it counts as backlog */
                       GUEST_SLOT_WANT_ROOM =
                           32, /* to_guest shall be set when bytes were taken from the send ring: otherwise it is not */
                       GUEST_SLOT_WANT_INPUT =
                           64, /* the console's slot: somebody reads; before that the host's input is left alone */
};

/* The guest's half; zeroed by the host when the slot is taken. */
struct guest_slot {
    uint32_t received_taken, sent_put;
    uint32_t wishes;
    uint32_t own[13]; /* the guest's notes about the slot; the tender never looks */
};

/* A datagram in a ring: this, then `size` bytes, then padding to 8. It may wrap at any byte. */
struct guest_datagram {
    uint32_t size;
    uint32_t reserved;
    struct guest_address address; /* from whom, to whom; family NONE: the connected peer */
};

/* -- layout: both sides see the same --------------------------------------------------------------------------- */
_Static_assert(sizeof(struct guest_note_base) == 16, "abi");
_Static_assert(sizeof(struct guest_address) == 120, "abi");
_Static_assert(offsetof(struct guest_boot, memory) == 24, "abi");
_Static_assert(offsetof(struct guest_boot, windows) == 48, "abi");
_Static_assert(offsetof(struct guest_boot, slots) == 112, "abi");
_Static_assert(offsetof(struct guest_boot, instance) == 144, "abi");
_Static_assert(offsetof(struct guest_boot, interface) == 232, "abi");
_Static_assert(sizeof(struct guest_boot) == 232 + 7 * 120 + 16, "abi");
_Static_assert(sizeof(struct guest_clock) == 56, "abi");
_Static_assert(sizeof(struct guest_call) == 48, "abi");
_Static_assert(offsetof(struct guest_shared, to_guest) == 56, "abi");
_Static_assert(offsetof(struct guest_shared, own) == 312 && sizeof(struct guest_shared) <= GUEST_PAGE, "abi");
_Static_assert(sizeof(struct guest_slot_host) == 304, "abi");
_Static_assert(sizeof(struct guest_slot) == 64, "abi");
_Static_assert(sizeof(struct guest_datagram) == 128, "abi");
_Static_assert(GUEST_SLOTS_MAX * sizeof(struct guest_slot_host) <= GUEST_SHARED - GUEST_SLOTS_HOST, "abi");
_Static_assert(GUEST_CLOCK + GUEST_PAGE <= GUEST_SLOTS_HOST, "abi");
_Static_assert((uint64_t)GUEST_SLOTS_MAX *GUEST_RING_MOST <= GUEST_SEND - GUEST_RECEIVE, "abi");
_Static_assert(GUEST_SEND + (uint64_t)GUEST_SLOTS_MAX * GUEST_RING_MOST <= GUEST_ROOTS_START, "abi");
