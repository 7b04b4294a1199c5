/* ets/registry.c - the life of tables: made, found, renamed, deleted, freed bit by bit. */
#include "ets/registry.h"
#include "ets/insert_job.h"
#include "ets/owner.h"
#include "heap/build.h"
#include "memory/memory.h"
#include "process/references.h"
#include "term/atoms.h"

enum { INDEX_ROOM_MIN = 64 };

/* -- the two indexes ----------------------------------------------------------------
 * Counted as memory of the system: what one table adds to the memory of tables, its end takes away again. */

static size_t slot_of(const struct table_index *x, uint64_t key)
{
    size_t i = (key * UINT64_C(0x9e3779b97f4a7c15)) >> 32;
    for (i &= x->room - 1; x->slots[i].key && x->slots[i].key != key;) i = (i + 1) & (x->room - 1);
    return i;
}

static struct table *index_find(const struct table_index *x, uint64_t key) { return x->slots[slot_of(x, key)].table; }

static bool index_open(struct table_index *x, size_t room)
{
    *x = (struct table_index){.slots = memory_alloc_zeroed(MEMORY_SYSTEM, room * sizeof *x->slots), .room = room};
    return x->slots != NULL;
}

/* False, and nothing changed: no memory. */
static bool index_resize(struct table_index *x, size_t room)
{
    struct table_index other;
    if (!index_open(&other, room)) return false;
    for (size_t i = 0; i < x->room; i++)
        if (x->slots[i].key) other.slots[slot_of(&other, x->slots[i].key)] = x->slots[i];
    other.used = x->used;
    memory_free(MEMORY_SYSTEM, x->slots);
    *x = other;
    return true;
}

static bool index_put(struct table_index *x, uint64_t key, struct table *t)
{
    if ((x->used + 1) * 2 > x->room && !index_resize(x, x->room * 2)) return false;
    x->slots[slot_of(x, key)] = (struct table_slot){key, t};
    x->used++;
    return true;
}

/* Removes a key and moves up those that it had pushed away (Knuth, TAOCP 3, 6.4, algorithm R). */
static void index_remove(struct table_index *x, uint64_t key)
{
    size_t hole = slot_of(x, key);
    if (!x->slots[hole].key) return;
    x->slots[hole] = (struct table_slot){0};
    x->used--;
    for (size_t i = (hole + 1) & (x->room - 1); x->slots[i].key; i = (i + 1) & (x->room - 1)) {
        struct table_slot moved = x->slots[i];
        x->slots[i] = (struct table_slot){0};
        x->slots[slot_of(x, moved.key)] = moved;
    }
    if (x->room > INDEX_ROOM_MIN && x->used * 8 < x->room) index_resize(x, x->room / 2);
}

/* -- lists ---------------------------------------------------------------------------- */

static void list_push(struct table **list, struct table *t)
{
    t->next = *list;
    if (t->next) t->next->link = &t->next;
    t->link = list;
    *list = t;
}

static void list_remove(struct table *t)
{
    *t->link = t->next;
    if (t->next) t->next->link = t->link;
}

/* -- finding ---------------------------------------------------------------------------- */

/* The mark that references of tables carry in their high part. */
static uint64_t id_high(void) { return reference_high() ^ UINT32_C(0x80000000); }

struct table *table_named(term id, term *cause)
{
    struct table *t = NULL;
    *cause = A(id);
    if (is_atom(id)) {
        t = index_find(&ets()->by_name, id.word);
    } else if (kind_of(id) == KIND_REF) {
        const struct local_ref *r = (const struct local_ref *)boxed(id);
        t = index_find(&ets()->by_id, r->number);
        if (r->high != id_high()) {
            *cause = A(type);
            return NULL;
        }
    } else {
        *cause = A(type);
    }
    return t;
}

bool table_is_named(term name) { return index_find(&ets()->by_name, name.word) != NULL; }

