/* code/place.c - what a code address belongs to. */
#include "code/lines.h"
#include "code/tables.h"
#include "memory/memory.h"
#include <string.h>

/* How many of the table's instances begin at or below `address`. */
static uint32_t places_below(const struct code *c, const uint32_t *address)
{
    uint32_t low = 0, high = c->place_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (c->places[middle]->code <= address) low = middle + 1;
        else high = middle;
    }
    return low;
}

bool place_add(struct module *m)
{
    struct code *c = code_state();
    if (c->place_count == c->place_room) {
        uint32_t room = c->place_room * 2 + 64;
        struct module **grown = memory_resize(MEMORY_CODE, c->places, room * sizeof *grown);
        if (!grown) return false;
        c->places = grown;
        c->place_room = room;
    }
    uint32_t at = places_below(c, m->code);
    memmove(&c->places[at + 1], &c->places[at], (c->place_count - at) * sizeof *c->places);
    c->places[at] = m;
    c->place_count++;
    return true;
}

void place_remove(struct module *m)
{
    struct code *c = code_state();
    uint32_t at = places_below(c, m->code);
    if (at == 0 || c->places[at - 1] != m) return; /* it never got into the table */
    memmove(&c->places[at - 1], &c->places[at], (c->place_count - at) * sizeof *c->places);
    c->place_count--;
}

struct module *module_at(const uint32_t *address)
{
    const struct code *c = code_state();
    uint32_t at = places_below(c, address);
    return at && module_has(c->places[at - 1], address) ? c->places[at - 1] : NULL;
}

/* How many functions begin at or before `offset`. */
static uint32_t functions_below(const struct module *m, uint32_t offset)
{
    uint32_t low = 0, high = m->function_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (m->functions[middle].offset <= offset) low = middle + 1;
        else high = middle;
    }
    return low;
}

static void place_line(struct code_place *place, const struct module *m, struct beam_line line)
{
    if (line.line == 0) return;
    place->line = line.line;
    place->file = (const char *)m->files[line.file].bytes;
    place->file_size = m->files[line.file].size;
}

bool code_place(const uint32_t *address, struct code_place *place)
{
    struct module *m = module_at(address);
    *place = (struct code_place){.name = NO_TERM, .function = NO_TERM};
    if (!m) return false;
    uint32_t offset = (uint32_t)(address - m->code), below = functions_below(m, offset);
    place->module = m;
    if (below == 0) return false;
    struct module_function f = module_function(m, below - 1);
    place->name = m->name;
    place->function = f.name;
    place->arity = f.arity;
    place_line(place, m, lines_find(m, below - 1, offset - f.offset));
    return true;
}
