/* heap/map.h - building maps.  Maps never change; each call makes what is new and shares the rest.
 * NO_TERM means: no memory. */
#pragma once
#include "heap/heap.h"
#include "term/map.h"

term heap_empty_map(struct heap *h);
/* `map` with key => value (key added, or its value replaced). */
term heap_map_put(struct heap *h, term map, term key, term value);
/* `map` without `key` (the same map if it is not there). */
term heap_map_remove(struct heap *h, term map, term key);
/* A map of `count` pairs at pairs[2*i], pairs[2*i+1]; a later pair with an equal key wins.
 * The array is sorted in place. */
term heap_map_from_pairs(struct heap *h, term *pairs, size_t count);
