/* platform/sim/devices.c - what is open: standard input and output, files, sockets. */
#include "platform/sim/sim.h"

host_device sim_device_new(enum sim_kind kind)
{
    struct sim *s = sim();
    for (host_device d = 0; d < SIM_DEVICES_MAX; d++) {
        if (s->devices[d].kind != SIM_FREE) continue;
        s->devices[d] = (struct sim_device){.kind = kind};
        return d;
    }
    return NO_DEVICE;
}

static struct sim_device *any_device(host_device d)
{
    struct sim *s = sim();
    return d >= 0 && d < SIM_DEVICES_MAX && s->devices[d].kind != SIM_FREE ? &s->devices[d] : NULL;
}

struct sim_device *sim_device(host_device d, enum sim_kind kind)
{
    struct sim_device *device = any_device(d);
    return device && device->kind == kind ? device : NULL;
}

enum host_error host_check_device(host_device d) { return any_device(d) ? HOST_OK : HOST_EBADF; }

enum host_error host_close(host_device d)
{
    struct sim_device *device = any_device(d);
    if (!device) return HOST_EBADF;
    sim_trace("close %d", d);
    if (device->kind == SIM_FILE) open_file_close(device->file);
    if (device->kind == SIM_SOCKET) endpoint_release(device->endpoint);
    *device = (struct sim_device){.kind = SIM_FREE};
    return HOST_OK;
}

/* Both then share the position, as dup(2) has it. */
enum host_error host_duplicate(host_device d, host_device *copy)
{
    const struct sim_device *device = sim_device(d, SIM_FILE);
    if (!device) return any_device(d) ? HOST_ENOTSUP : HOST_EBADF;
    *copy = sim_device_new(SIM_FILE);
    if (*copy == NO_DEVICE) return HOST_EMFILE;
    open_file_share(device->file);
    sim()->devices[*copy].file = device->file;
    return HOST_OK;
}

bool host_watch(host_device d, unsigned interest)
{
    struct sim_device *device = any_device(d);
    if (!device) return false;
    device->interest = interest;
    device->ready &= interest | READY_FAILED;
    return true;
}
