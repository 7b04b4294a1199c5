/* platform/frames/timers.c - lwIP's periodic work, each only while there is any: an idle guest sleeps. */
#include <lwip/timeouts.h>
#include <lwip/dhcp.h>
#include <lwip/dns.h>
#include <lwip/etharp.h>
#include <lwip/igmp.h>
#include <lwip/mld6.h>
#include <lwip/priv/tcp_priv.h>
#include <lwip/prot/dhcp.h>
#include <lwip/sys.h>
#include "memory/memory.h"
#include "platform/frames/internal.h"
#include "platform/guest/guest.h"

enum { NS_OF_MS = 1000000 };

u32_t sys_now(void) { return (u32_t)(door()->monotonic_ns() / NS_OF_MS); }

static bool groups_wait(struct netif *card)
{
    for (const struct igmp_group *g = netif_igmp_data(card); g; g = g->next)
        if (g->timer) return true;
    return false;
}

static bool groups6_wait(struct netif *card)
{
    for (const struct mld_group *g = netif_mld6_data(card); g; g = g->next)
        if (g->timer) return true;
    return false;
}

static bool asks_for_address(struct netif *card)
{
    const struct dhcp *d = netif_dhcp_data(card);
    return d && d->state != DHCP_STATE_BOUND;
}

static bool is_needed(struct frames *f, lwip_cyclic_timer_handler handler)
{
    if (handler == tcp_tmr) return tcp_active_pcbs || tcp_tw_pcbs;
    if (!f->link || handler == dns_tmr) return false;
    if (handler == igmp_tmr) return groups_wait(&f->card);
    if (handler == mld6_tmr) return groups6_wait(&f->card);
    if (handler == dhcp_fine_tmr) return asks_for_address(&f->card);
    return true;
}

/* lwIP's own start of its timers: ours begin when they are first run. */
void sys_timeouts_init(void) {}

bool timers_open(struct frames *f)
{
    f->timers = memory_alloc_zeroed(MEMORY_SYSTEM, (size_t)lwip_num_cyclic_timers * sizeof *f->timers);
    return f->timers;
}

/* One timer: runs it if it is due; when it is due next, UINT64_MAX: while nothing changes, never. */
static uint64_t run_one(struct frames *f, const struct lwip_cyclic_timer *t, uint64_t *due, uint64_t now)
{
    uint64_t interval = (uint64_t)t->interval_ms * NS_OF_MS;
    if (!is_needed(f, t->handler)) return *due = 0, UINT64_MAX;
    if (*due == 0) *due = now + interval;
    if (*due <= now) {
        t->handler();
        *due = now + interval;
    }
    return *due;
}

uint64_t timers_run(struct frames *f)
{
    uint64_t now = door()->monotonic_ns(), next = UINT64_MAX;
    for (int i = 0; i < lwip_num_cyclic_timers; i++) {
        uint64_t due = run_one(f, &lwip_cyclic_timers[i], &f->timers[i], now);
        if (due < next) next = due;
    }
    return next;
}
