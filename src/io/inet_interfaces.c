/* io/inet_interfaces.c - network interfaces as bytes of the protocol. */
#include "io/inet.h"
#include "memory/memory.h"
#include <string.h>

enum { IFOPT_ADDR = 1, IFOPT_BROADADDR, IFOPT_DSTADDR, IFOPT_MTU, IFOPT_NETMASK, IFOPT_FLAGS, IFOPT_HWADDR };
enum { INTERFACES_BYTES_MAX = 1 << 20 };

struct output {
    uint8_t *bytes;
    size_t size;
};

static void put(struct output *o, const void *bytes, size_t size)
{
    if (o->size + size > INTERFACES_BYTES_MAX) return;
    memcpy(o->bytes + o->size, bytes, size);
    o->size += size;
}

static void put_byte(struct output *o, uint8_t byte) { put(o, &byte, 1); }

static void put_int(struct output *o, uint8_t option, uint32_t v)
{
    put(o, (uint8_t[]){option, (uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v}, 5);
}

static void put_address(struct output *o, uint8_t option, const struct host_address *a)
{
    if (a->family != FAMILY_INET && a->family != FAMILY_INET6) return;
    put(o, (uint8_t[]){option, a->family == FAMILY_INET ? INET_AF_INET : INET_AF_INET6}, 2);
    put(o, a->bytes, a->family == FAMILY_INET ? 4 : 16);
}

static void put_hardware(struct output *o, const struct host_interface *f)
{
    if (f->hardware_size < 2) return;
    put(o, (uint8_t[]){IFOPT_HWADDR, 0, (uint8_t)f->hardware_size}, 3);
    put(o, f->hardware, f->hardware_size);
}

/* Calls `each` for every entry; false: the host refused, or there is no memory. */
static bool walk(void (*each)(struct output *o, const struct host_interface *f, const char *name), struct output *o,
                 const char *name)
{
    struct host_interface f;
    struct host_interfaces *all = host_interfaces();
    o->bytes = all ? memory_alloc(MEMORY_SYSTEM, INTERFACES_BYTES_MAX) : NULL;
    o->size = 0;
    for (size_t n = 0; o->bytes && host_interface(all, n, &f); n++) each(o, &f, name);
    if (all) host_interfaces_free(all);
    return o->bytes != NULL;
}

static bool answer(struct output *o, bool ok, struct reply *r)
{
    bool answered = ok ? inet_answer(r, o->bytes, o->size) : inet_answer_error(r, "enomem");
    memory_free(MEMORY_SYSTEM, o->bytes);
    return answered;
}

/* Name, zero, options, zero. */
static void put_entry(struct output *o, const struct host_interface *f, const char *name)
{
    (void)name;
    put(o, f->name, strlen(f->name) + 1);
    put_int(o, IFOPT_FLAGS, f->flags);
    put_address(o, IFOPT_ADDR, &f->address);
    put_address(o, IFOPT_NETMASK, &f->netmask);
    put_address(o, IFOPT_DSTADDR, &f->destination);
    put_address(o, IFOPT_BROADADDR, &f->broadcast);
    if (f->has_hardware) put_hardware(o, f);
    put_byte(o, 0);
}

bool inet_interfaces(struct reply *r)
{
    struct output o;
    bool ok = walk(put_entry, &o, NULL);
    return answer(&o, ok, r);
}

static void put_name(struct output *o, const struct host_interface *f, const char *name)
{
    (void)name;
    if (f->address.family == FAMILY_INET) put(o, f->name, strlen(f->name) + 1);
}

bool inet_interface_list(struct reply *r)
{
    struct output o;
    bool ok = walk(put_name, &o, NULL);
    return answer(&o, ok, r);
}

/* -- ifget ------------------------------------------------------------------------------- */

/* One interface: its IPv4 entry and its hardware's, together. */
struct interface_query {
    const char *name;
    bool found;
    struct host_interface all;
};

static void merge(struct interface_query *q, const struct host_interface *f)
{
    if (strcmp(f->name, q->name) != 0) return;
    if (!q->found) q->all.flags = f->flags;
    q->found = true;
    if (f->address.family == FAMILY_INET && q->all.address.family == FAMILY_UNSPECIFIED) {
        q->all.address = f->address, q->all.netmask = f->netmask;
        q->all.broadcast = f->broadcast, q->all.destination = f->destination;
    }
    if (!f->has_hardware) return;
    memcpy(q->all.hardware, f->hardware, sizeof q->all.hardware);
    q->all.hardware_size = f->hardware_size;
    q->all.has_hardware = true;
}

static bool query(struct interface_query *q)
{
    struct host_interface f;
    struct host_interfaces *all = host_interfaces();
    if (!all) return false;
    for (size_t n = 0; host_interface(all, n, &f); n++) merge(q, &f);
    host_interfaces_free(all);
    return true;
}

static bool put_asked(struct output *o, const struct interface_query *q, uint8_t option)
{
    uint32_t mtu;
    switch (option) {
    case IFOPT_ADDR: put_address(o, option, &q->all.address); return true;
    case IFOPT_BROADADDR: put_address(o, option, &q->all.broadcast); return true;
    case IFOPT_DSTADDR: put_address(o, option, &q->all.destination); return true;
    case IFOPT_NETMASK: put_address(o, option, &q->all.netmask); return true;
    case IFOPT_HWADDR:
        if (q->all.has_hardware) put_hardware(o, &q->all);
        return true;
    case IFOPT_MTU:
        if (host_interface_mtu(q->name, &mtu)) put_int(o, option, mtu);
        return true;
    case IFOPT_FLAGS: put_int(o, option, q->all.flags); return true;
    default: return false;
    }
}

bool inet_interface_get(struct bytes *b, struct reply *r)
{
    char name[256];
    size_t size = bytes_u8(b);
    const uint8_t *p = bytes_take(b, size);
    struct interface_query q = {.name = name};
    struct output o = {.bytes = p ? memory_alloc(MEMORY_SYSTEM, INTERFACES_BYTES_MAX) : NULL};
    if (!o.bytes) return inet_answer_error(r, "einval");
    memcpy(name, p, size);
    name[size] = 0;
    bool ok = query(&q);
    while (ok && bytes_left(b)) ok = put_asked(&o, &q, bytes_u8(b));
    if (ok) return answer(&o, true, r);
    memory_free(MEMORY_SYSTEM, o.bytes);
    return inet_answer_error(r, "einval");
}
