/* platform/frames/tcp.c - streams: lwIP's callbacks keep the socket's record, the calls read it. */
#include <lwip/priv/tcp_priv.h>
#include <lwip/tcp.h>
#include "platform/frames/internal.h"
#include <string.h>

enum { WRITE_LOW_WATER = 4096, LINGER_POLL = 4 /* half seconds */ };

static void *argument_of(uint32_t number) { return (void *)(uintptr_t)number; }
static struct socket *socket_at(void *argument) { return frames()->sockets[(uintptr_t)argument]; }

/* -- what lwIP tells ------------------------------------------------------------------------------------------ */

static err_t on_received(void *argument, struct tcp_pcb *pcb, struct pbuf *bytes, err_t e)
{
    (void)pcb, (void)e;
    struct socket *s = socket_at(argument);
    if (!bytes) s->ended = true;
    else if (s->received) pbuf_cat(s->received, bytes);
    else s->received = bytes;
    socket_touch((uint32_t)(uintptr_t)argument);
    return ERR_OK;
}

static err_t on_sent(void *argument, struct tcp_pcb *pcb, u16_t size)
{
    (void)pcb, (void)size;
    socket_touch((uint32_t)(uintptr_t)argument);
    return ERR_OK;
}

/* The control block is gone already. */
static void on_error(void *argument, err_t e)
{
    struct socket *s = socket_at(argument);
    s->tcp = NULL;
    s->failure = s->connecting && e == ERR_RST ? HOST_ECONNREFUSED : error_of_lwip(e);
    s->connecting = s->connected = false;
    socket_touch((uint32_t)(uintptr_t)argument);
}

static err_t on_connected(void *argument, struct tcp_pcb *pcb, err_t e)
{
    (void)pcb, (void)e;
    struct socket *s = socket_at(argument);
    s->connecting = false;
    s->connected = true;
    socket_touch((uint32_t)(uintptr_t)argument);
    return ERR_OK;
}

static void listen_to(struct tcp_pcb *pcb, uint32_t number)
{
    tcp_arg(pcb, argument_of(number));
    tcp_recv(pcb, on_received);
    tcp_sent(pcb, on_sent);
    tcp_err(pcb, on_error);
}

static void append_accepted(struct socket *listener, uint32_t number)
{
    if (listener->accept_last) frames()->sockets[listener->accept_last]->accept_next = number;
    else listener->accept_first = number;
    listener->accept_last = number;
}

static err_t on_accepted(void *argument, struct tcp_pcb *pcb, err_t e)
{
    struct socket *listener = socket_at(argument);
    uint32_t number;
    struct socket *s = e == ERR_OK && pcb ? socket_take(SOCKET_TCP, &number) : NULL;
    if (!s) return ERR_MEM;
    s->tcp = pcb;
    s->inet6 = listener->inet6;
    s->connected = true;
    tcp_backlog_delayed(pcb);
    listen_to(pcb, number);
    append_accepted(listener, number);
    socket_touch((uint32_t)(uintptr_t)argument);
    return ERR_OK;
}

/* -- opening -------------------------------------------------------------------------------------------------- */

enum host_error tcp_socket_open(struct socket *s, uint32_t number)
{
    s->tcp = tcp_new_ip_type(!s->inet6 ? IPADDR_TYPE_V4 : s->only_inet6 ? IPADDR_TYPE_V6 : IPADDR_TYPE_ANY);
    if (!s->tcp) return HOST_ENOBUFS;
    listen_to(s->tcp, number);
    return HOST_OK;
}

enum host_error tcp_socket_bind(struct socket *s, const ip_addr_t *a, uint16_t port)
{
    return s->tcp ? error_of_lwip(tcp_bind(s->tcp, a, port)) : HOST_EINVAL;
}

enum host_error tcp_socket_connect(struct socket *s, uint32_t number, const ip_addr_t *a, uint16_t port)
{
    if (s->kind == SOCKET_LISTENER || !s->tcp) return HOST_EINVAL;
    if (s->connecting) return HOST_EALREADY;
    if (s->connected) return HOST_EISCONN;
    (void)number;
    err_t e = tcp_connect(s->tcp, a, port, on_connected);
    if (e != ERR_OK) return error_of_lwip(e);
    s->connecting = true;
    return HOST_EINPROGRESS;
}

