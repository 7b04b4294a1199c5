/* platform/sim/interfaces.c - the one interface, `lo`, and the services everybody knows. */
#include "platform/host_sockets.h"
#include <stdio.h>
#include <string.h>

static const struct host_interface loopback[] = {
    {.name = "lo",
     .flags = INTERFACE_UP | INTERFACE_LOOPBACK | INTERFACE_RUNNING,
     .hardware_size = 6,
     .has_hardware = true},
    {.name = "lo",
     .flags = INTERFACE_UP | INTERFACE_LOOPBACK | INTERFACE_RUNNING,
     .address = {.family = FAMILY_INET, .bytes = {127, 0, 0, 1}},
     .netmask = {.family = FAMILY_INET, .bytes = {255}}},
    {.name = "lo",
     .flags = INTERFACE_UP | INTERFACE_LOOPBACK | INTERFACE_RUNNING,
     .address = {.family = FAMILY_INET6, .bytes = {[15] = 1}},
     .netmask = {.family = FAMILY_INET6,
                 .bytes = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255}}},
};
enum { INTERFACES = sizeof loopback / sizeof *loopback, MTU = 65536 };

struct host_interfaces *host_interfaces(void) { return (struct host_interfaces *)(uintptr_t)loopback; }
void host_interfaces_free(struct host_interfaces *all) { (void)all; }

bool host_interface(struct host_interfaces *all, size_t index, struct host_interface *i)
{
    (void)all;
    if (index >= INTERFACES) return false;
    *i = loopback[index];
    return true;
}

bool host_interface_mtu(const char *name, uint32_t *mtu)
{
    *mtu = MTU;
    return strcmp(name, loopback->name) == 0;
}

static const struct {
    const char *name, *protocol;
    uint16_t port;
} services[] = {
    {"ftp", "tcp", 21},  {"ssh", "tcp", 22},   {"telnet", "tcp", 23}, {"smtp", "tcp", 25},    {"domain", "tcp", 53},
    {"http", "tcp", 80}, {"pop3", "tcp", 110}, {"imap2", "tcp", 143}, {"https", "tcp", 443},  {"domain", "udp", 53},
    {"tftp", "udp", 69}, {"ntp", "udp", 123},  {"snmp", "udp", 161},  {"syslog", "udp", 514},
};

uint16_t host_service_port(const char *name, const char *protocol)
{
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (strcmp(services[i].name, name) == 0 && strcmp(services[i].protocol, protocol) == 0) return services[i].port;
    return 0;
}

bool host_service_name(uint16_t port, const char *protocol, char *to, size_t room)
{
    for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
        if (services[i].port != port || strcmp(services[i].protocol, protocol)) continue;
        snprintf(to, room, "%s", services[i].name);
        return true;
    }
    return false;
}
