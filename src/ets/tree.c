/* ets/tree.c - finding and walking in the balanced tree; its changes are in tree_change.c. */
#include "ets/tree.h"
#include "term/compare.h"

static int compare_keys(term a, term b)
{
    if (are_small(a, b)) return ((int64_t)a.word > (int64_t)b.word) - ((int64_t)a.word < (int64_t)b.word);
    return same(a, b) ? 0 : term_compare(a, b);
}

/* The side on which `key` lies.  A branch and no conditional move: it lets the processor guess, and fetch the next
 * node before the keys are compared, which is what a search spends its time on. */
static inline struct ets_object *child_towards(const struct ets_object *o, int order)
{
    if (order < 0) {
        __asm__ volatile("");
        return o->left;
    }
    return o->right;
}

struct ets_object *tree_find(const struct tree *t, size_t keypos, term key)
{
    struct ets_object *o = t->root;
    while (o) {
        int order = compare_keys(key, object_element(o, keypos));
        if (!order) return o;
        o = child_towards(o, order);
    }
    return NULL;
}

struct ets_object *tree_after(const struct tree *t, size_t keypos, term key, bool equal)
{
    struct ets_object *o = t->root, *best = NULL;
    while (o) {
        int order = compare_keys(key, object_element(o, keypos));
        if (order < 0 || (order == 0 && equal)) {
            best = o;
            o = o->left;
        } else {
            o = o->right;
        }
    }
    return best;
}

struct ets_object *tree_before(const struct tree *t, size_t keypos, term key, bool equal)
{
    struct ets_object *o = t->root, *best = NULL;
    while (o) {
        int order = compare_keys(key, object_element(o, keypos));
        if (order > 0 || (order == 0 && equal)) {
            best = o;
            o = o->right;
        } else {
            o = o->left;
        }
    }
    return best;
}

struct ets_object *tree_edge(const struct tree *t, size_t keypos, int (*order)(term key, term pattern), term pattern,
                             bool last)
{
    struct ets_object *o = t->root, *best = NULL;
    while (o) {
        int place = order(object_element(o, keypos), pattern);
        if (place == 0) best = o;
        o = place < 0 || (place == 0 && last) ? o->right : o->left;
    }
    return best;
}

static struct ets_object *leftmost(struct ets_object *o)
{
    while (o && o->left) o = o->left;
    return o;
}

static struct ets_object *rightmost(struct ets_object *o)
{
    while (o && o->right) o = o->right;
    return o;
}

struct ets_object *tree_first(const struct tree *t) { return leftmost(t->root); }
struct ets_object *tree_last(const struct tree *t) { return rightmost(t->root); }

struct ets_object *tree_next(const struct ets_object *o)
{
    if (o->right) return leftmost(o->right);
    while (o->parent && o->parent->right == o) o = o->parent;
    return o->parent;
}

struct ets_object *tree_previous(const struct ets_object *o)
{
    if (o->left) return rightmost(o->left);
    while (o->parent && o->parent->left == o) o = o->parent;
    return o->parent;
}

bool tree_clear(struct tree *t, size_t limit, size_t *words)
{
    *words = 0;
    struct ets_object *o = t->root;
    while (o && limit) {
        if (o->left) {
            o = o->left;
        } else if (o->right) {
            o = o->right;
        } else {
            struct ets_object *parent = o->parent;
            if (parent && parent->left == o) parent->left = NULL;
            if (parent && parent->right == o) parent->right = NULL;
            if (!parent) t->root = NULL;
            *words += object_memory_words(o);
            object_free(o);
            o = parent;
            limit--;
        }
    }
    return t->root == NULL;
}
