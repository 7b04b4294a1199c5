/* heap/record.c - native records and their definitions. */
#include "heap/record.h"
#include "heap/build.h"
#include "memory/memory.h"
#include "term/compare.h"
#include "term/hash.h"
#include <stdlib.h>

struct declared {
    term key;
    size_t number;
};

static int by_key(const void *a, const void *b)
{
    return term_compare_keys(((const struct declared *)a)->key, ((const struct declared *)b)->key);
}

/* phash2 of the tuple of module, name, exported and keys, which is made for that alone. */
static term definition_hash(struct heap *h, const term *definition, const term *keys, size_t count)
{
    enum { BEFORE_KEYS = RECORD_KEYS - RECORD_MODULE };
    term *hp = heap_alloc(h, TUPLE_WORDS(BEFORE_KEYS + count)), *start = hp;
    if (!hp) return NO_TERM;
    term whole = build_tuple(&hp, BEFORE_KEYS + count);
    memcpy(tuple_elements(whole), definition + RECORD_MODULE, BEFORE_KEYS * sizeof(term));
    if (count) memcpy(tuple_elements(whole) + BEFORE_KEYS, keys, count * sizeof(term));
    term hash = small(term_phash2(whole));
    heap_give_back(h, start);
    return hash;
}

/* Puts the sorted keys into a definition, and says where each went; false: one stands twice. */
static bool place_keys(term *definition, const struct declared *sorted, size_t count)
{
    term *order = tuple_elements(definition[RECORD_ORDER]);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && same(sorted[i].key, sorted[i - 1].key)) return false;
        definition[RECORD_KEYS + i] = sorted[i].key;
        order[sorted[i].number] = small((int64_t)i);
    }
    return true;
}

static enum record_made make_definition(struct heap *h, const term about[3], const term *keys, struct declared *sorted,
                                        size_t count, term *definition)
{
    term hash = definition_hash(h, about - RECORD_MODULE, keys, count);
    term *hp = is_term(hash) ? heap_alloc(h, TUPLE_WORDS(RECORD_KEYS + count) + TUPLE_WORDS(count)) : NULL;
    if (!hp) return RECORD_NO_MEMORY;
    term *start = hp, made = build_tuple(&hp, RECORD_KEYS + count), *e = tuple_elements(made);
    e[RECORD_ORDER] = build_tuple(&hp, count);
    e[RECORD_HASH] = hash;
    memcpy(e + RECORD_MODULE, about, 3 * sizeof *about);
    for (size_t i = 0; i < count; i++) sorted[i] = (struct declared){keys[i], i};
    qsort(sorted, count, sizeof *sorted, by_key);
    if (!place_keys(e, sorted, count)) {
        heap_give_back(h, start);
        return RECORD_KEY_TWICE;
    }
    *definition = made;
    return RECORD_MADE;
}

enum record_made heap_record_definition(struct heap *h, term module, term name, term exported, const term *keys,
                                        size_t count, term *definition)
{
    struct declared *sorted = memory_alloc(MEMORY_SYSTEM, count * sizeof *sorted);
    const term about[] = {module, name, exported};
    if (!sorted) return RECORD_NO_MEMORY;
    enum record_made made = make_definition(h, about, keys, sorted, count, definition);
    memory_free(MEMORY_SYSTEM, sorted);
    return made;
}

term heap_record(struct heap *h, term definition)
{
    size_t words = 1 + record_key_count(definition);
    term *object = heap_alloc(h, 1 + words);
    if (!object) return NO_TERM;
    object[0].word = header(KIND_RECORD, words);
    object[1] = definition;
    return boxed_at(object);
}
