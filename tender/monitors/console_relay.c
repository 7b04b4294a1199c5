/* tender/monitors/console_relay.c - the guest's console to stdout as it comes; behind the lines of a register dump, on stderr,
 * which functions and lines of the machine their addresses belong to.
 *
 * The lines are those of platform/pvh/report.c: "panic: WHAT  at ADDRESS ...", "stack WORD ...".
 */
#include "tender/monitors/monitor.h"
#include "tender/symbols.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PLACES_MAX = 16 };

static bool is_code(const struct image *image, uint64_t address)
{
    for (uint32_t i = 0; i < image->count; i++) {
        const struct segment *s = &image->segments[i];
        if (s->rights & RIGHT_EXECUTE && address - s->start < s->bytes) return true;
    }
    return false;
}

static void print_places(const struct console_relay *c, const char *what, struct symbol *all, unsigned count)
{
    symbols_find(c->image, c->symbols, all, count);
    for (unsigned i = 0; i < count; i++)
        if (all[i].function[0])
            fprintf(stderr, "  %s 0x%llx %s (%s:%u)\n", what, (unsigned long long)all[i].address, all[i].function,
                    all[i].file, all[i].line);
}

static void explain_panic(struct console_relay *c)
{
    const char *at = strstr(c->line, "  at ");
    struct symbol place = {.address = at ? strtoull(at + 5, NULL, 16) : 0};
    if (!at) return;
    c->in_dump = true;
    if (is_code(c->image, place.address)) print_places(c, "in", &place, 1);
}

/* Words that are addresses of code: who called, and perhaps who had called before. */
static void explain_stack(struct console_relay *c)
{
    struct symbol places[PLACES_MAX] = {{0}};
    unsigned count = 0;
    char *at = c->line + strlen("stack");
    while (*at == ' ' && count < PLACES_MAX) {
        uint64_t word = strtoull(at, &at, 16);
        if (is_code(c->image, word)) places[count++].address = word - 1; /* the call itself */
    }
    if (count) print_places(c, "perhaps called from", places, count);
}

static void end_line(struct console_relay *c)
{
    c->line[c->size] = 0;
    c->size = 0;
    if (strncmp(c->line, "panic: ", 7) == 0) explain_panic(c);
    else if (c->in_dump && strncmp(c->line, "stack ", 6) == 0) explain_stack(c);
}

static void write_all(const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t n = write(STDOUT_FILENO, bytes, size);
        if (n <= 0) return; /* a reader that is gone loses what is written */
        bytes += n, size -= (size_t)n;
    }
}

void console_relay_output(struct console_relay *c, const char *bytes, unsigned size)
{
    write_all(bytes, size);
    for (unsigned i = 0; i < size; i++) {
        if (bytes[i] == '\n') end_line(c);
        else if (bytes[i] != '\r' && c->size < sizeof c->line - 1) c->line[c->size++] = bytes[i];
    }
}
