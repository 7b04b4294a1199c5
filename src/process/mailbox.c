/* process/mailbox.c - the queue of one process: making messages, posting, and the walk of receive. */
#include "process/mailbox.h"
#include "memory/memory.h"
#include "process/monitoring.h"
#include "process/process.h"
#include "process/receive.h"
#include "process/saved_calls.h"
#include "process/seq_trace.h"
#include "process/state.h"
#include "process/trace.h"
#include "term/atoms.h"

/* A message becomes a fragment where it stands: the fragment's header lies over the message's, and what is
 * left of the latter are words that read as immediates. */
_Static_assert(offsetof(struct message, words) - offsetof(struct fragment, words) == 2 * sizeof(term),
               "two spare words");
enum { SPARE_WORDS = 2 };

struct message *message_new(size_t words)
{
    if (words > SIZE_MAX / sizeof(term) - 8) return NULL;
    struct message *m = memory_alloc(MEMORY_PROCESS, sizeof *m + words * sizeof(term));
    if (m) *m = (struct message){.value = NO_TERM, .token = A(undefined)};
    return m;
}

void message_free(struct message *m)
{
    if (m->offheap) offheap_release_list(m->offheap);
    memory_free(MEMORY_PROCESS, m);
}

size_t message_words(const term *terms, size_t count, size_t more)
{
    for (size_t i = 0; i < count; i++) {
        if (is_immediate(terms[i])) continue;
        size_t size = term_flat_size(terms[i], false);
        if (size == SIZE_MAX || size > SIZE_MAX / 16 - more) return SIZE_MAX;
        more += size;
    }
    return more;
}

bool message_copy(struct message *m, term t, term **hp, term *result)
{
    *result = is_immediate(t) ? t : term_copy(t, false, hp, &m->offheap);
    return is_term(*result);
}

struct message *message_of(term value)
{
    size_t words = message_words(&value, 1, 0);
    struct message *m = words == SIZE_MAX ? NULL : message_new(words);
    if (!m) return NULL;
    term *hp = m->words;
    m->used = words;
    if (message_copy(m, value, &hp, &m->value)) return m;
    memory_free(MEMORY_PROCESS, m);
    return NULL;
}

struct message *message_lasting(term value, size_t more, term **hp)
{
    size_t words = is_immediate(value) ? 0 : term_flat_size(value, true);
    struct message *m = words == SIZE_MAX ? NULL : message_new(words + more);
    if (!m) return NULL;
    term *at = m->words;
    m->used = words + more;
    m->value = is_immediate(value) ? value : term_copy(value, true, &at, &m->offheap);
    if (hp) *hp = at;
    return m;
}

void message_adopt(struct heap *h, struct message *m)
{
    if (m->used == 0) {
        memory_free(MEMORY_PROCESS, m);
        return;
    }
    size_t used = m->used + SPARE_WORDS;
    struct offheap *owned = m->offheap;
    struct fragment *f = (struct fragment *)m;
    f->words[0] = f->words[1] = NIL;
    f->used = f->size = used;
    heap_adopt(h, f);
    if (owned) heap_link_offheap_list(h, owned);
}

void mailbox_open(struct mailbox *m)
{
    m->last = m->save = m->priority_end = &m->first;
    m->first = NULL;
}

void mailbox_close(struct mailbox *m)
{
    for (struct message *at = m->first, *next; at; at = next) {
        next = at->next;
        message_free(at);
    }
    m->length = 0;
    monitoring_forget_queue(m);
    mailbox_open(m);
}

static void has_come(struct process *to)
{
    if (__builtin_expect(++to->mailbox.length >= processes()->queue_watched_from, 0)) monitoring_queue_grew(to);
    to->hibernating = false;
    process_wake(to);
}

void mailbox_append(struct process *to, struct message *m)
{
    struct mailbox *box = &to->mailbox;
    m->next = NULL;
    *box->last = m;
    box->last = &m->next;
    has_come(to);
}

void mailbox_post_from(struct process *to, term from, struct message *m)
{
    if (trace_is(to, TRACE_RECEIVE)) trace_received(to, from, m->value);
    mailbox_append(to, m);
}

/* Receive, and markers of references, start anew: what they had left behind may be what is wanted now. */
static void look_again(struct mailbox *box)
{
    mailbox_rewind(box);
    for (size_t i = 0; i < MAILBOX_MARKERS; i++)
        if (box->markers[i].at) box->markers[i].at = &box->first;
}

void mailbox_post_priority(struct process *to, term from, struct message *m)
{
    struct mailbox *box = &to->mailbox;
    struct message **slot = box->priority_end;
    EXPECT(!box->looking); /* only the running process looks, and nothing is posted meanwhile */
    if (trace_is(to, TRACE_RECEIVE)) trace_received(to, from, m->value);
    m->next = *slot;
    *slot = m;
    box->priority_end = &m->next;
    if (box->last == slot) box->last = &m->next;
    look_again(box);
    has_come(to);
}

void mailbox_post(struct process *to, struct message *m) { mailbox_post_from(to, A(undefined), m); }

term mailbox_look(struct process *p)
{
    term t = mailbox_look_at(&p->mailbox);
    if (!is_term(t)) p->woken = false; /* all that came has been seen */
    return t;
}

void mailbox_skip(struct process *p) { mailbox_skip_in(&p->mailbox); }

/* The message at `slot` leaves the queue: whoever pointed to the place behind it now points to `slot`. */
static void unlink_message(struct mailbox *box, struct message **slot)
{
    struct message *m = *slot;
    *slot = m->next;
    if (box->last == &m->next) box->last = slot;
    if (box->priority_end == &m->next) box->priority_end = slot;
    box->length--;
    for (size_t i = 0; box->marked && i < MAILBOX_MARKERS; i++)
        if (box->markers[i].at == &m->next) box->markers[i].at = slot;
}

void mailbox_take(struct process *p)
{
    struct mailbox *box = &p->mailbox;
    struct message *m = *box->save;
    saved_calls_event(p, A(receive));
    unlink_message(box, box->save);
    mailbox_rewind(box);
    if (__builtin_expect(box->told != NULL, 0)) monitoring_queue_shrank(p);
    if (!same(m->token, p->sequential_token)) seq_trace_received(p, m->value, m->token);
    message_adopt(&p->heap, m);
    receive_timer_cancel(p);
}

bool mailbox_detach(struct process *p)
{
    struct mailbox *box = &p->mailbox;
    if (!box->looking) return true;
    struct message *old = *box->save, *copy;
    if (old->used == 0) return true;
    size_t words = message_words((term[]){old->value, old->token}, 2, 0);
    copy = words == SIZE_MAX ? NULL : message_new(words);
    if (!copy) return false;
    term *hp = copy->words;
    copy->used = words;
    if (!message_copy(copy, old->value, &hp, &copy->value) || !message_copy(copy, old->token, &hp, &copy->token)) {
        message_free(copy);
        return false;
    }
    bool last_of_priority = box->priority_end == &old->next;
    unlink_message(box, box->save);
    if (last_of_priority) box->priority_end = &copy->next;
    copy->next = *box->save;
    *box->save = copy;
    if (box->last == box->save) box->last = &copy->next;
    box->length++;
    message_adopt(&p->heap, old);
    box->looking = false;
    return true;
}
