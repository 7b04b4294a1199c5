/* platform/tender/sockets.c - opening, naming, connecting and closing: sockets that the tender carries. */
#include "platform/tender/tender.h"
#include <string.h>

struct device *device(host_device d)
{
    if (d < SOCKET_DEVICES || slot_of(d) < GUEST_SLOT_FIRST || slot_of(d) >= boot_record()->slots) return NULL;
    struct device *v = device_of(slot_of(d));
    return v->open ? v : NULL;
}

static uint64_t family_to_tender(enum host_family f)
{
    static const uint8_t families[] = {
        [FAMILY_INET] = GUEST_FAMILY_INET, [FAMILY_INET6] = GUEST_FAMILY_INET6, [FAMILY_LOCAL] = GUEST_FAMILY_LOCAL};
    return f < sizeof families ? families[f] : GUEST_FAMILY_NONE;
}

/* OTP opens a socket just to ask for the host's name, at each request of its web server for one: what comes back unused
 * is kept for the next. */
static enum host_error open(enum host_family f, enum host_socket_type t, host_device *d)
{
    bool datagrams = t == SOCKET_DATAGRAM;
    if (f >= FAMILY_OTHER) return HOST_EAFNOSUPPORT;
    uint16_t *spare = &start()->spare[datagrams][f];
    int64_t slot = *spare;
    if (!slot)
        slot = tender_call(GUEST_CALL_OPEN, datagrams ? GUEST_SLOT_DATAGRAM : GUEST_SLOT_STREAM, family_to_tender(f));
    if (slot < 0) return tender_error(slot);
    *spare = 0;
    guest_half((uint32_t)slot)->received_taken = host_half((uint32_t)slot)->received_put; /* not meant for us */
    *device_of((uint32_t)slot) = (struct device){.open = true, .datagrams = datagrams, .family = (uint8_t)f};
    *d = SOCKET_DEVICES + (host_device)slot;
    return HOST_OK;
}

void sockets_keep_spare(uint32_t slot) { start()->spare[true][FAMILY_INET] = (uint16_t)slot; }

/* True: the slot is kept. */
static bool give_back(uint32_t slot)
{
    struct device *v = device_of(slot);
    uint16_t *spare = &start()->spare[v->datagrams][v->family];
    if (v->used || *spare) return false;
    *v = (struct device){0};
    *spare = (uint16_t)slot;
    return true;
}

/* A call whose address stands in the transfer page. */
static enum host_error call_with(enum guest_call_number number, host_device d, const struct host_address *a)
{
    struct device *v = device(d);
    if (!v) return HOST_EBADF;
    address_to_tender((struct guest_address *)GUEST_TRANSFER, a);
    return tender_error(tender_call(number, slot_of(d), 0));
}

/* The path of a local name; false: it has none. */
static bool path_of(const struct host_address *a, char path[LOCAL_PATH_MAX + 1])
{
    size_t size = a->size < LOCAL_PATH_MAX ? a->size : LOCAL_PATH_MAX;
    memcpy(path, a->bytes, size);
    path[size] = 0;
    return a->family == FAMILY_LOCAL && size && path[0];
}

enum host_error sockets_local_error(const struct host_address *a, enum host_error otherwise)
{
    char path[LOCAL_PATH_MAX + 1];
    struct host_file_info info;
    return path_of(a, path) ? host_file_info(path, true, &info) : otherwise;
}

static bool is_anything(const struct host_address *a)
{
    static const uint8_t zeros[16];
    size_t size = a->family == FAMILY_INET ? 4 : a->family == FAMILY_INET6 ? 16 : 0;
    return size && a->port == 0 && memcmp(a->bytes, zeros, size) == 0;
}

/* As on Linux, a local name is also a file, and stays when the socket is gone. */
static enum host_error bind_local(host_device d, const struct host_address *a, const char *path)
{
    host_device file;
    enum host_error e = host_open(path, OPEN_WRITE | OPEN_EXCLUSIVE, &file);
    if (e != HOST_OK) return e == HOST_EEXIST ? HOST_EADDRINUSE : e;
    host_close(file);
    e = call_with(GUEST_CALL_BIND, d, a);
    if (e != HOST_OK) host_delete_file(path);
    return e;
}

