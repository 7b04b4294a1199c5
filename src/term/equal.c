/* term/equal.c - =:= of any two terms.
 *
 * Equal maps have equal shape (keys sorted, tries determined by the keys' hashes), so that a map
 * is compared as the words it consists of.
 */
#include "memory/settings.h"
#include "term/compare.h"
#include "term/compare_leaf.h"
#include "term/identity.h"
#include "term/objects.h"
#include "term/stack.h"
#include <math.h>

struct words {
    const term *a, *b;
    size_t count;
};

static bool equal_identity(term a, term b)
{
    struct identity x = identity_of(a), y = identity_of(b);
    return same(x.node, y.node) && x.creation == y.creation && memcmp(x.ids, y.ids, sizeof x.ids) == 0;
}

static bool equal_bits(term a, term b)
{
    struct bits x = bits_view(a), y = bits_view(b);
    return x.size == y.size && bits_compare(x, y) == 0;
}

static bool open_fun(term a, term b, struct words *w)
{
    if (fun_compare_head(a, b) != 0) return false;
    if (kind_of(a) == KIND_EXPORT) return true;
    const struct fun_object *x = (struct fun_object *)boxed(a), *y = (struct fun_object *)boxed(b);
    *w = (struct words){x->environment, y->environment, header_words(x->header) + 1 - FUN_WORDS};
    return true;
}

static bool open_words(term a, term b, struct words *w)
{
    if (header_of(a) != header_of(b)) return false;
    *w = (struct words){boxed(a) + 1, boxed(b) + 1, header_words(header_of(a))};
    return true;
}

static bool equal_raw(term a, term b)
{
    return header_of(a) == header_of(b) &&
           memcmp(boxed(a) + 1, boxed(b) + 1, header_words(header_of(a)) * sizeof(term)) == 0;
}

/* Until OTP 26, 0.0 =:= -0.0. */
static bool equal_floats(term a, term b)
{
    return float_value(a) == float_value(b) &&
           (!otp_at_least(27) || signbit(float_value(a)) == signbit(float_value(b)));
}

/* Boxed terms, except for the elements left in *w. */
static bool open_boxed(term a, term b, struct words *w)
{
    if (is_tuple(a)) return open_words(a, b, w);
    enum rank rank = term_rank(a);
    if (rank != term_rank(b)) return false;
    switch (rank) {
    case RANK_NUMBER: return is_float(a) ? is_float(b) && equal_floats(a, b) : equal_raw(a, b);
    case RANK_FUN: return open_fun(a, b, w);
    case RANK_TUPLE:
    case RANK_RECORD:
    case RANK_MAP: return open_words(a, b, w);
    case RANK_BITS: return equal_bits(a, b);
    default: return equal_identity(a, b);
    }
}

/* False: they differ.  Else they are equal if all pairs in *w are. */
static bool open_terms(term a, term b, struct words *w)
{
    w->count = 0;
    if (is_boxed(a) && is_boxed(b)) return open_boxed(a, b, w);
    if (!is_cons(a) || !is_cons(b)) return false;
    *w = (struct words){cons_cell(a), cons_cell(b), 2};
    return true;
}

static void push(struct stack *s, const struct words *w)
{
    if (w->count == 0) return;
    ENSURE(stack_push(s, w->count, 0));
    ENSURE(stack_push(s, (uint64_t)(uintptr_t)w->a, (uint64_t)(uintptr_t)w->b));
}

/* The next pair whose words differ; false: there is none. */
static bool next_pair(struct stack *s, struct words *w, term *a, term *b)
{
    for (;;) {
        for (; w->count > 0; w->count--) {
            *a = *w->a++, *b = *w->b++;
            if (same(*a, *b)) continue;
            w->count--;
            return true;
        }
        if (stack_is_empty(s)) return false;
        struct frame f = stack_pop(s);
        w->a = (const term *)(uintptr_t)f.a, w->b = (const term *)(uintptr_t)f.b;
        w->count = stack_pop(s).a;
    }
}

bool term_equal_slow(term a, term b)
{
    struct stack stack;
    struct words rest = {.count = 0}, w;
    stack_open(&stack);
    bool equal;
    do {
        equal = open_terms(a, b, &w);
        if (!equal) break;
        if (w.count > 0) {
            push(&stack, &rest);
            rest = w;
        }
    } while (next_pair(&stack, &rest, &a, &b));
    stack_close(&stack);
    return equal;
}
