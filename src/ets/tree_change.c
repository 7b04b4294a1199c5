/* ets/tree_change.c - insertion into and removal from the balanced tree (Adelson-Velsky and Landis, 1962;
 * Knuth, "The Art of Computer Programming" 3, section 6.2.3).
 *
 * A node's balance is the height of its right side minus that of its left: -1, 0 or 1.
 */
#include "ets/tree.h"
#include "term/compare.h"

/* The pointer that leads to o. */
static struct ets_object **link_to(struct tree *t, struct ets_object *o)
{
    if (!o->parent) return &t->root;
    return o->parent->left == o ? &o->parent->left : &o->parent->right;
}

/* Puts `new` (or nothing) where `old` hangs. */
static void hang(struct tree *t, struct ets_object *old, struct ets_object *new)
{
    *link_to(t, old) = new;
    if (new) new->parent = old->parent;
}

/* The right child becomes the root of o's subtree; balances are the caller's business. */
static struct ets_object *rotate_left(struct tree *t, struct ets_object *o)
{
    struct ets_object *up = o->right;
    hang(t, o, up);
    o->right = up->left;
    if (o->right) o->right->parent = o;
    up->left = o;
    o->parent = up;
    return up;
}

static struct ets_object *rotate_right(struct tree *t, struct ets_object *o)
{
    struct ets_object *up = o->left;
    hang(t, o, up);
    o->left = up->right;
    if (o->left) o->left->parent = o;
    up->right = o;
    o->parent = up;
    return up;
}

/* o leans right by two: rotates, and returns the new root of the subtree.  Its balance is 0 afterwards
 * unless its height stayed what it was (only after a removal). */
static struct ets_object *lift_right(struct tree *t, struct ets_object *o)
{
    struct ets_object *right = o->right;
    if (right->balance >= 0) {
        o->balance = right->balance == 0 ? 1 : 0;
        right->balance = right->balance == 0 ? -1 : 0;
        return rotate_left(t, o);
    }
    struct ets_object *middle = right->left;
    o->balance = middle->balance > 0 ? -1 : 0;
    right->balance = middle->balance < 0 ? 1 : 0;
    middle->balance = 0;
    rotate_right(t, right);
    return rotate_left(t, o);
}

static struct ets_object *lift_left(struct tree *t, struct ets_object *o)
{
    struct ets_object *left = o->left;
    if (left->balance <= 0) {
        o->balance = left->balance == 0 ? -1 : 0;
        left->balance = left->balance == 0 ? 1 : 0;
        return rotate_right(t, o);
    }
    struct ets_object *middle = left->right;
    o->balance = middle->balance < 0 ? 1 : 0;
    left->balance = middle->balance > 0 ? -1 : 0;
    middle->balance = 0;
    rotate_left(t, left);
    return rotate_right(t, o);
}

/* The subtree at o has grown by one level: mends the balances above it. */
static void mend_after_insert(struct tree *t, struct ets_object *o)
{
    while (o->parent) {
        struct ets_object *parent = o->parent;
        int balance = parent->balance + (parent->right == o ? 1 : -1);
        parent->balance = (int8_t)balance;
        if (balance == 0) return;
        if (balance == 2) {
            lift_right(t, parent);
            return;
        }
        if (balance == -2) {
            lift_left(t, parent);
            return;
        }
        o = parent;
    }
}

struct ets_object *tree_insert(struct tree *t, size_t keypos, struct ets_object *o)
{
    term key = object_element(o, keypos);
    struct ets_object *parent = NULL, **at = &t->root;
    while (*at) {
        term other = object_element(*at, keypos);
        int order = are_small(key, other)
                        ? ((int64_t)key.word > (int64_t)other.word) - ((int64_t)key.word < (int64_t)other.word)
                        : term_compare(key, other);
        if (!order) return *at;
        parent = *at;
        at = order < 0 ? &parent->left : &parent->right;
    }
    o->left = o->right = NULL;
    o->parent = parent;
    o->balance = 0;
    *at = o;
    mend_after_insert(t, o);
    return NULL;
}

void tree_replace(struct tree *t, struct ets_object *old, struct ets_object *new)
{
    new->left = old->left;
    new->right = old->right;
    new->balance = old->balance;
    hang(t, old, new);
    new->parent = old->parent;
    if (new->left) new->left->parent = new;
    if (new->right) new->right->parent = new;
}

/* The left (or right) side of o has shrunk by one level: mends o and what is above it. */
static void mend_after_remove(struct tree *t, struct ets_object *o, bool from_left)
{
    while (o) {
        int balance = o->balance + (from_left ? 1 : -1);
        o->balance = (int8_t)balance;
        if (balance == 1 || balance == -1) return;
        if (balance == 2) o = lift_right(t, o);
        if (balance == -2) o = lift_left(t, o);
        if (o->balance != 0) return;
        from_left = o->parent && o->parent->left == o;
        o = o->parent;
    }
}

/* Lets `heir`, the successor of o inside o's right side, take o's place. */
static void unlink_inner(struct tree *t, struct ets_object *o)
{
    struct ets_object *heir = o->right;
    while (heir->left) heir = heir->left;
    struct ets_object *from = heir->parent;
    bool from_left = from != o;
    hang(t, heir, heir->right);
    if (from == o) from = heir;
    tree_replace(t, o, heir);
    mend_after_remove(t, from, from_left);
}

void tree_unlink(struct tree *t, struct ets_object *o)
{
    if (o->left && o->right) {
        unlink_inner(t, o);
        return;
    }
    struct ets_object *parent = o->parent;
    bool from_left = parent && parent->left == o;
    hang(t, o, o->left ? o->left : o->right);
    mend_after_remove(t, parent, from_left);
}
