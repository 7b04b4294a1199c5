/* image/view.h - an image in memory, looked at from outside; nothing of it is believed. */
#pragma once
#include "image_format.h"
#include <elf.h>
#include <stdbool.h>
#include <stddef.h>

struct view {
    const char *name;
    const uint8_t *bytes;
    size_t size;
    const Elf64_Ehdr *head;
    const Elf64_Phdr *segments;            /* all of their bytes are there */
    const struct image_manifest *manifest; /* checked */
};

/* NULL, or what is wrong: the end of a sentence that begins with the image's name.  `bytes` are 4096-aligned. */
const char *view_read(struct view *v, const void *bytes, size_t size);
/* The same for a file; ends the program with a sentence. */
void view_open(struct view *v, const char *path);

/* The segment that begins at an address; NULL: none. */
const Elf64_Phdr *view_segment(const struct view *v, uint64_t address);
/* Of the file's bytes, those of all segments from an address up to another. */
uint64_t view_bytes_between(const struct view *v, uint64_t from, uint64_t to);

/* A file by its path in the image, with or without a slash before it; NULL: there is none. */
const struct image_file *view_file(const struct view *v, const char *path);

/* Every file and directory by its path, in order of the walk: a directory, then what is in it. */
struct view_walk {
    const struct view *view;
    struct {
        uint64_t at, end; /* in the table of files */
        size_t length;    /* of the directory's path */
    } levels[64];
    unsigned depth;
    char path[8192];
};
void view_walk_start(struct view_walk *w, const struct view *v);
/* NULL: no more.  Its path, which begins with a slash, is in w->path.  What lies too deep is left out. */
const struct image_file *view_walk_next(struct view_walk *w);

/* -- reasons: applications and modules ---------------------------------------------------------------- */

struct reason {
    bool is_module;
    const char *name, *of, *why; /* not terminated */
    int name_bytes, of_bytes, why_bytes;
    bool is_linked;
    uint64_t code, literals, tables, sum;
};
/* Takes the string after `at` (NULL: the first) apart; NULL: no more. */
const char *view_reason(const struct view *v, const char *at, struct reason *r);
