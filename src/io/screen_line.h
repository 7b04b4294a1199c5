/* io/screen_line.h - the line of a terminal that is being written or edited, and the bytes that change it
 * on the screen from what it shows to what it shall show.
 *
 * The line may be longer than the screen is wide: it then covers several rows.  A newline ends it and
 * begins an empty one.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct screen_cell;

struct screen_line {
    struct screen_cell *cells; /* MEMORY_SYSTEM; what is on the line, one cell a character shown */
    size_t count, room;
    size_t cursor; /* in cells */
    uint32_t columns;
    bool unicode;    /* the terminal takes UTF-8, else Latin-1 */
    uint8_t *output; /* MEMORY_SYSTEM; what the terminal is to be sent; the user takes it */
    size_t output_size, output_room;
};

/* Memory that is refused leaves out characters; the line stays consistent. */

void screen_line_open(struct screen_line *l, uint32_t columns, bool unicode);
void screen_line_close(struct screen_line *l);
/* Writes UTF-8 text at the cursor, over what is there. */
void screen_line_put(struct screen_line *l, const uint8_t *text, size_t size);
/* The same, moving what is there to the right. */
void screen_line_insert(struct screen_line *l, const uint8_t *text, size_t size);
/* Moves the cursor by `n` characters: to the right, or (negative) to the left. */
void screen_line_move(struct screen_line *l, int n);
/* Deletes `n` characters right of the cursor, or (negative) left of it. */
void screen_line_delete(struct screen_line *l, int n);
void screen_line_beep(struct screen_line *l);
