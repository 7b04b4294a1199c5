/* process/collect.c - collecting the heap of a process: its roots, its limits, its purge of literals. */
#include "memory/memory.h"
#include "platform/platform.h"
#include "process/dictionary.h"
#include "process/log.h"
#include "process/monitoring.h"
#include "process/state.h"
#include "process/trace.h"
#include "term/atoms.h"

/* The terms of struct process that are one array of roots: from failure to label. */
enum { KEPT_TERMS = (offsetof(struct process, label) - offsetof(struct process, failure)) / sizeof(term) + 1 };
_Static_assert(sizeof(struct failure) == 6 * sizeof(term), "a failure is terms and nothing else");

enum { WORDS_A_REDUCTION = 10 }; /* as ERTS charges collections */

/* Chains what p keeps before `x`. */
struct all_roots {
    struct roots x, kept, dictionary;
};

static const struct roots *roots_of(const struct process *p, struct all_roots *all, const term *x, size_t live)
{
    all->x = (struct roots){(term *)x, live, p->held.count ? &p->held : NULL};
    all->kept = (struct roots){(term *)&p->failure, KEPT_TERMS, &all->x};
    if (!p->dictionary) return &all->kept;
    all->dictionary = (struct roots){&p->dictionary->pairs[0].key, 2 * p->dictionary->room, &all->kept};
    return &all->dictionary;
}

typedef enum heap_result collect_fn(struct heap *h, size_t need, const struct roots *roots);

/* max_heap_size is passed: says so; true: p was to be ended for it, and is. */
static bool ends_at_limit(struct process *p)
{
    if (p->max_heap_log) log_max_heap(p);
    if (p->relations.trace) trace_collection(p, A(gc_max_heap_size), 0);
    if (p->max_heap_kill) process_begin_exit(p, A(killed));
    return p->max_heap_kill;
}

/* Is the heap with the messages that wait beside it larger than it may be?  Looks at no more of them than are allowed. */
static bool messages_pass_limit(const struct process *p)
{
    if (!p->heap.max_size || p->message_queue_off_heap) return false;
    size_t words = heap_size_words(&p->heap);
    for (const struct message *m = p->mailbox.first; m && words <= p->heap.max_size; m = m->next) words += m->used;
    return p->mailbox.first && words > p->heap.max_size;
}

/* Either ends p or collects without the limit this once. */
static enum heap_result collect_beyond_limit(struct process *p, collect_fn *collect, size_t need, const struct roots *r)
{
    if (ends_at_limit(p)) return HEAP_TOO_BIG;
    size_t limit = p->heap.max_size;
    p->heap.max_size = 0;
    enum heap_result end = collect(&p->heap, need, r);
    p->heap.max_size = limit;
    return end;
}

static enum heap_result collect_with(struct process *p, collect_fn *collect, size_t need, term *x, size_t live)
{
    struct all_roots all;
    bool full = collect != heap_collect;
    if (!mailbox_detach(p)) return HEAP_NO_MEMORY;
    uint64_t began = monitoring_wants_times() ? platform_monotonic_ns() : 0;
    if (p->relations.trace) trace_collection(p, full ? A(gc_major_start) : A(gc_minor_start), need);
    const struct roots *r = roots_of(p, &all, x, live);
    enum heap_result end = messages_pass_limit(p) ? HEAP_TOO_BIG : collect(&p->heap, need, r);
    if (end == HEAP_TOO_BIG && !full && !messages_pass_limit(p)) end = heap_collect_full(&p->heap, need, r);
    if (end == HEAP_TOO_BIG) end = collect_beyond_limit(p, collect, need, r);
    if (end != HEAP_OK) return end;
    p->reductions -= (int64_t)(p->heap.words_moved / WORDS_A_REDUCTION);
    p->collect_full = false;
    if (p->relations.trace) trace_collection(p, full ? A(gc_major_end) : A(gc_minor_end), 0);
    if (monitoring_wants_heaps()) monitoring_collected(p, began);
    return HEAP_OK;
}

enum heap_result process_collect(struct process *p, size_t need, term *x, size_t live)
{
    return collect_with(p, p->collect_full ? heap_collect_full : heap_collect, need, x, live);
}

enum heap_result process_collect_idle(struct process *p, bool full)
{
    return collect_with(p, full || p->collect_full ? heap_collect_full : heap_collect, 0, p->saved_x, p->live);
}

static enum heap_result shrink(struct heap *h, size_t need, const struct roots *roots)
{
    (void)need;
    return heap_hibernate(h, roots);
}