enum host_error tcp_socket_listen(host_device d, int backlog)
{
    struct socket *s = socket_of(d);
    if (!s) return HOST_EBADF;
    if (s->kind == SOCKET_LISTENER) return HOST_OK;
    if (s->kind != SOCKET_TCP) return HOST_ENOTSUP;
    if (!s->tcp || s->connected || s->connecting) return HOST_EINVAL;
    err_t e;
    uint8_t most = (uint8_t)(backlog < 1 ? 1 : backlog > 255 ? 255 : backlog);
    struct tcp_pcb *listening = tcp_listen_with_backlog_and_err(s->tcp, most, &e);
    if (!listening) return error_of_lwip(e);
    s->tcp = listening;
    s->kind = SOCKET_LISTENER;
    tcp_arg(listening, argument_of((uint32_t)(d - SOCKET_DEVICES)));
    tcp_accept(listening, on_accepted);
    if (frames()->wishes->listening) frames()->wishes->listening(listening->local_port);
    return HOST_OK;
}

enum host_error tcp_socket_accept(host_device d, host_device *connection)
{
    struct socket *s = socket_of(d);
    if (!s) return HOST_EBADF;
    if (s->kind != SOCKET_LISTENER) return HOST_EINVAL;
    if (!s->accept_first) return HOST_EAGAIN;
    uint32_t number = s->accept_first;
    struct socket *c = frames()->sockets[number];
    s->accept_first = c->accept_next;
    if (!s->accept_first) s->accept_last = 0;
    c->accept_next = 0;
    if (c->tcp) tcp_backlog_accepted(c->tcp);
    *connection = SOCKET_DEVICES + (host_device)number;
    return HOST_OK;
}

/* -- bytes ------------------------------------------------------------------------------------------------------- */

bool tcp_socket_writable(const struct socket *s)
{
    return s->kind == SOCKET_TCP && s->connected && s->tcp && tcp_sndbuf(s->tcp) >= WRITE_LOW_WATER &&
           tcp_sndqueuelen(s->tcp) < TCP_SND_QUEUELEN / 2;
}

/* What happened last is told once. */
static enum host_error take_failure(struct socket *s)
{
    enum host_error e = s->failure;
    s->failure = HOST_OK;
    if (e != HOST_OK) s->ended = true;
    return e;
}

static size_t write_part(struct tcp_pcb *pcb, const struct host_chunk *chunk)
{
    const char *at = chunk->bytes;
    size_t left = chunk->size;
    while (left > 0 && tcp_sndqueuelen(pcb) < TCP_SND_QUEUELEN - 64) {
        size_t part = tcp_sndbuf(pcb) < left ? tcp_sndbuf(pcb) : left;
        if (part > UINT16_MAX / 2) part = UINT16_MAX / 2;
        if (part == 0 || tcp_write(pcb, at, (u16_t)part, TCP_WRITE_FLAG_COPY | (part < left ? TCP_WRITE_FLAG_MORE : 0)))
            break;
        at += part;
        left -= part;
    }
    return chunk->size - left;
}

enum host_error tcp_socket_send(host_device d, const struct host_chunk *chunks, size_t count, size_t *sent)
{
    struct socket *s = socket_of(d);
    *sent = 0;
    if (!s || s->kind != SOCKET_TCP) return s ? HOST_ENOTCONN : HOST_EBADF;
    if (s->failure != HOST_OK) return take_failure(s);
    if (s->write_shut || (s->ended && !s->tcp)) return HOST_EPIPE;
    if (!s->tcp || !s->connected) return s->connecting ? HOST_EAGAIN : HOST_ENOTCONN;
    for (size_t i = 0; i < count; i++) {
        size_t put = write_part(s->tcp, &chunks[i]);
        *sent += put;
        if (put < chunks[i].size) break;
    }
    tcp_output(s->tcp);
    return *sent > 0 || count == 0 ? HOST_OK : HOST_EAGAIN;
}

