/* io/port_message.c - the messages that a port sends to its owner. */
#include "io/port_message.h"
#include "io/buffer.h"
#include "io/letter.h"
#include "io/line_buffer.h"
#include "io/port_table.h"
#include "term/atoms.h"

enum { ENVELOPE_WORDS = 3 * TUPLE_WORDS(2) };

/* {Port, {data, Data}} or {Port, {data, {Mark, Data}}} */
static term envelope(struct heap *h, struct port *p, term mark, term data)
{
    if (is_term(data) && is_term(mark)) data = heap_tuple2(h, mark, data);
    if (is_term(data)) data = heap_tuple2(h, A(data), data);
    return is_term(data) ? heap_tuple2(h, port_id(p), data) : NO_TERM;
}

void port_message_data(struct port *p, term mark, const uint8_t *bytes, size_t size)
{
    struct letter l;
    if (!letter_open(&l, ENVELOPE_WORDS + (p->binary ? binary_words(size) : size * CONS_WORDS))) return;
    term data = p->binary ? heap_binary_from(&l.heap, bytes, size) : heap_string(&l.heap, bytes, size, NIL);
    letter_send(&l, p, p->connected, envelope(&l.heap, p, mark, data));
}

static void count_in(struct port *p, size_t size)
{
    p->bytes_in += size;
    port_table()->bytes_in += size;
}

void port_deliver(struct port *p, const uint8_t *bytes, size_t size)
{
    count_in(p, size);
    if (p->lines) line_buffer_add(p->lines, p, bytes, size);
    else port_message_data(p, NO_TERM, bytes, size);
}

void port_deliver_binary(struct port *p, struct binary *b, size_t used)
{
    struct letter l;
    if (p->lines || !p->binary || used <= HEAP_BINARY_MAX) {
        port_deliver(p, b->data, used);
        binary_release(b);
        return;
    }
    count_in(p, used);
    if (!letter_open(&l, ENVELOPE_WORDS + BITS_REF_WORDS)) {
        binary_release(b);
        return;
    }
    letter_send(&l, p, p->connected, envelope(&l.heap, p, NO_TERM, buffer_to_term(&l.heap, b, used)));
}

void port_tell(struct port *p, term value)
{
    struct letter l;
    if (letter_open(&l, TUPLE_WORDS(2))) letter_send(&l, p, p->connected, heap_tuple2(&l.heap, port_id(p), value));
}
