/* bif/byte_queue.c - a queue of bytes. */
#include "bif/byte_queue.h"
#include "memory/memory.h"
#include <string.h>

enum { GATHER_ROOM = 2048, GATHER_MAX = GATHER_ROOM / 2 };

static void drop_first(struct byte_queue *q)
{
    struct byte_item *i = q->first;
    q->first = i->next;
    if (!q->first) q->last = NULL;
    binary_release(i->binary);
    memory_free(MEMORY_SYSTEM, i);
}

void byte_queue_close(struct byte_queue *q)
{
    while (q->first) drop_first(q);
    q->size = 0;
}

/* Takes over one reference of b. */
static bool add_item(struct byte_queue *q, struct binary *b, const uint8_t *at, size_t size, size_t room)
{
    struct byte_item *i = memory_alloc(MEMORY_SYSTEM, sizeof *i);
    if (!i) {
        binary_release(b);
        return false;
    }
    *i = (struct byte_item){NULL, b, at, size, room};
    if (q->last) q->last->next = i;
    else q->first = i;
    q->last = i;
    q->size += size;
    return true;
}

static bool add_copy(struct byte_queue *q, struct bits bits)
{
    size_t size = bits.size / 8;
    if (!q->last || q->last->room < size) {
        size_t room = size < GATHER_MAX ? GATHER_ROOM : size;
        struct binary *b = binary_alloc(room);
        if (!b || !add_item(q, b, b->data, 0, room)) return false;
    }
    struct byte_item *i = q->last;
    bits_copy((uint8_t *)i->at + i->size, 0, bits.data, bits.offset, bits.size);
    i->size += size;
    i->room -= size;
    q->size += size;
    return true;
}

bool byte_queue_add(struct byte_queue *q, term binary)
{
    struct bits bits = bits_view(binary);
    bool share = kind_of(binary) == KIND_BITS_REF && bits.offset == 0 && bits.size / 8 >= GATHER_MAX;
    if (bits.size == 0) return true;
    if (!share) return add_copy(q, bits);
    struct binary *b = ((struct bits_ref *)boxed(binary))->binary;
    return add_item(q, binary_keep(b), bits.data, bits.size / 8, 0);
}

void byte_queue_take(struct byte_queue *q, size_t size, uint8_t *to)
{
    q->size -= size;
    while (size > 0) {
        struct byte_item *i = q->first;
        size_t n = size < i->size ? size : i->size;
        if (to) memcpy(to, i->at, n), to += n;
        i->at += n;
        i->size -= n;
        size -= n;
        if (i->size == 0) drop_first(q);
    }
}

term byte_queue_head(const struct byte_queue *q, struct heap *h)
{
    struct byte_item *i = q->first;
    i->room = 0; /* its bytes are seen by others now; what is written later goes elsewhere */
    return heap_bits_of_binary(h, binary_keep(i->binary), (size_t)(i->at - i->binary->data) * 8, i->size * 8);
}

bool byte_queue_add_list(struct byte_queue *q, term *list, size_t most)
{
    size_t n = 0;
    term t = *list;
    for (; n < most && is_cons(t); n++, t = tail(t))
        if (!is_binary(head(t))) return false;
    if (!is_list(t)) return false;
    for (; n > 0; n--, *list = tail(*list))
        if (!byte_queue_add(q, head(*list))) return false;
    return true;
}
