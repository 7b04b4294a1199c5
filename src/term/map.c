/* term/map.c - looking into maps. */
#include "term/map.h"
#include "term/compare.h"
#include "term/map_hash.h"

size_t map_size(term map)
{
    if (kind_of(map) == KIND_MAP) return header_words(header_of(map)) - 1;
    return (size_t)small_value(boxed(map)[1]);
}

size_t map_flat_index(term map, term key)
{
    const term *keys = tuple_elements(boxed(map)[1]);
    size_t size = map_size(map);
    for (size_t i = 0; i < size; i++)
        if (same(keys[i], key)) return i;
    if (is_immediate(key)) return size;
    for (size_t i = 0; i < size; i++)
        if (!is_immediate(keys[i]) && !term_differs_at_sight(keys[i], key) && term_equal_slow(keys[i], key)) return i;
    return size;
}

static term flat_get(term map, term key)
{
    size_t at = map_flat_index(map, key);
    return at < map_size(map) ? boxed(map)[2 + at] : NO_TERM;
}

term map_node_child(term node, uint32_t slot)
{
    const term *bitmap = boxed(node) + (kind_of(node) == KIND_HASHMAP ? 2 : 1);
    uint32_t bits = (uint32_t)small_value(*bitmap);
    if (!(bits >> slot & 1)) return NO_TERM;
    return bitmap[1 + __builtin_popcount(bits & ((1u << slot) - 1))];
}

static term collision_get(term pairs, term key)
{
    for (size_t i = 0; i < tuple_arity(pairs); i++)
        if (term_equal(head(tuple_elements(pairs)[i]), key)) return tail(tuple_elements(pairs)[i]);
    return NO_TERM;
}

term map_get_hashed(term map, term key, uint64_t hash)
{
    term node = map;
    for (uint32_t level = 0; level < MAP_LEVELS; level++) {
        node = map_node_child(node, map_slot(hash, level));
        if (!is_term(node)) return NO_TERM;
        if (is_cons(node)) return term_equal(head(node), key) ? tail(node) : NO_TERM;
    }
    return collision_get(node, key);
}

term map_get(term map, term key)
{
    if (kind_of(map) == KIND_MAP) return flat_get(map, key);
    return map_get_hashed(map, key, map_hash(key));
}

void map_iterate(struct map_iterator *i, term map)
{
    i->map = map;
    i->depth = i->index = 0;
    i->path[0].node = map;
    i->path[0].index = 0;
}

void map_iterate_below(struct map_iterator *i, term map, term node)
{
    map_iterate(i, map);
    i->path[0].node = node;
}

/* The children of a trie's node, and how many. */
static const term *node_children(term node, size_t *count)
{
    enum kind kind = kind_of(node);
    size_t skip = kind == KIND_HASHMAP ? 2 : kind == KIND_MAPNODE ? 1 : 0;
    *count = header_words(header_of(node)) - skip;
    return boxed(node) + 1 + skip;
}

static bool trie_next(struct map_iterator *i, term *key, term *value)
{
    for (;;) {
        size_t count;
        const term *children = node_children(i->path[i->depth].node, &count);
        if (i->path[i->depth].index == count) {
            if (i->depth == 0) return false;
            i->depth--;
            continue;
        }
        term child = children[i->path[i->depth].index++];
        if (is_cons(child)) {
            *key = head(child), *value = tail(child);
            return true;
        }
        i->depth++;
        i->path[i->depth].node = child, i->path[i->depth].index = 0;
    }
}

bool map_next(struct map_iterator *i, term *key, term *value)
{
    if (kind_of(i->map) == KIND_HASHMAP) return trie_next(i, key, value);
    if (i->index == map_size(i->map)) return false;
    *key = tuple_elements(boxed(i->map)[1])[i->index];
    *value = boxed(i->map)[2 + i->index];
    i->index++;
    return true;
}

/* Children of a node in slots below `slot`. */
static uint32_t children_below(term node, uint32_t slot)
{
    const term *bitmap = boxed(node) + (kind_of(node) == KIND_HASHMAP ? 2 : 1);
    return (uint32_t)__builtin_popcount((uint32_t)small_value(*bitmap) & ((1u << slot) - 1));
}

/* Goes down to where a hash is, or would be; the pair whose key is on the way there, or NO_TERM.  `on`: 1 if a node is
 * passed by that is still below, for who goes on behind it; 0 for who goes on before it. */
static term descend(struct map_iterator *i, term map, uint64_t hash, uint32_t on)
{
    map_iterate(i, map);
    term node = map;
    for (uint32_t level = 0; level < MAP_LEVELS; level++) {
        uint32_t slot = map_slot(hash, level);
        i->depth = level;
        i->path[level].node = node;
        i->path[level].index = children_below(node, slot);
        term child = map_node_child(node, slot);
        if (!is_term(child) || is_cons(child)) return child;
        i->path[level].index += on; /* where to go on when the child is done */
        node = child;
    }
    i->depth = MAP_LEVELS;
    i->path[MAP_LEVELS].node = node;
    i->path[MAP_LEVELS].index = on ? 0 : (uint32_t)tuple_arity(node);
    return NO_TERM;
}

void map_iterate_from(struct map_iterator *i, term map, uint64_t hash)
{
    term leaf = descend(i, map, hash, 1);
    if (is_term(leaf)) i->path[i->depth].index += map_hash(head(leaf)) < hash;
}

void map_iterate_back(struct map_iterator *i, term map, uint64_t hash)
{
    term leaf = descend(i, map, hash, 0);
    if (is_term(leaf)) i->path[i->depth].index += map_hash(head(leaf)) <= hash;
}

bool map_previous(struct map_iterator *i, term *key, term *value)
{
    for (;;) {
        size_t count;
        const term *children = node_children(i->path[i->depth].node, &count);
        if (i->path[i->depth].index == 0) {
            if (i->depth == 0) return false;
            i->depth--;
            continue;
        }
        term child = children[--i->path[i->depth].index];
        if (is_cons(child)) {
            *key = head(child), *value = tail(child);
            return true;
        }
        node_children(child, &count);
        i->depth++;
        i->path[i->depth].node = child, i->path[i->depth].index = (uint32_t)count;
    }
}
