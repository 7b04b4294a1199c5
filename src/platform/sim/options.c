/* platform/sim/options.c - options of pretend sockets: kept, and given back as Linux would. */
#include "platform/sim/endpoint.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

enum { BUFFER_BYTES = 212992, BUFFER_BYTES_MIN = 2304, TTL = 64 };

static const struct {
    int level, name;
} numbers[] = {
#define HOST_OPTION(ours, level_number, symbol) {level_number, symbol},
#include "platform/host_options.def"
#undef HOST_OPTION
};

void host_option_numbers(enum host_option o, int *level, int *name)
{
    *level = numbers[o].level, *name = numbers[o].name;
}

static bool find(int level, int name, enum host_option *o)
{
    for (*o = 0; *o < HOST_OPTIONS; ++*o)
        if (numbers[*o].level == level && numbers[*o].name == name) return true;
    return false;
}

static void set_number(struct endpoint *e, enum host_option o, int value)
{
    e->options[o].size = sizeof value;
    memcpy(e->options[o].bytes, &value, sizeof value);
}

int endpoint_option(const struct endpoint *e, enum host_option o)
{
    int value = 0;
    memcpy(&value, e->options[o].bytes, e->options[o].size < sizeof value ? e->options[o].size : sizeof value);
    return value;
}

void endpoint_default_options(struct endpoint *e)
{
    for (enum host_option o = 0; o < HOST_OPTIONS; o++) set_number(e, o, 0);
    set_number(e, OPTION_SEND_BUFFER, BUFFER_BYTES);
    set_number(e, OPTION_RECEIVE_BUFFER, BUFFER_BYTES);
    set_number(e, OPTION_TTL, TTL);
    set_number(e, OPTION_MULTICAST_TTL, 1);
    set_number(e, OPTION_MULTICAST_LOOP, 1);
    e->options[OPTION_BIND_TO_DEVICE].size = 0;
}

/* Twice what was asked for, within bounds: the host takes its own account from it. */
static int buffer_of(int asked)
{
    return asked < BUFFER_BYTES_MIN / 2 ? BUFFER_BYTES_MIN : asked > BUFFER_BYTES ? 2 * BUFFER_BYTES : 2 * asked;
}

enum host_error host_socket_set(host_device d, int level, int name, const void *value, size_t size)
{
    enum host_error error;
    enum host_option o;
    struct endpoint *e = endpoint_of(d, &error);
    if (!e) return error;
    if (!find(level, name, &o)) return HOST_ENOPROTOOPT;
    if (size > OPTION_BYTES_MAX) return HOST_EINVAL;
    e->options[o].size = (uint8_t)size;
    memcpy(e->options[o].bytes, value, size);
    bool buffer = o == OPTION_SEND_BUFFER || o == OPTION_RECEIVE_BUFFER;
    if (buffer) set_number(e, o, buffer_of(endpoint_option(e, o)));
    return HOST_OK;
}

enum host_error host_socket_get(host_device d, int level, int name, void *value, size_t *size)
{
    enum host_error error;
    enum host_option o;
    const struct endpoint *e = endpoint_of(d, &error);
    if (!e) return error;
    if (!find(level, name, &o)) return HOST_ENOPROTOOPT;
    if (*size > e->options[o].size) *size = e->options[o].size;
    memcpy(value, e->options[o].bytes, *size);
    return HOST_OK;
}

enum host_error host_socket_set_linger(host_device d, bool on, int seconds)
{
    enum host_error error;
    struct endpoint *e = endpoint_of(d, &error);
    if (e) e->linger = on;
    if (e && on) e->linger_seconds = seconds;
    return error;
}

enum host_error host_socket_get_linger(host_device d, bool *on, int *seconds)
{
    enum host_error error;
    const struct endpoint *e = endpoint_of(d, &error);
    if (e) *on = e->linger, *seconds = e->linger_seconds;
    return error;
}

enum host_error host_socket_membership(host_device d, bool join, const struct host_address *group,
                                       const struct host_address *by, uint32_t index)
{
    enum host_error error;
    (void)join, (void)group, (void)by, (void)index;
    return endpoint_of(d, &error) ? HOST_ENODEV : error;
}
