/* heap/map_trie.c - one pair into, or out of, a hash trie: the path to it is copied. */
#include "heap/map_trie.h"
#include "heap/build.h"
#include "term/compare.h"
#include "term/map_hash.h"

/* The way from the root down to where a key is, or would be. */
struct path {
    term nodes[MAP_LEVELS];
    uint32_t slots[MAP_LEVELS];
    uint32_t depth; /* nodes on the path */
    term found;     /* below the last: a leaf, a collision tuple, or NO_TERM */
};

struct trie_node trie_node_of(term node)
{
    const term *bitmap = boxed(node) + (kind_of(node) == KIND_HASHMAP ? 2 : 1);
    return (struct trie_node){(uint32_t)small_value(*bitmap), bitmap + 1};
}

term trie_new_node(struct heap *h, size_t pairs, uint32_t bitmap, const term *children)
{
    size_t count = (size_t)__builtin_popcount(bitmap), words = count + 1 + (pairs > 0);
    term *object = heap_alloc(h, words + 1);
    if (!object) return NO_TERM;
    term *to = object;
    (to++)->word = header(pairs ? KIND_HASHMAP : KIND_MAPNODE, words);
    if (pairs) *to++ = small((int64_t)pairs);
    *to++ = small(bitmap);
    memcpy(to, children, count * sizeof *to);
    return boxed_at(object);
}

static size_t child_index(uint32_t bitmap, uint32_t slot)
{
    return (size_t)__builtin_popcount(bitmap & ((1u << slot) - 1));
}

/* A copy of `node` with `child` in the slot (NO_TERM: with nothing there). */
static term with_child(struct heap *h, term node, size_t pairs, uint32_t slot, term child)
{
    struct trie_node n = trie_node_of(node);
    term children[16];
    size_t at = child_index(n.bitmap, slot), count = (size_t)__builtin_popcount(n.bitmap);
    bool had = n.bitmap >> slot & 1, has = is_term(child);
    memcpy(children, n.children, at * sizeof *children);
    children[at] = child;
    memcpy(children + at + has, n.children + at + had, (count - at - had) * sizeof *children);
    return trie_new_node(h, pairs, (n.bitmap & ~(1u << slot)) | (uint32_t)has << slot, children);
}

static void find(struct path *p, term map, uint64_t hash)
{
    p->found = map;
    for (p->depth = 0; p->depth < MAP_LEVELS; p->depth++) {
        if (p->depth > 0 && kind_of(p->found) != KIND_MAPNODE) return;
        p->nodes[p->depth] = p->found;
        p->slots[p->depth] = map_slot(hash, p->depth);
        p->found = map_node_child(p->found, p->slots[p->depth]);
        if (!is_term(p->found)) {
            p->depth++;
            return;
        }
    }
}

/* Copies the path with `child` at its end. */
static term rebuild(struct heap *h, const struct path *p, term child, size_t pairs)
{
    for (uint32_t i = p->depth; i-- > 0;) {
        child = with_child(h, p->nodes[i], i == 0 ? pairs : 0, p->slots[i], child);
        if (!is_term(child)) return NO_TERM;
    }
    return child;
}

static term new_leaf(struct heap *h, term key, term value)
{
    term *hp = heap_alloc(h, CONS_WORDS);
    return hp ? build_cons(&hp, key, value) : NO_TERM;
}

term trie_join(struct heap *h, uint32_t level, term a, uint64_t a_hash, term b, uint64_t b_hash)
{
    uint32_t depth = level;
    while (depth < MAP_LEVELS && map_slot(a_hash, depth) == map_slot(b_hash, depth)) depth++;
    bool added;
    term node = depth == MAP_LEVELS ? trie_collide(h, a, b, &added) : NO_TERM;
    if (depth < MAP_LEVELS) {
        uint32_t a_slot = map_slot(a_hash, depth), b_slot = map_slot(b_hash, depth);
        term children[2] = {a_slot < b_slot ? a : b, a_slot < b_slot ? b : a};
        node = trie_new_node(h, 0, 1u << a_slot | 1u << b_slot, children);
    }
    while (is_term(node) && depth-- > level) node = trie_new_node(h, 0, 1u << map_slot(a_hash, depth), &node);
    return node;
}

