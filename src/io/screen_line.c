/* io/screen_line.c - the line of a terminal that is being edited. */
#include "io/screen_line.h"
#include "base/utf8.h"
#include "memory/memory.h"
#include "platform/host_terminal.h"
#include <stdio.h>
#include <string.h>

enum { TAB = 8, ESCAPE = 27, DELETE = 127, CELLS_FIRST = 256 };

/* One character of the screen.  A character of the text that is shown as several (a tab, ^A, \377) has
 * several cells, all but the first `joined`. */
struct screen_cell {
    uint32_t character;
    bool joined;
};

void screen_line_open(struct screen_line *l, uint32_t columns, bool unicode)
{
    *l = (struct screen_line){.columns = columns, .unicode = unicode};
}

void screen_line_close(struct screen_line *l)
{
    memory_free(MEMORY_SYSTEM, l->cells);
    memory_free(MEMORY_SYSTEM, l->output);
}

/* -- output ------------------------------------------------------------------------- */

static void send(struct screen_line *l, const void *bytes, size_t size)
{
    if (l->output_size + size > l->output_room) {
        size_t room = 2 * (l->output_size + size) + 64;
        uint8_t *larger = memory_resize(MEMORY_SYSTEM, l->output, room);
        if (!larger) return;
        l->output = larger, l->output_room = room;
    }
    memcpy(l->output + l->output_size, bytes, size);
    l->output_size += size;
}

static void send_text(struct screen_line *l, const char *text) { send(l, text, strlen(text)); }

static void send_times(struct screen_line *l, const char *text, int64_t times)
{
    for (; times > 0; times--) send_text(l, text);
}

static void send_character(struct screen_line *l, uint32_t c)
{
    uint8_t bytes[4] = {(uint8_t)c};
    send(l, bytes, l->unicode ? utf8_put(bytes, c) : 1);
}

/* -- columns --------------------------------------------------------------------------- */

/* The cells of a sequence that sets colours, at most `left`; 0: none begins here. */
static size_t escape_cells(const struct screen_cell *c, size_t left)
{
    if (c->character != ESCAPE) return 0;
    if (left < 2 || c[1].character != '[') return left < 2 ? 1 : 2;
    size_t n = 2;
    while (n < left && (c[n].character == ';' || (c[n].character >= '0' && c[n].character <= '9'))) n++;
    return n < left ? n + 1 : n;
}

/* The column (of a screen without end) where cell `index` begins. */
static int64_t column_of(const struct screen_line *l, size_t index)
{
    int64_t column = 0;
    for (size_t i = 0; i < index;) {
        size_t skip = escape_cells(&l->cells[i], l->count - i);
        if (skip) {
            i += skip;
            continue;
        }
        int width = host_character_width(l->cells[i++].character);
        if (width > 0) column += width;
    }
    return column;
}

static void move_column(struct screen_line *l, int64_t from, int64_t to)
{
    int64_t columns = l->columns;
    send_times(l, "\033[A", from / columns - to / columns);
    send_times(l, "\n", to / columns - from / columns);
    send_times(l, "\033[C", to % columns - from % columns);
    send_times(l, "\b", from % columns - to % columns);
}

/* Sends cells; the cursor of the screen is then behind the last.
 * A terminal goes to the next row only when it gets a character for it: so it gets one. */
static void send_cells(struct screen_line *l, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) send_character(l, l->cells[i].character);
    if (to == from || to == 0 || column_of(l, to) % l->columns != 0) return;
    if (to < l->count) send_character(l, l->cells[to].character);
    else send_text(l, " ");
    send_text(l, "\b");
}

/* -- cells ------------------------------------------------------------------------------ */

static bool make_room(struct screen_line *l, size_t cells)
{
    if (l->count + cells <= l->room) return true;
    size_t room = 2 * (l->count + cells) + CELLS_FIRST;
    struct screen_cell *larger = memory_resize(MEMORY_SYSTEM, l->cells, room * sizeof *larger);
    if (!larger) return false;
    l->cells = larger, l->room = room;
    return true;
}

/* Where new cells go: over old ones, or between them. */
enum place { OVER, BETWEEN };

