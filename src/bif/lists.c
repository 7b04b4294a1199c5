/* bif/lists.c - what of module lists is native, and ++. */
#include "bif/arguments.h"
#include "bif/resume.h"
#include "memory/memory.h"
#include "term/compare.h"

/* -- searching -------------------------------------------------------------------------- */

enum bif_end bif_lists_member_2(struct process *p, term *args, term *result)
{
    term key = args[0], list = args[1];
    int64_t budget = work_budget(p);
    for (; is_cons(list) && budget > 0; list = tail(list), budget--)
        if (term_equal(head(list), key)) break;
    work_pay(p, budget);
    if (!is_list(list)) return bif_badarg(p);
    *result = boolean(is_cons(list));
    if (budget > 0 || is_nil(list)) return BIF_DONE;
    args[1] = list;
    return BIF_AGAIN;
}

/* The equality of ==, quick for what it cannot convert. */
static bool equal_keys(term a, term b)
{
    if (same(a, b)) return true;
    return !(is_immediate(a) && is_immediate(b)) && term_equal_value(a, b);
}

/* The first tuple whose element at args[1] is args[0], or NO_TERM. */
static enum bif_end key_search(struct process *p, term *args, term *found)
{
    if (!is_small(args[1]) || small_value(args[1]) < 1) return bif_badarg(p);
    size_t at = (size_t)small_value(args[1]) - 1;
    int64_t budget = work_budget(p);
    term list = args[2];
    for (; is_cons(list) && budget > 0; list = tail(list), budget--) {
        term t = head(list);
        if (is_tuple(t) && at < tuple_arity(t) && equal_keys(tuple_elements(t)[at], args[0])) break;
    }
    work_pay(p, budget);
    if (!is_list(list)) return bif_badarg(p);
    *found = is_cons(list) ? head(list) : NO_TERM;
    if (budget > 0 || is_nil(list)) return BIF_DONE;
    args[2] = list;
    return BIF_AGAIN;
}

enum bif_end bif_lists_keyfind_3(struct process *p, term *args, term *result)
{
    enum bif_end end = key_search(p, args, result);
    if (end == BIF_DONE && !is_term(*result)) *result = A(false);
    return end;
}

enum bif_end bif_lists_keymember_3(struct process *p, term *args, term *result)
{
    enum bif_end end = key_search(p, args, result);
    if (end == BIF_DONE) *result = boolean(is_term(*result));
    return end;
}

enum bif_end bif_lists_keysearch_3(struct process *p, term *args, term *result)
{
    term found;
    enum bif_end end = key_search(p, args, &found);
    if (end != BIF_DONE) return end;
    *result = A(false);
    return is_term(found) ? bif_value(p, heap_tuple2(&p->heap, A(value), found), result) : BIF_DONE;
}

/* -- reversing ---------------------------------------------------------------------------- */

enum { CELLS_A_CHUNK = 256, STEPS_A_CELL = 2 };

/* Moves cells from the front of *list to the front of *onto, until the budget is used up or the list
 * ends.  False: no memory. */
static bool reverse_onto(struct heap *h, term *list, term *onto, int64_t *budget)
{
    while (is_cons(*list) && *budget > 0) {
        term *hp = heap_alloc(h, CELLS_A_CHUNK * CONS_WORDS);
        if (!hp) return false;
        size_t count = 0;
        for (; count < CELLS_A_CHUNK && is_cons(*list); *list = tail(*list), count++)
            *onto = build_cons(&hp, head(*list), *onto);
        heap_give_back(h, hp);
        *budget -= STEPS_A_CELL * (int64_t)count;
    }
    return true;
}

enum bif_end bif_lists_reverse_2(struct process *p, term *args, term *result)
{
    int64_t budget = work_budget(p);
    term list = args[0], onto = args[1];
    bool done = reverse_onto(&p->heap, &list, &onto, &budget);
    work_pay(p, budget);
    if (!done) return bif_no_memory(p);
    if (!is_list(list)) return bif_badarg(p);
    *result = onto;
    if (is_nil(list)) return BIF_DONE;
    args[0] = list, args[1] = onto;
    return BIF_AGAIN;
}

/* -- appending ------------------------------------------------------------------------------ */

/* The number of cells in a proper list of at most `limit`; -1: improper, -2: longer. */
static int64_t length_up_to(term list, int64_t limit)
{
    int64_t length = 0;
    for (; is_cons(list) && length <= limit; list = tail(list)) length++;
    if (is_cons(list)) return -2;
    return is_nil(list) ? length : -1;
}

static term copy_onto(struct heap *h, term list, size_t length, term onto)
{
    term *hp = heap_alloc(h, length * CONS_WORDS);
    if (!hp) return NO_TERM;
    term first = cons_at(hp);
    for (; length > 0; length--, list = tail(list), hp += CONS_WORDS) {
        hp[0] = head(list);
        hp[1] = cons_at(hp + CONS_WORDS);
    }
    hp[-1] = onto;
    return first;
}

/* A list too long for one slice is turned around twice; a cell that is once made is never written
 * again, as the collector may have moved it to an older generation. */
static enum bif_end append_long(struct process *p, term *args, struct magic *state, term list, term reversed)
{
    int64_t budget = work_budget(p);
    bool resumed = state, done = reverse_onto(&p->heap, &list, &reversed, &budget);
    work_pay(p, budget);
    if (!state) state = resume_new(sizeof *state, resume_free);
    if (!state || !done) return bif_no_memory(p);
    if (is_cons(list)) return resume_yield(p, &args[0], state, (term[]){list, reversed}, 2);
    resume_restore(&args[0], resumed);
    if (!resumed) resume_free(state);
    if (!is_nil(list)) return bif_badarg(p);
    args[0] = reversed;
    return bif_call(p, A(lists), A(reverse), 2);
}

enum bif_end bif_erlang_append_2(struct process *p, term *args, term *result)
{
    struct magic *state = resume_state(args[0], resume_free);
    if (state) return append_long(p, args, state, resume_terms(args[0])[0], resume_terms(args[0])[1]);
    int64_t budget = work_budget(p), length = length_up_to(args[0], budget);
    if (length == -2) return append_long(p, args, NULL, args[0], NIL);
    if (length < 0) return bif_badarg(p);
    work_pay(p, budget - length);
    return bif_value(p, length ? copy_onto(&p->heap, args[0], (size_t)length, args[1]) : args[1], result);
}
