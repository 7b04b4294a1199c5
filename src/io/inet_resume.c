/* io/inet_resume.c - sockets of a machine that goes on behind another door. */
#include "io/inet.h"
#include "io/port_table.h"

static enum host_error open_again(struct inet *i)
{
    enum host_socket_type type = i->datagrams ? SOCKET_DATAGRAM : SOCKET_STREAM;
    enum host_error e = host_socket_open(i->family, type, i->namespace, &i->device);
    if (e == HOST_OK && i->bound.family != FAMILY_UNSPECIFIED) e = host_socket_bind(i->device, &i->bound);
    if (e == HOST_OK && i->state & INET_F_LISTEN) e = host_socket_listen(i->device, i->backlog);
    return e;
}

void inet_resume(struct inet *i)
{
    unsigned interest = i->interest;
    if (!(i->state & INET_F_OPEN)) return;
    port_release_device(i->port, &i->device);
    i->interest = 0;
    bool connects = i->state & (INET_F_ACTIVE | INET_F_CONNECTING) && !i->datagrams;
    enum host_error e = connects ? HOST_ECONNRESET : open_again(i);
    if (e == HOST_OK) inet_select(i, interest, true);
    else port_fail(i->port, e);
}
