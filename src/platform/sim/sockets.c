/* platform/sim/sockets.c - opening, naming, connecting and accepting on the loopback network. */
#include "platform/sim/endpoint.h"
#include <string.h>

enum { PORT_MIN = 32768, PORT_TRIES = 28000 };

static host_device device_of(struct endpoint *e)
{
    host_device d = sim_device_new(SIM_SOCKET);
    if (d != NO_DEVICE) sim()->devices[d].endpoint = e;
    return d;
}

enum host_error host_socket_open(enum host_family f, enum host_socket_type t, const char *namespace, host_device *d)
{
    if (namespace) return HOST_ENOENT;
    struct endpoint *e = endpoint_new(f, t);
    if (!e) return HOST_ENOBUFS;
    *d = device_of(e);
    if (*d == NO_DEVICE) return endpoint_release(e), HOST_EMFILE;
    sim_trace("socket %d", *d);
    return HOST_OK;
}

enum host_error host_socket_adopt(host_device d) { return host_check_device(d); }

/* -- addresses -------------------------------------------------------------------------- */

static size_t address_bytes(const struct host_address *a)
{
    return a->family == FAMILY_INET ? 4 : a->family == FAMILY_INET6 ? 16 : a->size;
}

static bool is_any(const struct host_address *a)
{
    static const uint8_t zero[16];
    return a->family != FAMILY_LOCAL && memcmp(a->bytes, zero, address_bytes(a)) == 0;
}

bool address_is_here(const struct host_address *a)
{
    static const uint8_t loopback6[16] = {[15] = 1};
    if (a->family == FAMILY_INET) return a->bytes[0] == 127 || is_any(a);
    return a->family == FAMILY_INET6 ? memcmp(a->bytes, loopback6, 16) == 0 || is_any(a) : true;
}

/* What "any" means to a sender. */
static struct host_address loopback_of(const struct host_address *a)
{
    struct host_address to = *a;
    if (!is_any(a)) return to;
    if (a->family == FAMILY_INET) to.bytes[0] = 127, to.bytes[3] = 1;
    else to.bytes[15] = 1;
    return to;
}

static bool overlaps(const struct host_address *a, const struct host_address *b)
{
    if (a->family != b->family) return false;
    if (a->family == FAMILY_LOCAL) return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
    return a->port == b->port && (is_any(a) || is_any(b) || memcmp(a->bytes, b->bytes, address_bytes(a)) == 0);
}

struct endpoint *endpoint_at(const struct host_address *a, enum host_socket_type type, bool listening)
{
    for (struct endpoint *e = sim()->endpoints; e; e = e->next) {
        if (e->type != type || !e->bound || (listening && e->state != ENDPOINT_LISTENING)) continue;
        if (type == SOCKET_STREAM && !listening && e->state == ENDPOINT_CONNECTED) continue;
        if (overlaps(&e->name, a)) return e;
    }
    return NULL;
}

struct endpoint *endpoint_for_datagram(const struct host_address *a, const struct host_address *from)
{
    for (struct endpoint *e = sim()->endpoints; e; e = e->next) {
        if (e->type != SOCKET_DATAGRAM || !e->bound || !overlaps(&e->name, a)) continue;
        if (e->state != ENDPOINT_CONNECTED || overlaps(&e->peer_name, from)) return e;
    }
    return NULL;
}

/* May both have the same name? */
static bool may_share(const struct endpoint *a, const struct endpoint *b)
{
    if (endpoint_option(a, OPTION_REUSE_PORT) && endpoint_option(b, OPTION_REUSE_PORT)) return true;
    bool listens = a->state == ENDPOINT_LISTENING || b->state == ENDPOINT_LISTENING;
    return endpoint_option(a, OPTION_REUSE_ADDRESS) && endpoint_option(b, OPTION_REUSE_ADDRESS) &&
           (a->type == SOCKET_DATAGRAM || !listens);
}

