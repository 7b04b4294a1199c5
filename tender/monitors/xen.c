/* tender/monitors/xen.c - `--backend xen` (placeholder) */
#include "tender/monitors/monitor.h"
#include "tender/options.h"
int monitor_run_xen(const struct options *o)
{
    struct guest_run r;
    guest_run_open(&r, o);
    guest_run_stop(&r, STATUS_HOST, "no");
    return guest_run_finish(&r);
}
