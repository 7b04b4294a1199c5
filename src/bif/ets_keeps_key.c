/* bif/ets_keeps_key.c - tells whether what a match specification makes of an object is sure to have its key. */
#include "bif/ets_select.h"
#include "term/compare.h"
#include "term/stack.h"

/* A pattern and an expression that may make again what the pattern matched. */
struct pair {
    term pattern, expression;
};

enum comparison { DIFFERENT, ALIKE, ALIKE_INSIDE }; /* ALIKE_INSIDE: if what was pushed is alike */

static bool is_constant(term t) { return is_tuple_of(t, 2) && same(tuple_elements(t)[0], A(const)); }

/* Pushes the elements of two tuples side by side, those of pairs of lists too. */
static bool push(struct stack *s, const term *patterns, const term *expressions, size_t count, bool *no_memory)
{
    for (size_t i = 0; i < count && !*no_memory; i++)
        *no_memory = !stack_push(s, patterns[i].word, expressions[i].word);
    return !*no_memory;
}

/* An atom or number stands for itself; a variable for what it matched; '_' and the like for nothing in particular. */
static bool leaf_is_alike(struct pair x)
{
    if (same(x.pattern, A(underscore)) || same(x.pattern, A(dollar_dollar)) || same(x.pattern, A(dollar_underscore)))
        return false;
    return is_immediate(x.expression) ? same(x.pattern, x.expression) : term_equal(x.pattern, x.expression);
}

static enum comparison compare(struct stack *s, struct pair x, bool *no_memory)
{
    term made = x.expression;
    if (is_cons(made)) {
        if (!is_cons(x.pattern)) return DIFFERENT;
        return push(s, cons_cell(x.pattern), cons_cell(made), 2, no_memory) ? ALIKE_INSIDE : DIFFERENT;
    }
    if (is_constant(made))
        return (enum comparison)(match_is_ground(x.pattern, no_memory) &&
                                 term_equal(tuple_elements(made)[1], x.pattern));
    if (is_map(made)) return DIFFERENT; /* the pattern does not say what else is in the map */
    if (!is_tuple(made)) return (enum comparison)leaf_is_alike(x);
    if (tuple_arity(made) != 1 || !is_tuple(tuple_elements(made)[0])) return DIFFERENT; /* a call */
    made = tuple_elements(made)[0];
    if (!is_tuple(x.pattern) || tuple_arity(x.pattern) != tuple_arity(made)) return DIFFERENT;
    return push(s, tuple_elements(x.pattern), tuple_elements(made), tuple_arity(made), no_memory) ? ALIKE_INSIDE
                                                                                                  : DIFFERENT;
}

static bool makes_again(term expression, term pattern, bool *no_memory)
{
    struct stack s;
    stack_open(&s);
    bool alike = compare(&s, (struct pair){pattern, expression}, no_memory) != DIFFERENT;
    while (alike && !stack_is_empty(&s)) {
        struct frame f = stack_pop(&s);
        alike = compare(&s, (struct pair){{f.a}, {f.b}}, no_memory) != DIFFERENT;
    }
    stack_close(&s);
    return alike;
}

/* {element, KeyPos, '$_'} */
static bool takes_key(term key, size_t keypos)
{
    const term *e = is_tuple_of(key, 3) ? tuple_elements(key) : NULL;
    return e && same(e[0], A(element)) && same(e[1], small((int64_t)keypos)) && same(e[2], A(dollar_underscore));
}

/* {const, Object} */
static bool constant_keeps_key(size_t keypos, term pattern, term object, bool *no_memory)
{
    if (!is_tuple(object) || tuple_arity(object) < keypos || !is_tuple(pattern) || tuple_arity(pattern) < keypos)
        return false;
    term matched = tuple_elements(pattern)[keypos - 1];
    return match_is_ground(matched, no_memory) && term_equal(tuple_elements(object)[keypos - 1], matched);
}

static bool clause_keeps_key(size_t keypos, term pattern, term body, bool *no_memory)
{
    if (!is_cons(body) || !is_nil(tail(body))) return false;
    term value = head(body);
    if (same(value, A(dollar_underscore))) return true;
    if (is_constant(value)) return constant_keeps_key(keypos, pattern, tuple_elements(value)[1], no_memory);
    if (!is_tuple_of(value, 1) || !is_tuple(tuple_elements(value)[0])) return false;
    value = tuple_elements(value)[0];
    if (tuple_arity(value) < keypos) return false;
    term key = tuple_elements(value)[keypos - 1];
    if (takes_key(key, keypos)) return true;
    if (!is_tuple(pattern) || tuple_arity(pattern) < keypos) return false;
    return makes_again(key, tuple_elements(pattern)[keypos - 1], no_memory);
}

bool match_keeps_key(size_t keypos, term spec, bool *no_memory)
{
    for (; is_cons(spec); spec = tail(spec)) {
        if (!is_tuple_of(head(spec), 3)) return true; /* the compiler will say what is wrong */
        const term *e = tuple_elements(head(spec));
        if (!clause_keeps_key(keypos, e[0], e[2], no_memory)) return false;
    }
    return true;
}
