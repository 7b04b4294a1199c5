/* platform/linux/interfaces.c - network interfaces, and /etc/services. */
#include "platform/host_sockets.h"
#include "platform/linux/address.h"
#include "platform/linux/linux.h"
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct host_interfaces *host_interfaces(void)
{
    struct ifaddrs *all;
    return getifaddrs(&all) == 0 ? (struct host_interfaces *)all : NULL;
}

void host_interfaces_free(struct host_interfaces *all) { freeifaddrs((struct ifaddrs *)all); }

static unsigned flags_of(unsigned f)
{
    return (f & IFF_UP ? INTERFACE_UP | INTERFACE_RUNNING : 0u) | (f & IFF_BROADCAST ? INTERFACE_BROADCAST : 0u) |
           (f & IFF_LOOPBACK ? INTERFACE_LOOPBACK : 0u) | (f & IFF_POINTOPOINT ? INTERFACE_POINT_TO_POINT : 0u) |
           (f & IFF_MULTICAST ? INTERFACE_MULTICAST : 0u);
}

static void copy_address(struct host_address *to, const struct sockaddr *from)
{
    *to = (struct host_address){.family = FAMILY_UNSPECIFIED};
    if (from) address_from_host(to, from, sizeof(struct sockaddr_in6));
}

static void copy_hardware(struct host_interface *i, const struct sockaddr_ll *from)
{
    i->hardware_size = from->sll_halen < sizeof from->sll_addr ? from->sll_halen : sizeof from->sll_addr;
    memcpy(i->hardware, from->sll_addr, i->hardware_size);
    i->has_hardware = true;
}

bool host_interface(struct host_interfaces *all, size_t index, struct host_interface *i)
{
    struct ifaddrs *a = (struct ifaddrs *)all;
    while (a && index > 0) a = a->ifa_next, index--;
    if (!a) return false;
    *i = (struct host_interface){.flags = flags_of(a->ifa_flags)};
    strncpy(i->name, a->ifa_name, sizeof i->name - 1);
    if (!a->ifa_addr) return true;
    if (a->ifa_addr->sa_family == AF_PACKET) copy_hardware(i, (const struct sockaddr_ll *)a->ifa_addr);
    if (a->ifa_addr->sa_family != AF_INET && a->ifa_addr->sa_family != AF_INET6) return true;
    copy_address(&i->address, a->ifa_addr);
    copy_address(&i->netmask, a->ifa_netmask);
    if (a->ifa_flags & IFF_POINTOPOINT) copy_address(&i->destination, a->ifa_dstaddr);
    else if (a->ifa_flags & IFF_BROADCAST) copy_address(&i->broadcast, a->ifa_broadaddr);
    return true;
}

bool host_interface_mtu(const char *name, uint32_t *mtu)
{
    struct ifreq r = {0};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return false;
    strncpy(r.ifr_name, name, sizeof r.ifr_name - 1);
    bool ok = ioctl(fd, SIOCGIFMTU, &r) == 0;
    close(fd);
    *mtu = (uint32_t)r.ifr_mtu;
    return ok;
}

/* -- services: lines of "name port/protocol alias... # comment" ---------------------------- */

enum { SERVICES_BYTES_MAX = 1 << 20 };

/* The file, zero-terminated, in `text`; read by hand since getservbyname(3) would load plug-ins. */
static bool read_services(char *text, size_t room)
{
    int fd = open("/etc/services", O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    size_t size = 0;
    ssize_t n;
    while (size < room - 1 && (n = read(fd, text + size, room - 1 - size)) > 0) size += (size_t)n;
    close(fd);
    text[size] = 0;
    return true;
}

struct service {
    char *name, *protocol;
    unsigned long port;
    char *aliases; /* where the next words start */
};

static bool service_of_line(char *line, struct service *s)
{
    char *end, *comment = strchr(line, '#');
    if (comment) *comment = 0;
    s->name = strtok_r(line, " \t", &s->aliases);
    char *port = s->name ? strtok_r(NULL, " \t", &s->aliases) : NULL;
    if (!port) return false;
    s->port = strtoul(port, &end, 10);
    s->protocol = end + 1;
    return *end == '/' && s->port <= UINT16_MAX;
}

static bool has_name(struct service *s, const char *name)
{
    for (char *word = s->name; word; word = strtok_r(NULL, " \t", &s->aliases))
        if (strcmp(word, name) == 0) return true;
    return false;
}

/* The first service of that name (or, name NULL, of that port); false: none. */
static bool find_service(char *text, const char *name, uint16_t port, const char *protocol, struct service *s)
{
    char *rest = text, *line;
    while ((line = strsep(&rest, "\n"))) {
        if (!service_of_line(line, s) || strcmp(s->protocol, protocol) != 0) continue;
        if (name ? has_name(s, name) : s->port == port) return true;
    }
    return false;
}

uint16_t host_service_port(const char *name, const char *protocol)
{
    struct service s;
    char *text = malloc(SERVICES_BYTES_MAX);
    bool found = text && read_services(text, SERVICES_BYTES_MAX) && find_service(text, name, 0, protocol, &s);
    uint16_t port = found ? (uint16_t)s.port : 0;
    free(text);
    return port;
}

bool host_service_name(uint16_t port, const char *protocol, char *to, size_t room)
{
    struct service s;
    char *text = malloc(SERVICES_BYTES_MAX);
    bool found = text && read_services(text, SERVICES_BYTES_MAX) && find_service(text, NULL, port, protocol, &s);
    if (found) strncpy(to, s.name, room - 1), to[room - 1] = 0;
    free(text);
    return found;
}
