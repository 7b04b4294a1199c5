/* bif/sink.c - gathering bits in memory that grows: on the C stack first, then in a binary. */
#include "bif/iolist.h"

void sink_close(struct bits_sink *s)
{
    if (s->binary) binary_release(s->binary);
    sink_open(s);
}

/* Moves what is gathered to a binary of at least `bytes`. */
static bool grow(struct bits_sink *s, size_t bytes)
{
    size_t size = bytes + bytes / 2;
    struct binary *b = s->binary ? binary_resize(s->binary, size) : binary_alloc(size);
    if (!b) return false;
    if (!s->binary) memcpy(b->data, s->small, (s->used + 7) / 8);
    s->binary = b;
    return true;
}

static uint8_t *data_with_room(struct bits_sink *s, size_t bits)
{
    size_t room = s->binary ? s->binary->size : SINK_SMALL, need = (s->used + bits + 7) / 8;
    if (need > room && !grow(s, need)) return NULL;
    return s->binary ? s->binary->data : s->small;
}

uint8_t *sink_room(struct bits_sink *s, size_t bytes)
{
    uint8_t *data = data_with_room(s, bytes * 8);
    return data ? data + s->used / 8 : NULL;
}

bool sink_put(struct bits_sink *s, struct bits bits)
{
    uint8_t *data = data_with_room(s, bits.size);
    if (!data) return false;
    if ((s->used | bits.offset | bits.size) % 8 == 0) memcpy(data + s->used / 8, bits.data, bits.size / 8);
    else bits_copy(data + s->used / 8, s->used % 8, bits.data, bits.offset, bits.size);
    s->used += bits.size;
    return true;
}

static term small_term(struct bits_sink *s, struct heap *h, const uint8_t *from)
{
    uint8_t *data;
    term t = heap_new_bits(h, s->used, &data);
    if (is_term(t) && s->used) bits_copy(data, 0, from, 0, s->used);
    sink_close(s);
    return t;
}

term sink_term(struct bits_sink *s, struct heap *h)
{
    size_t bits = s->used, bytes = (bits + 7) / 8;
    struct binary *b = s->binary;
    if (!b) return small_term(s, h, s->small);
    if (bytes <= HEAP_BINARY_MAX) return small_term(s, h, b->data);
    struct binary *fit = binary_resize(b, bytes);
    sink_open(s);
    return heap_bits_of_binary(h, fit ? fit : b, 0, bits);
}