static void add_cell(struct screen_line *l, enum place place, uint32_t character, bool joined)
{
    if (!make_room(l, 1)) return;
    size_t after = l->count - l->cursor;
    if (place == BETWEEN) memmove(&l->cells[l->cursor + 1], &l->cells[l->cursor], after * sizeof *l->cells);
    l->cells[l->cursor++] = (struct screen_cell){character, joined};
    if (place == BETWEEN || after == 0) l->count++;
}

static void add_text(struct screen_line *l, enum place place, const char *text)
{
    for (size_t i = 0; text[i]; i++) add_cell(l, place, (uint8_t)text[i], i > 0);
}

static void add_character(struct screen_line *l, enum place place, uint32_t c)
{
    char text[16];
    if ((c >= ' ' && c < DELETE) || (c > DELETE && l->unicode) || c == ESCAPE) {
        add_cell(l, place, c, false);
    } else if (c == '\t') {
        bool joined = false;
        do add_cell(l, place, ' ', joined), joined = true;
        while (l->cursor % TAB);
    } else if (c > DELETE) {
        snprintf(text, sizeof text, c <= 0777 ? "\\%03o" : "\\x{%X}", (unsigned)c);
        add_text(l, place, text);
    } else {
        snprintf(text, sizeof text, "^%c", c == DELETE ? '?' : (char)(c | 0x40));
        add_text(l, place, text);
    }
}

/* The line up to the cursor is shown; what is behind the cursor goes to the next one. */
static void end_line(struct screen_line *l, enum place place, const char *how)
{
    send_text(l, how);
    l->count = place == OVER ? 0 : l->count - l->cursor;
    if (l->count) memmove(l->cells, &l->cells[l->cursor], l->count * sizeof *l->cells);
    l->cursor = 0;
}

/* Takes text into the line; returns the first cell that was not sent yet. */
static size_t take(struct screen_line *l, enum place place, const uint8_t *text, size_t size)
{
    const uint8_t *at = text, *end = text + size;
    size_t unsent = l->cursor;
    while (at < end) {
        uint32_t c;
        size_t length = utf8_get(at, end, &c);
        if (length == 0) c = *at, length = 1;
        at += length;
        if (c != '\n' && c != '\r') {
            add_character(l, place, c);
            continue;
        }
        for (size_t i = unsent; i < l->cursor; i++) send_character(l, l->cells[i].character);
        end_line(l, place, c == '\n' ? "\r\n" : "\r");
        unsent = 0;
    }
    return unsent;
}

/* The cell that is `n` characters from the cursor, or as many as there are. */
static size_t step(const struct screen_line *l, int n)
{
    size_t i = l->cursor;
    for (; n > 0 && i < l->count; n--) {
        i++;
        while (i < l->count && l->cells[i].joined) i++;
    }
    for (; n < 0 && i > 0; n++) {
        i--;
        while (i > 0 && l->cells[i].joined) i--;
    }
    return i;
}

/* -- what users ask ------------------------------------------------------------------------ */

void screen_line_put(struct screen_line *l, const uint8_t *text, size_t size)
{
    size_t from = take(l, OVER, text, size);
    send_cells(l, from, l->cursor);
}

void screen_line_insert(struct screen_line *l, const uint8_t *text, size_t size)
{
    size_t from = take(l, BETWEEN, text, size);
    send_cells(l, from, l->count);
    move_column(l, column_of(l, l->count), column_of(l, l->cursor));
}

void screen_line_move(struct screen_line *l, int n)
{
    size_t to = step(l, n);
    move_column(l, column_of(l, l->cursor), column_of(l, to));
    l->cursor = to;
}

void screen_line_delete(struct screen_line *l, int n)
{
    size_t there = step(l, n), from = there < l->cursor ? there : l->cursor;
    size_t to = there < l->cursor ? l->cursor : there;
    int64_t gone = column_of(l, to) - column_of(l, from);
    if (to == from) return;
    if (from < l->cursor) move_column(l, column_of(l, to), column_of(l, from));
    memmove(&l->cells[from], &l->cells[to], (l->count - to) * sizeof *l->cells);
    l->count -= to - from;
    l->cursor = from;
    send_cells(l, from, l->count);
    send_times(l, " ", gone);
    int64_t end = column_of(l, l->count) + gone;
    if (end % l->columns == 0) send_text(l, " \b");
    move_column(l, end, column_of(l, from));
}

void screen_line_beep(struct screen_line *l) { send_text(l, "\a"); }
