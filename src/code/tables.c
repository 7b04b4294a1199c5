/* code/tables.c - the index that exports, funs and modules share, and the state of code/. */
#include "code/tables.h"
#include "memory/memory.h"
#include <string.h>

bool index_open(struct index *x, uint32_t room)
{
    *x = (struct index){.room = room, .slot_mask = room * 2 - 1};
    x->entries = memory_alloc(MEMORY_CODE, room * sizeof *x->entries);
    x->slots = memory_alloc_zeroed(MEMORY_CODE, (size_t)room * 2 * sizeof *x->slots);
    return x->entries && x->slots;
}

enum { NUMBER_BITS = 32 };

/* Entries whose hash is another are not looked at: each would be a word that the processor's caches do not have. */
void *index_next(const struct index *x, uint64_t hash, uint32_t *probe)
{
    for (uint64_t slot; (slot = x->slots[(hash + (*probe)++) & x->slot_mask]) != 0;)
        if ((slot ^ hash) >> NUMBER_BITS == 0) return x->entries[(uint32_t)slot - 1];
    return NULL;
}

static void place_number(struct index *x, uint64_t hash, uint32_t number)
{
    uint32_t at = (uint32_t)hash & x->slot_mask;
    while (x->slots[at]) at = (at + 1) & x->slot_mask;
    x->slots[at] = hash >> NUMBER_BITS << NUMBER_BITS | number;
}

static bool grow(struct index *x, uint64_t (*hash_of)(const void *entry))
{
    uint32_t room = x->room * 2;
    void **entries = memory_resize(MEMORY_CODE, x->entries, room * sizeof *entries);
    if (!entries) return false;
    x->entries = entries;
    uint64_t *slots = memory_alloc_zeroed(MEMORY_CODE, (size_t)room * 2 * sizeof *slots);
    if (!slots) return false;
    memory_free(MEMORY_CODE, x->slots);
    x->slots = slots;
    x->room = room;
    x->slot_mask = room * 2 - 1;
    for (uint32_t i = 0; i < x->count; i++) place_number(x, hash_of(x->entries[i]), i + 1);
    return true;
}

bool index_add(struct index *x, uint64_t hash, void *entry, uint64_t (*hash_of)(const void *entry))
{
    if (x->count == x->room && !grow(x, hash_of)) return false;
    x->entries[x->count++] = entry;
    place_number(x, hash, x->count);
    return true;
}

void *code_cut(struct code *c, size_t bytes)
{
    enum { BLOCK = 16 * 1024 };
    if (c->block_left < bytes) {
        c->block_left = 0;
        c->block = memory_alloc_code(BLOCK);
        if (!c->block) return NULL;
        c->block_left = BLOCK;
    }
    c->block_left -= bytes;
    return (char *)c->block + c->block_left;
}

void code_share_literals(bool share) { code_state()->sharing = share; }

bool code_open(void)
{
    enum { EXPORTS = 4096, FUNS = 2048, MODULES = 256 }; /* what a system with kernel and stdlib needs */
    struct code *c = memory_alloc_zeroed(MEMORY_CODE, sizeof *c);
    if (!c) return false;
    arena_set_root(ROOT_code, c);
    op_index_fusions(c->fusions);
    return index_open(&c->exports, EXPORTS) && index_open(&c->funs, FUNS) && index_open(&c->rows, MODULES);
}
