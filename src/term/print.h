/* term/print.h - terms as text, as erlang:display/1, crash dumps and error messages show them
 * (the ~p of io_lib is Erlang code and not this). */
#pragma once
#include "term/term.h"

/* Where text goes; returns false to stop early. */
struct printer {
    bool (*put)(struct printer *to, const char *text, size_t size);
};

/* Prints t, cut off with "..." after about `limit` characters. No recursion. */
void term_print(struct printer *to, term t, size_t limit);

/* Prints into a C string of `room` bytes (always terminated); the length it would need. */
size_t term_print_to(char *buffer, size_t room, term t);

/* The shortest text that reads back as the same double, in OTP's form ("0.1", "1.0e22"), as
 * float_to_list(F, [short]) writes it.  `to` has FLOAT_TEXT_MAX bytes; returns the length. */
enum { FLOAT_TEXT_MAX = 32 };
size_t float_to_text(double value, char *to);
