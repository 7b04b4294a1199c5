/* platform/frames/interface.c - the network card as lwIP's interface: frames in and out, addresses. */
#include <lwip/dhcp.h>
#include <lwip/dns.h>
#include <lwip/etharp.h>
#include <lwip/ethip6.h>
#include <lwip/init.h>
#include <lwip/prot/tcp.h>
#include <netif/ethernet.h>
#include "platform/frames/internal.h"
#include <stdlib.h>
#include <string.h>

enum { FRAME_LEAST = 60 };
enum { FRAMES_A_TURN = 256 }; /* then the machine's own work has its turn */

unsigned frames_random(void)
{
    unsigned v;
    platform_random(&v, sizeof v);
    return v;
}

/* -- frames ------------------------------------------------------------------------------------------------- */

/* Is the frame a TCP segment whose sum the card shall complete?  Then the pseudo-header's is put into the field
 * (RFC 9293, 3.1; RFC 8200, 8.1).  lwIP puts all headers into the first part. */
static bool prepare_checksum(struct pbuf *p, struct link_checksum *sum)
{
    uint8_t *frame = p->payload;
    bool v6 = p->len > 14 && frame[14] >> 4 == 6;
    uint8_t *ip = frame + 14;
    unsigned header = v6 ? 40 : p->len > 14 ? (ip[0] & 15u) * 4 : 0;
    if (p->len < 14 + 40 || (v6 ? ip[6] : ip[9]) != IP_PROTO_TCP || p->len < 14 + header + TCP_HLEN) return false;
    if (!v6 && (ip[6] & 0x3f || ip[7])) return false; /* a fragment */
    uint8_t *from = ip + (v6 ? 8 : 12);
    uint32_t total = IP_PROTO_TCP + (uint32_t)p->tot_len - 14 - header;
    for (unsigned i = 0; i < (v6 ? 32u : 8u); i += 2) total += (uint32_t)from[i] << 8 | from[i + 1];
    while (total >> 16) total = (total & 0xffff) + (total >> 16);
    *sum = (struct link_checksum){(uint16_t)(14 + header), 16};
    frame[sum->start + 16] = (uint8_t)(total >> 8);
    frame[sum->start + 17] = (uint8_t)total;
    return true;
}

static err_t send_frame(struct netif *card, struct pbuf *p)
{
    const struct frames *f = card->state;
    struct host_chunk parts[HOST_CHUNKS_MAX];
    struct link_checksum sum;
    bool partial = f->link->completes_checksums && prepare_checksum(p, &sum);
    size_t count = 0;
    for (; p && count < HOST_CHUNKS_MAX; p = p->next) parts[count++] = (struct host_chunk){p->payload, p->len};
    return !p && f->link->transmit(parts, count, partial ? &sum : NULL) ? ERR_OK : ERR_BUF;
}

enum { CHECK_RECEIVED = NETIF_CHECKSUM_CHECK_TCP | NETIF_CHECKSUM_CHECK_UDP };

/* A copy, with zeros up to the length that Ethernet asks for: lwIP looks at headers before it asks for their length. */
static struct pbuf *frame_copy(const void *frame, size_t size)
{
    size_t padded = size < FRAME_LEAST ? FRAME_LEAST : size;
    struct pbuf *p = padded <= UINT16_MAX ? pbuf_alloc(PBUF_RAW, (u16_t)padded, PBUF_RAM) : NULL;
    if (!p) return NULL;
    memcpy(p->payload, frame, size);
    memset((char *)p->payload + size, 0, padded - size);
    return p;
}

static void take_frame(struct frames *f, const void *frame, size_t size)
{
    struct pbuf *p = frame_copy(frame, size);
    f->comes_again = false;
    if (p && f->card.input(p, &f->card) != ERR_OK) pbuf_free(p);
}

