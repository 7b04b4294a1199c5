/* tender/symbols.h - which function and line of the machine an address belongs to (tools/symbols.py). */
#pragma once
#include "tender/image.h"

struct symbol {
    uint64_t address;  /* asked for */
    char function[64]; /* empty: not known */
    char file[96];     /* empty: not known */
    uint32_t line;
    int32_t file_number; /* between the passes; -1: none */
};

/* Fills in what the symbols kept for the image's base say. `path` NULL: beside the base, under its build id. */
void symbols_find(const struct image *image, const char *path, struct symbol *all, unsigned count);
