/* heap/copy.c - copies of terms, for messages, tables and literals.
 *
 * The copy is made as a collector would: what has been copied is scanned for pointers,
 * and what they lead to is copied behind.  The words that wait to be scanned are the
 * copy itself, so no stack is needed however deep the term is.
 */
#include "heap/owner.h"
#include "heap/heap.h"
#include "heap/retiring.h"
#include "memory/arena.h"
#include "term/stack.h"
#include <string.h>

static inline bool stays_shared(term t, bool literals)
{
    return !literals && is_literal_address((const void *)(uintptr_t)t.word) && !is_retiring(t);
}

static inline size_t slice_words(const struct bits_sub *s) { return 2 + ((s->bits >> IMM_BITS) + 63) / 64; }

/* -- size --------------------------------------------------------------------------------- */

/* Words of a boxed object's copy; *from and *end become its words that are to be visited. */
static inline size_t object_size(const term *object, const term **from, const term **end)
{
    uint64_t h = object->word;
    *from = *end = object;
    if (header_kind(h) == KIND_BITS_SUB) return slice_words((const struct bits_sub *)object);
    if (header_kind(h) < KIND_BITS_REF) {
        *from = object + 1;
        *end = object + 1 + header_words(h);
    }
    return 1 + header_words(h);
}

size_t term_flat_size(term t, bool literals)
{
    struct stack pending; /* words still to be visited: from a to b */
    const term *from = &t, *end = from + 1, *inner, *inner_end;
    size_t words = 0;
    stack_open(&pending);
    for (;;) {
        if (from == end) {
            if (stack_is_empty(&pending)) break;
            struct frame f = stack_pop(&pending);
            from = (const term *)f.a, end = (const term *)f.b;
        }
        term next = *from++;
        while (is_cons(next) && is_immediate(head(next)) && !stays_shared(next, literals)) {
            words += 2;
            next = tail(next);
        }
        if (is_immediate(next) || stays_shared(next, literals)) continue;
        if (is_cons(next)) {
            words += 2;
            inner = cons_cell(next), inner_end = inner + 2;
        } else words += object_size(boxed(next), &inner, &inner_end);
        if (from < end && inner < inner_end && !stack_push(&pending, (uint64_t)from, (uint64_t)end)) {
            words = SIZE_MAX;
            break;
        }
        if (inner < inner_end) from = inner, end = inner_end;
    }
    stack_close(&pending);
    return words;
}

/* -- copy --------------------------------------------------------------------------------- */

static inline term *copy_words(term *to, const term *from, size_t words)
{
    if (words > 16) {
        memcpy(to, from, words * sizeof *to);
        return to + words;
    }
    while (words--) *to++ = *from++;
    return to;
}

static term *copy_slice(term *to, const struct bits_sub *s)
{
    size_t words = slice_words(s), bits = s->bits >> IMM_BITS;
    struct bits_heap *b = (struct bits_heap *)to;
    b->header = header(KIND_BITS, words - 1);
    b->bits = bits;
    if (words > 2) to[words - 1].word = 0;
    bits_copy(b->data, 0, ((const struct bits_heap *)boxed(s->of))->data, s->offset >> IMM_BITS, bits);
    return to + words;
}

static inline term *copy_object(term *to, const term *from, struct offheap **offheap)
{
    uint64_t h = from->word;
    if (header_kind(h) == KIND_BITS_SUB) return copy_slice(to, (const struct bits_sub *)from);
    term *end = copy_words(to, from, 1 + header_words(h));
    if (header_kind(h) == KIND_BITS_REF || header_kind(h) == KIND_MAGIC_REF) {
        struct offheap *o = (struct offheap *)to;
        offheap_keep(o);
        if (header_kind(h) == KIND_BITS_REF) ((struct bits_ref *)o)->flags = 0; /* only the original may append */
        o->next = *offheap;
        *offheap = o;
    }
    return end;
}

/* Copies a list's cells side by side, up to a tail that is no cell; the heads are scanned later. */
static inline term *copy_list(term *to, term list, bool literals)
{
    for (;;) {
        const term *cell = cons_cell(list);
        to[0] = cell[0];
        list = cell[1];
        to += 2;
        if (!is_cons(list) || stays_shared(list, literals)) break;
        to[-1] = cons_at(to);
    }
    to[-1] = list;
    return to;
}

term term_copy(term t, bool literals, term **hp, struct offheap **offheap)
{
    if (is_immediate(t) || stays_shared(t, literals)) return t;
    term *start = *hp, *top = start;
    top = is_cons(t) ? copy_list(top, t, literals) : copy_object(top, boxed(t), offheap);
    for (term *scan = start; scan < top; scan++) {
        term next = *scan;
        if (is_immediate(next)) continue;
        if (is_return_address(next)) { /* a header */
            if (header_kind(next.word) >= KIND_BITS_REF) scan += header_words(next.word);
            continue;
        }
        const term *object = (const term *)(next.word & ~(uint64_t)TAG_MASK);
        if (object >= start && object < top) continue; /* a cell that copy_list() has linked */
        if (stays_shared(next, literals)) continue;
        *scan = is_cons(next) ? cons_at(top) : boxed_at(top);
        top = is_cons(next) ? copy_list(top, next, literals) : copy_object(top, object, offheap);
    }
    *hp = top;
    return is_cons(t) ? cons_at(start) : boxed_at(start);
}

term heap_copy(struct heap *h, term t)
{
    if (is_immediate(t)) return t;
    size_t words = term_flat_size(t, false);
    if (words == SIZE_MAX) return NO_TERM;
    term *hp = heap_alloc(h, words);
    if (!hp) return NO_TERM;
    struct offheap *before = h->offheap;
    term copy = term_copy(t, false, &hp, &h->offheap);
    for (struct offheap *o = h->offheap; o != before; o = o->next) h->binary_bytes += offheap_bytes(o);
    if (h->binary_bytes > h->binary_limit) h->collect_soon = true;
    return copy;
}
