/* ets/tree.h - objects of ordered_set tables: an AVL tree in the order of term_compare().
 *
 * Nodes know their parent, so a traversal needs no stack, and a step costs O(1) on average.  Across
 * calls a traversal remembers a key, never a node: any key, there or not, has a successor.
 */
#pragma once
#include "ets/object.h"

struct tree {
    struct ets_object *root;
};

struct ets_object *tree_find(const struct tree *t, size_t keypos, term key);
/* The object with the smallest key that is greater than `key` (or equal to it, if `equal`). */
struct ets_object *tree_after(const struct tree *t, size_t keypos, term key, bool equal);
/* The object with the greatest key that is less than `key` (or equal to it, if `equal`). */
struct ets_object *tree_before(const struct tree *t, size_t keypos, term key, bool equal);

/* The first (or last) object whose key order(key, pattern) puts at 0; order is <0 for keys before the range, >0
 * for keys behind it. */
struct ets_object *tree_edge(const struct tree *t, size_t keypos, int (*order)(term key, term pattern), term pattern,
                             bool last);

/* Links o; or, if there is an object with an equal key, does nothing and returns that. */
struct ets_object *tree_insert(struct tree *t, size_t keypos, struct ets_object *o);
void tree_replace(struct tree *t, struct ets_object *old, struct ets_object *new);
void tree_unlink(struct tree *t, struct ets_object *o);

struct ets_object *tree_first(const struct tree *t);
struct ets_object *tree_last(const struct tree *t);
struct ets_object *tree_next(const struct ets_object *o);
struct ets_object *tree_previous(const struct ets_object *o);

/* Frees up to `limit` objects, unordered; true when the tree is empty.  `words` is what they took. The
 * tree is good for nothing else once this has begun. */
bool tree_clear(struct tree *t, size_t limit, size_t *words);
