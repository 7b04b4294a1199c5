/* platform/pvh/xen_net.c - netfront (public/io/netif.h): two rings of pages that the backend may read or write.
 *
 * The backend's counters and answers are checked where they are read: an id beyond the ring, or one that is not its
 * own, marks the card as broken until the backend comes again.  When the backend's domain or driver restarts, it shows
 * in xenstore, and the rings are made anew.
 */
#include "platform/frames/frames.h"
#include "platform/pvh/machine.h"
#include "platform/pvh/pvh.h"
#include "platform/pvh/xen_store.h"
#include <string.h>

#define __XEN_INTERFACE_VERSION__ 0x00040e00
/* What the macros of ring.h order their accesses with. */
#define xen_mb()                  full_barrier()
#define xen_rmb()                 compiler_barrier()
#define xen_wmb()                 compiler_barrier()
#include <xen/event_channel.h>
#include <xen/grant_table.h>
#include <xen/io/netif.h>
#include <xen/io/xenbus.h>
#include <xen/memory.h>
#include <xen/xen.h>

enum { BUFFERS = 64, FRAME_MOST = 1514, PATH_MAX_BYTES = 128 };
enum { GRANT_TX_RING = 8, GRANT_RX_RING, GRANT_TX, GRANT_RX = GRANT_TX + BUFFERS }; /* the first 8 are the tools' */

struct xen_net {
    struct link link;
    netif_tx_front_ring_t tx;
    netif_rx_front_ring_t rx;
    uint64_t tx_page, rx_page; /* physical */
    uint8_t *tx_buffers[BUFFERS], *rx_buffers[BUFFERS];
    uint16_t idle[BUFFERS], idle_count; /* transmit buffers that are ours */
    bool lent[BUFFERS];                 /* transmit buffers that the backend has */
    uint16_t taken;                     /* the receive buffer that is being read */
    uint32_t channel;
    uint64_t backend_domain;
    bool connected;
    char backend[PATH_MAX_BYTES];
};
_Static_assert(sizeof(struct xen_net) <= FRAME_BYTES, "its record has one frame");

static struct xen_net *card(void) { return pvh()->xen_net; }

/* -- grants ------------------------------------------------------------------------------------------------- */

static bool open_grants(struct pvh *p)
{
    uint64_t frame = frames_take(&p->frames, 1);
    struct xen_add_to_physmap add = {.domid = DOMID_SELF, .space = XENMAPSPACE_grant_table, .gpfn = frame >> 12};
    if (!frame || xen_call(__HYPERVISOR_memory_op, XENMEM_add_to_physmap, (uintptr_t)&add, 0, 0) != 0) return false;
    p->xen.grants = direct(frame);
    return true;
}

static void grant(unsigned reference, uint64_t domain, const void *page, bool read_only)
{
    volatile struct grant_entry_v1 *g = (volatile struct grant_entry_v1 *)pvh()->xen.grants + reference;
    g->domid = (domid_t)domain;
    g->frame = (uint32_t)(((uintptr_t)page - DIRECT) >> 12);
    compiler_barrier();
    g->flags = (uint16_t)(GTF_permit_access | (read_only ? GTF_readonly : 0));
}

/* -- the link ---------------------------------------------------------------------------------------------------- */

static void reclaim(struct xen_net *n)
{
    RING_IDX done = *(volatile RING_IDX *)&n->tx.sring->rsp_prod;
    compiler_barrier();
    if (done - n->tx.rsp_cons > BUFFERS) return; /* more than was sent */
    while (n->tx.rsp_cons != done) {
        uint16_t id = *(volatile uint16_t *)&RING_GET_RESPONSE(&n->tx, n->tx.rsp_cons)->id;
        n->tx.rsp_cons++;
        if (id >= BUFFERS || !n->lent[id]) continue;
        n->lent[id] = false;
        n->idle[n->idle_count++] = id;
    }
}

