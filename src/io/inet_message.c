/* io/inet_message.c - the messages of sockets. */
#include "io/inet.h"
#include "io/letter.h"
#include "memory/memory.h"
#include "term/atoms.h"
#include <math.h>

enum { ASYNC_WORDS = TUPLE_WORDS(4) + TUPLE_WORDS(2) };

uint16_t inet_new_reference(struct inet *i, uint8_t reference[2])
{
    uint16_t n = i->next_reference++;
    reference[0] = (uint8_t)(n >> 8), reference[1] = (uint8_t)n;
    return n;
}

bool inet_begin(struct inet *i, term from, uint8_t reference[2])
{
    if (i->operation.pending) return false;
    i->operation = (struct inet_operation){true, inet_new_reference(i, reference), from};
    return true;
}

/* {inet_async, S, Ref, tag} or, with a value, {inet_async, S, Ref, {tag, value}} */
void inet_send_async(struct inet *i, term to, uint16_t reference, term tag, term value)
{
    struct letter l;
    if (!letter_open(&l, ASYNC_WORDS)) return;
    term status = is_term(value) ? heap_tuple2(&l.heap, tag, value) : tag;
    term *hp = heap_alloc(&l.heap, TUPLE_WORDS(4));
    letter_send(&l, i->port, to,
                hp ? build_tuple4(&hp, A(inet_async), port_id(i->port), small(reference), status) : NO_TERM);
}

static void finish(struct inet *i, term tag, term value)
{
    if (!i->operation.pending) return;
    i->operation.pending = false;
    inet_send_async(i, i->operation.caller, i->operation.reference, tag, value);
}

void inet_async_ok(struct inet *i) { finish(i, A(ok), NO_TERM); }
void inet_async_error(struct inet *i, term reason) { finish(i, A(error), reason); }
void inet_async_failure(struct inet *i, enum host_error e) { finish(i, A(error), atom_from_c(host_error_name(e))); }

void inet_reply(struct inet *i, term reason)
{
    struct letter l;
    const struct inet_caller *c = &i->caller;
    if (!inet_has_caller(i) || !letter_open(&l, TUPLE_WORDS(4) + TUPLE_WORDS(2) + LOCAL_REF_WORDS)) return;
    term status = same(reason, A(ok)) ? reason : heap_tuple2(&l.heap, A(error), reason);
    term *hp = heap_alloc(&l.heap, TUPLE_WORDS(4) + LOCAL_REF_WORDS), message = NO_TERM;
    if (hp && c->tagged) {
        term tag = build_local_ref(&hp, c->number, c->high);
        message = build_tuple4(&hp, A(inet_reply), port_id(i->port), status, tag);
    } else if (hp) {
        message = build_tuple3(&hp, A(inet_reply), port_id(i->port), status);
    }
    letter_send(&l, i->port, c->pid, message);
    i->caller.pid = NO_TERM;
}

void inet_tell(struct inet *i, term tag)
{
    struct letter l;
    if (letter_open(&l, TUPLE_WORDS(2)))
        letter_send(&l, i->port, i->port->connected, heap_tuple2(&l.heap, tag, port_id(i->port)));
}

void inet_tell_error(struct inet *i, term tag, enum host_error e)
{
    struct letter l;
    if (letter_open(&l, TUPLE_WORDS(3)))
        letter_send(&l, i->port, i->port->connected,
                    heap_tuple3(&l.heap, tag, port_id(i->port), atom_from_c(host_error_name(e))));
}

bool inet_subscribe(struct inet *i, term pid)
{
    struct inet_subscriber *s = memory_alloc(MEMORY_SYSTEM, sizeof *s);
    if (!s) return false;
    *s = (struct inet_subscriber){i->subscribers, pid};
    i->subscribers = s;
    return true;
}

void inet_queue_is_empty(struct inet *i)
{
    while (i->subscribers) {
        struct inet_subscriber *s = i->subscribers;
        struct letter l;
        if (letter_open(&l, TUPLE_WORDS(2)))
            letter_send(&l, i->port, s->pid, heap_tuple2(&l.heap, A(empty_out_q), port_id(i->port)));
        i->subscribers = s->next;
        memory_free(MEMORY_SYSTEM, s);
    }
}

void inet_count_active(struct inet *i)
{
    if (i->active == INET_ONCE) i->active = INET_PASSIVE;
    if (i->active != INET_MULTI || --i->active_count > 0) return;
    i->active = INET_PASSIVE;
    inet_tell(i, i->datagrams ? A(udp_passive) : A(tcp_passive));
}

/* The running average, and how far from it packets are, as OTP computes them. */
void inet_count(struct inet_statistics *s, size_t size)
{
    double n = (double)++s->count;
    s->octets += size;
    if (size > s->maximum) s->maximum = size;
    s->average += ((double)size - s->average) / n;
    s->deviation += ((double)size - s->average - s->deviation) / n;
}

/* -- data ------------------------------------------------------------------------------ */

static bool as_list(const struct inet *i, size_t size, uint32_t headers) { return !i->binary || headers > size; }

size_t inet_data_words(const struct inet *i, size_t size, uint32_t headers)
{
    if (as_list(i, size, headers)) return size * CONS_WORDS;
    return headers * (size_t)CONS_WORDS + binary_words(size - headers);
}

term inet_data_term(struct inet *i, struct heap *h, const uint8_t *bytes, size_t size, uint32_t headers,
                    struct binary *shared)
{
    if (as_list(i, size, headers)) return heap_string(h, bytes, size, NIL);
    size_t body = size - headers;
    term t;
    if (shared && body > HEAP_BINARY_MAX)
        t = heap_bits_of_binary(h, binary_keep(shared), 8 * (size_t)(bytes + headers - shared->data), 8 * body);
    else t = heap_binary_from(h, bytes + headers, body);
    return is_term(t) && headers ? heap_string(h, bytes, headers, t) : t;
}
