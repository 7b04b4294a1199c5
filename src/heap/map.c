/* heap/map.c - building maps: small ones as sorted arrays, large ones as tries (map_trie.h). */
#include "heap/map.h"
#include "heap/build.h"
#include "heap/map_trie.h"
#include "memory/memory.h"
#include "term/compare.h"

static const term *flat_keys(term map) { return tuple_elements(boxed(map)[1]); }
static term *flat_values(term map) { return boxed(map) + 2; }

term heap_flat_map(struct heap *h, term keys)
{
    size_t size = tuple_arity(keys);
    term *object = heap_alloc(h, size + 2);
    if (!object) return NO_TERM;
    object[0].word = header(KIND_MAP, size + 1);
    object[1] = keys;
    for (size_t i = 0; i < size; i++) object[2 + i] = NIL; /* well-formed whatever the caller does next */
    return boxed_at(object);
}

static term new_tuple(struct heap *h, size_t arity)
{
    term *hp = heap_alloc(h, TUPLE_WORDS(arity));
    return hp ? build_tuple(&hp, arity) : NO_TERM;
}

term heap_empty_map(struct heap *h)
{
    term keys = new_tuple(h, 0);
    return is_term(keys) ? heap_flat_map(h, keys) : NO_TERM;
}

/* Where `key` stands in a flat map (true), or where it would. */
static bool flat_find(term map, term key, size_t *at)
{
    const term *keys = flat_keys(map);
    size_t low = 0, high = map_size(map);
    *at = map_flat_index(map, key);
    if (*at < high) return true;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (term_compare_keys(key, keys[middle]) < 0) high = middle;
        else low = middle + 1;
    }
    *at = low;
    return false;
}

static term flat_replace(struct heap *h, term map, size_t at, term value)
{
    if (same(flat_values(map)[at], value)) return map;
    term result = heap_flat_map(h, boxed(map)[1]);
    if (!is_term(result)) return NO_TERM;
    memcpy(flat_values(result), flat_values(map), map_size(map) * sizeof(term));
    flat_values(result)[at] = value;
    return result;
}

static void insert_at(term *to, const term *from, size_t count, size_t at, term what)
{
    memcpy(to, from, at * sizeof *to);
    to[at] = what;
    memcpy(to + at + 1, from + at, (count - at) * sizeof *to);
}

static term flat_insert(struct heap *h, term map, size_t at, term key, term value)
{
    size_t size = map_size(map);
    term keys = new_tuple(h, size + 1);
    if (!is_term(keys)) return NO_TERM;
    insert_at(tuple_elements(keys), flat_keys(map), size, at, key);
    term result = heap_flat_map(h, keys);
    if (is_term(result)) insert_at(flat_values(result), flat_values(map), size, at, value);
    return result;
}

term heap_map_put(struct heap *h, term map, term key, term value)
{
    if (kind_of(map) == KIND_HASHMAP) return trie_put(h, map, key, value);
    size_t at;
    if (flat_find(map, key, &at)) return flat_replace(h, map, at, value);
    if (map_size(map) < MAP_FLAT_MAX) return flat_insert(h, map, at, key, value);
    return heap_map_put_many(h, map, (term[]){key, value}, 1);
}

static term flat_remove(struct heap *h, term map, size_t at)
{
    size_t size = map_size(map) - 1;
    term keys = new_tuple(h, size);
    if (!is_term(keys)) return NO_TERM;
    term result = heap_flat_map(h, keys);
    if (!is_term(result)) return NO_TERM;
    memcpy(tuple_elements(keys), flat_keys(map), at * sizeof(term));
    memcpy(tuple_elements(keys) + at, flat_keys(map) + at + 1, (size - at) * sizeof(term));
    memcpy(flat_values(result), flat_values(map), at * sizeof(term));
    memcpy(flat_values(result) + at, flat_values(map) + at + 1, (size - at) * sizeof(term));
    return result;
}

/* A trie of at most MAP_FLAT_MAX pairs as the flat map it ought to be. */
static term flatten(struct heap *h, term map)
{
    term pairs[2 * MAP_FLAT_MAX + 2]; /* and where the last map_next() would put a pair */
    struct map_iterator i;
    size_t count = 0;
    map_iterate(&i, map);
    while (map_next(&i, &pairs[2 * count], &pairs[2 * count + 1])) count++;
    return heap_map_from_pairs(h, pairs, count);
}

term heap_map_remove(struct heap *h, term map, term key)
{
    size_t at;
    if (kind_of(map) == KIND_MAP) return flat_find(map, key, &at) ? flat_remove(h, map, at) : map;
    if (!is_term(map_get(map, key))) return map;
    term result = trie_remove(h, map, key);
    return is_term(result) && map_size(result) <= MAP_FLAT_MAX ? flatten(h, result) : result;
}

term heap_map_from_pairs(struct heap *h, const term *pairs, size_t count)
{
    term empty = heap_empty_map(h);
    return is_term(empty) && count > 0 ? heap_map_put_many(h, empty, pairs, count) : empty;
}