static enum host_error bind(host_device d, const struct host_address *a)
{
    char path[LOCAL_PATH_MAX + 1];
    struct device *v = device(d);
    if (!v) return HOST_EBADF;
    if (v->bound) return HOST_EINVAL;
    bool named = host_half(slot_of(d))->name.family != GUEST_FAMILY_NONE; /* by who gave the slot back */
    v->used = v->used || !is_anything(a);
    enum host_error e = path_of(a, path)    ? bind_local(d, a, path)
                        : !v->used && named ? HOST_OK
                                            : call_with(GUEST_CALL_BIND, d, a);
    v->bound = e == HOST_OK;
    return e;
}

static enum host_error connect(host_device d, const struct host_address *a)
{
    if (!device(d)) return HOST_EBADF;
    device(d)->used = true;
    enum host_error e = call_with(GUEST_CALL_CONNECT, d, a);
    if (e == HOST_ENOENT && sockets_local_error(a, e) == HOST_OK)
        return HOST_ECONNREFUSED; /* left by one that is gone */
    if (e != HOST_OK) return e;
    struct device *v = device(d);
    v->told_failure = false;
    return v->datagrams || host_half(slot_of(d))->state & GUEST_SLOT_CONNECTED ? HOST_OK : HOST_EINPROGRESS;
}

static enum host_error disconnect(host_device d)
{
    return call_with(GUEST_CALL_CONNECT, d, &(struct host_address){.family = FAMILY_UNSPECIFIED});
}

static enum host_error failure(host_device d)
{
    struct device *v = device(d);
    if (!v) return HOST_EBADF;
    if (!(host_half(slot_of(d))->state & GUEST_SLOT_FAILED) || v->told_failure) return HOST_OK;
    v->told_failure = true;
    return tender_error(-(int64_t)host_half(slot_of(d))->error);
}

static enum host_error listen(host_device d, int backlog)
{
    struct device *v = device(d);
    if (!v) return HOST_EBADF;
    v->used = true;
    enum host_error e = tender_error(tender_call(GUEST_CALL_LISTEN, slot_of(d), backlog > 0 ? (uint64_t)backlog : 1));
    if (e == HOST_OK) v->listening = true;
    return e;
}

/* -- connections that come in ----------------------------------------------------------------------------- */

static void enqueue(uint32_t listener, uint32_t slot)
{
    struct device *from = device_of(listener), *v = device_of(slot);
    v->queued = true;
    v->next = 0;
    if (from->first) device_of(from->last)->next = (uint16_t)slot;
    else from->first = (uint16_t)slot;
    from->last = (uint16_t)slot;
}

static void refuse(uint32_t slot)
{
    guest_half(slot)->wishes |= GUEST_SLOT_CLOSE | GUEST_SLOT_RESET;
    ring_bell(slot);
}

static void take_news_of(uint32_t slot)
{
    uint32_t listener = host_half(slot)->listener;
    const struct device *v = device_of(slot);
    if (host_half(slot)->kind != GUEST_SLOT_STREAM || !listener || listener >= boot_record()->slots) return;
    if (v->open || v->queued || guest_half(slot)->wishes & GUEST_SLOT_CLOSE) return;
    if (device_of(listener)->listening) enqueue(listener, slot);
    else refuse(slot);
}

void sockets_take_news(void)
{
    for (uint32_t word = 0; word < (boot_record()->slots + 63) / 64; word++)
        for (uint64_t set = shared_page()->to_guest[word]; set; set &= set - 1) {
            uint32_t slot = word * 64 + (uint32_t)__builtin_ctzll(set);
            shared_page()->to_guest[word] &= ~(set & -set);
            if (slot >= GUEST_SLOT_FIRST && slot < boot_record()->slots) take_news_of(slot);
        }
}

static enum host_error accept(host_device d, host_device *connection)
{
    struct device *from = device(d);
    *connection = NO_DEVICE;
    if (!from) return HOST_EBADF;
    if (!from->listening) return HOST_EINVAL;
    uint32_t slot = from->first;
    if (!slot) return HOST_EAGAIN;
    struct device *v = device_of(slot);
    from->first = v->next;
    *v = (struct device){.open = true,
                         .used = true,
                         .family = from->family,
                         .switches = from->switches,
                         .tos = from->tos,
                         .ttl = from->ttl,
                         .priority = from->priority,
                         .send_buffer = from->send_buffer,
                         .receive_buffer = from->receive_buffer};
    guest_half(slot)->wishes |= GUEST_SLOT_ACCEPTED;
    *connection = SOCKET_DEVICES + (host_device)slot;
    return HOST_OK;
}

