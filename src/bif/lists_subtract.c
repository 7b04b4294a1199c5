/* bif/lists_subtract.c - List1 -- List2: a multiset of what is to go, then one walk. */
#include "bif/bif.h"
#include "memory/memory.h"
#include "term/compare.h"
#include "term/hash.h"

/* Elements of List2 that are equal, and how many of them are left. */
struct doomed {
    term element; /* NO_TERM: empty */
    uint64_t hash;
    size_t left;
};

struct multiset {
    struct doomed *slots;
    size_t mask;
};

static struct doomed *find(const struct multiset *m, term element)
{
    uint64_t hash = term_hash(element);
    for (size_t at = hash;; at++) {
        struct doomed *d = &m->slots[at & m->mask];
        if (!is_term(d->element) || (d->hash == hash && term_equal(d->element, element))) {
            d->hash = hash;
            return d;
        }
    }
}

static bool multiset_open(struct multiset *m, term list, size_t length)
{
    size_t slots = 16;
    while (slots < 2 * length) slots *= 2;
    m->slots = memory_alloc(MEMORY_SYSTEM, slots * sizeof *m->slots);
    m->mask = slots - 1;
    if (!m->slots) return false;
    for (size_t i = 0; i < slots; i++) m->slots[i] = (struct doomed){.element = NO_TERM};
    for (; is_cons(list); list = tail(list)) {
        struct doomed *d = find(m, head(list));
        d->element = head(list);
        d->left++;
    }
    return true;
}

static bool proper_length(term list, size_t *length)
{
    for (*length = 0; is_cons(list); list = tail(list)) ++*length;
    return is_nil(list);
}

/* The elements of `list` that stay; what follows the last one that goes is shared. */
static bool subtract(struct heap *h, term list, size_t length, const struct multiset *m, size_t to_go, term *result)
{
    term *cells = heap_alloc(h, length * CONS_WORDS), *at = cells, *last = result;
    if (!cells) return false;
    for (; is_cons(list) && to_go > 0; list = tail(list)) {
        struct doomed *d = find(m, head(list));
        if (is_term(d->element) && d->left > 0) {
            d->left--, to_go--;
            continue;
        }
        *last = build_cons(&at, head(list), NIL);
        last = cons_cell(*last) + 1;
    }
    *last = list;
    heap_give_back(h, at);
    return true;
}

enum bif_end bif_erlang_subtract_2(struct process *p, term *args, term *result)
{
    struct multiset m;
    size_t length, to_go;
    if (!proper_length(args[0], &length) || !proper_length(args[1], &to_go)) return bif_badarg(p);
    *result = args[0];
    if (length == 0 || to_go == 0) return BIF_DONE;
    bif_charge(p, (int64_t)((length + to_go) / 16));
    bool done = multiset_open(&m, args[1], to_go) && subtract(&p->heap, args[0], length, &m, to_go, result);
    memory_free(MEMORY_SYSTEM, m.slots);
    return done ? BIF_DONE : bif_no_memory(p);
}
