/* bif/lists_subtract.c - List1 -- List2: the shorter list as a multiset, then a walk over List1. */
#include "bif/multiset.h"
#include "bif/resume.h"

/* -- short lists: at one go --------------------------------------------------------------- */

/* The elements of `list` that stay; what follows the last one that goes is shared. */
static bool subtract(struct heap *h, term list, size_t length, const struct multiset *m, size_t to_go, term *result)
{
    term *cells = heap_alloc(h, length * CONS_WORDS), *at = cells, *last = result;
    if (!cells) return false;
    for (; is_cons(list) && to_go > 0; list = tail(list)) {
        struct entry *e = multiset_find(m, head(list));
        if (e && e->count > 0) {
            e->count--, to_go--;
            continue;
        }
        *last = build_cons(&at, head(list), NIL);
        last = cons_cell(*last) + 1;
    }
    *last = list;
    heap_give_back(h, at);
    return true;
}

static enum bif_end subtract_short(struct process *p, const term *args, size_t length, size_t to_go, term *result)
{
    struct multiset m = {.used = 0};
    *result = args[0];
    if (length == 0 || to_go == 0) return BIF_DONE;
    bif_charge(p, (int64_t)((length + to_go) / 16));
    bool done = multiset_open(&m, to_go);
    if (done) {
        memset(m.slots, 0, (m.mask + 1) * sizeof *m.slots);
        for (term list = args[1]; is_cons(list); list = tail(list)) multiset_add(&m, head(list));
        done = subtract(&p->heap, args[0], length, &m, to_go, result);
    }
    multiset_close(&m);
    return done ? BIF_DONE : bif_no_memory(p);
}

/* -- long lists: in slices ---------------------------------------------------------------- */

enum phase {
    MEASURE_LEFT,
    MEASURE_RIGHT,
    CLEAR, /* the slots */
    FILL,  /* the multiset from the shorter list */
    MARK,  /* if that is List1: what of it goes, by a walk over List2 */
    WALK,  /* List1; what stays is gathered in reverse */
    FINISHED,
};
enum { CLEARED_AT_ONCE = 4096, STEPS_A_CLEAR = 1024, STEPS_A_LOOKUP = 24, CELLS_AT_ONCE = 256 };

struct subtraction {
    struct magic magic;
    struct process *owner;
    enum phase phase;
    size_t lengths[2], cleared, to_go;
    struct multiset set;
};
enum { AT, KEPT, SUBTRACTION_TERMS }; /* where the walk is; what stays, in reverse */

static void subtraction_destroy(struct magic *m)
{
    struct subtraction *s = (struct subtraction *)m;
    s->owner->held = (struct roots){NULL, 0, NULL};
    multiset_close(&s->set);
    resume_free(m);
}

static bool of_left(const struct subtraction *s) { return s->lengths[0] < s->lengths[1]; }

static void measure(size_t *length, term *at, int64_t *budget)
{
    for (; is_cons(*at) && *budget > 0; *at = tail(*at), --*budget) ++*length;
}

static void clear(struct subtraction *s, int64_t *budget)
{
    size_t all = s->set.mask + 1;
    for (; s->cleared < all && *budget > 0; *budget -= STEPS_A_CLEAR) {
        size_t count = all - s->cleared < CLEARED_AT_ONCE ? all - s->cleared : CLEARED_AT_ONCE;
        memset(s->set.slots + s->cleared, 0, count * sizeof *s->set.slots);
        s->cleared += count;
    }
}

static void fill(struct subtraction *s, term *at, int64_t *budget)
{
    for (; is_cons(*at) && *budget > 0; *at = tail(*at), *budget -= STEPS_A_LOOKUP) multiset_add(&s->set, head(*at));
}

/* The multiset was made of List2: all of it is to go. */
static void mark_all(struct subtraction *s)
{
    for (size_t i = 0; i < s->set.used; i++) s->set.entries[i].to_go = s->set.entries[i].count;
    s->to_go = s->lengths[1];
}

static void mark(struct subtraction *s, term *at, int64_t *budget)
{
    for (; is_cons(*at) && *budget > 0; *at = tail(*at), *budget -= STEPS_A_LOOKUP) {
        struct entry *e = multiset_find(&s->set, head(*at));
        if (e && e->to_go < e->count) e->to_go++, s->to_go++;
    }
}

/* False: no memory. */
static bool walk(struct subtraction *s, struct heap *h, term *terms, int64_t *budget)
{
    while (is_cons(terms[AT]) && s->to_go > 0 && *budget > 0) {
        term *hp = heap_alloc(h, CELLS_AT_ONCE * CONS_WORDS);
        if (!hp) return false;
        for (size_t i = 0; i < CELLS_AT_ONCE && is_cons(terms[AT]) && s->to_go > 0; i++, *budget -= STEPS_A_LOOKUP) {
            struct entry *e = multiset_find(&s->set, head(terms[AT]));
            if (e && e->to_go > 0) e->to_go--, s->to_go--;
            else terms[KEPT] = build_cons(&hp, head(terms[AT]), terms[KEPT]);
            terms[AT] = tail(terms[AT]);
        }
        heap_give_back(h, hp);
    }
    return true;
}

