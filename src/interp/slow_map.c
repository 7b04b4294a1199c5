/* interp/slow_map.c - maps made by map syntax. */
#include "heap/map.h"
#include "interp/raise.h"
#include "interp/run.h"
#include "term/compare.h"

static enum go badmap(struct machine *m) { return raise_with(m, SCRATCH(m, 0), slow_badmap); }

/* The first key, in the order of map keys, of those listed that `map` does not have: the one that OTP names. */
static term first_missing(struct machine *m, term map, unsigned list)
{
    term first = NO_TERM;
    for (uint32_t i = 0; i < operand(m, list); i += 2) {
        term key = source_at(m, operand(m, list + 1 + i));
        if (is_term(map_get(map, key))) continue;
        if (!is_term(first) || term_compare_keys(key, first) < 0) first = key;
    }
    return first;
}

/* The (key, value) sources listed at operand `list`, put into `map` one by one. `exact`: each key must be there;
 * the one that is not is in *missing, and the result NO_TERM.  NO_TERM without one: no memory. */
static term put_pairs(struct machine *m, term map, unsigned list, bool exact, term *missing)
{
    *missing = exact ? first_missing(m, map, list) : NO_TERM;
    if (is_term(*missing)) return NO_TERM;
    machine_save(m);
    for (uint32_t i = 0; i < operand(m, list) && is_term(map); i += 2) {
        term key = source_at(m, operand(m, list + 1 + i)), value = source_at(m, operand(m, list + 2 + i));
        map = heap_map_put(&m->p->heap, map, key, value);
    }
    machine_load(m);
    return map;
}

SLOW_PATH(put_map_assoc, put_map_assoc)
{
    if (!is_map(SCRATCH(m, 0))) return badmap(m);
    uint32_t live = operand(m, 0), destination = operand(m, 2);
    term missing, map = put_pairs(m, SCRATCH(m, 0), 3, false, &missing);
    if (!is_term(map)) return GO_SLOW(m, no_memory);
    go_past_list(m, 3);
    return finish_at(m, destination, map, live);
}

/* With a label, as in a guard, what would be an error goes there. */
SLOW_PATH(put_map_exact, put_map_exact)
{
    bool guard = operand(m, 0);
    if (!is_map(SCRATCH(m, 0))) return guard ? JUMP : badmap(m);
    uint32_t live = operand(m, 1), destination = operand(m, 3);
    term missing, map = put_pairs(m, SCRATCH(m, 0), 4, true, &missing);
    if (is_term(missing)) return guard ? JUMP : raise_with(m, missing, slow_badkey);
    if (!is_term(map)) return GO_SLOW(m, no_memory);
    go_past_list(m, 4);
    return finish_at(m, destination, map, live);
}
