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
 * flags want `flag`; nothing is told of what sensitive processes do. */
static void tell(const struct process *p, term token, unsigned flag, term type, term to, term value)
{
    const term *t = tuple_elements(token);
    uint32_t flags = (uint32_t)small_value(t[TOKEN_FLAGS]);
    struct process *tracer = process_find(processes()->seq_tracer);
    term words[64], *hp = words;
    if (!(flags & flag) || !tracer || p->sensitive || same(tracer->pid, t[TOKEN_FROM])) return;
    term count = build_tuple2(&hp, t[TOKEN_LAST], t[TOKEN_SERIAL]);
    term event = build_tuple(&hp, 5);
    memcpy(tuple_elements(event), (term[]){type, count, t[TOKEN_FROM], to, value}, 5 * sizeof(term));
    term stamp = build_trace_stamp(&hp, stamp_flags(flags));
    term message = is_term(stamp) ? build_tuple4(&hp, A(seq_trace), t[TOKEN_LABEL], event, stamp)
                                  : build_tuple3(&hp, A(seq_trace), t[TOKEN_LABEL], event);
    process_send(tracer, NO_TERM, message);
}

/* The token for the next thing that p sends: the serial counts up, p is the sender. NO_TERM: no memory. */
static term next_token(struct process *p)
{
    term *hp = heap_alloc(&p->heap, TOKEN_WORDS);
    if (!hp) return NO_TERM;
    term token = build_tuple(&hp, TOKEN_ELEMENTS), *e = tuple_elements(token);
    memcpy(e, tuple_elements(p->sequential_token), TOKEN_ELEMENTS * sizeof(term));
    e[TOKEN_SERIAL] = small(++p->sequential_clock);
    e[TOKEN_LAST] = small(p->sequential_last);
    e[TOKEN_FROM] = p->pid;
    return p->sequential_token = token;
}

struct message *seq_trace_message(struct process *p, term to, term value)
{
    term *hp;
    if (!is_term(next_token(p))) return NULL;
    tell(p, p->sequential_token, SEQ_TRACE_SEND, A(send), to, value);
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

/* As if p had received a message with that serial. */
static void count_received(struct process *p, int64_t serial)
{
    p->sequential_last = serial;
    if (p->sequential_clock < serial) p->sequential_clock = serial;
}

void seq_trace_received(struct process *p, term value, term token)
{
    if (same(token, A(undefined))) return;
    p->sequential_token = token;
    if (!is_tuple(token)) return;
    count_received(p, small_value(tuple_elements(token)[TOKEN_SERIAL]));
    tell(p, token, SEQ_TRACE_RECEIVE, A(receive), p->pid, value);
}

term seq_trace_exit_token(struct process *p, term to, term reason)
{
    if (!is_tuple(p->sequential_token) || !is_term(next_token(p))) return NIL;
    term words[TUPLE_WORDS(3)], *hp = words;
    term message = build_tuple3(&hp, A(EXIT), p->pid, reason);
    const struct process *receiver = process_find(to); /* who is sensitive is not told of: of signals, the receiver */
    if (receiver) tell(receiver, p->sequential_token, SEQ_TRACE_SEND, A(send), to, message);
    return p->sequential_token;
}

/* What a child is asked for, as a message: it is one only between nodes. NO_TERM: no memory. */
static term spawn_message(struct process *parent, term reference, const term mfa[3], const struct spawn_options *o)
{
    struct heap *h = &parent->heap;
    term options = NIL, arity = small(0), *hp;
    for (term l = mfa[2]; is_cons(l); l = tail(l)) arity = small(small_value(arity) + 1);
    if (o->monitor) options = heap_cons(h, A(monitor), options);
    if (o->link && is_term(options)) options = heap_cons(h, A(link), options);
    term call = heap_tuple3(h, mfa[0], mfa[1], arity);
    if (!is_term(options) || !is_term(call) || !(hp = heap_alloc(h, TUPLE_WORDS(8)))) return NO_TERM;
    const term e[] = {A(spawn_request), reference,      parent->pid, parent->group_leader, call,
                      options,          A(spawn_reply), mfa[2]};
    term t = build_tuple(&hp, 8);
    memcpy(tuple_elements(t), e, sizeof e);
    return t;
}

static void tell_both(const struct process *p, term token, term to, term message)
{
    tell(p, token, SEQ_TRACE_SEND, A(send), to, message);
    tell(p, token, SEQ_TRACE_RECEIVE, A(receive), to, message);
}

void seq_trace_spawned(struct process *parent, struct process *child, term module, term function, term args,
                       const struct spawn_options *options)
{
    term mfa[] = {module, function, args}, words[TUPLE_WORDS(4)], *hp = words;
    term reference = options->reference;
    if (options->monitor) reference = monitor_newest(&parent->relations, &parent->heap);
    else if (!is_term(reference)) reference = process_new_reference(&parent->heap);
    term token = next_token(parent), copy = is_term(token) ? heap_copy(&child->heap, token) : NO_TERM;
    if (!is_term(reference) || !is_term(copy)) return;
    term message = spawn_message(parent, reference, mfa, options);
    if (is_term(message)) tell_both(parent, token, child->pid, message);
    child->sequential_token = copy;
    count_received(child, small_value(tuple_elements(copy)[TOKEN_SERIAL]));
    if (options->is_request || !is_term(next_token(child))) return;
    count_received(parent, child->sequential_clock);
    message = build_tuple4(&hp, A(spawn_reply), reference, A(ok), child->pid);
    tell_both(parent, child->sequential_token, parent->pid, message);
}

void seq_trace_print(struct process *p, term value)
{
    if (!is_tuple(p->sequential_token) || !is_term(next_token(p))) return;
    tell(p, p->sequential_token, SEQ_TRACE_PRINT, A(print), NIL, value);
}
