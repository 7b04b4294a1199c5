/* term/compare.c - the order of any two terms: one loop over an explicit stack. */
#include "term/compare.h"
#include "memory/settings.h"
#include "term/atoms.h"
#include "term/compare_leaf.h"
#include "term/compare_map.h"
#include "term/objects.h"
#include "term/record.h"
#include "term/stack.h"

/* A frame is one of
 *   elements:  address of the next element of a and of b; how many are left is pushed below it
 *   mark:      MARK_x in `a`
 */
enum { MARK_INEXACT = 1, MARK_MAP = 2, MARK_MAX = 15 };

struct comparison {
    struct stack stack;
    bool exact;
};

static void push(struct comparison *c, uint64_t a, uint64_t b) { ENSURE(stack_push(&c->stack, a, b)); }

static void push_elements(struct comparison *c, const term *a, const term *b, size_t count)
{
    if (count == 0) return;
    push(c, count, 0);
    push(c, (uint64_t)(uintptr_t)a, (uint64_t)(uintptr_t)b);
}

/* Do the keys of a flat map stand in the order of terms? */
static bool in_term_order(term map)
{
    const term *keys = tuple_elements(boxed(map)[1]);
    if (!otp_at_least(26)) return true;
    for (size_t i = 1; i < map_size(map); i++)
        if (is_atom(keys[i - 1]) && is_atom(keys[i]) && atom_compare(keys[i - 1], keys[i]) > 0) return false;
    return true;
}

/* Flat maps of one size: the keys exactly, then the values as the whole comparison does. */
static void push_flat_map(struct comparison *c, term a, term b)
{
    size_t size = map_size(a);
    push_elements(c, boxed(a) + 2, boxed(b) + 2, size);
    if (!c->exact) push(c, MARK_INEXACT, 0);
    c->exact = true;
    push_elements(c, boxed(a) + 1, boxed(b) + 1, 1);
}

static int open_map(struct comparison *c, term a, term b)
{
    int order = order_u64(map_size(a), map_size(b));
    if (order) return order;
    if (kind_of(a) == KIND_MAP && in_term_order(a) && in_term_order(b)) {
        push_flat_map(c, a, b);
        return 0;
    }
    struct map_comparison *m = map_comparison_open(a, b, c->exact);
    ENSURE(m);
    push(c, MARK_MAP, (uint64_t)(uintptr_t)m);
    return 0;
}

static int open_tuple(struct comparison *c, term a, term b)
{
    size_t arity = tuple_arity(a);
    int order = order_u64(arity, tuple_arity(b));
    if (order == 0) push_elements(c, tuple_elements(a), tuple_elements(b), arity);
    return order;
}

/* The order of two definitions: module, name, whether it is exported, and the keys as they were declared. */
static int compare_definitions(term a, term b)
{
    const term *x = tuple_elements(a), *y = tuple_elements(b);
    size_t count = record_key_count(a);
    int order = atom_compare(x[RECORD_MODULE], y[RECORD_MODULE]);
    if (order == 0) order = atom_compare(x[RECORD_NAME], y[RECORD_NAME]);
    if (order == 0) order = same(x[RECORD_EXPORTED], A(true)) - same(y[RECORD_EXPORTED], A(true));
    if (order == 0) order = order_u64(count, record_key_count(b));
    for (size_t i = 0; i < count && order == 0; i++)
        order = atom_compare(x[RECORD_KEYS + record_place(a, i)], y[RECORD_KEYS + record_place(b, i)]);
    return order;
}

/* Records of one definition: the values, as their keys were declared. */
static int open_record(struct comparison *c, term a, term b)
{
    term x = record_definition(a), y = record_definition(b);
    int order = same(x, y) ? 0 : compare_definitions(x, y);
    if (order) return order;
    for (size_t i = record_key_count(x); i-- > 0;)
        push_elements(c, record_values(a) + record_place(x, i), record_values(b) + record_place(y, i), 1);
    return 0;
}

static int open_fun(struct comparison *c, term a, term b)
{
    int order = fun_compare_head(a, b);
    if (order == 0 && kind_of(a) == KIND_FUN) {
        const struct fun_object *x = (struct fun_object *)boxed(a), *y = (struct fun_object *)boxed(b);
        push_elements(c, x->environment, y->environment, header_words(x->header) + 1 - FUN_WORDS);
    }
    return order;
}

