/* io/inet_options.h - the numbers of socket options in the inet protocol. */
#pragma once
#include "io/inet.h"

enum inet_option {
    INET_OPT_REUSEADDR,
    INET_OPT_KEEPALIVE,
    INET_OPT_DONTROUTE,
    INET_OPT_LINGER,
    INET_OPT_BROADCAST,
    INET_OPT_OOBINLINE,
    INET_OPT_SNDBUF,
    INET_OPT_RCVBUF,
    INET_OPT_PRIORITY,
    INET_OPT_TOS,
    TCP_OPT_NODELAY,
    UDP_OPT_MULTICAST_IF,
    UDP_OPT_MULTICAST_TTL,
    UDP_OPT_MULTICAST_LOOP,
    UDP_OPT_ADD_MEMBERSHIP,
    UDP_OPT_DROP_MEMBERSHIP,
    INET_OPT_IPV6_V6ONLY,
    INET_LOPT_BUFFER = 20,
    INET_LOPT_HEADER,
    INET_LOPT_ACTIVE,
    INET_LOPT_PACKET,
    INET_LOPT_MODE,
    INET_LOPT_DELIVER,
    INET_LOPT_EXITONCLOSE,
    INET_LOPT_TCP_HIWTRMRK,
    INET_LOPT_TCP_LOWTRMRK,
    INET_LOPT_TCP_SEND_TIMEOUT = 30,
    INET_LOPT_TCP_DELAY_SEND,
    INET_LOPT_PACKET_SIZE,
    INET_LOPT_READ_PACKETS,
    INET_OPT_RAW,
    INET_LOPT_TCP_SEND_TIMEOUT_CLOSE,
    INET_LOPT_MSGQ_HIWTRMRK,
    INET_LOPT_MSGQ_LOWTRMRK,
    INET_LOPT_NETNS,
    INET_LOPT_TCP_SHOW_ECONNRESET,
    INET_LOPT_LINE_DELIM,
    INET_OPT_TCLASS,
    INET_OPT_BIND_TO_DEVICE,
    INET_OPT_RECVTOS,
    INET_OPT_RECVTCLASS,
    INET_OPT_PKTOPTIONS,
    INET_OPT_TTL,
    INET_OPT_RECVTTL,
    TCP_OPT_NOPUSH,
    INET_OPT_REUSEPORT, /* from OTP 26 on */
    INET_OPT_REUSEPORT_LB,
    INET_OPT_EXCLUSIVEADDRUSE,
    INET_OPT_DEBUG = 99,
};

/* The option of the host, for those that are an int; false: not such. `told`: a failure to set it is told. */
bool inet_host_option(const struct inet *i, uint8_t number, enum host_option *o, bool *told);
/* The packet formats by the protocol's numbers; false: unknown. */
bool inet_packet_type(uint32_t number, enum packet_type *type);
