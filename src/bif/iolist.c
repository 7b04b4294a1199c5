/* bif/iolist.c - walking iolists in slices. */
#include "bif/iolist.h"

void iolist_begin(struct iolist_walk *w, term t)
{
    w->at = t;
    tails_open(&w->tails, NIL);
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
    if (*budget <= 0) return IOLIST_YIELD;
    for (;; --*budget) {
        size_t before = size;
        size = take_bytes(w, size);
        *budget -= (int64_t)(size - before);
        if (size == IOLIST_RUN || (size && *budget <= 0)) return run_of(w, size, part);
        if (*budget <= 0) return IOLIST_YIELD;
        if (is_cons(w->at)) {
            term first = head(w->at), rest = tail(w->at);
            if (is_cons(first)) {
                if (!is_nil(rest) && !tails_push(&w->tails, h, rest)) return IOLIST_NO_MEMORY;
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
            if (!tails_pop(&w->tails, &w->at)) return size ? run_of(w, size, part) : IOLIST_END;
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
    if (!tails_spill(&w->tails, h)) return false;
    terms[0] = w->at;
    terms[1] = w->tails.spilled;
    return true;
}

void iolist_restore(struct iolist_walk *w, const term terms[IOLIST_TERMS])
{
    w->at = terms[0];
    tails_open(&w->tails, terms[1]);
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