term trie_collide(struct heap *h, term pairs, term leaf, bool *added)
{
    *added = true;
    if (!is_term(pairs)) return leaf;
    const term *old = is_cons(pairs) ? &pairs : tuple_elements(pairs);
    size_t count = is_cons(pairs) ? 1 : tuple_arity(pairs), at = 0;
    int order = 1;
    while (at < count && (order = term_compare_exact(head(old[at]), head(leaf))) < 0) at++;
    if (at < count && order == 0) *added = false;
    size_t grown = count + *added, rest = count - at - !*added;
    if (grown == 1) return leaf;
    term *hp = heap_alloc(h, TUPLE_WORDS(grown));
    if (!hp) return NO_TERM;
    term result = build_tuple(&hp, grown), *to = tuple_elements(result);
    memcpy(to, old, at * sizeof *to);
    to[at] = leaf;
    memcpy(to + at + 1, old + at + !*added, rest * sizeof *to);
    return result;
}

/* What stands below the path once the pair is there. */
static term put_below(struct heap *h, const struct path *p, term leaf, uint64_t hash, bool *added)
{
    *added = true;
    if (!is_term(p->found)) return leaf;
    if (!is_cons(p->found) || p->depth == MAP_LEVELS) return trie_collide(h, p->found, leaf, added);
    if (term_equal(head(p->found), head(leaf))) {
        *added = false;
        return leaf;
    }
    return trie_join(h, p->depth, p->found, map_hash(head(p->found)), leaf, hash);
}

term trie_put(struct heap *h, term map, term key, term value)
{
    struct path p;
    uint64_t hash = map_hash(key);
    find(&p, map, hash);
    if (is_cons(p.found) && same(tail(p.found), value) && term_equal(head(p.found), key)) return map;
    term leaf = new_leaf(h, key, value);
    bool added = false;
    term below = is_term(leaf) ? put_below(h, &p, leaf, hash, &added) : NO_TERM;
    return is_term(below) ? rebuild(h, &p, below, map_size(map) + added) : NO_TERM;
}

/* A collision tuple without the key: one pair left is a leaf again. */
static term uncollide(struct heap *h, term pairs, term key)
{
    size_t arity = tuple_arity(pairs), at = 0;
    const term *old = tuple_elements(pairs);
    while (!term_equal(head(old[at]), key)) at++;
    if (arity == 2) return old[1 - at];
    term *hp = heap_alloc(h, TUPLE_WORDS(arity - 1));
    if (!hp) return NO_TERM;
    term result = build_tuple(&hp, arity - 1), *to = tuple_elements(result);
    memcpy(to, old, at * sizeof *to);
    memcpy(to + at, old + at + 1, (arity - 1 - at) * sizeof *to);
    return result;
}

/* What is left of an inner node when the child in `slot` is gone, if that is one leaf; else NO_TERM. */
static term lone_leaf(term node, uint32_t slot)
{
    struct trie_node n = trie_node_of(node);
    if (__builtin_popcount(n.bitmap) != 2) return NO_TERM;
    term left = n.children[1 - child_index(n.bitmap, slot)];
    return is_cons(left) ? left : NO_TERM;
}

term trie_remove(struct heap *h, term map, term key)
{
    struct path p;
    find(&p, map, map_hash(key));
    term child = NO_TERM;
    if (is_tuple(p.found)) {
        child = uncollide(h, p.found, key);
        if (!is_term(child)) return NO_TERM;
    } else if (p.depth > 1) {
        child = lone_leaf(p.nodes[p.depth - 1], p.slots[p.depth - 1]);
        p.depth -= is_term(child);
    }
    /* A leaf moves up past every inner node that held nothing else. */
    while (is_cons(child) && p.depth > 1 && __builtin_popcount(trie_node_of(p.nodes[p.depth - 1]).bitmap) == 1)
        p.depth--;
    return rebuild(h, &p, child, map_size(map) - 1);
}
