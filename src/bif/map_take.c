/* bif/map_take.c - the pairs of a map, a part at a time. */
#include "bif/map_take.h"
#include "term/map_hash.h"

bool map_take(term map, struct map_part *m, term *pairs, size_t limit)
{
    struct map_iterator i;
    uint64_t latest = 0;
    term key, value;
    bool trie = kind_of(map) == KIND_HASHMAP;
    bool backward = trie && m->backward;
    if (backward) map_iterate_back(&i, map, ~m->path);
    else if (trie) map_iterate_from(&i, map, m->path);
    else map_iterate(&i, map);
    m->count = 0, m->more = false;
    while (backward ? map_previous(&i, &key, &value) : map_next(&i, &key, &value)) {
        uint64_t hash = trie && m->count + 1 >= limit ? map_hash(key) : 0;
        if (m->count >= limit && hash != latest) {
            m->more = true, m->path = backward ? ~hash : hash;
            return true;
        }
        if (m->count == limit + MAP_TAKE_EXTRA) return false;
        pairs[2 * m->count] = key, pairs[2 * m->count + 1] = value;
        m->count++, latest = hash;
    }
    return true;
}
