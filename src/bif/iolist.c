/* bif/iolist.c - walking iolists in slices. */
#include "bif/iolist.h"

void iolist_begin(struct iolist_walk *w, term t)
{
    w->at = t;
    w->spilled = NIL;
    w->depth = 0;
}

static bool spill(struct iolist_walk *w, struct heap *h)
{
    if (w->depth == 0) return true;
    term *hp = heap_alloc(h, w->depth * CONS_WORDS);
    if (!hp) return false;
    for (size_t i = 0; i < w->depth; i++) w->spilled = build_cons(&hp, w->stack[i], w->spilled);
    w->depth = 0;
    return true;
}

static bool push(struct iolist_walk *w, struct heap *h, term t)
{
    if (w->depth == IOLIST_STACK && !spill(w, h)) return false;
    w->stack[w->depth++] = t;
    return true;
}

static bool pop(struct iolist_walk *w)
{
    if (w->depth > 0) {
        w->at = w->stack[--w->depth];
    } else if (is_cons(w->spilled)) {
        w->at = head(w->spilled);
        w->spilled = tail(w->spilled);
    } else {
        return false;
    }
    return true;
}

static enum iolist_event run_of(struct iolist_walk *w, size_t size, struct iolist_part *part)
{
    *part = (struct iolist_part){{w->run, 0, size * 8}, NO_TERM};
    return IOLIST_PART;
}

static enum iolist_event bits_of(term t, struct iolist_part *part)
{
    *part = (struct iolist_part){bits_view(t), t};
    return IOLIST_PART;
}

static inline bool is_byte(term t) { return t.word <= (uint64_t)255 << IMM_BITS && is_small(t); }

/* Takes the bytes that lie at the front of a list; returns how many. */
static size_t take_bytes(struct iolist_walk *w, size_t size)
{
    term at = w->at;
    while (size < IOLIST_RUN && is_cons(at) && is_byte(head(at))) {
        w->run[size++] = (uint8_t)small_value(head(at));
        at = tail(at);
    }
    w->at = at;
    return size;
}

enum iolist_event iolist_next(struct iolist_walk *w, struct heap *h, int64_t *budget, struct iolist_part *part)
{
    size_t size = 0;
    for (;; --*budget) {
        size_t before = size;
        size = take_bytes(w, size);
        *budget -= (int64_t)(size - before);
        if (size == IOLIST_RUN || (size && *budget <= 0)) return run_of(w, size, part);
        if (*budget <= 0) return IOLIST_YIELD;
        if (is_cons(w->at)) {
            term first = head(w->at), rest = tail(w->at);
            if (is_cons(first)) {
                if (!is_nil(rest) && !push(w, h, rest)) return IOLIST_NO_MEMORY;
                w->at = first;
            } else if (is_bitstring(first)) {
                if (size) return run_of(w, size, part);
                w->at = rest;
                return bits_of(first, part);
            } else if (is_nil(first)) {
                w->at = rest;
            } else {
                return IOLIST_BAD;
            }
        } else if (is_nil(w->at)) {
            if (!pop(w)) return size ? run_of(w, size, part) : IOLIST_END;
        } else if (is_bitstring(w->at)) {
            if (size) return run_of(w, size, part);
            term t = w->at;
            w->at = NIL;
            return bits_of(t, part);
        } else {
            return IOLIST_BAD;
        }
    }
}

bool iolist_save(struct iolist_walk *w, struct heap *h, term terms[IOLIST_TERMS])
{
    if (!spill(w, h)) return false;
    terms[0] = w->at;
    terms[1] = w->spilled;
    return true;
}

void iolist_restore(struct iolist_walk *w, const term terms[IOLIST_TERMS])
{
    iolist_begin(w, terms[0]);
    w->spilled = terms[1];
}

bool iolist_cut(struct iolist_walk *w, struct heap *h, struct iolist_part *part, int64_t budget)
{
    size_t most = ((size_t)(budget > 0 ? budget : 0) + 1024) * 16 * 8;
    if (!is_term(part->bitstring) || part->bits.size <= most) return true;
    term rest = heap_sub_bits(h, part->bitstring, most, part->bits.size - most);
    term next = is_term(rest) ? heap_cons(h, rest, w->at) : NO_TERM;
    if (!is_term(next)) return false;
    w->at = next;
    part->bits.size = most;
    return true;
}
