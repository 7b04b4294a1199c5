/* tender/monitors/forward_datagrams.c - datagrams to published ports: each sender has a socket of its own to the guest, whose answers are his. */
#include "tender/monitors/forward.h"
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static bool is_from(const struct forward_sender *s, const struct sockaddr_storage *from, socklen_t size,
                    uint32_t published)
{
    return s->fd && s->published == published && s->from_size == size && memcmp(&s->from, from, size) == 0;
}

static struct forward_sender *sender_of(struct forward *f, const struct sockaddr_storage *from, socklen_t size,
                                        uint32_t published)
{
    for (uint32_t i = 0; i < FORWARD_SENDERS; i++)
        if (is_from(&f->senders[i], from, size, published)) return &f->senders[i];
    uint32_t index = f->next_sender++ % FORWARD_SENDERS;
    struct forward_sender *s = &f->senders[index];
    if (s->fd) close(s->fd);
    int fd = forward_connect(f, SOCK_DGRAM, f->policy->published[published].guest_port);
    bool watched = fd > 0 && forward_watch(f, fd, 0, EPOLLIN, FORWARD_SENDER, index, 0);
    if (fd > 0 && !watched) close(fd);
    *s = (struct forward_sender){watched ? fd : 0, published, *from, size};
    return watched ? s : NULL;
}

/* One datagram; those that find no room are lost, as on any network. */
void forward_receive(struct forward *f, uint32_t published)
{
    struct sockaddr_storage from = {0};
    socklen_t size = sizeof from;
    ssize_t n = recvfrom(f->policy->published[published].fd, f->datagram, sizeof f->datagram, MSG_DONTWAIT,
                         (struct sockaddr *)&from, &size);
    struct forward_sender *s = n < 0 ? NULL : sender_of(f, &from, size, published);
    if (s) send(s->fd, f->datagram, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL);
}

void forward_answer(struct forward *f, uint32_t sender)
{
    const struct forward_sender *s = &f->senders[sender];
    ssize_t n = recv(s->fd, f->datagram, sizeof f->datagram, MSG_DONTWAIT);
    if (n >= 0)
        sendto(f->policy->published[s->published].fd, f->datagram, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL,
               (const struct sockaddr *)&s->from, s->from_size);
}