enum host_error tcp_socket_receive(host_device d, void *to, size_t size, size_t *got)
{
    struct socket *s = socket_of(d);
    *got = 0;
    if (!s || s->kind != SOCKET_TCP) return s ? HOST_ENOTCONN : HOST_EBADF;
    if (!s->received) {
        if (s->failure != HOST_OK) return take_failure(s);
        if (s->ended) return HOST_OK;
        return s->connected || s->connecting ? HOST_EAGAIN : HOST_ENOTCONN;
    }
    while (s->received && *got < size) {
        struct pbuf *first = s->received;
        size_t part = first->len < size - *got ? first->len : size - *got;
        memcpy((char *)to + *got, first->payload, part);
        *got += part;
        s->received = pbuf_free_header(first, (u16_t)part);
    }
    for (size_t left = *got; left > 0 && s->tcp;) {
        u16_t part = (u16_t)(left < UINT16_MAX ? left : UINT16_MAX);
        tcp_recved(s->tcp, part);
        left -= part;
    }
    return HOST_OK;
}

/* lwIP keeps a connection for two minutes after its end, and answers a peer that opens a new one from the same port with
 * nothing that the peer could use.  So the old one goes, and the frame is taken again: it then finds the listener. */
err_t tcp_segment_comes(struct tcp_pcb *pcb, const struct tcp_hdr *header)
{
    bool opens = (TCPH_FLAGS(header) & (TCP_SYN | TCP_ACK | TCP_RST)) == TCP_SYN;
    if (pcb->state != TIME_WAIT || !opens || !TCP_SEQ_GT(header->seqno, pcb->rcv_nxt)) return ERR_OK;
    tcp_abort(pcb);
    frames()->comes_again = true;
    return ERR_ABRT;
}

/* -- the end ---------------------------------------------------------------------------------------------------- */

enum host_error tcp_socket_shutdown(host_device d, enum host_shutdown how)
{
    struct socket *s = socket_of(d);
    if (!s) return HOST_EBADF;
    if (s->kind != SOCKET_TCP || !s->tcp || !s->connected) return HOST_ENOTCONN;
    if (how != SHUTDOWN_WRITE) s->ended = true;
    if (how == SHUTDOWN_READ || s->write_shut) return HOST_OK;
    err_t e = tcp_shutdown(s->tcp, 0, 1);
    if (e == ERR_OK) s->write_shut = true;
    return error_of_lwip(e);
}

static void forget(struct tcp_pcb *pcb)
{
    tcp_arg(pcb, NULL);
    tcp_recv(pcb, NULL);
    tcp_sent(pcb, NULL);
    tcp_err(pcb, NULL);
}

static err_t close_again(void *argument, struct tcp_pcb *pcb)
{
    (void)argument;
    if (tcp_close(pcb) == ERR_OK) return ERR_OK;
    tcp_abort(pcb);
    return ERR_ABRT;
}

/* As Linux: what was not read, or a linger of zero, resets the connection. */
static void close_stream(struct socket *s)
{
    struct tcp_pcb *pcb = s->tcp;
    forget(pcb);
    bool reset = s->received || (s->linger && s->linger_seconds == 0);
    if (s->received) pbuf_free(s->received);
    s->received = NULL;
    if (reset && s->connected) tcp_abort(pcb);
    else if (tcp_close(pcb) != ERR_OK) tcp_poll(pcb, close_again, LINGER_POLL);
}

static void close_listener(struct socket *s)
{
    while (s->accept_first) {
        uint32_t number = s->accept_first;
        struct socket *c = frames()->sockets[number];
        s->accept_first = c->accept_next;
        c->linger = true;
        tcp_socket_close(c);
        socket_give(number);
    }
    tcp_arg(s->tcp, NULL);
    tcp_close(s->tcp);
}

void tcp_socket_close(struct socket *s)
{
    if (s->kind == SOCKET_LISTENER) close_listener(s);
    else if (s->tcp) close_stream(s);
    else if (s->received) pbuf_free(s->received);
    s->tcp = NULL;
    s->received = NULL;
}
