/* platform/tender/tender.h - what the files of this folder share: the guest's side of include/guest_abi.h.
 *
 * What is remembered about this start lies in the tender's own pages, in the words that the interface leaves to the
 * guest: nothing of it is in the arena, so that a snapshot can go on behind another door. */
#pragma once
#include "guest_abi.h"
#include "platform/guest/door.h"

/* About a slot; zero when the slot is new. */
struct device {
    bool open; /* the program has it */
    bool datagrams, listening, linger;
    bool queued;          /* a connection that nobody has accepted */
    bool told_failure;    /* the program was given the error */
    bool bound;           /* the program asked for a name */
    bool used;            /* more was done with it than to bind it to any address and port */
    uint8_t family;       /* enum host_family */
    uint8_t interest;     /* READY_TO_* bits */
    uint16_t next;        /* in a listener's queue; slots number below 1024 */
    uint16_t first, last; /* of a listener's queue; 0: none */
    uint16_t linger_seconds;
    uint16_t switches; /* options that are on or off; bit = place in sockets_options.c */
    uint8_t tos, ttl, priority;
    uint8_t multicast_ttl; /* one more than it is; 0: as at first */
    bool multicast_silent;
    uint32_t send_buffer, receive_buffer;
};

/* About this start. */
struct start {
    uint64_t last_ns; /* the clock never goes back behind it */
    uint64_t begun_ns, slept_ns;
    uint64_t looked_ns;                     /* when the tender last looked at sockets */
    uint64_t watched[GUEST_SLOTS_MAX / 64]; /* slots that the machine waits for */
    uint32_t stops_seen, turns_seen, asks_seen;
    uint32_t entropy_used;           /* bytes of the boot record's */
    uint32_t cursor;                 /* of ready_next */
    uint16_t spare[2][FAMILY_OTHER]; /* slots given back unused: streams, datagrams; by family; 0: none */
};

_Static_assert(sizeof(struct device) <= sizeof(((struct guest_slot *)0)->own), "room in a slot");
_Static_assert(sizeof(struct start) <= sizeof(((struct guest_shared *)0)->own), "room in the shared page");

static inline const struct guest_boot *boot_record(void) { return (const struct guest_boot *)GUEST_BOOT; }
static inline const volatile struct guest_clock *clock_page(void)
{
    return (const volatile struct guest_clock *)GUEST_CLOCK;
}
static inline struct guest_shared *shared_page(void) { return (struct guest_shared *)GUEST_SHARED; }
static inline struct start *start(void) { return (struct start *)(void *)shared_page()->own; }

static inline volatile const struct guest_slot_host *host_half(uint32_t slot)
{
    return (volatile const struct guest_slot_host *)GUEST_SLOTS_HOST + slot;
}
static inline volatile struct guest_slot *guest_half(uint32_t slot)
{
    return (volatile struct guest_slot *)GUEST_SLOTS + slot;
}
static inline struct device *device_of(uint32_t slot)
{
    return (struct device *)(uintptr_t)((struct guest_slot *)GUEST_SLOTS + slot)->own;
}

/* Through the gate: minus an error number of Linux, or a result. */
int64_t tender_call(enum guest_call_number number, uint64_t a, uint64_t b);
/* An error number of Linux as the host's error; 0 and more: HOST_OK. */
enum host_error tender_error(int64_t result);

uint64_t tender_monotonic_ns(void);
int64_t tender_system_ns(void);
uint64_t tender_cpu_ns(void);
unsigned tender_wait(uint64_t deadline_ns);

void tender_console_write(const char *text, size_t size, bool error);
enum host_error tender_console_read(char *to, size_t room, size_t *got);

/* -- rings: counters of the other side are not believed beyond the size of a ring ------------------------ */

static inline uint32_t ring_limit(uint32_t n) { return n < boot_record()->ring_bytes ? n : boot_record()->ring_bytes; }
static inline uint32_t ring_received(uint32_t slot)
{
    return ring_limit(host_half(slot)->received_put - guest_half(slot)->received_taken);
}
static inline uint32_t ring_room(uint32_t slot)
{
    return boot_record()->ring_bytes - ring_limit(guest_half(slot)->sent_put - host_half(slot)->sent_taken);
}
/* Copies without checking: no more than there is, or room for. `skip`: so far behind the first. */
void ring_get(uint32_t slot, uint32_t skip, void *to, uint32_t bytes);
void ring_drop(uint32_t slot, uint32_t bytes);
void ring_put(uint32_t slot, const void *from, uint32_t bytes);
/* The tender shall look at the slot at the next call. */
void ring_bell(uint32_t slot);
/* The tender shall say when bytes have left the ring. */
void ring_want_room(uint32_t slot);

/* -- sockets --------------------------------------------------------------------------------------------- */

const struct guest_sockets *tender_sockets(void);
/* A datagram socket of inet that nobody has opened yet; 0: none. */
void sockets_keep_spare(uint32_t slot);
/* What the tender said since: connections go to their listeners. */
void sockets_take_news(void);
/* Of a local name that is a path: is there such a file? */
enum host_error sockets_local_error(const struct host_address *a, enum host_error otherwise);
/* Is anything ready that is watched? */
bool sockets_ready(void);

static inline uint32_t slot_of(host_device d) { return (uint32_t)(d - SOCKET_DEVICES); }
/* The slot's record; NULL: the program has no such device. */
struct device *device(host_device d);
unsigned slot_readiness(uint32_t slot);
bool sockets_watch(host_device d, unsigned interest);
bool sockets_ready_next(host_device *d, unsigned *ready);
enum host_error sockets_set(host_device d, int level, int name, const void *value, size_t size);
enum host_error sockets_get(host_device d, int level, int name, void *value, size_t *size);
enum host_error sockets_send(host_device d, const struct host_chunk *chunks, size_t count, size_t *sent);
enum host_error sockets_receive(host_device d, void *to, size_t size, size_t *got);
enum host_error sockets_send_datagram(host_device d, const struct host_address *to, const void *bytes, size_t size,
                                      const struct host_ancillary *beside);
enum host_error sockets_receive_datagram(host_device d, void *to, size_t size, size_t *got, struct host_address *from,
                                         struct host_ancillary *beside);
void address_to_tender(struct guest_address *to, const struct host_address *from);
void address_from_tender(struct host_address *to, const volatile struct guest_address *from);
