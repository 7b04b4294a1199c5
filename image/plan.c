/* image/plan.c - reads a plan line by line. */
#include "image/plan.h"
#include "image/fail.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

void text_add(struct text *t, const void *bytes, size_t size)
{
    if (size > t->room - t->size) {
        t->room = (t->size + size) * 2;
        t->at = need_more(t->at, t->room);
    }
    if (size) memcpy(t->at + t->size, bytes, size);
    t->size += size;
}

void text_print(struct text *t, const char *format, ...)
{
    char *line;
    va_list arguments;
    va_start(arguments, format);
    int size = vasprintf(&line, format, arguments);
    va_end(arguments);
    if (size < 0) fail(FAIL_SYSTEM, "there is not enough memory");
    text_add(t, line, (size_t)size);
    free(line);
}

const void *file_map(const char *path, size_t *size)
{
    struct stat s;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &s) != 0) fail(FAIL_NO_INPUT, "%s cannot be read: %s", path, strerror(errno));
    if (!S_ISREG(s.st_mode)) fail(FAIL_NO_INPUT, "%s is not a file", path);
    *size = (size_t)s.st_size;
    void *bytes = *size ? mmap(NULL, *size, PROT_READ, MAP_PRIVATE, file, 0) : (void *)(uintptr_t)"";
    close(file);
    if (bytes == MAP_FAILED) fail(FAIL_NO_INPUT, "%s cannot be read: %s", path, strerror(errno));
    return bytes;
}

static void add_string(struct text *t, const char *string) { text_add(t, string, strlen(string) + 1); }

static void add_file(struct plan *p, const char *path, const char *from)
{
    if (p->file_count == p->file_room) {
        p->file_room = p->file_room ? p->file_room * 2 : 256;
        p->files = need_more(p->files, p->file_room * sizeof *p->files);
    }
    p->files[p->file_count++] = (struct plan_file){path + (*path == '/'), from};
}

static void add_module(struct plan *p, const char *name, const char *path, bool preloaded)
{
    size_t size;
    if (p->module_count == p->module_room) {
        p->module_room = p->module_room ? p->module_room * 2 : 256;
        p->modules = need_more(p->modules, p->module_room * sizeof *p->modules);
    }
    const void *bytes = file_map(path, &size);
    p->modules[p->module_count++] = (struct link_module){name, bytes, size, preloaded};
}

static void add_reason(struct plan *p, const char *what, const char *rest)
{
    if (p->reason_count == p->reason_room) {
        p->reason_room = p->reason_room ? p->reason_room * 2 : 256;
        p->reasons = need_more(p->reasons, p->reason_room * sizeof *p->reasons);
    }
    p->reasons[p->reason_count++] = (struct plan_reason){what, rest};
}

static void take(struct plan *p, const char *word, char *one, char *two)
{
    if (strcmp(word, "base") == 0) p->base = one;
    else if (strcmp(word, "output") == 0) p->output = one;
    else if (strcmp(word, "memory") == 0) p->memory = strtoull(one, NULL, 10);
    else if (strcmp(word, "release") == 0) p->release = strtoull(one, NULL, 10);
    else if (strcmp(word, "argument") == 0) add_string(&p->arguments, one);
    else if (strcmp(word, "environment") == 0) add_string(&p->environment, one);
    else if (strcmp(word, "directory") == 0) add_file(p, one, NULL);
    else if (strcmp(word, "reason") == 0 && two) add_reason(p, one, two);
    else if (strcmp(word, "file") == 0 && two) add_file(p, one, two);
    else if (strcmp(word, "preloaded") == 0 && two) add_module(p, one, two, true);
    else if (strcmp(word, "module") == 0 && two) add_module(p, one, two, false);
    else fail(FAIL_DATA, "the plan has a line that begins with '%s'", word);
}

void plan_read(struct plan *p, const char *path)
{
    size_t size;
    const char *bytes = file_map(path, &size);
    char *text = memcpy(need(size + 1), bytes, size), *line;
    text[size] = 0;
    *p = (struct plan){0};
    while ((line = strsep(&text, "\n"))) {
        char *word = strsep(&line, "\t"), *one = strsep(&line, "\t");
        if (*word) take(p, word, one ? one : (char *)(uintptr_t)"", line);
    }
    if (!p->base || !p->output || !p->release) fail(FAIL_DATA, "the plan names no base, no release or no output");
}
