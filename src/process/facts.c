/* process/facts.c - sizes of a heap as OTP names them. */
#include "process/facts.h"
#include "heap/build.h"
#include "term/atoms.h"

static size_t queued_words(const struct process *p)
{
    size_t words = 0;
    if (p->message_queue_off_heap) return 0;
    for (const struct message *m = p->mailbox.first; m; m = m->next) words += m->used;
    return words;
}

uint64_t process_fact(const struct process *p, enum fact which)
{
    const struct heap *h = &p->heap;
    switch (which) {
    case FACT_OLD_HEAP_BLOCK_SIZE: return (uint64_t)(h->old_end - h->old_start);
    case FACT_HEAP_BLOCK_SIZE: return (uint64_t)(h->end - h->start);
    case FACT_MBUF_SIZE: return h->fragment_words + queued_words(p);
    case FACT_RECENT_SIZE: return h->high_water ? (uint64_t)(h->high_water - h->start) : 0;
    case FACT_STACK_SIZE: return (uint64_t)(h->end - h->sp);
    case FACT_OLD_HEAP_SIZE: return (uint64_t)(h->old_top - h->old_start);
    case FACT_HEAP_SIZE: return (uint64_t)(h->top - h->start);
    case FACT_BIN_VHEAP_SIZE: return h->binary_bytes / sizeof(term);
    case FACT_BIN_VHEAP_BLOCK_SIZE: return h->binary_limit / sizeof(term);
    case FACT_BIN_OLD_VHEAP_SIZE: return h->old_binary_bytes / sizeof(term);
    case FACT_BIN_OLD_VHEAP_BLOCK_SIZE: return h->binary_limit / sizeof(term);
    case FACTS: break;
    }
    return 0;
}

static term fact_tag(enum fact which)
{
    switch (which) {
    case FACT_OLD_HEAP_BLOCK_SIZE: return A(old_heap_block_size);
    case FACT_HEAP_BLOCK_SIZE: return A(heap_block_size);
    case FACT_MBUF_SIZE: return A(mbuf_size);
    case FACT_RECENT_SIZE: return A(recent_size);
    case FACT_STACK_SIZE: return A(stack_size);
    case FACT_OLD_HEAP_SIZE: return A(old_heap_size);
    case FACT_HEAP_SIZE: return A(heap_size);
    case FACT_BIN_VHEAP_SIZE: return A(bin_vheap_size);
    case FACT_BIN_VHEAP_BLOCK_SIZE: return A(bin_vheap_block_size);
    case FACT_BIN_OLD_VHEAP_SIZE: return A(bin_old_vheap_size);
    default: return A(bin_old_vheap_block_size);
    }
}

term build_facts(const struct process *p, unsigned chosen, term **hp)
{
    term list = NIL;
    for (int i = FACTS; i-- > 0;) {
        if (!(chosen & 1u << i)) continue;
        term value = build_u64(hp, process_fact(p, (enum fact)i));
        term pair = build_tuple2(hp, fact_tag((enum fact)i), value);
        list = build_cons(hp, pair, list);
    }
    return list;
}
