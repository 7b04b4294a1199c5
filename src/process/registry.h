/* process/registry.h - registered names: atom to local pid or port. */
#pragma once
#include "term/term.h"

/* Open addressing over atoms; the room is a power of two. */
struct registry {
    struct registry_entry {
        term name; /* NO_TERM: free */
        term id;
    } *entries;
    size_t room, count;
};

bool registry_open(struct registry *r);
/* False: no memory.  The name must be free. */
bool registry_add(term name, term id);
void registry_remove(term name); /* harmless when it is free */
/* The pid or port, or NO_TERM. */
term registry_find(term name);
size_t registry_count(void);
/* The names, into to[0..registry_count()). */
void registry_names(term *to);