static bool transmit(const struct host_chunk *parts, size_t count, const struct link_checksum *sum)
{
    struct xen_net *n = card();
    if (!n->connected) return false;
    reclaim(n);
    if (n->idle_count == 0) return false;
    uint16_t id = n->idle[n->idle_count - 1];
    size_t size = 0;
    for (size_t i = 0; i < count; size += parts[i++].size) {
        if (parts[i].size > FRAME_BYTES - size) return false;
        memcpy(n->tx_buffers[id] + size, parts[i].bytes, parts[i].size);
    }
    n->idle_count--;
    n->lent[id] = true;
    *RING_GET_REQUEST(&n->tx, n->tx.req_prod_pvt) =
        (netif_tx_request_t){.gref = GRANT_TX + id,
                             .id = id,
                             .size = (uint16_t)size,
                             .flags = sum ? NETTXF_csum_blank | NETTXF_data_validated : 0};
    n->tx.req_prod_pvt++;
    int tell;
    RING_PUSH_REQUESTS_AND_CHECK_NOTIFY(&n->tx, tell);
    if (tell) xen_notify(n->channel);
    return true;
}

static void offer_buffer(struct xen_net *n, uint16_t id)
{
    *RING_GET_REQUEST(&n->rx, n->rx.req_prod_pvt) = (netif_rx_request_t){.id = id, .gref = GRANT_RX + id};
    n->rx.req_prod_pvt++;
}

static void push_buffers(struct xen_net *n)
{
    int tell;
    RING_PUSH_REQUESTS_AND_CHECK_NOTIFY(&n->rx, tell);
    if (tell) xen_notify(n->channel);
}

/* How many answers wait to be read; more than a ring has cannot be: then the card is broken, and none are. */
static RING_IDX answers(struct xen_net *n)
{
    RING_IDX count = *(volatile RING_IDX *)&n->rx.sring->rsp_prod - n->rx.rsp_cons;
    if (count > RING_SIZE(&n->rx)) n->connected = false;
    return n->connected ? count : 0;
}

static const void *receive(size_t *size, bool *checked)
{
    struct xen_net *n = card();
    if (!n->connected) return NULL;
    for (RING_IDX left = answers(n); left > 0; left--) {
        compiler_barrier();
        netif_rx_response_t r = *(volatile netif_rx_response_t *)RING_GET_RESPONSE(&n->rx, n->rx.rsp_cons);
        n->rx.rsp_cons++;
        if (r.id >= BUFFERS) return n->connected = false, NULL;
        n->taken = r.id;
        bool whole = r.status > 0 && r.offset < FRAME_BYTES && r.status <= FRAME_BYTES - r.offset &&
                     !(r.flags & (NETRXF_more_data | NETRXF_extra_info));
        if (whole) {
            *size = (size_t)r.status;
            *checked = r.flags & (NETRXF_data_validated | NETRXF_csum_blank);
            return n->rx_buffers[r.id] + r.offset;
        }
        offer_buffer(n, r.id); /* an error, or larger than we said we take */
        push_buffers(n);
    }
    return NULL;
}

static void release(void)
{
    offer_buffer(card(), card()->taken);
    push_buffers(card());
}

/* -- connecting --------------------------------------------------------------------------------------------------- */

static bool path_at(char *to, const char *folder, const char *name)
{
    size_t a = strlen(folder), b = strlen(name);
    if (a + b + 2 > PATH_MAX_BYTES) return false;
    memcpy(to, folder, a);
    to[a] = '/';
    memcpy(to + a + 1, name, b + 1);
    return true;
}

static uint64_t backend_state(const struct xen_net *n)
{
    char path[PATH_MAX_BYTES];
    uint64_t state = XenbusStateUnknown;
    if (path_at(path, n->backend, "state")) store_read_number(path, &state);
    return state;
}

static void make_rings(struct xen_net *n)
{
    netif_tx_sring_t *tx = direct(n->tx_page);
    netif_rx_sring_t *rx = direct(n->rx_page);
    SHARED_RING_INIT(tx);
    SHARED_RING_INIT(rx);
    FRONT_RING_INIT(&n->tx, tx, FRAME_BYTES);
    FRONT_RING_INIT(&n->rx, rx, FRAME_BYTES);
    n->idle_count = 0;
    for (uint16_t id = 0; id < BUFFERS; id++) {
        n->lent[id] = false;
        n->idle[n->idle_count++] = id;
        grant(GRANT_TX + id, n->backend_domain, n->tx_buffers[id], true);
        grant(GRANT_RX + id, n->backend_domain, n->rx_buffers[id], false);
        offer_buffer(n, id);
    }
    RING_PUSH_REQUESTS(&n->rx);
    grant(GRANT_TX_RING, n->backend_domain, tx, false);
    grant(GRANT_RX_RING, n->backend_domain, rx, false);
}

