/* io/capabilities.c - the control sequences of terminals. */
#include "io/capabilities.h"
#include <stdio.h>
#include <string.h>

static const struct {
    char name[8], termcap[3];
    const char *sequence;
} table[] = {
#define CAPABILITY(name, termcap, sequence) {name, termcap, sequence},
#include "io/capabilities.def"
#undef CAPABILITY
};

bool terminal_is_capable(const char *name)
{
    return *name && strcmp(name, "dumb") != 0 && strcmp(name, "unknown") != 0;
}

const char *capability(const char *name, bool termcap)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        bool found =
            termcap ? *table[i].termcap && strncmp(table[i].termcap, name, 2) == 0 : strcmp(table[i].name, name) == 0;
        if (found) return table[i].sequence;
    }
    return NULL;
}

bool capability_names(size_t index, const char **name, const char **termcap)
{
    if (index >= sizeof table / sizeof *table) return false;
    *name = table[index].name, *termcap = table[index].termcap;
    return true;
}

/* -- sequences with parameters ----------------------------------------------------------- */

struct output {
    uint8_t *to;
    size_t size, room;
};

static void put(struct output *o, uint8_t c)
{
    if (o->size < o->room) o->to[o->size++] = c;
}

static void put_number(struct output *o, int64_t n)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)n);
    for (const char *c = text; *c; c++) put(o, (uint8_t)*c);
}

/* The length of "$<12/>" at the start of the text: a pause that slow terminals want; 0: none is there. */
static size_t padding(const uint8_t *at, size_t left)
{
    if (left < 3 || at[0] != '$' || at[1] != '<') return 0;
    const uint8_t *end = memchr(at, '>', left);
    return end ? (size_t)(end - at) + 1 : 0;
}

size_t capability_put(uint8_t *to, size_t room, const uint8_t *sequence, size_t size, const int64_t parameters[9])
{
    struct output o = {.to = to, .room = room};
    int64_t from_one = 0, top = parameters[0];
    for (size_t i = 0; i < size; i++) {
        size_t skip = padding(sequence + i, size - i);
        if (skip) {
            i += skip - 1;
            continue;
        }
        if (sequence[i] != '%' || i + 1 == size) {
            put(&o, sequence[i]);
            continue;
        }
        uint8_t c = sequence[++i];
        if (c == 'i') from_one = 1;
        else if (c == 'd') put_number(&o, top);
        else if (c == '%') put(&o, '%');
        else if (c == 'p' && i + 1 < size && sequence[i + 1] >= '1' && sequence[i + 1] <= '9') {
            size_t n = sequence[++i] - '1';
            top = parameters[n] + (n < 2 ? from_one : 0);
        }
    }
    return o.size;
}
