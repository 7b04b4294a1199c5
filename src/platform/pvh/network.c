/* platform/pvh/network.c - the network: whichever card there is, and what the command line says of addresses.
 *
 *   ling.ip=ADDRESS/BITS ling.gateway=ADDRESS    else DHCP
 *   ling.ip6=ADDRESS/BITS                        beside what routers announce
 *   ling.dns=ADDRESS                             up to three times
 */
#include "platform/pvh/pvh.h"

const struct guest_sockets *network_open(void)
{
    struct pvh *p = pvh();
    p->wishes = (struct frames_wishes){
        .address = command_line_option("ling.ip", 0),
        .gateway = command_line_option("ling.gateway", 0),
        .address6 = command_line_option("ling.ip6", 0),
        .host_name = command_line_option("ling.host", 0),
        .listening = notice_listening,
    };
    for (size_t i = 0; i < 3; i++) p->wishes.name_servers[i] = command_line_option("ling.dns", i);
    const struct link *link = p->hypervisor == HYPERVISOR_XEN ? xen_net_open(p) : virtio_net_open(p);
    return frames_sockets(p->frames_room, link, &p->wishes);
}
