/* code/tables.h - the state of code/: what hangs from ROOT_code. */
#pragma once
#include "code/module.h"
#include "code/ops.h"
#include "memory/arena.h"

/* A growing array of pointers with a hash index over it: entries are numbered in the order in
 * which they were made, never removed. */
struct index {
    void **entries;
    uint32_t count, room;
    uint64_t *slots; /* 0: empty, else the high half of the hash and entry number + 1; a power of two, half full */
    uint32_t slot_mask;
};
bool index_open(struct index *x, uint32_t room);
/* Where to look next for a hash; *probe starts as 0.  NULL: not in the index. */
void *index_next(const struct index *x, uint64_t hash, uint32_t *probe);
/* A hint: this hash will be looked for soon. */
static inline void index_expect(const struct index *x, uint64_t hash)
{
    __builtin_prefetch(&x->slots[hash & x->slot_mask]);
}
/* Appends; false: no memory. */
bool index_add(struct index *x, uint64_t hash, void *entry, uint64_t (*hash_of)(const void *entry));

static inline uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t h = (a ^ b * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;
    return h ^ h >> 32;
}

/* code/breakpoint.h */
struct breakpoints {
    struct breakpoint **slots;
    size_t room, count;
};

struct code {
    struct index exports, funs, rows;
    struct module **places; /* instances in the order of their addresses */
    uint32_t place_count, place_room;
    uint16_t fusions[OP_FUSION_SLOTS]; /* for op_fuse() */
    void *block;                       /* room for what code_cut() hands out */
    size_t block_left;
    bool sharing; /* code_share_literals() */
    struct breakpoints breakpoints;
    const struct module_watch *watch; /* NULL: nobody */
    struct purge *purge;              /* bif/code_purge.c's record of the purge in progress */
};

/* Memory for an export or a fun's entry: small, many, never given back, and in the CODE region, so that an instruction
 * names it by 32 bits.  `bytes` is a multiple of 16. */
void *code_cut(struct code *c, size_t bytes);

static inline struct code *code_state(void) { return arena_root(ROOT_code); }
