/* term/map.h - reading maps.  Building them is heap/map.h.
 *
 * Up to MAP_FLAT_MAX pairs a map is flat: KIND_MAP { keys tuple, values... } with the keys in
 * term_compare_keys order.  Beyond, it is a hash trie: KIND_HASHMAP { count, bitmap, children... }
 * whose inner nodes are KIND_MAPNODE { bitmap, children... }, 16-way by 4 bits of map_hash() a
 * level, the highest first; a leaf is a cons [Key|Value]; pairs whose whole hashes agree hang in a
 * KIND_TUPLE of conses below the last level, in term_compare_exact order.  So the keys determine
 * the shape, and equal maps have equal shapes.
 */
#pragma once
#include "term/term.h"

enum { MAP_FLAT_MAX = 32 };

size_t map_size(term map);
/* The value at `key` (=:=), or NO_TERM. */
term map_get(term map, term key);
/* The same in a KIND_HASHMAP when map_hash(key) is known. */
term map_get_hashed(term map, term key, uint64_t hash);

/* Where `key` stands among the keys of a flat map; its size: nowhere. */
size_t map_flat_index(term map, term key);

enum { MAP_LEVELS = 16 };
/* Which of a node's 16 slots leads to a key. */
static inline uint32_t map_slot(uint64_t hash, uint32_t level) { return hash >> (60 - 4 * level) & 15; }
/* The child in a slot of a KIND_HASHMAP or KIND_MAPNODE, or NO_TERM. */
term map_node_child(term node, uint32_t slot);

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
/* The pairs below one node of a KIND_HASHMAP alone. */
void map_iterate_below(struct map_iterator *i, term map, term node);
bool map_next(struct map_iterator *i, term *key, term *value);
/* The pair before, of a KIND_HASHMAP, after map_iterate_back(): from the last one of those whose key's map_hash() is at
 * most `hash`. */
bool map_previous(struct map_iterator *i, term *key, term *value);
void map_iterate_back(struct map_iterator *i, term map, uint64_t hash);
/* Starts at the first pair of a KIND_HASHMAP whose key's map_hash() is at least `hash`. */
void map_iterate_from(struct map_iterator *i, term map, uint64_t hash);