/* The phase that is done is followed by the next; false: no memory. */
static bool next_phase(struct subtraction *s, term *terms, const term *lists)
{
    size_t least = of_left(s) ? s->lengths[0] : s->lengths[1];
    switch (s->phase++) {
    case MEASURE_LEFT: terms[AT] = lists[1]; break;
    case MEASURE_RIGHT: return multiset_open(&s->set, least ? least : 1);
    case CLEAR: terms[AT] = lists[of_left(s) ? 0 : 1]; break;
    case FILL: terms[AT] = lists[1]; break;
    case MARK:
        if (!of_left(s)) mark_all(s);
        terms[AT] = lists[0];
        break;
    default: break;
    }
    return true;
}

/* Goes on until a phase ends or the budget does; false: no memory. */
static bool run_phase(struct subtraction *s, struct heap *h, term *terms, int64_t *budget, bool *over)
{
    bool done = true;
    switch (s->phase) {
    case MEASURE_LEFT: measure(&s->lengths[0], &terms[AT], budget); break;
    case MEASURE_RIGHT: measure(&s->lengths[1], &terms[AT], budget); break;
    case CLEAR: clear(s, budget); break;
    case FILL: fill(s, &terms[AT], budget); break;
    case MARK:
        if (of_left(s)) mark(s, &terms[AT], budget);
        else terms[AT] = NIL;
        break;
    default: done = walk(s, h, terms, budget);
    }
    if (s->phase == CLEAR) *over = s->cleared == s->set.mask + 1;
    else *over = !is_cons(terms[AT]) || (s->phase == WALK && s->to_go == 0);
    return done;
}

enum outcome { FAILED, IMPROPER, HALF_DONE, DONE };

static enum outcome run_slice(struct subtraction *s, struct heap *h, term *terms, const term *lists, int64_t *budget)
{
    while (s->phase != FINISHED) {
        bool over;
        if (!run_phase(s, h, terms, budget, &over)) return FAILED;
        if (!over) return HALF_DONE;
        if (s->phase <= MEASURE_RIGHT && !is_nil(terms[AT])) return IMPROPER;
        if (!next_phase(s, terms, lists)) return FAILED;
    }
    return DONE;
}

static enum bif_end end_of(term *args, struct subtraction *s, bool resumed, enum bif_end end)
{
    resume_restore(&args[0], resumed);
    if (s->magic.references == 0) subtraction_destroy(&s->magic);
    return end;
}

static enum bif_end subtract_long(struct process *p, term *args, struct subtraction *s)
{
    bool resumed = resume_state(args[0], subtraction_destroy) == s;
    term lists[2] = {resumed ? tuple_elements(args[0])[1] : args[0], args[1]};
    term terms[SUBTRACTION_TERMS] = {lists[0], NIL};
    if (resumed) memcpy(terms, resume_terms(args[0]), sizeof terms);
    int64_t budget = work_budget(p);
    enum outcome o = run_slice(s, &p->heap, terms, lists, &budget);
    work_pay(p, budget);
    p->held = (struct roots){s->set.elements, s->set.used, NULL};
    if (o == HALF_DONE) return resume_yield(p, &args[0], &s->magic, terms, SUBTRACTION_TERMS);
    p->held.count = 0;
    if (o == IMPROPER) return end_of(args, s, resumed, bif_badarg(p));
    if (o == FAILED) return end_of(args, s, resumed, bif_no_memory(p));
    end_of(args, s, resumed, BIF_DONE);
    args[0] = terms[KEPT], args[1] = terms[AT];
    return bif_call(p, A(lists), A(reverse), 2);
}

/* The length of a proper list of at most `limit` elements, else -1. */
static int64_t short_length(term list, int64_t limit)
{
    int64_t length = 0;
    for (; is_cons(list) && length <= limit; list = tail(list)) length++;
    return is_nil(list) ? length : -1;
}

enum bif_end bif_erlang_subtract_2(struct process *p, term *args, term *result)
{
    struct subtraction *s = resume_state(args[0], subtraction_destroy);
    if (s) return subtract_long(p, args, s);
    int64_t limit = work_budget(p) / STEPS_A_LOOKUP;
    int64_t length = short_length(args[0], limit), to_go = length < 0 ? -1 : short_length(args[1], limit);
    if (to_go >= 0) return subtract_short(p, args, (size_t)length, (size_t)to_go, result);
    if (!is_list(args[0]) || !is_list(args[1])) return bif_badarg(p);
    if (!(s = resume_new(sizeof *s, subtraction_destroy))) return bif_no_memory(p);
    s->owner = p;
    return subtract_long(p, args, s);
}
