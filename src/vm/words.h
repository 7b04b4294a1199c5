/* vm/words.h - lists of words from command lines, environment variables and argument files. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* A growing list; `at` is arena memory, the words live as long as the machine. */
struct words {
    const char **at;
    size_t count, room;
};

/* Appends a word; ends the program with a sentence if there is no memory (nothing runs yet). */
void words_add(struct words *w, const char *word);

/* Splits `text` as erl splits ERL_FLAGS: white space between words; '..', ".." and \ quote;
 * with `comments`, # to the end of a line is left out.  A "--" follows if there was any word,
 * so that flags of one origin do not take values from the next. */
void words_split(struct words *w, const char *text, bool comments);

/* Gathers all words for a start: ERL_OTPnn_FLAGS, ERL_AFLAGS, the command line, ERL_FLAGS,
 * ERL_ZFLAGS, with -args_file expanded; what follows -extra goes to `extra`. */
void words_gather(struct words *all, struct words *extra, int argc, char **argv, const char *otp_release);
