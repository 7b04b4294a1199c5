/* platform/tender/door.c - the door of our own monitor. */
#include "platform/guest/door.h"

_Noreturn void tender_start(const void *boot);

static const struct door door = {.name = "tender"};

_Noreturn void tender_start(const void *boot)
{
    (void)boot;
    guest_start(&door);
}
