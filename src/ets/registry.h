/* ets/registry.h - what the arena's root ROOT_ets holds: all tables, by reference and by name. */
#pragma once
#include "ets/table.h"
#include "memory/arena.h"

/* Tables by a word (the number of the reference, or the name): open addressing, at most half full. */
struct table_index {
    struct table_slot {
        uint64_t key; /* 0: empty */
        struct table *table;
    } *slots;
    size_t room, used; /* room: a power of two */
};

struct ets {
    struct table_index by_id, by_name;
    struct table *all;    /* newest first */
    struct table *reaped; /* deleted, objects yet to be freed */
    size_t count;
    const struct match_functions *functions; /* ets/match_program.h */
};

static inline struct ets *ets(void) { return arena_root(ROOT_ets); }
