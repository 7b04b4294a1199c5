/* term/map.h - reading maps.  Building them is heap/map.h.
 *
 * Up to MAP_FLAT_MAX pairs a map is flat: KIND_MAP { keys tuple, values... } with the keys in
 * term_compare_exact order.  Beyond, it is a hash trie: KIND_HASHMAP { count, bitmap, children... }
 * whose inner nodes are KIND_MAPNODE { bitmap, children... }, 16-way by 4 bits of term_hash() a
 * level; a leaf is a cons [Key|Value]; pairs whose whole hashes agree hang in a KIND_TUPLE of
 * conses at the last level.
 */
#pragma once
#include "term/term.h"

enum { MAP_FLAT_MAX = 32 };

size_t map_size(term map);
/* The value at `key` (=:=), or NO_TERM. */
term map_get(term map, term key);

/* Visits each pair once, in the map's own order; no memory needed. */
struct map_iterator {
    term map;
    uint32_t depth, index;
    struct {
        term node;
        uint32_t index;
    } path[20];
};
void map_iterate(struct map_iterator *i, term map);
bool map_next(struct map_iterator *i, term *key, term *value);
