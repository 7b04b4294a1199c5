/* vm/flag_allocators.c - checks +M flags, which have no effect here: memory has one allocator, our own. */
#include "vm/flag_values.h"
#include <string.h>

#define NO_NUMBER 1, 0
#define AMOUNT    0, INT64_MAX - 1
#define KILOBYTES 0, 1L << 54
#define MEGABYTES 0, 1L << 44

static const struct parameter {
    const char *letters, *name, *words;
    long low, high;
} parameters[] = {
#define PARAMETER(letters, name, words, ...) {letters, name, words, __VA_ARGS__},
#include "vm/flag_allocators.def"
#undef PARAMETER
};

/* The size of the letter and the name if text begins with p, else 0. */
static size_t size_of(const struct parameter *p, const char *text)
{
    size_t size = strlen(p->name);
    return *text && strchr(p->letters, *text) && strncmp(text + 1, p->name, size) == 0 ? 1 + size : 0;
}

size_t allocator_parameter_size(const char *text)
{
    size_t best = 0;
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
        size_t size = size_of(&parameters[i], text);
        if (size > best) best = size;
    }
    return best;
}

bool allocator_parameter_takes(const char *text, size_t size, const char *value)
{
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
        const struct parameter *p = &parameters[i];
        if (size_of(p, text) == size && (!p->words || value_acceptable(value, p->words, p->low, p->high))) return true;
    }
    return false;
}
