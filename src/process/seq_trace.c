/* process/seq_trace.c - the token of sequential tracing, and what the system tracer is told. */
#include "process/seq_trace.h"
#include "heap/build.h"
#include "process/state.h"
#include "process/trace.h"
#include "term/atoms.h"

#define TOKEN_WORDS TUPLE_WORDS(TOKEN_ELEMENTS)

/* The trace flags whose timestamps these are. */
static uint32_t stamp_flags(uint32_t flags)
{
    if (flags & SEQ_TRACE_STRICT_MONOTONIC) return TRACE_STRICT_MONOTONIC_TIMESTAMP;
    if (flags & SEQ_TRACE_MONOTONIC) return TRACE_MONOTONIC_TIMESTAMP;
    return flags & SEQ_TRACE_NOW_TIMESTAMP ? TRACE_TIMESTAMP : 0;
}

/* {seq_trace, Label, {Type, {LastCount, Serial}, From, To, Value}[, Stamp]} to the system tracer, if the token's
 * flags want `flag`. */
static void tell(term token, unsigned flag, term type, term to, term value)
{
    const term *t = tuple_elements(token);
    uint32_t flags = (uint32_t)small_value(t[TOKEN_FLAGS]);
    struct process *tracer = process_find(processes()->seq_tracer);
    term words[64], *hp = words;
    if (!(flags & flag) || !tracer || same(tracer->pid, t[TOKEN_FROM])) return;
    term count = build_tuple2(&hp, t[TOKEN_LAST], t[TOKEN_SERIAL]);
    term event = build_tuple(&hp, 5);
    memcpy(tuple_elements(event), (term[]){type, count, t[TOKEN_FROM], to, value}, 5 * sizeof(term));
    term stamp = build_trace_stamp(&hp, stamp_flags(flags));
    term message = is_term(stamp) ? build_tuple4(&hp, A(seq_trace), t[TOKEN_LABEL], event, stamp)
                                  : build_tuple3(&hp, A(seq_trace), t[TOKEN_LABEL], event);
    process_send(tracer, NO_TERM, message);
}

/* The token for the next message of p: the serial counts up, p is the sender. */
static term next_token(struct process *p, term **hp)
{
    const term *t = tuple_elements(p->sequential_token);
    term token = build_tuple(hp, TOKEN_ELEMENTS), *e = tuple_elements(token);
    memcpy(e, t, TOKEN_ELEMENTS * sizeof(term));
    e[TOKEN_LAST] = small(small_value(t[TOKEN_SERIAL]));
    e[TOKEN_SERIAL] = small(small_value(t[TOKEN_SERIAL]) + 1);
    e[TOKEN_FROM] = p->pid;
    return token;
}

struct message *seq_trace_message(struct process *p, struct process *to, term value)
{
    term *hp = heap_alloc(&p->heap, TOKEN_WORDS);
    if (!hp) return NULL;
    p->sequential_token = next_token(p, &hp);
    tell(p->sequential_token, SEQ_TRACE_SEND, A(send), to->pid, value);
    term kept[] = {value, p->sequential_token};
    size_t words = message_words(kept, 2, 0);
    struct message *m = words == SIZE_MAX ? NULL : message_new(words);
    if (!m) return NULL;
    hp = m->words;
    m->used = words;
    if (message_copy(m, value, &hp, &m->value) && message_copy(m, kept[1], &hp, &m->token)) return m;
    message_free(m);
    return NULL;
}

void seq_trace_received(struct process *p, term value, term token)
{
    p->sequential_token = token;
    if (!is_tuple(token)) return;
    tell(token, SEQ_TRACE_RECEIVE, A(receive), p->pid, value);
    tuple_elements(token)[TOKEN_LAST] = tuple_elements(token)[TOKEN_SERIAL];
}

void seq_trace_print(struct process *p, term value)
{
    term *hp = is_tuple(p->sequential_token) ? heap_alloc(&p->heap, TOKEN_WORDS) : NULL;
    if (!hp) return;
    p->sequential_token = next_token(p, &hp);
    tell(p->sequential_token, SEQ_TRACE_PRINT, A(print), NIL, value);
}
