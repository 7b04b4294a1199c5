/* bif/process_info.h - the items of process_info: each builds, on the asker's heap, what it tells of a process.
 * NO_TERM: no memory. */
#pragma once
#include "bif/bif.h"

typedef term info_fn(struct process *asker, struct process *of);
#define ITEM(name, kind) info_fn info_##name;
#include "bif/process_info.def"
#undef ITEM

/* The names of all items of the release in use; NO_TERM: no memory. */
term process_info_items(struct process *p);

/* max_heap_size as a map. */
term build_max_heap(struct process *asker, const struct process *of);

/* Where a traced call comes from, as current_stacktrace shows places: at most as many as there, and *depth unless it is NULL. */
term info_callers(struct process *p, const term *depth);