term table_reference(struct heap *h, const struct table *t)
{
    term *hp = heap_alloc(h, LOCAL_REF_WORDS);
    return hp ? build_local_ref(&hp, t->id, t->id_high) : NO_TERM;
}

term table_id(struct heap *h, const struct table *t) { return t->o.named ? t->name : table_reference(h, t); }

struct table *table_all(void) { return ets()->all; }
size_t table_count(void) { return ets()->count; }

bool table_rename(struct table *t, term name)
{
    if (t->o.named) {
        if (!index_put(&ets()->by_name, name.word, t)) return false;
        index_remove(&ets()->by_name, t->name.word);
    }
    t->name = name;
    return true;
}

/* -- birth and death ---------------------------------------------------------------------- */

static bool objects_open(struct table *t)
{
    if (!table_is_tree(t)) return hash_table_open(&t->hash);
    t->tree = (struct tree){0};
    return true;
}

static struct table *table_make(term name, const struct table_options *options)
{
    struct table *t = memory_alloc_zeroed(MEMORY_ETS, sizeof *t);
    if (!t) return NULL;
    t->name = name;
    t->o = *options;
    t->o.heir = A(none);
    if (objects_open(t)) return t;
    memory_free(MEMORY_ETS, t);
    return NULL;
}

/* Frees a table that holds no objects and that nothing names. */
static void table_free(struct table *t)
{
    if (!table_is_tree(t)) hash_table_close(&t->hash);
    if (t->heir_object) object_free(t->heir_object);
    memory_free(MEMORY_ETS, t);
}

static bool table_register(struct table *t)
{
    t->id = reference_new_number();
    t->id_high = id_high();
    if (!index_put(&ets()->by_id, t->id, t)) return false;
    if (!t->o.named || index_put(&ets()->by_name, t->name.word, t)) return true;
    index_remove(&ets()->by_id, t->id);
    return false;
}

struct table *table_new(struct process *p, term name, const struct table_options *options)
{
    struct table *t = table_make(name, options);
    if (!t) return NULL;
    if (!table_set_heir(t, options->heir, options->heir_data) || !process_tables(p) || !table_register(t)) {
        table_free(t);
        return NULL;
    }
    table_own(t, p);
    list_push(&ets()->all, t);
    ets()->count++;
    return t;
}

void table_delete(struct table *t)
{
    index_remove(&ets()->by_id, t->id);
    if (t->o.named) index_remove(&ets()->by_name, t->name.word);
    t->id = 0;
    ets()->count--;
    list_remove(t);
    insert_job_abort(t);
    table_drop_fixations(t);
    table_disown(t);
    list_push(&ets()->reaped, t);
}

bool table_delete_objects(struct table *t)
{
    struct table *old = table_make(t->name, &t->o); /* takes the objects along to the reaper */
    if (!old) return false;
    if (table_is_tree(t)) {
        old->tree = t->tree;
        t->tree = (struct tree){0};
    } else {
        struct hash_table empty = old->hash;
        old->hash = t->hash;
        empty.next_sequence = t->hash.next_sequence;
        t->hash = empty;
    }
    t->count = t->object_words = 0;
    t->cursor = NULL;
    list_push(&ets()->reaped, old);
    return true;
}

bool tables_reap(size_t limit)
{
    struct table *t = ets()->reaped;
    if (!t) return false;
    size_t words;
    bool empty = table_is_tree(t) ? tree_clear(&t->tree, limit, &words)
                                  : hash_table_clear(&t->hash, &t->reap_index, limit, &words);
    if (!empty) return true;
    list_remove(t);
    table_free(t);
    return ets()->reaped != NULL;
}

bool ets_open(void)
{
    struct ets *e = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *e);
    if (!e || !index_open(&e->by_id, INDEX_ROOM_MIN) || !index_open(&e->by_name, INDEX_ROOM_MIN)) return false;
    arena_set_root(ROOT_ets, e);
    process_at_exit(tables_of_ended);
    return true;
}
