/* platform/pvh/xen_control.c - what the tool stack asks of a domain: control/shutdown (docs/misc/xenstore-paths.pandoc). */
#include "platform/pvh/pvh.h"
#include "platform/pvh/xen_store.h"
#include <string.h>

bool xen_control_open(void)
{
    if (!store_open()) return false;
    store_write_number("control/feature-poweroff", 1);
    return store_watch("control/shutdown");
}

bool xen_control_stop_asked(void)
{
    char wish[STORE_VALUE_MAX];
    if (!store_read("control/shutdown", wish, sizeof wish) || !wish[0]) return false;
    store_write("control/shutdown", ""); /* heard */
    return strcmp(wish, "poweroff") == 0 || strcmp(wish, "halt") == 0 || strcmp(wish, "reboot") == 0;
}
