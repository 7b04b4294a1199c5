/* platform/guest/guest.h - what the files of this folder share. */
#pragma once
#include "platform/guest/door.h"

/* What belongs to this run and not to the machine: one page, zero at entry, laid out by base.ld. */
struct guest_page {
    const struct door *door;
    const struct guest_sockets *sockets;
    unsigned events; /* DOOR_* bits that door->wait() answered and nobody has taken */
    unsigned console_watch;
};
extern struct guest_page guest_page;

static inline const struct door *door(void) { return guest_page.door; }