/* -- the end -------------------------------------------------------------------------------------------------- */

static enum host_error shut(host_device d, enum host_shutdown how)
{
    if (!device(d)) return HOST_EBADF;
    if (!(host_half(slot_of(d))->state & GUEST_SLOT_CONNECTED)) return HOST_ENOTCONN;
    if (how != SHUTDOWN_WRITE) guest_half(slot_of(d))->wishes |= GUEST_SLOT_SHUT_READ;
    if (how != SHUTDOWN_READ) guest_half(slot_of(d))->wishes |= GUEST_SLOT_SHUT_WRITE;
    ring_bell(slot_of(d));
    return HOST_OK;
}

static enum host_error close(host_device d)
{
    struct device *v = device(d);
    if (!v) return HOST_EBADF;
    uint32_t slot = slot_of(d);
    bool reset = v->linger && v->linger_seconds == 0;
    sockets_watch(d, 0);
    if (give_back(slot)) return HOST_OK;
    for (uint32_t i = v->first, next; i; i = next) { /* the tender resets them when the listener is gone */
        next = device_of(i)->next;
        *device_of(i) = (struct device){0};
        guest_half(i)->wishes |= GUEST_SLOT_CLOSE | GUEST_SLOT_RESET;
    }
    *v = (struct device){0};
    guest_half(slot)->wishes |= GUEST_SLOT_CLOSE | (reset ? GUEST_SLOT_RESET : 0u);
    ring_bell(slot);
    return HOST_OK;
}

/* -- names ------------------------------------------------------------------------------------------------------ */

static enum host_error name(host_device d, struct host_address *a)
{
    struct device *v = device(d);
    if (!v) return HOST_EBADF;
    address_from_tender(a, &host_half(slot_of(d))->name);
    if (a->family == FAMILY_UNSPECIFIED) a->family = v->family; /* not bound: all zeros */
    return HOST_OK;
}

static enum host_error peer(host_device d, struct host_address *a)
{
    struct device *v = device(d);
    if (!v) return HOST_EBADF;
    address_from_tender(a, &host_half(slot_of(d))->peer);
    bool connected = v->datagrams || host_half(slot_of(d))->state & GUEST_SLOT_CONNECTED;
    return connected && a->family != FAMILY_UNSPECIFIED ? HOST_OK : HOST_ENOTCONN;
}

static bool interface(size_t index, struct host_interface *i, uint32_t *mtu)
{
    if (index >= boot_record()->interfaces || index >= GUEST_INTERFACES) return false;
    *i = (struct host_interface){.name = "eth0", .flags = INTERFACE_UP | INTERFACE_RUNNING};
    address_from_tender(&i->address, &boot_record()->interface[index]);
    i->netmask = (struct host_address){.family = FAMILY_INET, .bytes = {255, 255, 255}};
    *mtu = 65535;
    return true;
}

static bool name_server(size_t index, struct host_address *a)
{
    if (index >= boot_record()->name_servers || index >= GUEST_NAME_SERVERS) return false;
    address_from_tender(a, &boot_record()->name_server[index]);
    return true;
}

const struct guest_sockets *tender_sockets(void)
{
    static const struct guest_sockets sockets = {
        .open = open,
        .close = close,
        .bind = bind,
        .connect = connect,
        .disconnect = disconnect,
        .failure = failure,
        .listen = listen,
        .accept = accept,
        .shutdown = shut,
        .name = name,
        .peer = peer,
        .send = sockets_send,
        .receive = sockets_receive,
        .send_datagram = sockets_send_datagram,
        .receive_datagram = sockets_receive_datagram,
        .set = sockets_set,
        .get = sockets_get,
        .watch = sockets_watch,
        .ready_next = sockets_ready_next,
        .interface = interface,
        .name_server = name_server,
    };
    return &sockets;
}
