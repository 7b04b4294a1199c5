/* spawn/bytes.c - a queue of bytes, between sockets and readers. */
#include "spawn/bytes.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>

bool bytes_print(struct bytes *b, const char *format, ...)
{
    va_list arguments;
    char *space = bytes_space(b);
    va_start(arguments, format);
    int n = vsnprintf(space, bytes_room(b), format, arguments);
    va_end(arguments);
    if (n < 0 || (size_t)n >= bytes_room(b)) return false;
    b->end += (size_t)n;
    return true;
}

static ssize_t outcome(ssize_t n)
{
    if (n >= 0) return n;
    return errno == EAGAIN || errno == EINTR ? -1 : -2;
}

ssize_t bytes_receive(struct bytes *b, int fd)
{
    char *space = bytes_space(b);
    ssize_t n = outcome(recv(fd, space, bytes_room(b), MSG_DONTWAIT));
    if (n > 0) b->end += (size_t)n;
    return n;
}

ssize_t bytes_send(struct bytes *b, int fd)
{
    if (bytes_count(b) == 0) return 0;
    ssize_t n = outcome(send(fd, bytes_first(b), bytes_count(b), MSG_DONTWAIT | MSG_NOSIGNAL));
    if (n > 0) bytes_took(b, (size_t)n);
    return n;
}