static bool open_channel(struct xen_net *n)
{
    struct evtchn_alloc_unbound a = {.dom = DOMID_SELF, .remote_dom = (domid_t)n->backend_domain};
    if (xen_call(__HYPERVISOR_event_channel_op, EVTCHNOP_alloc_unbound, (uintptr_t)&a, 0, 0) != 0) return false;
    n->channel = a.port;
    return xen_watch_channel(n->channel);
}

static bool tell_backend(const struct xen_net *n)
{
    return store_write_number("device/vif/0/tx-ring-ref", GRANT_TX_RING) &&
           store_write_number("device/vif/0/rx-ring-ref", GRANT_RX_RING) &&
           store_write_number("device/vif/0/event-channel", n->channel) &&
           store_write_number("device/vif/0/request-rx-copy", 1) &&
           store_write_number("device/vif/0/feature-rx-notify", 1) &&
           store_write_number("device/vif/0/feature-ipv6-csum-offload", 1) &&
           store_write_number("device/vif/0/state", XenbusStateConnected);
}

/* Follows the backend: connects when it waits for us, lets go when it closes. */
static void follow_backend(struct xen_net *n)
{
    uint64_t state = backend_state(n);
    if (state == XenbusStateInitWait && !n->connected) {
        make_rings(n);
        n->connected = tell_backend(n);
    } else if (state == XenbusStateClosing || state == XenbusStateClosed) {
        n->connected = false;
        store_write_number("device/vif/0/state", XenbusStateClosed);
        store_write_number("device/vif/0/state", XenbusStateInitialising);
    }
}

void xen_net_changed(void)
{
    if (card()) follow_backend(card());
}

/* "00:16:3e:01:02:03" */
static bool read_hardware(const char *text, uint8_t to[6])
{
    for (int i = 0; i < 6; i++, text += text[2] ? 3 : 2) {
        unsigned value = 0;
        for (int k = 0; k < 2; k++) {
            char c = text[k];
            unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 32) - 'a' + 10);
            if (digit > 15) return false;
            value = value * 16 + digit;
        }
        to[i] = (uint8_t)value;
    }
    return true;
}

static bool make_buffers(struct xen_net *n)
{
    for (int id = 0; id < BUFFERS; id++) {
        uint64_t tx = frames_take(&pvh()->frames, 1), rx = frames_take(&pvh()->frames, 1);
        if (!tx || !rx) return false;
        n->tx_buffers[id] = direct(tx);
        n->rx_buffers[id] = direct(rx);
    }
    n->tx_page = frames_take(&pvh()->frames, 1);
    n->rx_page = frames_take(&pvh()->frames, 1);
    return n->tx_page && n->rx_page;
}

const struct link *xen_net_open(struct pvh *p)
{
    char hardware[STORE_VALUE_MAX], state[PATH_MAX_BYTES];
    uint64_t frame = frames_take(&p->frames, 1);
    struct xen_net *n = frame ? direct(frame) : NULL;
    if (!n || !store_read("device/vif/0/backend", n->backend, sizeof n->backend) ||
        !store_read_number("device/vif/0/backend-id", &n->backend_domain) ||
        !store_read("device/vif/0/mac", hardware, sizeof hardware) || !read_hardware(hardware, n->link.hardware))
        return NULL; /* the domain has no card */
    n->link.mtu = FRAME_MOST - 14;
    n->link.completes_checksums = true;
    n->link.transmit = transmit;
    n->link.receive = receive;
    n->link.release = release;
    if (!make_buffers(n) || !open_grants(p) || !open_channel(n)) end_refuse("There is not enough memory to start.");
    p->xen_net = n;
    path_at(state, n->backend, "state");
    store_watch(state);
    follow_backend(n);
    return &n->link;
}

void xen_net_before_halt(void)
{
    struct xen_net *n = card();
    if (!n) return;
    xen_take_event(n->channel);
    if (!n->connected) return;
    n->rx.sring->rsp_event = n->rx.rsp_cons + 1;
    full_barrier();
}

bool xen_net_has_frames(void)
{
    struct xen_net *n = card();
    return n && n->connected && answers(n) > 0;
}
