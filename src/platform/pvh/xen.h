/* platform/pvh/xen.h - Xen's own interface: hypercalls, event channels, console, clock (public/xen.h and its kin).
 *
 * Event channels stay masked for ever: nothing is delivered, the guest asks.  The halt is SCHEDOP_poll, which Xen
 * ends when one of our channels is pending or the time has come: no interrupt controller, no vectors.
 */
#pragma once
#include "platform/guest/door.h"
#include <stdbool.h>
#include <stdint.h>

struct shared_info;
struct pvh;

/* What Xen and KVM write for a guest's clock (public/xen.h, vcpu_time_info). */
struct time_info {
    uint32_t version, padding;
    uint64_t tsc, system_time;
    uint32_t multiplier;
    int8_t shift;
    uint8_t flags, padding2[2];
};
uint64_t hz_of_time_info(const volatile struct time_info *t);

enum { XEN_CHANNELS = 16 };
struct xen {
    struct shared_info *shared;
    struct xencons_interface *console;
    uint32_t console_channel;
    struct xenstore_domain_interface *store; /* NULL: none */
    uint32_t store_channel, store_requests;
    bool store_event;
    void *grants;         /* the grant table */
    uint64_t time_offset; /* Xen's system time when our monotonic time was 0 */
    uint32_t channels[XEN_CHANNELS];
    unsigned channel_count;
    bool amd; /* VMMCALL, not VMCALL */
};

/* A hypercall of up to four arguments; 0 or more, or minus an error of Xen's. */
long xen_call(unsigned number, uint64_t a, uint64_t b, uint64_t c, uint64_t d);

/* Shared info and console, before there are tables of ours: only below 4 GiB. */
void xen_open(struct pvh *p);
/* The pages that Xen's tools gave us, into tables of our own. False: no memory. */
bool xen_map_pages(struct pvh *p);
/* Rate of the TSC and the date. False: no date. */
bool xen_clock(struct pvh *p, uint64_t *hz);
/* A parameter of the domain (public/hvm/params.h); 0: none. */
uint64_t xen_parameter(uint32_t index);

/* Wakes the halt when the channel is pending. False: the table is full. */
bool xen_watch_channel(uint32_t channel);
/* Takes the pending mark off; was it there? */
bool xen_take_event(uint32_t channel);
void xen_notify(uint32_t channel);
void xen_halt(uint64_t deadline_ns);

void xen_console_write(const char *text, size_t size);
bool xen_console_has_input(void);
enum host_error xen_console_read(char *to, size_t room, size_t *got);
/* xen_control.c: xenstore, and the wish for an orderly end. */
bool xen_control_open(void);
bool xen_control_stop_asked(void);
/* xen_net.c: the domain's first network card; NULL: it has none. */
struct link;
const struct link *xen_net_open(struct pvh *p);
/* Something changed in xenstore. */
void xen_net_changed(void);
/* From here on a frame that arrives ends the halt. */
void xen_net_before_halt(void);
bool xen_net_has_frames(void);

/* Tells the tool stack the end in xenstore (data/ling/end, data/ling/status) and by the reason of the shutdown. */
_Noreturn void xen_exit(const char *what, int status);
