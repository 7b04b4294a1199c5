/* io/line_buffer.c - cutting input into lines; LF and CR LF both end one. */
#include "io/line_buffer.h"
#include "io/port_message.h"
#include "memory/memory.h"
#include "term/atoms.h"

/* A carriage return is held back until what follows it is known. */
enum line_state { LINE_OPEN, LINE_FULL, LINE_HOLDS_CR, LINE_FULL_HOLDS_CR };

struct line_buffer {
    size_t limit, used, room;
    enum line_state state;
    uint8_t *bytes;
};

struct line_buffer *line_buffer_open(size_t limit)
{
    struct line_buffer *l = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *l);
    if (l) l->limit = limit;
    return l;
}

void line_buffer_close(struct line_buffer *l)
{
    if (!l) return;
    memory_free(MEMORY_SYSTEM, l->bytes);
    memory_free(MEMORY_SYSTEM, l);
}

static void emit(struct line_buffer *l, struct port *p, bool end_of_line)
{
    port_message_data(p, end_of_line ? A(eol) : A(noeol), l->bytes, l->used);
    l->used = 0;
}

/* A line that finds no memory is cut where it stands. */
static void append(struct line_buffer *l, struct port *p, uint8_t byte)
{
    if (l->used == l->room) {
        size_t room = l->room ? 2 * l->room : 128;
        uint8_t *larger = memory_resize(MEMORY_SYSTEM, l->bytes, room);
        if (larger) l->bytes = larger, l->room = room;
        else if (l->used) emit(l, p, false);
        else return;
    }
    l->bytes[l->used++] = byte;
}

/* Takes one byte; false: the state has changed, offer it again. */
static bool take(struct line_buffer *l, struct port *p, uint8_t byte)
{
    switch (l->state) {
    case LINE_OPEN:
        if (l->used == l->limit) {
            l->state = LINE_FULL;
            return false;
        }
        if (byte == '\r') l->state = LINE_HOLDS_CR;
        else append(l, p, byte);
        return true;
    case LINE_FULL:
        if (byte == '\r') {
            l->state = LINE_FULL_HOLDS_CR;
            return true;
        }
        emit(l, p, false);
        l->state = LINE_OPEN;
        return false;
    case LINE_HOLDS_CR:
        append(l, p, '\r');
        l->state = LINE_OPEN;
        return false;
    case LINE_FULL_HOLDS_CR:
        emit(l, p, false);
        l->state = LINE_HOLDS_CR;
        return false;
    }
    return true;
}

void line_buffer_add(struct line_buffer *l, struct port *p, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\n') {
            l->state = LINE_OPEN;
            emit(l, p, true);
        } else {
            while (!take(l, p, bytes[i])) continue;
        }
    }
}

void line_buffer_flush(struct line_buffer *l, struct port *p)
{
    if (l->state == LINE_FULL_HOLDS_CR) {
        emit(l, p, false);
        l->state = LINE_HOLDS_CR;
    }
    if (l->state == LINE_HOLDS_CR) append(l, p, '\r');
    if (l->used) emit(l, p, false);
    l->state = LINE_OPEN;
}
