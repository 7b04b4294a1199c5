/* heap/map_many.c - a map with many pairs at once. */
#include "heap/build.h"
#include "heap/map.h"
#include "heap/map_trie.h"
#include "memory/memory.h"
#include "term/compare.h"
#include "term/map_hash.h"

typedef int entry_order(const struct map_entry *a, const struct map_entry *b);

static int by_hash(const struct map_entry *a, const struct map_entry *b)
{
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return term_compare_exact(a->key, b->key);
}

static int by_key(const struct map_entry *a, const struct map_entry *b) { return term_compare_keys(a->key, b->key); }

/* Merges two sorted neighbours; of equal entries the left one comes first. */
static void merge_runs(const struct map_entry *from, size_t left, size_t right, struct map_entry *to,
                       entry_order *order)
{
    size_t a = 0, b = left, end = left + right;
    while (a < left && b < end) *to++ = order(&from[b], &from[a]) < 0 ? from[b++] : from[a++];
    memcpy(to, from + a, (left - a) * sizeof *to);
    memcpy(to + (left - a), from + b, (end - b) * sizeof *to);
}

/* Stable; the result stands in the returned one of the two arrays. */
static struct map_entry *sort(struct map_entry *entries, struct map_entry *other, size_t count, entry_order *order)
{
    for (size_t run = 1; run < count; run *= 2) {
        for (size_t at = 0; at < count; at += 2 * run) {
            size_t left = run < count - at ? run : count - at;
            size_t right = run < count - at - left ? run : count - at - left;
            merge_runs(entries + at, left, right, other + at, order);
        }
        struct map_entry *swap = entries;
        entries = other, other = swap;
    }
    return entries;
}

/* Of equal neighbours only the last stays. */
static size_t unique(struct map_entry *entries, size_t count, entry_order *order)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (i + 1 == count || order(&entries[i], &entries[i + 1]) != 0) entries[kept++] = entries[i];
    return kept;
}

static term flat_of_sorted(struct heap *h, const struct map_entry *entries, size_t count)
{
    term *hp = heap_alloc(h, TUPLE_WORDS(count));
    if (!hp) return NO_TERM;
    term keys = build_tuple(&hp, count);
    for (size_t i = 0; i < count; i++) tuple_elements(keys)[i] = entries[i].key;
    term map = heap_flat_map(h, keys);
    for (size_t i = 0; is_term(map) && i < count; i++) boxed(map)[2 + i] = entries[i].value;
    return map;
}

/* The pairs of a flat map first (they are older), then the new ones. */
static size_t gather(struct map_entry *to, term map, const term *pairs, size_t count)
{
    size_t filled = 0;
    struct map_iterator i;
    map_iterate(&i, map);
    if (kind_of(map) == KIND_MAP)
        while (map_next(&i, &to[filled].key, &to[filled].value)) filled++;
    for (size_t p = 0; p < count; p++, filled++) to[filled].key = pairs[2 * p], to[filled].value = pairs[2 * p + 1];
    return filled;
}

static term put_sorted(struct heap *h, term map, struct map_entry *entries, struct map_entry *other, size_t count)
{
    bool trie = kind_of(map) == KIND_HASHMAP;
    if (!trie && count <= MAP_FLAT_MAX) {
        entries = sort(entries, other, count, by_key);
        return flat_of_sorted(h, entries, unique(entries, count, by_key));
    }
    for (size_t i = 0; i < count; i++) entries[i].hash = map_hash(entries[i].key);
    struct map_entry *sorted = sort(entries, other, count, by_hash);
    count = unique(sorted, count, by_hash);
    if (trie || count > MAP_FLAT_MAX) return trie_merge(h, trie ? map : NO_TERM, sorted, count);
    sorted = sort(sorted, sorted == entries ? other : entries, count, by_key);
    return flat_of_sorted(h, sorted, count);
}

static size_t flat_index(term map, term key)
{
    size_t size = map_size(map), i = 0;
    while (i < size && !term_equal(tuple_elements(boxed(map)[1])[i], key)) i++;
    return i;
}

enum { FEW = 32 };

/* All keys are those of the flat map already: shares its keys tuple.  False: one is not. */
static bool replace_all(struct heap *h, term map, const term *pairs, size_t count, term *result)
{
    size_t at[FEW], size = map_size(map);
    for (size_t p = 0; p < count; p++) {
        at[p] = flat_index(map, pairs[2 * p]);
        if (at[p] == size) return false;
    }
    *result = heap_flat_map(h, boxed(map)[1]);
    if (!is_term(*result)) return true;
    memcpy(boxed(*result) + 2, boxed(map) + 2, size * sizeof(term));
    for (size_t p = 0; p < count; p++) boxed(*result)[2 + at[p]] = pairs[2 * p + 1];
    return true;
}

term heap_map_put_many(struct heap *h, term map, const term *pairs, size_t count)
{
    term result;
    if (count == 0) return map;
    if (kind_of(map) == KIND_MAP && count <= FEW && replace_all(h, map, pairs, count, &result)) return result;
    struct map_entry few[2 * (FEW + MAP_FLAT_MAX)], *entries = few;
    size_t room = count + MAP_FLAT_MAX;
    if (count > FEW) {
        if (room > SIZE_MAX / (2 * sizeof *entries)) return NO_TERM;
        entries = memory_alloc(MEMORY_SYSTEM, 2 * room * sizeof *entries);
        if (!entries) return NO_TERM;
    }
    result = put_sorted(h, map, entries, entries + room, gather(entries, map, pairs, count));
    if (entries != few) memory_free(MEMORY_SYSTEM, entries);
    return result;
}
