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

/* Two tuples with room for all keys and values in turn: of NILs, until someone gathers the pairs. */
bool heap_map_sort_room(struct heap *h, term map, term *pairs, term *room);
/* Gathers those of a flat map. */
void heap_map_sort_flat(term map, term pairs);

/* How far a sort of such a tuple is; it begins as {.run = 1}. */
struct map_sort {
    size_t run;                      /* pairs that stand in order, from each multiple of it on */
    size_t left, middle, right, end; /* two runs that are being merged: from left to middle, from right to end */
};
/* Goes on with putting the pairs of *from into the order of terms; true: they are.  *to is another tuple of the same
 * map's pairs.  Between two calls the heap may be collected: what is written into the tuples is older than they are,
 * so nothing old refers to what is young. */
bool heap_map_sort(struct map_sort *s, term *from, term *to, int64_t *budget);
