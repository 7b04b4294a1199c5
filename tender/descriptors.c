/* tender/descriptors.c - descriptors in messages. */
#include "tender/descriptors.h"
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

union ancillary {
    struct cmsghdr aligned;
    char bytes[CMSG_SPACE(sizeof(int))];
};

bool descriptor_send(int socket, const void *message, size_t size, int descriptor, int flags)
{
    union ancillary control = {0};
    struct iovec v = {(void *)(uintptr_t)message, size};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1};
    if (descriptor >= 0) {
        m.msg_control = control.bytes, m.msg_controllen = sizeof control.bytes;
        struct cmsghdr *h = CMSG_FIRSTHDR(&m);
        *h = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int))};
        memcpy(CMSG_DATA(h), &descriptor, sizeof descriptor);
    }
    ssize_t n;
    do n = sendmsg(socket, &m, MSG_NOSIGNAL | flags);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)size;
}

ssize_t descriptor_receive(int socket, void *message, size_t size, int *descriptor, int flags)
{
    union ancillary control = {0};
    struct iovec v = {message, size};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = control.bytes};
    ssize_t n;
    do {
        m.msg_controllen = sizeof control.bytes;
        n = recvmsg(socket, &m, MSG_CMSG_CLOEXEC | flags);
    } while (n < 0 && errno == EINTR);
    *descriptor = -1;
    const struct cmsghdr *h = n < 0 ? NULL : CMSG_FIRSTHDR(&m);
    if (h && h->cmsg_type == SCM_RIGHTS) memcpy(descriptor, CMSG_DATA(h), sizeof *descriptor);
    if (n != (ssize_t)size && *descriptor >= 0) {
        close(*descriptor);
        *descriptor = -1;
    }
    return n;
}
