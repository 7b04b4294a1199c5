/* term/print.h - terms as text, as erlang:display/1, crash dumps and error messages show them
 * (the ~p of io_lib is Erlang code and not this). */
#pragma once
#include "term/float_text.h"
#include "term/term.h"

/* Where text goes; returns false to stop early. */
struct printer {
    bool (*put)(struct printer *to, const char *text, size_t size);
};

/* Prints t, cut off with "..." after about `limit` characters. No recursion. */
void term_print(struct printer *to, term t, size_t limit);

/* Prints into a C string of `room` bytes (always terminated); the length it would need. */
size_t term_print_to(char *buffer, size_t room, term t);

/* The text of a pid, port, reference or fun; `to` has IDENTITY_TEXT_MAX bytes.  The length. */
enum { IDENTITY_TEXT_MAX = 128 };
size_t identity_to_text(term t, char *to);