static bool is_taken(const struct endpoint *e, const struct host_address *a)
{
    const struct endpoint *other = endpoint_at(a, e->type, false);
    return other && other != e && !may_share(e, other);
}

static enum host_error choose_port(struct endpoint *e, struct host_address *a)
{
    struct sim *s = sim();
    for (int i = 0; i < PORT_TRIES; i++) {
        a->port = s->next_port++;
        if (s->next_port < PORT_MIN) s->next_port = PORT_MIN;
        if (!endpoint_at(a, e->type, false)) return HOST_OK;
    }
    return HOST_EADDRINUSE;
}

static void path_of(const struct host_address *a, char path[LOCAL_PATH_MAX + 1])
{
    memcpy(path, a->bytes, a->size);
    path[a->size] = 0;
}

bool path_is_there(const struct host_address *a)
{
    char path[LOCAL_PATH_MAX + 1];
    struct host_file_info info;
    path_of(a, path);
    return *path && files_info(sim()->files, path, true, &info) == HOST_OK;
}

/* A path gets a name in the file system; a name that starts with zero is known to sockets only. */
static enum host_error bind_local(const struct endpoint *e, const struct host_address *a)
{
    char path[LOCAL_PATH_MAX + 1];
    if (a->size == 0) return HOST_OK;
    if (!a->bytes[0]) return is_taken(e, a) ? HOST_EADDRINUSE : HOST_OK;
    path_of(a, path);
    return files_make_other(sim()->files, path);
}

enum host_error host_socket_bind(host_device d, const struct host_address *a)
{
    enum host_error error;
    struct endpoint *e = endpoint_of(d, &error);
    struct host_address name = *a;
    if (!e) return error;
    if (e->bound || a->family != e->family) return HOST_EINVAL;
    if (!address_is_here(a)) return HOST_EADDRNOTAVAIL;
    if (a->family == FAMILY_LOCAL) error = bind_local(e, a);
    else if (a->port == 0) error = choose_port(e, &name);
    else if (is_taken(e, a)) error = HOST_EADDRINUSE;
    if (error != HOST_OK) return error;
    e->name = name;
    e->bound = true;
    return HOST_OK;
}

enum host_error endpoint_bind_any(struct endpoint *e, const struct host_address *towards)
{
    if (e->bound || e->family == FAMILY_LOCAL) return HOST_OK;
    struct host_address name = loopback_of(&(struct host_address){.family = towards->family});
    enum host_error error = choose_port(e, &name);
    if (error != HOST_OK) return error;
    e->name = name;
    e->bound = true;
    return HOST_OK;
}

/* -- connecting ---------------------------------------------------------------------------- */

/* The other end, which waits for accept; *error: why there is none. */
static struct endpoint *queue_connection(struct endpoint *e, const struct host_address *to, enum host_error *error)
{
    struct endpoint *listener = endpoint_at(to, SOCKET_STREAM, true), **last;
    *error = e->family == FAMILY_LOCAL && !path_is_there(to) ? HOST_ENOENT : HOST_ECONNREFUSED;
    if (!listener || listener->backlog > listener->backlog_max || sim_strikes(SIM_FAULT_NETWORK, 20)) return NULL;
    struct endpoint *other = endpoint_new(e->family, SOCKET_STREAM);
    *error = HOST_ENOBUFS;
    if (!other) return NULL;
    other->state = ENDPOINT_CONNECTED;
    other->name = *to, other->peer_name = e->name;
    other->peer = e;
    other->listener = listener;
    memcpy(other->options, listener->options, sizeof other->options);
    for (last = &listener->waiting; *last;) last = &(*last)->waiting;
    *last = other;
    listener->backlog++;
    *error = HOST_OK;
    return other;
}

