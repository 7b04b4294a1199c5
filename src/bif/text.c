/* bif/text.c - text that grows in memory. */
#include "bif/text.h"
#include "memory/memory.h"
#include "term/print.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_ROOM = 1024, LINE_MAX_SIZE = 512 };

void text_add(struct text *t, const char *bytes, size_t size)
{
    if (t->failed || t->size + size > t->limit) return;
    if (t->size + size > t->room) {
        size_t room = t->room ? 2 * t->room : FIRST_ROOM;
        while (room < t->size + size) room *= 2;
        char *more = memory_resize(MEMORY_SYSTEM, t->bytes, room);
        t->failed = !more;
        if (!more) return;
        t->bytes = more;
        t->room = room;
    }
    memcpy(t->bytes + t->size, bytes, size);
    t->size += size;
}

void text_put(struct text *t, const char *string) { text_add(t, string, strlen(string)); }

void text_format(struct text *t, const char *format, ...)
{
    char line[LINE_MAX_SIZE];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (size > 0) text_add(t, line, (size_t)size < sizeof line ? (size_t)size : sizeof line - 1);
}

struct text_printer {
    struct printer printer; /* first */
    struct text *text;
};

static bool put_piece(struct printer *to, const char *bytes, size_t size)
{
    struct text *t = ((struct text_printer *)to)->text;
    text_add(t, bytes, size);
    return !t->failed;
}

void text_term(struct text *t, term value, size_t most)
{
    struct text_printer p = {{put_piece}, t};
    term_print(&p.printer, value, most);
}

void text_free(struct text *t)
{
    memory_free(MEMORY_SYSTEM, t->bytes);
    *t = (struct text){.limit = t->limit};
}
