/* io/capabilities.h - the control sequences of terminals, by the names that terminfo and termcap give them.
 *
 * One table serves all terminals: those of today understand it.  A terminal named "dumb" or "unknown"
 * has no capabilities.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Does a terminal of this name have capabilities? */
bool terminal_is_capable(const char *name);
/* The sequence; NULL: none of that name. `termcap`: the first two letters of a termcap name. */
const char *capability(const char *name, bool termcap);
/* The names of the `index`th; false: no more. */
bool capability_names(size_t index, const char **name, const char **termcap);
/* Writes a sequence with its parameters filled in, and without padding; at most `room` bytes. Its size. */
size_t capability_put(uint8_t *to, size_t room, const uint8_t *sequence, size_t size, const int64_t parameters[9]);
