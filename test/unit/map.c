/* test/unit/map.c - maps against a plain array, through flat, trie and back. */
#include "heap/map.h"
#include "term/compare.h"
#include "term/hash.h"
#include "unit.h"

enum { KEYS = 400 };

static term key_of(struct heap *h, size_t i)
{
    if (i % 4 == 0) return small((int64_t)i - 50);
    if (i % 4 == 1) return heap_float(h, (double)i / 2);
    if (i % 4 == 2) return heap_tuple2(h, small((int64_t)i), NIL);
    return heap_cons(h, small((int64_t)i), heap_u64(h, UINT64_MAX - i));
}

static void check_same(term map, const term *keys, const term *model)
{
    size_t count = 0, seen = 0;
    for (size_t i = 0; i < KEYS; i++) {
        CHECK(same(map_get(map, keys[i]), model[i]));
        count += is_term(model[i]);
    }
    CHECK(map_size(map) == count);
    CHECK(kind_of(map) == (count > MAP_FLAT_MAX ? KIND_HASHMAP : KIND_MAP));
    struct map_iterator it;
    term key, value, before = NO_TERM;
    map_iterate(&it, map);
    while (map_next(&it, &key, &value)) {
        seen++;
        CHECK(same(map_get(map, key), value));
        if (kind_of(map) == KIND_MAP && is_term(before)) CHECK(term_compare_exact(before, key) < 0);
        before = key;
    }
    CHECK(seen == count);
}

/* The same pairs built at once, in another order, give an equal map with an equal hash. */
static void check_built(struct heap *h, term map, const term *keys, const term *model)
{
    term pairs[4 * KEYS];
    size_t count = 0;
    for (size_t i = KEYS; i-- > 0;)
        if (is_term(model[i])) {
            pairs[2 * count] = keys[i], pairs[2 * count++ + 1] = small(-1);
            pairs[2 * count] = keys[i], pairs[2 * count++ + 1] = model[i];
        }
    term built = heap_map_from_pairs(h, pairs, count);
    CHECK(term_equal(built, map) && term_compare(built, map) == 0 && term_hash(built) == term_hash(map));
    if (count == 0) return;
    size_t half = count / 2;
    built = heap_map_put_many(h, heap_map_from_pairs(h, pairs, half), pairs + 2 * half, count - half);
    CHECK(term_equal(built, map));
}

int main(void)
{
    struct heap *h = unit_open();
    term keys[KEYS], model[KEYS], map = heap_empty_map(h);
    for (size_t i = 0; i < KEYS; i++) keys[i] = key_of(h, i), model[i] = NO_TERM;
    for (size_t step = 0; step < 6000; step++) {
        size_t i = unit_random() % KEYS;
        bool shrink = step / 1000 % 2 == 1 ? unit_random() % 8 != 0 : unit_random() % 8 == 0;
        term before = map, old = model[i];
        model[i] = shrink ? NO_TERM : small((int64_t)step);
        term key = key_of(h, i); /* equal, not the same */
        map = shrink ? heap_map_remove(h, map, key) : heap_map_put(h, map, key, model[i]);
        if (step % 16 == 0 || map_size(map) < 40) check_same(map, keys, model);
        if (step % 64 == 0) check_built(h, map, keys, model);
        if (shrink && !is_term(old)) CHECK(same(before, map));
    }
    puts("test/unit/map.c: 1 passed, 0 failed");
}
