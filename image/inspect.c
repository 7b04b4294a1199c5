/* image/inspect.c - `ling inspect IMAGE ...`: checks every byte of an image, lists, extracts, compares, says why. */
#include "image/inspect.h"
#include "image/fail.h"
#include <stdio.h>
#include <string.h>

enum { STATUS_DIFFERENT = 1 };

static const char usage[] = "Usage: ling inspect IMAGE [COMMAND]\n"
                            "\n"
                            "Checks every byte of an image against its checksums, then:\n"
                            "\n"
                            "  (no command)          sizes of its parts, applications and why they are in\n"
                            "  modules               every module: application, bytes of code, literals and tables\n"
                            "  files                 every file: permissions, bytes, path\n"
                            "  extract PATH [FILE]   writes a file of the image to FILE, or to the standard output\n"
                            "  compare OTHER         what differs from another image\n"
                            "  why NAME              why a module or an application is in\n"
                            "\n"
                            "Exit status: 0; 1 if images differ, or nothing of that name is in; 64 a wrong command "
                            "line; 65 the image is damaged\n"
                            "or none; 66 it cannot be read; 73 FILE cannot be written.\n";

static int extract(const struct view *v, const char *path, const char *to)
{
    const struct image_file *f = view_file(v, path);
    if (!f) fail(STATUS_DIFFERENT, "%s has no file %s.", v->name, path);
    if (f->kind == IMAGE_DIRECTORY)
        fail(FAIL_USAGE, "%s is a directory; `ling inspect %s files` lists what is in it.", path, v->name);
    FILE *out = to ? fopen(to, "wb") : stdout;
    if (!out) fail(FAIL_OUTPUT, "%s cannot be written: %m.", to);
    if (fwrite((const char *)v->manifest + f->at, 1, f->count, out) != f->count ||
        (to ? fclose(out) : fflush(out)) != 0)
        fail(FAIL_OUTPUT, "%s cannot be written: %m.", to ? to : "the output");
    return 0;
}

static int compare_with(const struct view *v, const char *path)
{
    struct view other;
    view_open(&other, path);
    return compare(v, &other) ? 0 : STATUS_DIFFERENT;
}

static int why(const struct view *v, const char *name)
{
    if (list_why(v, name)) return 0;
    fail(STATUS_DIFFERENT, "%s has no module or application %s.", v->name, name);
}

static int run(const struct view *v, int count, char **words)
{
    const char *command = count ? words[0] : "";
    if (count == 0) return list_summary(v), 0;
    if (count == 1 && strcmp(command, "modules") == 0) return list_modules(v), 0;
    if (count == 1 && strcmp(command, "files") == 0) return list_files(v), 0;
    if (count >= 2 && count <= 3 && strcmp(command, "extract") == 0) return extract(v, words[1], words[2]);
    if (count == 2 && strcmp(command, "compare") == 0) return compare_with(v, words[1]);
    if (count == 2 && strcmp(command, "why") == 0) return why(v, words[1]);
    fail(FAIL_USAGE, "'%s' is no command, or its words are too few or too many; see `ling inspect --help`.", command);
}

int main(int argc, char **argv)
{
    struct view v;
    if (argc == 2 && strcmp(argv[1], "--help") == 0) return fputs(usage, stdout), 0;
    if (argc < 2 || argv[1][0] == '-') fail(FAIL_USAGE, "which image?  See `ling inspect --help`.");
    view_open(&v, argv[1]);
    int status = run(&v, argc - 2, argv + 2);
    if (fflush(stdout) != 0) fail(FAIL_OUTPUT, "the output cannot be written: %m.");
    return status;
}
