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

/* `map` with all of pairs[2*i] => pairs[2*i+1]; a later pair with an equal key wins.  When no key
 * is new the keys are shared with `map`.  The array is not changed.  O(count log count), as long
 * as one step: a caller with very many pairs makes several calls. */
term heap_map_put_many(struct heap *h, term map, const term *pairs, size_t count);
/* A map of `count` pairs, likewise. */
term heap_map_from_pairs(struct heap *h, const term *pairs, size_t count);

/* A flat map over a keys tuple that is in map order and has no equal keys (put_map_* with the
 * keys of another map, update of all values); the caller fills the values at boxed(map) + 2. */
term heap_flat_map(struct heap *h, term keys);

/* The keys and values in turn, in the order of terms, as the elements of a tuple. */
term heap_map_sorted(struct heap *h, term map);
