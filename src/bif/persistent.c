/* bif/persistent.c - module persistent_term: a table of terms that are read without being copied.
 *
 * Each pair lives, as {Key, Value}, in an area of literals of its own, so any process may refer to
 * it, followed by the hash of its key.  The table of areas is open addressing with linear probing, half empty at
 * least; what a key had before is freed by process/literals.c when no process refers to it any more.
 */
#include "bif/persistent.h"
#include "bif/bif.h"
#include "heap/copy_shared.h"
#include "heap/map.h"
#include "memory/arena.h"
#include "memory/memory.h"
#include "process/literals.h"
#include "term/compare.h"
#include "term/hash.h"

enum { SLOTS_MIN = 64, WORDS_A_REDUCTION = 64 };

struct persistent {
    size_t room, count;          /* room: a power of two */
    size_t bytes;                /* of all areas */
    struct literal_area **slots; /* NULL: free */
};

static term pair_of(const struct literal_area *a) { return boxed_at(a->start); }
static term key_of(const struct literal_area *a) { return tuple_elements(pair_of(a))[0]; }
static term value_of(const struct literal_area *a) { return tuple_elements(pair_of(a))[1]; }
/* A small integer, as whoever walks over literals may expect a term. */
static term hash_of(term key) { return small((int64_t)(term_hash(key) >> 8)); }
static uint64_t place_of(term hash) { return (uint64_t)small_value(hash); }
static term area_hash(const struct literal_area *a) { return a->start[a->bytes / sizeof(term) - 1]; }

/* The slot of a key, or the free one where it would go; t has room. */
static struct literal_area **slot_of(const struct persistent *t, term key, term hash)
{
    for (size_t i = place_of(hash);; i++) {
        struct literal_area **s = &t->slots[i & (t->room - 1)];
        if (!*s || (same(area_hash(*s), hash) && term_equal(key_of(*s), key))) return s;
    }
}

static struct literal_area **find(term key)
{
    const struct persistent *t = arena_root(ROOT_persistent);
    if (!t || !t->slots) return NULL;
    struct literal_area **s = slot_of(t, key, hash_of(key));
    return *s ? s : NULL;
}

size_t persistent_table_room(void)
{
    const struct persistent *t = arena_root(ROOT_persistent);
    return t ? t->room : 0;
}

/* Moves all areas into a table of `room` places; false, and nothing changed: no memory. */
static bool resize(struct persistent *t, size_t room)
{
    struct literal_area **slots = memory_alloc_zeroed(MEMORY_SYSTEM, room * sizeof *slots), **old = t->slots;
    if (!slots) return false;
    for (size_t i = 0; i < t->room; i++) {
        if (!old[i]) continue;
        size_t to = place_of(area_hash(old[i]));
        while (slots[to & (room - 1)]) to++;
        slots[to & (room - 1)] = old[i];
    }
    t->slots = slots, t->room = room;
    memory_free(MEMORY_SYSTEM, old);
    return true;
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
    return resize(t, t->room ? 2 * t->room : SLOTS_MIN) ? t : NULL;
}

/* An area that holds {Key, Value}, with what they share, and the key's hash; NULL: no memory. */
static struct literal_area *area_of_pair(term key, term value, term hash)
{
    term pair[3] = {{header(KIND_TUPLE, 2)}, key, value};
    struct sharing s;
    bool known = sharing_open(&s, boxed_at(pair));
    struct literal_area *area = known ? literal_area_new((s.words + 1) * sizeof(term)) : NULL;
    if (area) {
        area->start[s.words] = hash;
        sharing_copy(&s, boxed_at(pair), area->start, &area->owners);
    }
    sharing_close(&s);
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
    term hash = hash_of(key);
    struct literal_area *area = t ? area_of_pair(key, value, hash) : NULL;
    if (!area) return bif_no_memory(p);
    struct literal_area **s = slot_of(t, key, hash);
    if (*s) {
        t->bytes -= (*s)->bytes;
        literals_retire(*s);
    } else {
        t->count++;
    }
    *s = area;
    t->bytes += area->bytes;
    bif_charge(p, (int64_t)(area->bytes / sizeof(term) / WORDS_A_REDUCTION));
    return give_ok(result);
}

