/* platform/linux/address.h - addresses of sockets between the host's form and ours. */
#pragma once
#include "platform/host_sockets.h"
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

union any_address {
    struct sockaddr any;
    struct sockaddr_in inet;
    struct sockaddr_in6 inet6;
    struct sockaddr_un local;
    struct sockaddr_storage room;
};
/* Bytes of the host's form. */
socklen_t address_to_host(union any_address *to, const struct host_address *from);
void address_from_host(struct host_address *to, const struct sockaddr *from, socklen_t size);