/* The order of a and b as far as it is known without their elements, which are pushed. */
static int open_terms(struct comparison *c, term a, term b)
{
    if (are_small(a, b)) return integer_compare(a, b);
    enum rank rank = term_rank(a);
    int order = (int)rank - (int)term_rank(b);
    if (order) return order;
    switch (rank) {
    case RANK_NUMBER: return number_compare(a, b, c->exact);
    case RANK_ATOM: return atom_compare(a, b);
    case RANK_REF: return ref_compare(a, b);
    case RANK_FUN: return open_fun(c, a, b);
    case RANK_PORT: return port_compare(a, b);
    case RANK_PID: return pid_compare(a, b);
    case RANK_TUPLE: return open_tuple(c, a, b);
    case RANK_RECORD: return open_record(c, a, b);
    case RANK_MAP: return open_map(c, a, b);
    case RANK_NIL: return 0;
    case RANK_CONS: push_elements(c, cons_cell(a), cons_cell(b), 2); return 0;
    case RANK_BITS: return bits_compare(bits_view(a), bits_view(b));
    }
    return 0;
}

/* Takes the next pair of the topmost elements; the last one leaves no frame behind. */
static void next_elements(struct comparison *c, term *a, term *b)
{
    struct frame *f = stack_top(&c->stack);
    *a = *(const term *)(uintptr_t)f[0].a, *b = *(const term *)(uintptr_t)f[0].b;
    if (--f[-1].a == 0) c->stack.count -= 2;
    else f->a += sizeof(term), f->b += sizeof(term);
}

/* A map on top of the stack hears how its latest pair compared; true: *a, *b are its next. */
static bool resume_map(struct comparison *c, int *order, term *a, term *b)
{
    struct map_comparison *m = (struct map_comparison *)(uintptr_t)stack_top(&c->stack)->b;
    if (map_comparison_next(m, order, a, b, &c->exact)) return true;
    map_comparison_close(m);
    stack_pop(&c->stack);
    return false;
}

/* After a pair compared as *order: finds the next pair (true), or the end. */
static bool next_pair(struct comparison *c, int *order, term *a, term *b)
{
    while (!stack_is_empty(&c->stack)) {
        uint64_t mark = stack_top(&c->stack)->a;
        if (mark == MARK_MAP) {
            if (resume_map(c, order, a, b)) return true;
        } else if (mark == MARK_INEXACT) {
            c->exact = false;
            stack_pop(&c->stack);
        } else if (*order) {
            c->stack.count -= 2;
        } else {
            next_elements(c, a, b);
            return true;
        }
    }
    return false;
}

/* Passes by what two tuples of one arity or two lists begin with in common, as long as one pair decides alone: the
 * last, or two different immediates.  Then *a and *b are that pair. */
static void skip_common(term *a, term *b)
{
    for (;;) {
        const term *x, *y;
        size_t left = 2;
        if (is_cons(*a) && is_cons(*b)) {
            x = cons_cell(*a), y = cons_cell(*b);
        } else {
            if (!is_tuple(*a) || !is_boxed(*b) || header_of(*a) != header_of(*b)) return;
            x = tuple_elements(*a), y = tuple_elements(*b), left = tuple_arity(*a);
        }
        for (; left > 1 && same(*x, *y); left--) x++, y++;
        if (left == 0 || (left > 1 && (!is_immediate(*x) || !is_immediate(*y)))) return;
        *a = *x, *b = *y;
    }
}

static int compare(term a, term b, bool exact)
{
    skip_common(&a, &b);
    if (are_small(a, b)) return integer_compare(a, b);
    if (is_atom(a) && is_atom(b)) return atom_compare(a, b);
    struct comparison c = {.exact = exact};
    stack_open(&c.stack);
    int order;
    do order = same(a, b) ? 0 : open_terms(&c, a, b);
    while (next_pair(&c, &order, &a, &b));
    stack_close(&c.stack);
    return order;
}

int term_compare(term a, term b)
{
    if (are_small(a, b)) return integer_compare(a, b);
    if (is_atom(a) && is_atom(b)) return atom_compare(a, b);
    return compare(a, b, false);
}

int term_compare_exact(term a, term b)
{
    if (are_small(a, b)) return integer_compare(a, b);
    if (is_atom(a) && is_atom(b)) return atom_compare(a, b);
    return compare(a, b, true);
}

int term_compare_keys(term a, term b)
{
    if (is_atom(a) && is_atom(b) && otp_at_least(26)) return atom_compare_age(a, b);
    return term_compare_exact(a, b);
}

bool term_equal_value(term a, term b)
{
    if (same(a, b)) return true;
    if (is_immediate(a) && is_immediate(b)) return false;
    return compare(a, b, false) == 0;
}
