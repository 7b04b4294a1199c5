/* platform/pvh/network.c - the network: whichever card there is, and what the command line says of addresses; where it says nothing, what
 * the image says (`ling build --ip`).
 *
 *   ling.ip=ADDRESS/BITS ling.gateway=ADDRESS    else DHCP
 *   ling.ip6=ADDRESS/BITS                        beside what routers announce
 *   ling.dns=ADDRESS                             up to three times
 */
#include "platform/pvh/pvh.h"

static const char *setting(const char *name, size_t index)
{
    return command_line_option(name, 0) ? command_line_option(name, index) : image_option(name, index);
}

const struct guest_sockets *network_open(void)
{
    struct pvh *p = pvh();
    p->wishes = (struct frames_wishes){
        .address = setting("ling.ip", 0),
        .gateway = setting("ling.gateway", 0),
        .address6 = setting("ling.ip6", 0),
        .host_name = command_line_option("ling.host", 0),
        .listening = notice_listening,
        .addressed = notice_addressed,
    };
    for (size_t i = 0; i < 3; i++) p->wishes.name_servers[i] = setting("ling.dns", i);
    const char *fault = frames_wishes_fault(&p->wishes);
    if (fault) end_refuse(fault);
    const struct link *link = p->hypervisor == HYPERVISOR_XEN ? xen_net_open(p) : virtio_net_open(p);
    return frames_sockets(p->frames_room, link, &p->wishes);
}