static void receive_frames(struct frames *f)
{
    size_t size;
    bool checked;
    const void *frame;
    for (int i = 0; i < FRAMES_A_TURN && (frame = f->link->receive(&size, &checked)); i++) {
        f->card.chksum_flags =
            (u16_t)(checked ? f->card.chksum_flags & ~CHECK_RECEIVED : f->card.chksum_flags | CHECK_RECEIVED);
        take_frame(f, frame, size);
        if (f->comes_again) take_frame(f, frame, size);
        f->link->release();
    }
}

static err_t open_card(struct netif *card)
{
    const struct frames *f = card->state;
    card->name[0] = 'e';
    card->name[1] = 't';
    card->output = etharp_output;
    card->output_ip6 = ethip6_output;
    card->linkoutput = send_frame;
    card->mtu = f->link->mtu;
    card->hwaddr_len = sizeof f->link->hardware;
    memcpy(card->hwaddr, f->link->hardware, sizeof f->link->hardware);
    card->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_IGMP | NETIF_FLAG_MLD6 |
                  NETIF_FLAG_LINK_UP;
    card->hostname = f->wishes->host_name;
    if (f->link->completes_checksums) card->chksum_flags &= (u16_t)~NETIF_CHECKSUM_GEN_TCP;
    return ERR_OK;
}

/* -- addresses ------------------------------------------------------------------------------------------------ */

static bool read_bits(const char *text, unsigned *bits)
{
    size_t digits = strspn(text, "0123456789");
    *bits = (unsigned)atoi(text);
    return digits >= 1 && digits <= 3 && !text[digits];
}

/* "ADDRESS/BITS"; without bits: `bits` as it was. False: not an address. */
static bool read_address(const char *text, ip_addr_t *a, unsigned *bits)
{
    char copy[64];
    const char *slash = strchr(text, '/');
    size_t size = slash ? (size_t)(slash - text) : strlen(text);
    if (size >= sizeof copy || (slash && !read_bits(slash + 1, bits))) return false;
    memcpy(copy, text, size);
    copy[size] = 0;
    return ipaddr_aton(copy, a) && *bits <= (IP_IS_V4_VAL(*a) ? 32u : 128u);
}

static bool is_address(const char *text, bool may_be_v4, bool may_be_v6)
{
    ip_addr_t a;
    unsigned bits = 0;
    return !text || (read_address(text, &a, &bits) && (IP_IS_V4_VAL(a) ? may_be_v4 : may_be_v6));
}

const char *frames_wishes_fault(const struct frames_wishes *w)
{
    if (!is_address(w->address, true, false)) return "ling.ip is no address of IPv4, as 10.0.0.2/24.";
    if (!is_address(w->gateway, true, false)) return "ling.gateway is no address of IPv4.";
    if (!is_address(w->address6, false, true)) return "ling.ip6 is no address of IPv6, as fd00::2/64.";
    for (unsigned i = 0; i < 3; i++)
        if (!is_address(w->name_servers[i], true, true)) return "ling.dns is no address.";
    return NULL;
}

static void set_ipv4(struct frames *f)
{
    ip_addr_t a, gateway = IPADDR4_INIT(0);
    unsigned bits = 24, none = 0;
    if (!read_address(f->wishes->address, &a, &bits)) return;
    if (f->wishes->gateway) read_address(f->wishes->gateway, &gateway, &none);
    ip4_addr_t mask = {bits ? lwip_htonl(UINT32_MAX << (32 - bits)) : 0};
    netif_set_addr(&f->card, ip_2_ip4(&a), &mask, ip_2_ip4(&gateway));
}

static void set_ipv6(struct frames *f)
{
    ip_addr_t a;
    unsigned bits = 64;
    netif_create_ip6_linklocal_address(&f->card, 1);
    netif_set_ip6_autoconfig_enabled(&f->card, 1);
    if (f->wishes->address6 && read_address(f->wishes->address6, &a, &bits)) {
        netif_ip6_addr_set(&f->card, 1, ip_2_ip6(&a));
        netif_ip6_addr_set_state(&f->card, 1, IP6_ADDR_PREFERRED);
    }
}

