/* cli/ling.c - `ling COMMAND ...` runs build/libexec/ling-COMMAND; called as erl, erlc or
 * escript, it runs the program of that name.  Each program has only the privileges and
 * dependencies that it needs. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATUS_USAGE = 64, STATUS_NOT_FOUND = 127 };

static const struct {
    const char *name, *summary;
} commands[] = {
    {"run", "run BEAM code as a Linux process, a drop-in for erl"},
    {"build", "make an image of an application"},
    {"inspect", "look into an image: list, extract, compare, say why"},
    {"check", "say what an application needs that Ling lacks"},
    {"boot", "boot an image in a virtual machine or a confined process"},
    {"spawn", "serve HTTP: a new instance of an image for each request"},
    {"erlc", "compile, a drop-in for erlc"},
    {"escript", "run a script, a drop-in for escript"},
};

static void help(FILE *to)
{
    fprintf(to, "Usage: ling COMMAND [ARGUMENT ...]\n\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        fprintf(to, "  %-9s %s\n", commands[i].name, commands[i].summary);
    fprintf(to, "\n`ling COMMAND --help` says more.\n");
}

/* The folder that holds bin/ and libexec/, from this program's own place. */
static void find_prefix(char prefix[PATH_MAX])
{
    ssize_t size = readlink("/proc/self/exe", prefix, PATH_MAX - 1);
    if (size < 0) size = 0;
    prefix[size] = 0;
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(prefix, '/');
        if (slash) *slash = 0;
    }
}

/* What a program that starts "erl" again is to call: our launcher, by its full path for PATH's sake. */
static void export_launchers(const char *prefix)
{
    char launchers[PATH_MAX + 32];
    snprintf(launchers, sizeof launchers, "%s/launchers", prefix);
    const char *path = getenv("PATH");
    size_t size = strlen(launchers);
    if (path && strncmp(path, launchers, size) == 0 && (path[size] == ':' || !path[size])) return;
    char *longer = malloc(size + (path ? strlen(path) : 0) + 2);
    if (!longer) return;
    sprintf(longer, "%s%s%s", launchers, path ? ":" : "", path ? path : "");
    setenv("PATH", longer, 1);
    free(longer);
}

static int run(const char *command, char **argv)
{
    char prefix[PATH_MAX], program[PATH_MAX + 64];
    find_prefix(prefix);
    export_launchers(prefix);
    snprintf(program, sizeof program, "%s/libexec/ling-%s", prefix, command);
    argv[0] = program;
    execv(program, argv);
    fprintf(stderr, "ling: there is no command '%s' (%s: %m); see `ling --help`\n", command, program);
    return STATUS_NOT_FOUND;
}

int main(int argc, char **argv)
{
    const char *slash = argc ? strrchr(argv[0], '/') : NULL;
    const char *name = slash ? slash + 1 : argc ? argv[0] : "ling";
    if (strcmp(name, "erl") == 0) return run("run", argv);
    if (strcmp(name, "erlc") == 0 || strcmp(name, "escript") == 0) return run(name, argv);
    if (argc < 2) {
        help(stderr);
        return STATUS_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        help(stdout);
        return 0;
    }
    if (strchr(argv[1], '/')) {
        fprintf(stderr, "ling: a command has no '/' in its name; see `ling --help`\n");
        return STATUS_USAGE;
    }
    return run(argv[1], argv + 1);
}
