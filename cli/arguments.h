/* cli/arguments.h - a list of arguments that grows, and the step to `ling-run` with it. */
#pragma once
#include <stddef.h>

struct arguments {
    char **at;
    size_t count, room;
};

/* Appends one; ends the program if there is no memory. */
void arguments_add(struct arguments *a, const char *word);
/* Puts one at place `index`, moving those behind it. */
void arguments_insert(struct arguments *a, size_t index, const char *word);
/* Replaces this program by ling-run, which stands beside it, with the arguments; does not return. */
_Noreturn void arguments_run(struct arguments *a, const char *self);