static void set_name_servers(struct frames *f)
{
    for (unsigned i = 0; i < 3; i++) {
        ip_addr_t a;
        if (f->wishes->name_servers[i] && ipaddr_aton(f->wishes->name_servers[i], &a)) dns_setserver((u8_t)i, &a);
    }
}

bool interface_open(struct frames *f)
{
    lwip_init();
    if (!f->link) return true;
    if (!netif_add(&f->card, NULL, NULL, NULL, f, open_card, ethernet_input)) return false;
    netif_set_default(&f->card);
    netif_set_up(&f->card);
    set_ipv6(f);
    set_name_servers(f);
    if (f->wishes->address) set_ipv4(f);
    else if (dhcp_start(&f->card) != ERR_OK) return false;
    return true;
}

static void tell_address(struct frames *f)
{
    char text[IP4ADDR_STRLEN_MAX];
    uint32_t address = netif_ip4_addr(&f->card)->addr;
    if (!address || address == f->told_address || !f->wishes->addressed) return;
    f->told_address = address;
    f->wishes->addressed(ip4addr_ntoa_r(netif_ip4_addr(&f->card), text, sizeof text));
}

void interface_poll(struct frames *f)
{
    if (f->link) receive_frames(f);
    if (f->link) tell_address(f);
    netif_poll_all();
}

/* -- what a program may ask ------------------------------------------------------------------------------------ */

static void name_card(const struct frames *f, struct host_interface *i)
{
    *i = (struct host_interface){.name = "eth0",
                                 .flags = INTERFACE_UP | INTERFACE_BROADCAST | INTERFACE_RUNNING | INTERFACE_MULTICAST,
                                 .hardware_size = sizeof f->link->hardware,
                                 .has_hardware = true};
    memcpy(i->hardware, f->link->hardware, sizeof f->link->hardware);
}

static struct host_address ipv4_address(const ip4_addr_t *a)
{
    struct host_address to = {.family = FAMILY_INET};
    memcpy(to.bytes, &a->addr, 4);
    return to;
}

static void tell_ipv4(const struct frames *f, struct host_interface *i)
{
    ip4_addr_t broadcast = {netif_ip4_addr(&f->card)->addr | ~netif_ip4_netmask(&f->card)->addr};
    i->address = ipv4_address(netif_ip4_addr(&f->card));
    i->netmask = ipv4_address(netif_ip4_netmask(&f->card));
    i->broadcast = ipv4_address(&broadcast);
}

static void tell_ipv6(const struct frames *f, int which, struct host_interface *i)
{
    i->address = (struct host_address){.family = FAMILY_INET6};
    i->netmask = i->address;
    memcpy(i->address.bytes, netif_ip6_addr(&f->card, which)->addr, 16);
    memset(i->netmask.bytes, 0xff, 8);
}

bool interface_next(size_t index, struct host_interface *i, uint32_t *mtu)
{
    const struct frames *f = frames();
    if (!f || !f->link) return false;
    name_card(f, i);
    i->has_hardware = index == 0; /* once, beside the first address */
    *mtu = f->card.mtu;
    if (!ip4_addr_isany(netif_ip4_addr(&f->card)) && index-- == 0) return tell_ipv4(f, i), true;
    for (int k = 0; k < LWIP_IPV6_NUM_ADDRESSES; k++)
        if (ip6_addr_isvalid(netif_ip6_addr_state(&f->card, k)) && index-- == 0) return tell_ipv6(f, k, i), true;
    return false;
}

bool interface_name_server(size_t index, struct host_address *a)
{
    struct socket any = {.inet6 = false};
    if (!frames() || index >= DNS_MAX_SERVERS) return false;
    const ip_addr_t *server = dns_getserver((u8_t)index);
    if (ip_addr_isany(server)) return false;
    any.inet6 = IP_IS_V6(server);
    address_from_lwip(&any, server, 53, a);
    return true;
}
