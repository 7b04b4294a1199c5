/* term/compare_map.c - the order of two hash maps of one size, as a machine that asks for pairs. */
#include "term/compare_map.h"
#include "memory/memory.h"

enum asked {
    NOTHING,
    KEY_OF_A,  /* is this key, which b lacks, the smallest such? */
    KEY_OF_B,  /* is this key, which a lacks, smaller than the smallest that b lacks? */
    VALUE_KEY, /* is this key smaller than the one whose values differ? */
    VALUES,
};
enum phase { KEYS_OF_A, KEYS_OF_B, ALL_VALUES };

struct map_comparison {
    struct map_iterator at;
    term a, b;
    term key, value_a, value_b;
    term smallest; /* key that decides so far, or NO_TERM */
    int order;     /* of the values of `smallest` */
    enum asked asked;
    enum phase phase;
    bool exact;
};

struct map_comparison *map_comparison_open(term a, term b, bool exact)
{
    struct map_comparison *m = memory_alloc(MEMORY_SYSTEM, sizeof *m);
    if (!m) return NULL;
    *m = (struct map_comparison){.a = a, .b = b, .exact = exact, .smallest = NO_TERM};
    map_iterate(&m->at, a);
    return m;
}

void map_comparison_close(struct map_comparison *m) { memory_free(MEMORY_SYSTEM, m); }

/* Moves to the next key of the map walked that `other` lacks. */
static bool next_key_missing_in(struct map_comparison *m, term other)
{
    term value;
    while (map_next(&m->at, &m->key, &value))
        if (!is_term(map_get(other, m->key))) return true;
    return false;
}

static bool ask(struct map_comparison *m, enum asked what, term *a, term *b, bool *exact)
{
    m->asked = what;
    *exact = what == VALUES ? m->exact : true;
    *a = what == VALUES ? m->value_a : m->key;
    *b = what == VALUES ? m->value_b : m->smallest;
    return true;
}

static bool end(struct map_comparison *m, int result, int *order, bool *exact)
{
    *order = result;
    *exact = m->exact;
    return false;
}

/* The first phase: the smallest key that only a has. */
static bool walk_keys_of_a(struct map_comparison *m, term *a, term *b, bool *exact)
{
    while (next_key_missing_in(m, m->b)) {
        if (is_term(m->smallest)) return ask(m, KEY_OF_A, a, b, exact);
        m->smallest = m->key;
    }
    m->phase = is_term(m->smallest) ? KEYS_OF_B : ALL_VALUES;
    map_iterate(&m->at, m->phase == KEYS_OF_B ? m->b : m->a);
    m->asked = NOTHING;
    return false;
}

static bool walk_values(struct map_comparison *m, int *order, term *a, term *b, bool *exact)
{
    while (map_next(&m->at, &m->key, &m->value_a)) {
        m->value_b = map_get(m->b, m->key);
        if (same(m->value_a, m->value_b)) continue;
        return ask(m, is_term(m->smallest) ? VALUE_KEY : VALUES, a, b, exact);
    }
    return end(m, m->order, order, exact);
}

/* Takes the answer in; true: it leads to another question at once. */
static bool hear(struct map_comparison *m, int order)
{
    switch (m->asked) {
    case KEY_OF_A:
        if (order < 0) m->smallest = m->key;
        return false;
    case VALUE_KEY: return order < 0;
    case VALUES:
        if (order) m->smallest = m->key, m->order = order;
        return false;
    default: return false;
    }
}

bool map_comparison_next(struct map_comparison *m, int *order, term *a, term *b, bool *exact)
{
    if (m->asked == KEY_OF_B && *order < 0) return end(m, 1, order, exact);
    if (hear(m, *order)) return ask(m, VALUES, a, b, exact);
    if (m->phase == KEYS_OF_A && walk_keys_of_a(m, a, b, exact)) return true;
    if (m->phase == ALL_VALUES) return walk_values(m, order, a, b, exact);
    if (next_key_missing_in(m, m->a)) return ask(m, KEY_OF_B, a, b, exact);
    return end(m, -1, order, exact);
}