enum bif_end bif_persistent_term_put_2(struct process *p, term *args, term *result)
{
    struct literal_area *const *s = find(args[0]);
    if (s && term_equal(value_of(*s), args[1])) return give_ok(result);
    return put(p, args[0], args[1], result);
}

enum bif_end bif_persistent_term_put_new_2(struct process *p, term *args, term *result)
{
    struct literal_area *const *s = find(args[0]);
    if (!s) return put(p, args[0], args[1], result);
    return term_equal(value_of(*s), args[1]) ? give_ok(result) : bif_badarg(p);
}

enum bif_end bif_persistent_term_get_1(struct process *p, term *args, term *result)
{
    struct literal_area *const *s = find(args[0]);
    if (!s) return bif_badarg(p);
    *result = value_of(*s);
    return BIF_DONE;
}

enum bif_end bif_persistent_term_get_2(struct process *p, term *args, term *result)
{
    (void)p;
    struct literal_area *const *s = find(args[0]);
    *result = s ? value_of(*s) : args[1];
    return BIF_DONE;
}

enum bif_end bif_persistent_term_get_0(struct process *p, term *args, term *result)
{
    (void)args;
    const struct persistent *t = arena_root(ROOT_persistent);
    term list = NIL, *hp = t ? heap_alloc(&p->heap, t->count * CONS_WORDS) : NULL;
    if (t && !hp) return bif_no_memory(p);
    for (size_t i = 0; t && i < t->room; i++)
        if (t->slots[i]) list = build_cons(&hp, pair_of(t->slots[i]), list);
    *result = list;
    return BIF_DONE;
}

/* Takes the pair out of a slot and closes the gap: pairs that were pushed behind it move up. */
static void remove_slot(struct persistent *t, struct literal_area **gone)
{
    size_t mask = t->room - 1, gap = (size_t)(gone - t->slots);
    t->count--;
    t->bytes -= (*gone)->bytes;
    literals_retire(*gone);
    for (size_t i = gap + 1; t->slots[i & mask]; i++) {
        size_t home = place_of(area_hash(t->slots[i & mask])) & mask;
        if (((i - home) & mask) < ((i - gap) & mask)) continue; /* it would move before its home */
        t->slots[gap & mask] = t->slots[i & mask];
        gap = i;
    }
    t->slots[gap & mask] = NULL;
    if (t->room > SLOTS_MIN && t->count < t->room / 4) resize(t, t->room / 2); /* with no memory it stays as it is */
}

enum bif_end bif_persistent_term_erase_1(struct process *p, term *args, term *result)
{
    (void)p;
    struct literal_area **s = find(args[0]);
    if (s) remove_slot(arena_root(ROOT_persistent), s);
    *result = boolean(s != NULL);
    return BIF_DONE;
}

enum bif_end bif_erts_internal_erase_persistent_terms_0(struct process *p, term *args, term *result)
{
    (void)args, (void)p;
    struct persistent *t = arena_root(ROOT_persistent);
    for (size_t i = 0; t && i < t->room; i++) {
        if (t->slots[i]) literals_retire(t->slots[i]);
        t->slots[i] = NULL;
    }
    if (t) t->count = t->bytes = 0;
    return give_ok(result);
}

enum bif_end bif_persistent_term_info_0(struct process *p, term *args, term *result)
{
    (void)args;
    const struct persistent *t = arena_root(ROOT_persistent);
    size_t bytes = t ? sizeof *t + t->room * sizeof *t->slots + t->bytes : 0;
    term pairs[] = {A(count), small(t ? (int64_t)t->count : 0), A(memory), small((int64_t)bytes)};
    return bif_value(p, heap_map_from_pairs(&p->heap, pairs, 2), result);
}