enum heap_result process_hibernate(struct process *p, term *x, size_t live)
{
    return collect_with(p, shrink, 0, x, live);
}

/* -- literals that are to go ------------------------------------------------------------------ */

/* True if a word of a message's terms is a pointer into the range; raw objects are passed over. */
static bool message_refers_to(const struct message *m, uint64_t from, size_t bytes)
{
    if ((is_boxed(m->value) || is_cons(m->value)) && m->value.word - from < bytes) return true;
    for (size_t i = 0; i < m->used; i++) {
        uint64_t word = m->words[i].word;
        if ((word & TAG_MASK) == TAG_HEADER) {
            if (header_kind(word) >= KIND_RAW) i += header_words(word);
        } else if ((word & TAG_MASK) != TAG_IMMEDIATE && word - from < bytes) {
            return true;
        }
    }
    return false;
}

bool process_refers_to(const struct process *p, const void *from, size_t bytes, const term *x, size_t live)
{
    struct all_roots all;
    for (const struct message *m = p->mailbox.first; m; m = m->next)
        if (message_refers_to(m, (uint64_t)(uintptr_t)from, bytes)) return true;
    return heap_refers_to(&p->heap, from, bytes, roots_of(p, &all, x, live));
}

/* A message whose terms are copied, literals too; takes the place of *at. */
static bool copy_message(struct message **at)
{
    struct message *old = *at, *m;
    size_t words = term_flat_size(old->value, true);
    if (words == SIZE_MAX || !(m = message_new(words))) return false;
    term *hp = m->words;
    m->used = words;
    m->next = old->next;
    m->value = is_immediate(old->value) ? old->value : term_copy(old->value, true, &hp, &m->offheap);
    if (!is_term(m->value)) {
        message_free(m);
        return false;
    }
    *at = m;
    message_free(old);
    return true;
}

/* Whoever pointed to the place behind the old message points behind the new one. */
static void replace_place(struct mailbox *box, struct message **was, struct message **now)
{
    if (box->last == was) box->last = now;
    if (box->save == was) box->save = now;
    if (box->priority_end == was) box->priority_end = now;
    for (size_t i = 0; i < MAILBOX_MARKERS; i++)
        if (box->markers[i].at == was) box->markers[i].at = now;
}

enum heap_result process_copy_literals(struct process *p, const void *from, size_t bytes, term *x, size_t live)
{
    struct all_roots all;
    if (!mailbox_detach(p)) return HEAP_NO_MEMORY;
    for (struct message **at = &p->mailbox.first; *at; at = &(*at)->next) {
        struct message **was = &(*at)->next;
        if (!message_refers_to(*at, (uint64_t)(uintptr_t)from, bytes)) continue;
        if (!copy_message(at)) return HEAP_NO_MEMORY;
        replace_place(&p->mailbox, was, &(*at)->next);
    }
    return heap_copy_literals(&p->heap, from, bytes, roots_of(p, &all, x, live));
}

bool process_is_vital(const struct process *p)
{
    const term names[] = {A(init),
                          A(code_server),
                          A(erl_prim_loader),
                          A(application_controller),
                          A(kernel_sup),
                          A(kernel_safe_sup),
                          A(logger),
                          A(logger_sup),
                          A(logger_proxy),
                          A(error_logger),
                          A(logger_std_h_default),
                          A(file_server_2),
                          A(standard_error),
                          A(user),
                          A(user_drv),
                          A(kernel_refc),
                          A(inet_db),
                          A(erts_code_purger)};
    if (p->is_system || !processes()->kernel_is_up) return true; /* a start that lacks memory fails as a whole */
    if (!is_term(p->registered_name)) return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (same(p->registered_name, names[i])) return true;
    return false;
}

static size_t messages_bytes(const struct mailbox *box)
{
    size_t bytes = 0;
    for (const struct message *m = box->first; m; m = m->next) bytes += sizeof *m + m->used * sizeof(term);
    return bytes;
}

size_t process_memory(const struct process *p)
{
    const struct relations *r = &p->relations;
    size_t bytes = sizeof *p + heap_size_words(&p->heap) * sizeof(term) + messages_bytes(&p->mailbox);
    if (p->dictionary) bytes += sizeof *p->dictionary + p->dictionary->room * sizeof(struct pair);
    return bytes + r->link_count * sizeof(struct link) + r->monitor_count * sizeof(struct monitor);
}
