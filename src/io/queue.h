/* io/queue.h - bytes that wait to be written to a device, as references to binaries. */
#pragma once
#include "heap/binary.h"
#include "platform/host_files.h"

struct queue_item {
    struct queue_item *next;
    struct binary *binary; /* counted */
    size_t at;             /* bytes before it are written */
};

struct queue {
    struct queue_item *first, **last;
    size_t size; /* bytes */
};

void queue_open(struct queue *q);
void queue_close(struct queue *q);
/* Takes over one reference of b, in any case; the bytes before `at` are not queued.  False: no memory. */
bool queue_add(struct queue *q, struct binary *b, size_t at);
/* The first pieces, for a gathering write; returns how many. */
size_t queue_chunks(const struct queue *q, struct host_chunk *chunks, size_t most);
/* `size` bytes are written. */
void queue_drop(struct queue *q, size_t size);
