/* spawn/bytes.h - a queue of bytes with a bound: what has been read and not yet used, or made and not yet sent. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/types.h>

enum { BYTES_ROOM = 32768 };

struct bytes {
    size_t start, end;
    char at[BYTES_ROOM];
};

static inline size_t bytes_count(const struct bytes *b) { return b->end - b->start; }
static inline const char *bytes_first(const struct bytes *b) { return b->at + b->start; }
static inline size_t bytes_room(const struct bytes *b) { return BYTES_ROOM - bytes_count(b); }

static inline void bytes_took(struct bytes *b, size_t n)
{
    b->start += n;
    if (b->start == b->end) b->start = b->end = 0;
}

/* Room in one piece, at the end; as much as bytes_room() says. */
static inline char *bytes_space(struct bytes *b)
{
    if (b->start > 0) {
        memmove(b->at, b->at + b->start, bytes_count(b));
        b->end -= b->start;
        b->start = 0;
    }
    return b->at + b->end;
}

/* False: there is no room for all of it, and nothing was put. */
static inline bool bytes_put(struct bytes *b, const void *from, size_t n)
{
    if (n > bytes_room(b)) return false;
    memcpy(bytes_space(b), from, n);
    b->end += n;
    return true;
}

__attribute__((format(printf, 2, 3))) bool bytes_print(struct bytes *b, const char *format, ...);

/* From and to sockets that do not block: how many bytes; 0: the other side is done (reading only), or there is nothing to
 * do; -1: not now; -2: the connection is broken. */
ssize_t bytes_receive(struct bytes *b, int fd);
ssize_t bytes_send(struct bytes *b, int fd);