static enum host_error connect_stream(struct endpoint *e, const struct host_address *to)
{
    if (e->state == ENDPOINT_CONNECTING) return HOST_EALREADY;
    if (e->state == ENDPOINT_CONNECTED) return HOST_EISCONN;
    if (e->state != ENDPOINT_FRESH) return HOST_EINVAL;
    enum host_error error = endpoint_bind_any(e, to);
    if (error != HOST_OK) return error;
    struct endpoint *other = queue_connection(e, to, &e->failure);
    e->peer = other;
    e->peer_name = *to;
    e->due = sim()->now + network_delay();
    if (other) other->due = e->due;
    e->state = ENDPOINT_CONNECTING;
    return HOST_EINPROGRESS;
}

enum host_error host_socket_connect(host_device d, const struct host_address *a)
{
    enum host_error error;
    struct endpoint *e = endpoint_of(d, &error);
    if (!e) return error;
    if (a->family != e->family) return HOST_EAFNOSUPPORT;
    if (!address_is_here(a)) return HOST_ENETUNREACH;
    struct host_address to = loopback_of(a);
    if (e->type == SOCKET_STREAM) return connect_stream(e, &to);
    error = endpoint_bind_any(e, &to);
    if (error != HOST_OK) return error;
    e->peer_name = to;
    e->state = ENDPOINT_CONNECTED;
    return HOST_OK;
}

enum host_error host_socket_disconnect(host_device d)
{
    enum host_error error;
    struct endpoint *e = endpoint_of(d, &error);
    if (e && e->type == SOCKET_DATAGRAM) e->state = ENDPOINT_FRESH;
    return error;
}

enum host_error host_socket_failure(host_device d)
{
    enum host_error error;
    struct endpoint *e = endpoint_of(d, &error);
    if (!e) return error;
    endpoint_settle(e);
    error = e->failure;
    e->failure = HOST_OK;
    return error;
}

/* A socket without a name gets one. */
enum host_error host_socket_listen(host_device d, int backlog)
{
    enum host_error error;
    struct endpoint *e = endpoint_of(d, &error);
    if (!e) return error;
    if (e->type != SOCKET_STREAM) return HOST_ENOTSUP;
    if (e->state != ENDPOINT_FRESH && e->state != ENDPOINT_LISTENING) return HOST_EINVAL;
    if (!e->bound && e->family != FAMILY_LOCAL) {
        if ((error = choose_port(e, &e->name)) != HOST_OK) return error;
        e->bound = true;
    }
    e->state = ENDPOINT_LISTENING;
    e->backlog_max = backlog < 0 || backlog > BACKLOG_MAX ? BACKLOG_MAX : backlog;
    return HOST_OK;
}

enum host_error host_socket_accept(host_device d, host_device *connection)
{
    enum host_error error;
    struct endpoint *e = endpoint_of(d, &error), *first;
    if (!e) return error;
    if (e->state != ENDPOINT_LISTENING) return HOST_EINVAL;
    if (!(first = e->waiting) || first->due > sim()->now) return HOST_EAGAIN;
    if (sim_strikes(SIM_FAULT_NETWORK, 40)) return HOST_EMFILE;
    *connection = device_of(first);
    if (*connection == NO_DEVICE) return HOST_EMFILE;
    e->waiting = first->waiting;
    e->backlog--;
    first->waiting = first->listener = NULL;
    sim_trace("accept %d", *connection);
    return HOST_OK;
}

/* -- names ------------------------------------------------------------------------------------ */

enum host_error host_socket_name(host_device d, struct host_address *a)
{
    enum host_error error;
    const struct endpoint *e = endpoint_of(d, &error);
    if (e) *a = e->name;
    return error;
}

enum host_error host_socket_peer(host_device d, struct host_address *a)
{
    enum host_error error;
    struct endpoint *e = endpoint_of(d, &error);
    if (!e) return error;
    endpoint_settle(e);
    if (e->state != ENDPOINT_CONNECTED) return HOST_ENOTCONN;
    *a = e->peer_name;
    return HOST_OK;
}
