/* ets/match_key.c - keys that heads of match specifications name. */
#include "ets/match_key.h"
#include "ets/match_code.h"
#include "term/atoms.h"
#include "term/compare.h"
#include "term/stack.h"

static bool is_wild(term t) { return same(t, A(underscore)) || match_variable(t) >= 0; }

/* Puts parts of a pattern off; *ground becomes false at a wild one.  False: no memory. */
static bool push_parts(struct stack *s, const term *parts, size_t count, bool *ground)
{
    for (size_t i = 0; i < count && *ground; i++) {
        if (is_map(parts[i]) || is_wild(parts[i])) *ground = false;
        else if (!is_immediate(parts[i]) && !stack_push(s, parts[i].word, 0)) return false;
    }
    return true;
}

bool match_is_ground(term t, bool *no_memory)
{
    struct stack s;
    stack_open(&s);
    bool ground = true, memory = push_parts(&s, &t, 1, &ground);
    while (ground && memory && !stack_is_empty(&s)) {
        term x = {stack_pop(&s).a};
        if (is_cons(x)) memory = push_parts(&s, cons_cell(x), 2, &ground);
        else if (is_tuple(x)) memory = push_parts(&s, tuple_elements(x), tuple_arity(x), &ground);
    }
    stack_close(&s);
    *no_memory = !memory;
    return ground;
}

/* -- partly known keys ----------------------------------------------------------------------- */

/* Orders one pair of terms, putting insides off; 2: the pattern says no more. */
static int order_one(term key, term pattern, struct stack *s)
{
    if (is_wild(pattern) || is_map(pattern)) return 2;
    if (is_cons(key) && is_cons(pattern)) {
        if (!stack_push(s, tail(key).word, tail(pattern).word)) return 2;
        return stack_push(s, head(key).word, head(pattern).word) ? 0 : 2;
    }
    if (is_tuple(key) && is_tuple(pattern) && tuple_arity(key) == tuple_arity(pattern)) {
        for (size_t i = tuple_arity(key); i-- > 0;)
            if (!stack_push(s, tuple_elements(key)[i].word, tuple_elements(pattern)[i].word)) return 2;
        return 0;
    }
    int order = term_compare(key, pattern);
    return (order > 0) - (order < 0);
}

int match_key_order(term key, term pattern)
{
    struct stack s;
    stack_open(&s);
    int order = order_one(key, pattern, &s);
    while (order == 0 && !stack_is_empty(&s)) {
        struct frame f = stack_pop(&s);
        order = order_one((term){f.a}, (term){f.b}, &s);
    }
    stack_close(&s);
    return order == 2 ? 0 : order;
}

/* -- the whole specification -------------------------------------------------------------------- */

static int compare_in(const struct table *t, term a, term b)
{
    return table_is_tree(t) ? term_compare(a, b) : term_compare_exact(a, b);
}

/* Lets keys[i] sink in the heap keys[0..count). */
static void sink(const struct table *t, term *keys, size_t i, size_t count)
{
    for (size_t child; (child = 2 * i + 1) < count; i = child) {
        if (child + 1 < count && compare_in(t, keys[child], keys[child + 1]) < 0) child++;
        if (compare_in(t, keys[i], keys[child]) >= 0) return;
        term moved = keys[i];
        keys[i] = keys[child];
        keys[child] = moved;
    }
}

static void heap_sort(const struct table *t, term *keys, size_t count)
{
    for (size_t i = count / 2; i-- > 0;) sink(t, keys, i, count);
    for (size_t end = count - 1; end > 0; end--) {
        term greatest = keys[0];
        keys[0] = keys[end];
        keys[end] = greatest;
        sink(t, keys, 0, end);
    }
}

static void sort_keys(const struct table *t, struct match_keys *k)
{
    if (k->count < 2) return;
    heap_sort(t, k->keys, k->count);
    size_t kept = 1;
    for (size_t i = 1; i < k->count; i++)
        if (!table_same_key(t, k->keys[i], k->keys[kept - 1])) k->keys[kept++] = k->keys[i];
    k->count = kept;
}

/* What one head reaches; its key goes to k. */
static enum match_reach reach_of(const struct table *t, term pattern, struct match_keys *k, bool *no_memory)
{
    if (is_wild(pattern)) return REACH_ALL;
    if (!is_tuple(pattern) || tuple_arity(pattern) < t->o.keypos) return REACH_NONE;
    term key = tuple_elements(pattern)[t->o.keypos - 1];
    if (match_is_ground(key, no_memory)) {
        k->keys[k->count++] = key;
        return REACH_KEYS;
    }
    k->pattern = key;
    return table_is_tree(t) && (is_cons(key) || is_tuple(key)) ? REACH_RANGE : REACH_ALL;
}

bool match_keys_of(const struct table *t, term spec, struct match_keys *k)
{
    size_t clauses = 0, reaching = 0;
    for (term l = spec; is_cons(l); l = tail(l)) clauses++;
    *k = (struct match_keys){.reach = REACH_NONE, .pattern = NO_TERM};
    k->keys = memory_alloc(MEMORY_SYSTEM, clauses * sizeof *k->keys);
    bool no_memory = !k->keys;
    for (term l = spec; is_cons(l) && !no_memory && k->reach != REACH_ALL; l = tail(l)) {
        enum match_reach r = reach_of(t, tuple_elements(head(l))[0], k, &no_memory);
        if (r == REACH_NONE) continue;
        bool alone = reaching++ == 0;
        k->reach = alone || (r == REACH_KEYS && k->reach == REACH_KEYS) ? r : REACH_ALL;
    }
    if (no_memory) match_keys_close(k);
    else if (k->reach == REACH_KEYS) sort_keys(t, k);
    return !no_memory;
}
