/* cli/image.c - `ling build` and `ling check`: their logic is Erlang (erl/), run on Ling itself.
 * LOGIC is the module; the program stands in libexec/, beside the machine, the packer and the base. */
#include "cli/arguments.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The path of something in our own folder. */
static const char *beside(char path[PATH_MAX + 64], const char *name)
{
    ssize_t size = readlink("/proc/self/exe", path, PATH_MAX - 1);
    path[size < 0 ? 0 : size] = 0;
    char *slash = strrchr(path, '/');
    strcpy(slash ? slash + 1 : path, name);
    return path;
}

int main(int argc, char **argv)
{
    static const char *const fixed[] = {"+B", "-boot", "no_dot_erlang", "-noshell", "-s", LOGIC, "main", "-pa"};
    char path[PATH_MAX + 64];
    struct arguments all = {0};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) arguments_add(&all, fixed[i]);
    arguments_add(&all, beside(path, "erl"));
    arguments_add(&all, "-extra");
    for (int i = 1; i < argc; i++) arguments_add(&all, argv[i]);
    setenv("LING_PACK", beside(path, "ling-pack"), 1);
    setenv("LING_BOOT", beside(path, "ling-boot"), 1);
    setenv("LING_RUN", beside(path, "ling-run"), 1);
    setenv("LING_BASE", beside(path, "base.elf"), 1);
    arguments_run(&all, "ling");
}
