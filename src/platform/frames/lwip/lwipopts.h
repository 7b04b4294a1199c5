/* platform/frames/lwip/lwipopts.h - how lwIP is built: one thread, its raw interface, memory from the arena. */
#pragma once

#define NO_SYS                 1
#define SYS_LIGHTWEIGHT_PROT   0
#define LWIP_SOCKET            0
#define LWIP_NETCONN           0
#define LWIP_TIMERS            1
#define LWIP_TIMERS_CUSTOM     1 /* timers.c */
#define LWIP_STATS             0
#define LWIP_NOASSERT_ON_ERROR 1

/* malloc() is the arena's (platform/guest/libc.c), and bounded by it; there are no pools to size. */
#define MEM_LIBC_MALLOC 1
#define MEMP_MEM_MALLOC 1
#define MEM_ALIGNMENT   8
#define MEM_SIZE        (1 << 30)

#define LWIP_IPV4                 1
#define LWIP_IPV6                 1
#define LWIP_ARP                  1
#define LWIP_ETHERNET             1
#define LWIP_ICMP                 1
#define LWIP_IGMP                 1
#define LWIP_IPV6_MLD             1
#define LWIP_IPV6_AUTOCONFIG      1
#define LWIP_MULTICAST_TX_OPTIONS 1
#define ARP_QUEUEING              1
#define ARP_TABLE_SIZE            64
#define IP_FORWARD                0
#define IP_REASS_MAX_PBUFS        256
#define IPV6_FRAG_COPYHEADER      1 /* pointers of 64 bits do not fit into the header that they would be kept in */
#define LWIP_ND6_QUEUEING         1
#define LWIP_RAW                  0

#define LWIP_DHCP                 1
#define DHCP_DOES_ARP_CHECK       0 /* it would keep a new machine waiting for a second */
#define LWIP_DNS                  1 /* keeps the list of servers that DHCP names; OTP's inet_res asks them */
#define LWIP_DHCP_MAX_DNS_SERVERS 3
#define DNS_MAX_SERVERS           3
#define LWIP_NETIF_HOSTNAME       1

#define LWIP_HAVE_LOOPIF             1
#define LWIP_NETIF_LOOPBACK          1
#define LWIP_LOOPBACK_MAX_PBUFS      0
#define LWIP_NETIF_STATUS_CALLBACK   0
#define LWIP_CHECKSUM_CTRL_PER_NETIF 1

/* 1 Gbit/s at 10 ms needs 1.25 MB in flight. */
#define LWIP_TCP                   1
#define LWIP_WND_SCALE             1
#define TCP_RCV_SCALE              6
#define TCP_MSS                    1460
#define TCP_WND                    (2 * 1024 * 1024)
#define TCP_SND_BUF                (2 * 1024 * 1024)
#define TCP_SND_QUEUELEN           8192
#define TCP_SNDLOWAT               (32 * 1024)
#define TCP_SNDQUEUELOWAT          4096
#define TCP_QUEUE_OOSEQ            1
#define LWIP_TCP_SACK_OUT          1
#define TCP_OOSEQ_MAX_BYTES        (2 * 1024 * 1024)
#define TCP_LISTEN_BACKLOG         1
#define TCP_DEFAULT_LISTEN_BACKLOG 128
#define LWIP_TCP_KEEPALIVE         1
#define TCP_TMR_INTERVAL           250
#define SO_REUSE                   1
/* tcp.c: a peer that uses a port again gets an answer (RFC 1122, 4.2.2.13). */
struct tcp_pcb;
struct tcp_hdr;
signed char tcp_segment_comes(struct tcp_pcb *pcb, const struct tcp_hdr *header);
#define LWIP_HOOK_TCP_INPACKET_PCB(pcb, header, optlen, opt1len, opt2, p) tcp_segment_comes(pcb, header)
#define SO_REUSE_RXTOALL                                                  1

#define LWIP_UDP          1
#define LWIP_CALLBACK_API 1
