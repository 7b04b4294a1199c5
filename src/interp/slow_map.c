/* interp/slow_map.c - maps made by map syntax. */
#include "heap/map.h"
#include "interp/raise.h"
#include "interp/run.h"

static enum go badmap(struct machine *m) { return raise_with(m, SCRATCH(m, 0), slow_badmap); }

/* The (key, value) sources listed from operand 4 on, put one by one; `exact`: each key must be there. */
static enum go put_pairs(struct machine *m, bool exact)
{
    term map = SCRATCH(m, 0);
    uint32_t words = operand(m, 3), live = operand(m, 0), destination = operand(m, 2);
    if (!is_map(map)) return badmap(m);
    machine_save(m);
    for (uint32_t i = 0; i < words; i += 2) {
        term key = source_at(m, operand(m, 4 + i)), value = source_at(m, operand(m, 5 + i));
        if (exact && !is_term(map_get(map, key))) return raise_with(m, key, slow_badkey);
        map = heap_map_put(&m->p->heap, map, key, value);
        if (!is_term(map)) return GO_SLOW(m, no_memory);
    }
    machine_load(m);
    go_past_list(m, 3);
    return finish_at(m, destination, map, live);
}

SLOW_PATH(put_map_assoc, put_map_assoc) { return put_pairs(m, false); }
SLOW_PATH(put_map_exact, put_map_exact) { return put_pairs(m, true); }
