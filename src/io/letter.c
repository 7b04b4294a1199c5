/* io/letter.c - building a message in place. */
#include "io/letter.h"
#include "io/port_trace.h"
#include "term/atoms.h"

bool letter_open(struct letter *l, size_t words)
{
    l->message = message_new(words);
    if (!l->message) return false;
    term *start = l->message->words, *end = start + words + STACK_RESERVE; /* the reserve is never touched */
    l->heap = (struct heap){.start = start, .top = start, .sp = end, .end = end, .binary_limit = SIZE_MAX};
    return true;
}

/* What did not fit lies in fragments: a copy brings it together. */
static struct message *letter_copy(struct letter *l, term value)
{
    struct message *m = message_of(value);
    l->message->offheap = l->heap.offheap;
    message_free(l->message);
    l->heap.start = l->heap.top = l->heap.sp = l->heap.end = NULL;
    l->heap.offheap = NULL;
    heap_close(&l->heap);
    return m;
}

void letter_send(struct letter *l, struct port *from, term to, term value)
{
    struct message *m = l->message;
    struct process *p = is_term(value) ? process_find(to) : NULL;
    if (l->heap.fragments) {
        m = letter_copy(l, value);
    } else {
        m->value = value;
        m->used = (size_t)(l->heap.top - l->heap.start);
        m->offheap = l->heap.offheap;
    }
    if (from && m) port_trace_sent(from, to, m->value, p != NULL);
    if (p && m) mailbox_post_from(p, from ? port_id(from) : A(undefined), m);
    else if (m) message_free(m);
}
