/* cli/escript.c - escript: hands a script to OTP's own escript module on ling-run.
 * A line "%%! FLAGS" among the script's second and third gives flags for the machine. */
#include "cli/arguments.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 1 << 16 };

/* Reads one line without its end into `line`; what does not fit is left out. False at the end. */
static int next_line(FILE *f, char *line)
{
    size_t size = 0;
    int c = getc(f);
    if (c == EOF) return 0;
    for (; c != EOF && c != '\n'; c = getc(f))
        if (size + 1 < LINE_MAX_BYTES) line[size++] = (char)c;
    line[size] = 0;
    return 1;
}

static void add_script_flags(struct arguments *a, const char *script)
{
    char *line = malloc(LINE_MAX_BYTES), *rest;
    FILE *f = fopen(script, "re");
    if (!f || !line) {
        fprintf(stderr, "escript: Failed to open file: %s\n", script);
        exit(1);
    }
    for (int number = 1; number <= 3 && next_line(f, line); number++) {
        if (number == 1 || strncmp(line, "%%!", 3)) continue;
        for (char *word = strtok_r(line + 3, " \t\r", &rest); word; word = strtok_r(NULL, " \t\r", &rest))
            arguments_add(a, word);
        break;
    }
    fclose(f);
    free(line);
}

int main(int argc, char **argv)
{
    static const char *const fixed[] = {"+B", "-boot", "no_dot_erlang", "-noshell"};
    struct arguments all = {0};
    int script = 1;
    while (script < argc && argv[script][0] == '-') script++;
    if (script >= argc) {
        fprintf(stderr, "escript: Missing filename\n");
        return 1;
    }
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) arguments_add(&all, fixed[i]);
    add_script_flags(&all, argv[script]);
    arguments_add(&all, "-run");
    arguments_add(&all, "escript");
    arguments_add(&all, "start");
    for (int i = 1; i < script; i++) arguments_add(&all, argv[i] + 1);
    arguments_add(&all, "-extra");
    for (int i = script; i < argc; i++) arguments_add(&all, argv[i]);
    setenv("ESCRIPT_NAME", argv[script], 1);
    arguments_run(&all, "escript");
}
