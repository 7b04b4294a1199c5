/* platform/pvh/xen_store.c - requests and answers over xenstore's ring. */
#include "platform/pvh/xen_store.h"
#include "platform/pvh/machine.h"
#include "platform/pvh/pvh.h"
#include <string.h>

#define __XEN_INTERFACE_VERSION__ 0x00040e00
#include <xen/hvm/params.h>
#include <xen/io/xs_wire.h>
#include <xen/xen.h>

/* Long: a message of which half was taken when patience ended would make nonsense of all that follow. */
#define PATIENCE_NS UINT64_C(5000000000)

static struct xenstore_domain_interface *ring(void) { return pvh()->xen.store; }

bool store_open(void)
{
    struct pvh *p = pvh();
    uint64_t frame = xen_parameter(HVM_PARAM_STORE_PFN);
    p->xen.store_channel = (uint32_t)xen_parameter(HVM_PARAM_STORE_EVTCHN);
    if (!frame || !p->xen.store_channel || !tables_share(p, frame << 12)) return false;
    p->xen.store = direct(frame << 12);
    return xen_watch_channel(p->xen.store_channel);
}

/* -- bytes through the ring; the other side's counters are not trusted ------------------------------------ */

static uint32_t in_use(uint32_t put, uint32_t taken)
{
    return put - taken <= XENSTORE_RING_SIZE ? put - taken : XENSTORE_RING_SIZE;
}

/* Waits until the other side has moved, or the time has come. */
static bool wait_for_store(uint64_t end)
{
    if (pvh_clock_monotonic_ns() >= end) return false;
    xen_notify(pvh()->xen.store_channel);
    xen_halt(end);
    xen_take_event(pvh()->xen.store_channel);
    return true;
}

static bool put_bytes(const void *from, size_t size, uint64_t end)
{
    volatile struct xenstore_domain_interface *r = ring();
    for (size_t i = 0; i < size; i++) {
        while (in_use(r->req_prod, r->req_cons) == XENSTORE_RING_SIZE)
            if (!wait_for_store(end)) return false;
        r->req[MASK_XENSTORE_IDX(r->req_prod)] = ((const char *)from)[i];
        compiler_barrier();
        r->req_prod++;
    }
    return true;
}

static bool take_bytes(void *to, size_t size, uint64_t end)
{
    volatile struct xenstore_domain_interface *r = ring();
    for (size_t i = 0; i < size; i++) {
        while (in_use(r->rsp_prod, r->rsp_cons) == 0)
            if (!wait_for_store(end)) return false;
        compiler_barrier();
        ((char *)to)[i] = r->rsp[MASK_XENSTORE_IDX(r->rsp_cons)];
        compiler_barrier();
        r->rsp_cons++;
    }
    return true;
}

/* One message; its text cut at `room`, a zero behind it. */
static bool take_message(struct xsd_sockmsg *head, char *text, size_t room, uint64_t end)
{
    if (!take_bytes(head, sizeof *head, end) || head->len > XENSTORE_PAYLOAD_MAX) return false;
    size_t kept = head->len < room - 1 ? head->len : room - 1;
    if (!take_bytes(text, kept, end)) return false;
    text[kept] = 0;
    for (size_t i = kept; i < head->len; i++) {
        char dropped;
        if (!take_bytes(&dropped, 1, end)) return false;
    }
    return true;
}

/* -- requests ------------------------------------------------------------------------------------------------- */

struct request {
    enum xsd_sockmsg_type type;
    const char *path, *value; /* NULL: none */
    bool value_ends;          /* the zero behind it is part of the message */
};

/* The answer to our request; changes that are told of in between are noted. */
static bool answer(const struct request *q, uint32_t number, char *to, size_t room, uint64_t end)
{
    struct xsd_sockmsg head;
    do {
        /* A store that never stops talking is not heard out. */
        if (pvh_clock_monotonic_ns() > end || !take_message(&head, to, room, end)) return false;
        if (head.type == XS_WATCH_EVENT) pvh()->xen.store_event = true;
    } while (head.type == XS_WATCH_EVENT || head.req_id != number);
    return head.type == (uint32_t)q->type;
}

static bool ask(const struct request *q, char *to, size_t room)
{
    struct pvh *p = pvh();
    size_t path = strlen(q->path) + 1, value = q->value ? strlen(q->value) + q->value_ends : 0;
    struct xsd_sockmsg head = {.type = q->type, .req_id = ++p->xen.store_requests, .len = (uint32_t)(path + value)};
    uint64_t end = pvh_clock_monotonic_ns() + PATIENCE_NS;
    if (!p->xen.store) return false;
    if (!put_bytes(&head, sizeof head, end) || !put_bytes(q->path, path, end) ||
        (value && !put_bytes(q->value, value, end)))
        return false;
    xen_notify(p->xen.store_channel);
    return answer(q, head.req_id, to, room, end);
}

bool store_read(const char *path, char *to, size_t room)
{
    return ask(&(struct request){.type = XS_READ, .path = path}, to, room);
}

bool store_read_number(const char *path, uint64_t *value)
{
    char text[STORE_VALUE_MAX];
    if (!store_read(path, text, sizeof text)) return false;
    *value = 0;
    for (const char *c = text; *c; c++) {
        if (*c < '0' || *c > '9' || *value > UINT32_MAX) return false;
        *value = *value * 10 + (uint64_t)(*c - '0');
    }
    return text[0] != 0;
}

bool store_write(const char *path, const char *value)
{
    char done[16];
    return ask(&(struct request){.type = XS_WRITE, .path = path, .value = value}, done, sizeof done);
}

bool store_write_number(const char *path, uint64_t value)
{
    char text[24];
    char *at = text + sizeof text - 1;
    *at = 0;
    do *--at = (char)('0' + value % 10);
    while (value /= 10);
    return store_write(path, at);
}

bool store_watch(const char *path)
{
    char done[16];
    return ask(&(struct request){.type = XS_WATCH, .path = path, .value = "ling", .value_ends = true}, done,
               sizeof done);
}

bool store_changed(void)
{
    struct pvh *p = pvh();
    struct xsd_sockmsg head;
    char text[STORE_VALUE_MAX];
    if (!p->xen.store) return false;
    xen_take_event(p->xen.store_channel);
    volatile struct xenstore_domain_interface *r = ring();
    uint64_t end = pvh_clock_monotonic_ns() + PATIENCE_NS;
    while (in_use(r->rsp_prod, r->rsp_cons) > 0 && pvh_clock_monotonic_ns() < end) {
        if (!take_message(&head, text, sizeof text, end)) break;
        if (head.type == XS_WATCH_EVENT) p->xen.store_event = true;
    }
    bool changed = p->xen.store_event;
    p->xen.store_event = false;
    return changed;
}
