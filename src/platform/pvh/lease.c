/* platform/pvh/lease.c - a guest on Xen whose owner is gone ends itself.
 *
 *   ling.lease=SECONDS
 *
 * Nothing ends a domain when the program that made it dies.  So that program writes a new number to data/ling/lease now and then;
 * when it did not for so many seconds, the guest is nobody's and ends.
 */
#include "platform/pvh/machine.h"
#include "platform/pvh/pvh.h"
#include "platform/pvh/xen_store.h"

enum { LEASE_SECONDS_MAX = 3600, SECOND_NS = 1000000000 };

/* 1 to LEASE_SECONDS_MAX; 0: it says nothing of the kind. */
static uint64_t seconds_of(const char *text)
{
    uint64_t n = 0;
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || n > LEASE_SECONDS_MAX) return 0;
        n = n * 10 + (uint64_t)(*text - '0');
    }
    return n <= LEASE_SECONDS_MAX ? n : 0;
}

void lease_open(struct pvh *p)
{
    const char *text = command_line_option("ling.lease", 0);
    if (!text) return;
    if (p->hypervisor != HYPERVISOR_XEN || !seconds_of(text))
        end_refuse("ling.lease= wants Xen, and 1 to 3600 seconds.");
    if (!store_watch("data/ling/lease")) end_refuse("xenstore does not watch the lease.");
    p->lease_ns = seconds_of(text) * SECOND_NS;
    p->lease_end_ns = pvh_clock_monotonic_ns() + p->lease_ns;
}

static void renew(struct pvh *p, uint64_t number)
{
    if (number == p->lease_number) return;
    p->lease_number = number;
    p->lease_end_ns = pvh_clock_monotonic_ns() + p->lease_ns;
}

void lease_renew(void)
{
    struct pvh *p = pvh();
    uint64_t number;
    if (p->lease_ns && store_read_number("data/ling/lease", &number)) renew(p, number);
}

/* Before the end the store is asked: on a host with too much to do the lease may have been renewed, and we have not run since. */
static void ask_again(struct pvh *p)
{
    uint64_t number;
    bool heard = store_read_number("data/ling/lease", &number);
    if (heard) renew(p, number);
    else if (!p->lease_unheard)
        p->lease_end_ns = pvh_clock_monotonic_ns() + p->lease_ns; /* the store is silent: once */
    p->lease_unheard = !heard;
}

uint64_t lease_check(void)
{
    struct pvh *p = pvh();
    if (!p->lease_ns) return UINT64_MAX;
    if (pvh_clock_monotonic_ns() >= p->lease_end_ns) ask_again(p);
    if (pvh_clock_monotonic_ns() >= p->lease_end_ns) end_failed(END_REFUSED, "lease");
    return p->lease_end_ns;
}
