/* tender/symbols.c - reads the table of functions and lines that was made with the base; once, for a dump. */
#include "tender/symbols.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* PREFIX/guest/symbols/BUILD-ID, this program being PREFIX/libexec/ling-boot. */
static void place_of(const struct image *image, char path[PATH_MAX])
{
    ssize_t size = readlink("/proc/self/exe", path, PATH_MAX / 2);
    path[size < 0 ? 0 : size] = 0;
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(path, '/');
        if (slash) *slash = 0;
    }
    char *at = path + strlen(path);
    at += sprintf(at, "/guest/symbols/");
    for (uint32_t i = 0; i < image->build_id_size; i++) at += sprintf(at, "%02x", image->build_id[i]);
}

static void take_function(struct symbol *s, uint64_t address, uint64_t size, const char *name)
{
    if (s->address - address >= size) return;
    snprintf(s->function, sizeof s->function, "%s", name);
}

/* Rows come in ascending order: the last one not behind the address is its own. */
static void take_row(const char *row, struct symbol *all, unsigned count)
{
    unsigned long long address, size;
    unsigned file, line;
    char name[64];
    if (sscanf(row, "function %llx %llx %63s", &address, &size, name) == 3) {
        for (unsigned i = 0; i < count; i++) take_function(&all[i], address, size, name);
    } else if (sscanf(row, "line %llx %u %u", &address, &file, &line) == 3) {
        for (unsigned i = 0; i < count; i++)
            if (address <= all[i].address) all[i].file_number = (int32_t)file, all[i].line = line;
    }
}

static void take_file(const char *row, struct symbol *all, unsigned count)
{
    int number;
    char path[96];
    if (sscanf(row, "file %d %95s", &number, path) != 2) return;
    for (unsigned i = 0; i < count; i++)
        if (all[i].file_number == number) snprintf(all[i].file, sizeof all[i].file, "%s", path);
}

void symbols_find(const struct image *image, const char *path, struct symbol *all, unsigned count)
{
    char place[PATH_MAX], row[512];
    if (!path) place_of(image, place);
    FILE *f = fopen(path ? path : place, "re");
    for (unsigned i = 0; i < count; i++) all[i] = (struct symbol){.address = all[i].address, .file_number = -1};
    if (!f) return;
    while (fgets(row, sizeof row, f)) take_row(row, all, count);
    rewind(f);
    while (fgets(row, sizeof row, f)) take_file(row, all, count);
    fclose(f);
    for (unsigned i = 0; i < count; i++)
        if (!all[i].function[0]) all[i].file[0] = 0; /* between functions there are no lines */
}
