/* code/lines.h - the line of each instruction, as few bytes for each function.
 *
 * A function's lines are a list of numbers, seven bits to a byte, the last byte without the eighth bit:
 *   words since the mark before (of the first: since the function)
 *   0: from here on no line is known; else 1 + zigzag(lines since the mark before) << 1 | another file
 *   the file's number, if it is another one
 * Each function begins at line 0 of file 0, and none known.
 */
#pragma once
#include "code/module.h"

/* The lines of a module's functions at `to`, and a row for each; NULL, NULL: they are only counted.  How many bytes. */
size_t lines_pack(const struct beam *b, const struct translation *t, struct function_row *rows, uint8_t *to);

/* The line `words` behind the start of function i of m; 0, 0: unknown. */
struct beam_line lines_find(const struct module *m, uint32_t i, uint32_t words);
