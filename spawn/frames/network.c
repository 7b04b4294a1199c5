/* spawn/frames/network.c - an address for an instance: one of the loopback's, which leads into a user network, or one on a bridge. */
#include "spawn/frames/keeper.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <unistd.h>

enum { DEFAULT_PORT = 8080 };

static uint16_t guest_port(const struct keeper *k) { return k->settings->port ? k->settings->port : DEFAULT_PORT; }

/* -- user network ------------------------------------------------------------------------------------------- */

/* 127.64.0.1 to 127.127.255.254: all of them are this host, and few programs use them. */
uint32_t network_loopback(void)
{
    uint32_t r = 0;
    if (getrandom(&r, sizeof r, GRND_NONBLOCK) < 0) r = (uint32_t)getpid() * 2654435761u;
    return 127u << 24 | 1u << 22 | (r & 0x3fff00) | (1 + (r & 0xff) % 254);
}

/* The socket stays open, bound and not listening, so that nobody else is given the port; the monitor binds it too. */
static bool reserve(struct keeper *k, struct complaint *c)
{
    int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    socklen_t size = sizeof k->reached;
    k->reached = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(network_loopback())};
    return (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
            bind(fd, (struct sockaddr *)&k->reached, size) == 0 &&
            getsockname(fd, (struct sockaddr *)&k->reached, &size) == 0) ||
           complain(c, "the host gives no port: %s.", strerror(errno));
}

static bool choose_loopback(struct keeper *k, struct complaint *c)
{
    char address[INET_ADDRSTRLEN];
    if (!reserve(k, c)) return false;
    inet_ntop(AF_INET, &k->reached.sin_addr, address, sizeof address);
    snprintf(k->published, sizeof k->published, "%s:%u:%u", address, ntohs(k->reached.sin_port), guest_port(k));
    return true;
}

/* -- bridge ---------------------------------------------------------------------------------------------------- */

static void choose_on_bridge(struct keeper *k)
{
    const struct frames_settings *f = &k->settings->frames;
    uint32_t own = f->bridge_address + 1 + k->order->place;
    char address[INET_ADDRSTRLEN];
    k->reached =
        (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(guest_port(k)), .sin_addr.s_addr = htonl(own)};
    inet_ntop(AF_INET, &k->reached.sin_addr, address, sizeof address);
    snprintf(k->guest_address, sizeof k->guest_address, "%s/%u", address, f->bridge_bits);
    /* Made of the address, so that who follows at this place is found where the one before was. */
    snprintf(k->hardware, sizeof k->hardware, "52:54:%02x:%02x:%02x:%02x", own >> 24, own >> 16 & 255, own >> 8 & 255,
             own & 255);
}

bool network_choose(struct keeper *k, struct complaint *c)
{
    if (!k->settings->frames.bridge) return choose_loopback(k, c);
    choose_on_bridge(k);
    return true;
}

static bool join_bridge(const char *bridge, struct ifreq *tap)
{
    struct ifreq r = {.ifr_flags = 0};
    int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bool done = any >= 0 && ioctl(any, SIOCGIFINDEX, tap) == 0;
    snprintf(r.ifr_name, sizeof r.ifr_name, "%s", bridge);
    r.ifr_ifindex = tap->ifr_ifindex;
    done = done && ioctl(any, SIOCBRADDIF, &r) == 0;
    tap->ifr_flags = IFF_UP;
    done = done && ioctl(any, SIOCSIFFLAGS, tap) == 0;
    int error = errno;
    if (any >= 0) close(any);
    errno = error;
    return done;
}

int network_open_tap(const struct keeper *k, struct complaint *c)
{
    struct ifreq r = {.ifr_flags = IFF_TAP | IFF_NO_PI};
    const char *bridge = k->settings->frames.bridge;
    int fd = open("/dev/net/tun", O_RDWR);
    if (fd >= 0 && ioctl(fd, TUNSETIFF, &r) == 0 && join_bridge(bridge, &r)) return fd;
    complain(c, "the host gives no network card on the bridge %s: %s.", bridge, strerror(errno));
    if (fd >= 0) close(fd);
    return -1;
}
