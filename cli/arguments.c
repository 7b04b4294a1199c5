/* cli/arguments.c - a list of arguments, and running ling-run with it. */
#include "cli/arguments.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void arguments_insert(struct arguments *a, size_t index, const char *word)
{
    if (a->count + 1 >= a->room) {
        a->room = a->room ? a->room * 2 : 32;
        a->at = realloc(a->at, a->room * sizeof *a->at);
    }
    char *copy = strdup(word);
    if (!a->at || !copy) {
        fprintf(stderr, "ling: there is no memory for the command line\n");
        exit(1);
    }
    memmove(a->at + index + 1, a->at + index, (a->count - index) * sizeof *a->at);
    a->at[index] = copy;
    a->at[++a->count] = NULL;
}

void arguments_add(struct arguments *a, const char *word) { arguments_insert(a, a->count, word); }

_Noreturn void arguments_run(struct arguments *a, const char *self)
{
    char program[PATH_MAX + 16];
    ssize_t size = readlink("/proc/self/exe", program, PATH_MAX - 1);
    program[size < 0 ? 0 : size] = 0;
    char *slash = strrchr(program, '/');
    strcpy(slash ? slash + 1 : program, "ling-run");
    arguments_insert(a, 0, program);
    execv(program, a->at);
    fprintf(stderr, "%s: %s cannot be run: %m\n", self, program);
    exit(1);
}
