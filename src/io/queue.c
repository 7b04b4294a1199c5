/* io/queue.c - bytes that wait to be written to a device. */
#include "io/queue.h"
#include "memory/memory.h"

void queue_open(struct queue *q) { *q = (struct queue){.last = &q->first}; }

static void drop_first(struct queue *q)
{
    struct queue_item *i = q->first;
    q->first = i->next;
    if (!q->first) q->last = &q->first;
    binary_release(i->binary);
    memory_free(MEMORY_SYSTEM, i);
}

void queue_close(struct queue *q)
{
    while (q->first) drop_first(q);
    q->size = 0;
}

bool queue_add(struct queue *q, struct binary *b, size_t at)
{
    if (at >= b->size) {
        binary_release(b);
        return true;
    }
    struct queue_item *i = memory_alloc(MEMORY_SYSTEM, sizeof *i);
    if (!i) {
        binary_release(b);
        return false;
    }
    *i = (struct queue_item){.binary = b, .at = at};
    *q->last = i;
    q->last = &i->next;
    q->size += b->size - at;
    return true;
}

size_t queue_chunks(const struct queue *q, struct host_chunk *chunks, size_t most)
{
    size_t n = 0;
    for (const struct queue_item *i = q->first; i && n < most; i = i->next)
        chunks[n++] = (struct host_chunk){i->binary->data + i->at, i->binary->size - i->at};
    return n;
}

void queue_drop(struct queue *q, size_t size)
{
    q->size -= size;
    while (size) {
        size_t left = q->first->binary->size - q->first->at;
        if (size < left) {
            q->first->at += size;
            return;
        }
        size -= left;
        drop_first(q);
    }
}
