/* platform/frames/frames.h - TCP/IP inside the guest, for doors that carry Ethernet frames: lwIP below the sockets
 * that the guest's platform expects (guest_sockets in platform/guest/door.h).
 *
 * lwIP runs on the machine's one thread and only when frames_poll() or a call on a socket is under way.
 */
#pragma once
#include "platform/guest/door.h"

/* Where a frame's checksum stands that the card shall complete: the field holds the sum of the pseudo-header, the card adds
 * all from `start` on, and writes it at start + offset. */
struct link_checksum {
    uint16_t start, offset;
};

/* A network card, as its driver offers it.  None of these calls waits. */
struct link {
    uint8_t hardware[6];
    uint16_t mtu;
    bool completes_checksums; /* of TCP */
    /* Sends one frame, of all the parts together; false: no room, and the frame is lost.  `sum` NULL: nothing to complete. */
    bool (*transmit)(const struct host_chunk *parts, size_t count, const struct link_checksum *sum);
    /* The next frame that has arrived, valid until release(); NULL: none.  Not longer than 65,535 bytes.
     * *checked: whoever brings it answers for the checksums of TCP and UDP. */
    const void *(*receive)(size_t *size, bool *checked);
    void (*release)(void);
};

/* What the operator said, as text; NULL: nothing. */
struct frames_wishes {
    const char *address; /* "10.0.0.2/24"; NULL: ask by DHCP */
    const char *gateway;
    const char *address6; /* "fd00::2/64", beside what routers announce */
    const char *name_servers[3];
    const char *host_name;
    void (*listening)(uint16_t port);       /* called each time that a socket begins to listen; NULL: nobody asked */
    void (*addressed)(const char *address); /* called when the card has an address of IPv4, or another one */
};

/* What is wrong with them, in a sentence; NULL: nothing. */
const char *frames_wishes_fault(const struct frames_wishes *w);

/* The sockets of this attachment.  `room` is FRAMES_ROOM zeroed bytes of the door's for its record; lwIP's own memory is
 * the arena's, so that it is opened when it is first needed, or polled.  `link` NULL: loopback alone. */
enum { FRAMES_ROOM = 2048 };
const struct guest_sockets *frames_sockets(void *room, const struct link *link, const struct frames_wishes *wishes);

/* Takes in what has arrived and runs the timers that are due.  Returns the monotonic time at which it is to be called again:
 * 0 (at once) when a watched socket is ready. */
uint64_t frames_poll(void);
