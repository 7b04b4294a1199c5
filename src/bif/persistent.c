/* bif/persistent.c - module persistent_term: a table of terms that are read without being copied.
 *
 * Each pair lives, as {Key, Value}, in an area of literals of its own, so any process may refer to
 * it.  The table is open addressing with linear probing, half empty at least; what a key had before
 * is freed by process/literals.c when no process refers to it any more.
 */
#include "bif/bif.h"
#include "heap/map.h"
#include "memory/arena.h"
#include "memory/memory.h"
#include "process/literals.h"
#include "term/compare.h"
#include "term/hash.h"

enum { SLOTS_MIN = 64, WORDS_A_REDUCTION = 64 };

struct slot {
    uint64_t hash;
    struct literal_area *area; /* NULL: free */
};

struct persistent {
    size_t room, count; /* room: a power of two */
    size_t bytes;       /* of all areas */
    struct slot *slots;
};

static term pair_of(const struct slot *s) { return boxed_at(s->area->start); }
static term key_of(const struct slot *s) { return tuple_elements(pair_of(s))[0]; }
static term *value_of(const struct slot *s) { return &tuple_elements(pair_of(s))[1]; }

/* The slot of a key, or the free one where it would go; t has room. */
static struct slot *slot_of(const struct persistent *t, term key, uint64_t hash)
{
    for (size_t i = hash;; i++) {
        struct slot *s = &t->slots[i & (t->room - 1)];
        if (!s->area || (s->hash == hash && term_equal(key_of(s), key))) return s;
    }
}

static struct slot *find(term key)
{
    const struct persistent *t = arena_root(ROOT_persistent);
    if (!t || !t->slots) return NULL;
    struct slot *s = slot_of(t, key, term_hash(key));
    return s->area ? s : NULL;
}

/* The table with room for one more; NULL: no memory. */
static struct persistent *with_room(void)
{
    struct persistent *t = arena_root(ROOT_persistent);
    if (!t) {
        if (!(t = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *t))) return NULL;
        arena_set_root(ROOT_persistent, t);
    }
    if (t->count < t->room / 2) return t;
    size_t room = t->room ? 2 * t->room : SLOTS_MIN;
    struct slot *slots = memory_alloc_zeroed(MEMORY_SYSTEM, room * sizeof *slots), *old = t->slots;
    if (!slots) return NULL;
    for (size_t i = 0; i < t->room; i++) {
        size_t to = old[i].hash;
        if (!old[i].area) continue;
        while (slots[to & (room - 1)].area) to++;
        slots[to & (room - 1)] = old[i];
    }
    t->slots = slots, t->room = room;
    memory_free(MEMORY_SYSTEM, old);
    return t;
}

/* An area that holds {Key, Value}; NULL: no memory. */
static struct literal_area *area_of_pair(term key, term value)
{
    term pair[3] = {{header(KIND_TUPLE, 2)}, key, value};
    size_t words = term_flat_size(boxed_at(pair), true);
    struct literal_area *area = words > SIZE_MAX / 16 ? NULL : literal_area_new(words * sizeof(term));
    if (!area) return NULL;
    term *hp = area->start;
    term_copy(boxed_at(pair), true, &hp, &area->owners);
    return area;
}

static enum bif_end give_ok(term *result)
{
    *result = A(ok);
    return BIF_DONE;
}

static enum bif_end put(struct process *p, term key, term value, term *result)
{
    struct persistent *t = with_room();
    struct literal_area *area = t ? area_of_pair(key, value) : NULL;
    if (!area) return bif_no_memory(p);
    uint64_t hash = term_hash(key);
    struct slot *s = slot_of(t, key, hash);
    if (s->area) {
        t->bytes -= s->area->bytes;
        literals_retire(s->area);
    } else {
        t->count++;
    }
    *s = (struct slot){hash, area};
    t->bytes += area->bytes;
    bif_charge(p, (int64_t)(area->bytes / sizeof(term) / WORDS_A_REDUCTION));
    return give_ok(result);
}

enum bif_end bif_persistent_term_put_2(struct process *p, term *args, term *result)
{
    const struct slot *s = find(args[0]);
    if (s && term_equal(*value_of(s), args[1])) return give_ok(result);
    return put(p, args[0], args[1], result);
}

enum bif_end bif_persistent_term_put_new_2(struct process *p, term *args, term *result)
{
    const struct slot *s = find(args[0]);
    if (!s) return put(p, args[0], args[1], result);
    return term_equal(*value_of(s), args[1]) ? give_ok(result) : bif_badarg(p);
}

enum bif_end bif_persistent_term_get_1(struct process *p, term *args, term *result)
{
    const struct slot *s = find(args[0]);
    if (!s) return bif_badarg(p);
    *result = *value_of(s);
    return BIF_DONE;
}

enum bif_end bif_persistent_term_get_2(struct process *p, term *args, term *result)
{
    (void)p;
    const struct slot *s = find(args[0]);
    *result = s ? *value_of(s) : args[1];
    return BIF_DONE;
}

enum bif_end bif_persistent_term_get_0(struct process *p, term *args, term *result)
{
    (void)args;
    const struct persistent *t = arena_root(ROOT_persistent);
    term list = NIL, *hp = t ? heap_alloc(&p->heap, t->count * CONS_WORDS) : NULL;
    if (t && !hp) return bif_no_memory(p);
    for (size_t i = 0; t && i < t->room; i++)
        if (t->slots[i].area) list = build_cons(&hp, pair_of(&t->slots[i]), list);
    *result = list;
    return BIF_DONE;
}

/* Takes the pair out of a slot and closes the gap: pairs that were pushed behind it move up. */
static void remove_slot(struct persistent *t, struct slot *gone)
{
    size_t mask = t->room - 1, gap = (size_t)(gone - t->slots);
    t->count--;
    t->bytes -= gone->area->bytes;
    literals_retire(gone->area);
    for (size_t i = gap + 1; t->slots[i & mask].area; i++) {
        size_t home = t->slots[i & mask].hash & mask;
        if (((i - home) & mask) < ((i - gap) & mask)) continue; /* it would move before its home */
        t->slots[gap & mask] = t->slots[i & mask];
        gap = i;
    }
    t->slots[gap & mask].area = NULL;
}

enum bif_end bif_persistent_term_erase_1(struct process *p, term *args, term *result)
{
    (void)p;
    struct slot *s = find(args[0]);
    if (s) remove_slot(arena_root(ROOT_persistent), s);
    *result = boolean(s != NULL);
    return BIF_DONE;
}

enum bif_end bif_erts_internal_erase_persistent_terms_0(struct process *p, term *args, term *result)
{
    (void)args, (void)p;
    struct persistent *t = arena_root(ROOT_persistent);
    for (size_t i = 0; t && i < t->room; i++) {
        if (t->slots[i].area) literals_retire(t->slots[i].area);
        t->slots[i].area = NULL;
    }
    if (t) t->count = t->bytes = 0;
    return give_ok(result);
}

enum bif_end bif_persistent_term_info_0(struct process *p, term *args, term *result)
{
    (void)args;
    const struct persistent *t = arena_root(ROOT_persistent);
    size_t bytes = t ? sizeof *t + t->room * sizeof(struct slot) + t->bytes : 0;
    term pairs[] = {A(count), small(t ? (int64_t)t->count : 0), A(memory), small((int64_t)bytes)};
    return bif_value(p, heap_map_from_pairs(&p->heap, pairs, 2), result);
}
