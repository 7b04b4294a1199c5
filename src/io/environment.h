/* io/environment.h - the environment variables: the host's at start, the program's own after. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct environment {
    char **variables; /* "NAME=value", sorted by name; each MEMORY_SYSTEM */
    size_t count, room;
};

/* Takes the host's variables; NULL: no memory. */
struct environment *environment_open(void);
/* What the start of a prepared machine brings takes the place of what was there; false: no memory. */
bool environment_resume(struct environment *e);
struct environment *environment_copy(const struct environment *e);
void environment_close(struct environment *e);

/* The value, or NULL; `name` without '='. */
const char *environment_get(const struct environment *e, const char *name, size_t size);
/* False: no memory. */
bool environment_put(struct environment *e, const char *name, size_t name_size, const char *value, size_t value_size);
void environment_remove(struct environment *e, const char *name, size_t size);
