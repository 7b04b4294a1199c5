/* heap/evacuate.c - the collector's inner loops.
 *
 * C. J. Cheney, "A nonrecursive list compacting algorithm", 1970: objects that a root refers to are
 * moved, leaving their new address behind (a cons in its tail, with NO_TERM as head; a boxed object
 * in its header); then the moved objects are scanned for what they refer to, until nothing is left.
 *
 * Each way to collect gets its own copy of the loops, with the tests it does not need removed by the
 * compiler; the local struct evacuation, whose address goes nowhere, lives in registers.
 */
#include "heap/evacuate.h"
#include "heap/owner.h"
#include "memory/arena.h"
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

enum place { STAYS, TO_YOUNG, TO_OLD };

INLINE bool within(uint64_t address, uint64_t start, uint64_t bytes) { return address - start < bytes; }

INLINE enum place place_of(const struct evacuation *e, enum evacuate_how how, uint64_t address)
{
    if (within(address, e->young, e->young_bytes)) {
        if (how == EVACUATE_TOGETHER) return TO_YOUNG;
        return within(address, e->young, e->mature_bytes) ? TO_OLD : TO_YOUNG;
    }
    if (how == EVACUATE_MINOR) return STAYS;
    if (within(address, e->old, e->old_bytes))
        return how == EVACUATE_MINOR_FRAGMENTS ? STAYS : how == EVACUATE_FULL ? TO_OLD : TO_YOUNG;
    if (!within(address, LITERALS_BASE, LITERALS_SIZE)) return TO_YOUNG; /* a fragment */
    return how == EVACUATE_TOGETHER && within(address, e->literals, e->literal_bytes) ? TO_YOUNG : STAYS;
}

/* Where the object at `address` may be read and marked as moved. */
INLINE term *object_at(const struct evacuation *e, enum evacuate_how how, uint64_t address)
{
    if (how == EVACUATE_TOGETHER && within(address, e->literals, e->literal_bytes))
        address += (uint64_t)e->literal_shift;
    return (term *)(uintptr_t)address;
}

INLINE term move_cons(struct evacuation *e, enum evacuate_how how, term t)
{
    uint64_t address = t.word - TAG_CONS;
    enum place place = place_of(e, how, address);
    if (place == STAYS) return t;
    term *cell = object_at(e, how, address);
    if (!is_term(cell[0])) return cell[1];
    term **top = place == TO_OLD ? &e->old_top : &e->top;
    term *to = *top;
    *top = to + 2;
    to[0] = cell[0];
    to[1] = cell[1];
    cell[0] = NO_TERM;
    return cell[1] = cons_at(to);
}

/* The copy of an owner among the literals owns the same once more. */
static __attribute__((noinline)) struct offheap *adopt(struct offheap *list, struct offheap *o)
{
    offheap_keep(o);
    o->next = list;
    return o;
}

INLINE term move_boxed(struct evacuation *e, enum evacuate_how how, term t)
{
    uint64_t address = t.word - TAG_BOXED;
    enum place place = place_of(e, how, address);
    if (place == STAYS) return t;
    term *from = object_at(e, how, address);
    uint64_t h = from->word;
    if ((h & TAG_MASK) != TAG_HEADER) return *from;
    term **top = place == TO_OLD ? &e->old_top : &e->top;
    term *to = *top;
    size_t words = 1 + header_words(h);
    *top = to + words;
    *from = boxed_at(to);
    to->word = h;
    if (words > 16) memcpy(to + 1, from + 1, (words - 1) * sizeof *to);
    else
        for (size_t i = 1; i < words; i++) to[i] = from[i];
    if (how == EVACUATE_TOGETHER && within(address, e->literals, e->literal_bytes)) {
        enum kind kind = header_kind(h);
        if (kind == KIND_BITS_REF || kind == KIND_MAGIC_REF) e->adopted = adopt(e->adopted, (struct offheap *)to);
    }
    return boxed_at(to);
}

/* Moves what an array of terms or the stack refers to. */
INLINE void scan_roots(struct evacuation *e, enum evacuate_how how, term *at, const term *end)
{
    for (; at < end; at++) {
        if (is_cons(*at)) *at = move_cons(e, how, *at);
        else if (is_boxed(*at)) *at = move_boxed(e, how, *at);
    }
}

/* Moves what the objects from `at` to the growing end of their space refer to. */
INLINE term *scan_objects(struct evacuation *e, enum evacuate_how how, term *at, term *const *end)
{
    while (at < *end) {
        term t = *at;
        switch (t.word & TAG_MASK) {
        case TAG_IMMEDIATE: break;
        case TAG_CONS: *at = move_cons(e, how, t); break;
        case TAG_BOXED: *at = move_boxed(e, how, t); break;
        default: /* a header */
            if (header_kind(t.word) >= KIND_RAW) at += header_words(t.word);
            break;
        }
        at++;
    }
    return at;
}

INLINE void run(struct evacuation *shared, enum evacuate_how how, term *sp, const term *end, const struct roots *roots)
{
    struct evacuation e = *shared;
    term *scan = e.top, *old_scan = e.old_top;
    for (; roots; roots = roots->next) scan_roots(&e, how, roots->at, roots->at + roots->count);
    scan_roots(&e, how, sp, end);
    do {
        scan = scan_objects(&e, how, scan, &e.top);
        old_scan = scan_objects(&e, how, old_scan, &e.old_top);
    } while (scan < e.top);
    *shared = e;
}

void evacuate(struct evacuation *e, enum evacuate_how how, term *sp, term *end, const struct roots *roots)
{
    switch (how) {
    case EVACUATE_MINOR: run(e, EVACUATE_MINOR, sp, end, roots); break;
    case EVACUATE_MINOR_FRAGMENTS: run(e, EVACUATE_MINOR_FRAGMENTS, sp, end, roots); break;
    case EVACUATE_FULL: run(e, EVACUATE_FULL, sp, end, roots); break;
    case EVACUATE_TOGETHER: run(e, EVACUATE_TOGETHER, sp, end, roots); break;
    }
}
