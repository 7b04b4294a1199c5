/* heap/map_trie.h - building the hash tries that large maps are (their shape: term/map.h). */
#pragma once
#include "heap/heap.h"
#include "term/map.h"

/* `map`, a KIND_HASHMAP, with the pair. */
term trie_put(struct heap *h, term map, term key, term value);
/* `map` without the key, which is there.  At MAP_FLAT_MAX pairs the result is still a trie: the
 * caller makes it flat. */
term trie_remove(struct heap *h, term map, term key);

/* A pair on its way into a trie. */
struct map_entry {
    uint64_t hash;
    term key, value;
};

/* `map` (a KIND_HASHMAP, or NO_TERM for none) with all entries, which are sorted by hash, then by
 * key, and unique. */
term trie_merge(struct heap *h, term map, const struct map_entry *entries, size_t count);

/* -- what both need ---------------------------------------------------------------- */

/* The term's object with `skip` words after the header (count, bitmap) and its children. */
struct trie_node {
    uint32_t bitmap;
    const term *children; /* as many as the bitmap has bits */
};
struct trie_node trie_node_of(term node);
/* A new inner node, or a root of `pairs` pairs when that is not 0. */
term trie_new_node(struct heap *h, size_t pairs, uint32_t bitmap, const term *children);
/* The nodes that keep two different leaves apart from `level` on. */
term trie_join(struct heap *h, uint32_t level, term a, uint64_t a_hash, term b, uint64_t b_hash);
/* A collision tuple (or leaf, or NO_TERM) with one leaf put into its order. */
term trie_collide(struct heap *h, term pairs, term leaf, bool *added);
