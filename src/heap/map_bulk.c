/* heap/map_bulk.c - many pairs into a trie at once, node by node: each new node is made once. */
#include "heap/build.h"
#include "heap/map_trie.h"
#include "term/map_hash.h"

/* Entries below one place of the trie. */
struct slice {
    const struct map_entry *at;
    size_t count;
};

static term leaf_of(struct heap *h, const struct map_entry *e)
{
    term *hp = heap_alloc(h, CONS_WORDS);
    return hp ? build_cons(&hp, e->key, e->value) : NO_TERM;
}

/* Whole hashes agree: all go into the collision tuple. */
static term merge_collisions(struct heap *h, term place, struct slice s, size_t *added)
{
    for (size_t i = 0; i < s.count; i++) {
        bool new;
        term leaf = leaf_of(h, &s.at[i]);
        place = is_term(leaf) ? trie_collide(h, place, leaf, &new) : NO_TERM;
        if (!is_term(place)) return NO_TERM;
        *added += new;
    }
    return place;
}

static term merge(struct heap *h, term place, struct slice s, uint32_t level, size_t *added);

/* The children of a node that holds `old` ones and the slice: into children[], by slot. False: no memory. */
static bool merge_children(struct heap *h, const term old[16], struct slice s, uint32_t level, size_t *added,
                           term children[16], uint32_t *bitmap)
{
    size_t from = 0, filled = 0;
    *bitmap = 0;
    for (uint32_t slot = 0; slot < 16; slot++) {
        size_t to = from;
        while (to < s.count && map_slot(s.at[to].hash, level) == slot) to++;
        term child = old[slot];
        if (to > from) {
            child = merge(h, child, (struct slice){s.at + from, to - from}, level + 1, added);
            if (!is_term(child)) return false;
        }
        from = to;
        if (!is_term(child)) continue;
        children[filled++] = child;
        *bitmap |= 1u << slot;
    }
    return true;
}

/* The children that `place` (a node, a leaf or nothing) has at this level, by slot. */
static void spread(term place, uint32_t level, term old[16])
{
    for (uint32_t slot = 0; slot < 16; slot++) old[slot] = is_boxed(place) ? map_node_child(place, slot) : NO_TERM;
    if (is_cons(place)) old[map_slot(map_hash(head(place)), level)] = place;
}

/* Depth is bounded by MAP_LEVELS, whatever the data. */
static term merge(struct heap *h, term place, struct slice s, uint32_t level, size_t *added)
{
    if (level == MAP_LEVELS) return merge_collisions(h, place, s, added);
    if (s.count == 1 && !is_term(place)) {
        ++*added;
        return leaf_of(h, s.at);
    }
    if (s.count == 1 && is_cons(place) && map_hash(head(place)) == s.at->hash) {
        bool new;
        term leaf = leaf_of(h, s.at);
        term both = is_term(leaf) ? trie_collide(h, place, leaf, &new) : NO_TERM;
        if (!is_term(both)) return NO_TERM;
        if (!new) return both;
    }
    term old[16], children[16];
    uint32_t bitmap;
    spread(place, level, old);
    if (!merge_children(h, old, s, level, added, children, &bitmap)) return NO_TERM;
    return trie_new_node(h, 0, bitmap, children);
}

term trie_merge(struct heap *h, term map, const struct map_entry *entries, size_t count)
{
    term old[16], children[16];
    uint32_t bitmap;
    size_t added = 0;
    spread(map, 0, old);
    if (!merge_children(h, old, (struct slice){entries, count}, 0, &added, children, &bitmap)) return NO_TERM;
    return trie_new_node(h, added + (is_term(map) ? map_size(map) : 0), bitmap, children);
}
