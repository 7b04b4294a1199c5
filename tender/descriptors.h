/* tender/descriptors.h - messages between processes that carry a descriptor (unix(7), SCM_RIGHTS). */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Sends the whole message through a socket of whole messages, with a descriptor unless it is negative; `flags` are sendmsg's. The
 * descriptor stays the caller's. False: it was not sent, errno says why. */
bool descriptor_send(int socket, const void *message, size_t size, int descriptor, int flags);
/* Waits for a message, unless `flags` (recvmsg's) say otherwise: its bytes; 0: the other end is gone; -1: errno says why. *descriptor
 * is what came with a message of `size` bytes, the caller's from then on, else -1. */
ssize_t descriptor_receive(int socket, void *message, size_t size, int *descriptor, int flags);
