/* test/unit/ets.c - does a table keep what it was given?  Random changes against a plain model, the balance of the
 * tree, the order of the hash table while it grows and shrinks, and match programs. */
#include "bif/match_guards.h"
#include "code/code.h"
#include "ets/insert_job.h"
#include "ets/match_key.h"
#include "ets/match_program.h"
#include "ets/traversal.h"
#include "heap/build.h"
#include "memory/arena.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "term/atoms.h"
#include <stdio.h>
#include <stdlib.h>

#define CHECK(c) ((c) ? (void)0 : (printf("ets: %s:%d: %s\n", __FILE__, __LINE__, #c), exit(1)))

enum { KEYS = 5000, STEPS = 200000 };

static struct process *owner;
static uint64_t seed = 42;

static uint32_t next_random(void)
{
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (uint32_t)(seed >> 33);
}

static struct table *new_table(enum table_type type)
{
    struct table_options o = {.type = type, .protection = TABLE_PUBLIC, .keypos = 1, .heir = A(none), .heir_data = NIL};
    struct table *t = table_new(owner, A(ok), &o);
    CHECK(t);
    return t;
}

static term pair(term *cells, int64_t key, int64_t value)
{
    term *hp = cells;
    return build_tuple2(&hp, small(key), small(value));
}

static bool put(struct table *t, int64_t key, int64_t value, bool new_only)
{
    term cells[3];
    int64_t work = 0;
    enum insert_result r = table_insert(t, pair(cells, key, value), new_only, &work);
    CHECK(r != INSERT_NO_MEMORY);
    return r == INSERTED;
}

/* Height of the subtree; checks order, balance and parents. */
static int check_tree(const struct ets_object *o, const struct ets_object *parent)
{
    if (!o) return 0;
    CHECK(o->parent == parent);
    int left = check_tree(o->left, o), right = check_tree(o->right, o);
    CHECK(right - left == o->balance && o->balance >= -1 && o->balance <= 1);
    return 1 + (left > right ? left : right);
}

/* Are exactly the objects of the model in the table, each seen once, in the table's order? */
static void check_all(struct table *t, const int64_t *model, size_t count)
{
    size_t seen = 0;
    int64_t last = -1;
    for (struct ets_object *o = table_first(t, false); o; o = table_next(t, o, false), seen++) {
        int64_t key = small_value(table_key(t, o));
        CHECK(model[key] == small_value(object_element(o, 2)));
        if (table_is_tree(t)) CHECK(key > last);
        last = key;
    }
    CHECK(seen == count && t->count == count);
    if (table_is_tree(t)) check_tree(t->tree.root, NULL);
}

static void random_changes(enum table_type type)
{
    static int64_t model[KEYS];
    struct table *t = new_table(type);
    size_t count = 0;
    for (int i = 0; i < KEYS; i++) model[i] = -1;
    for (int i = 0; i < STEPS; i++) {
        int64_t key = next_random() % KEYS, value = next_random();
        bool growing = i / (STEPS / 4) % 2 == 0;
        if (next_random() % 4 ? growing : !growing) {
            put(t, key, value, false);
            count += model[key] < 0;
            model[key] = value;
        } else if (model[key] >= 0) {
            table_remove(t, table_find(t, small(key)));
            model[key] = -1;
            count--;
        }
        if (i % (STEPS / 20) == 0) check_all(t, model, count);
    }
    check_all(t, model, count);
    CHECK(!put(t, 1, 1, true) || model[1] < 0);
    table_delete(t);
    while (tables_reap(100)) {}
}

/* Does a traversal with pauses see what stays, exactly once, while all else changes? */
static void pauses(enum table_type type)
{
    static int seen[KEYS];
    struct table *t = new_table(type);
    for (int i = 0; i < KEYS; i++) put(t, i, 0, false), seen[i] = 0;
    struct traversal walk = {.keys = {.reach = REACH_ALL, .pattern = NO_TERM}, .at = {.key = NO_TERM}};
    for (struct ets_object *o = traversal_start(t, &walk); o;) {
        seen[small_value(table_key(t, o))]++;
        walk.at = position_behind(t, o);
        for (int i = 0; i < 20; i++) { /* odd keys come and go */
            int64_t key = next_random() % (KEYS / 2) * 2 + 1;
            struct ets_object *other = table_find(t, small(key));
            if (other) table_remove(t, other);
            else put(t, next_random() % KEYS + KEYS, 0, false);
        }
        o = traversal_start(t, &walk);
        while (o && small_value(table_key(t, o)) >= KEYS) o = traversal_next(t, &walk, o);
    }
    for (int i = 0; i < KEYS; i += 2) CHECK(seen[i] == 1);
    for (int i = 1; i < KEYS; i += 2) CHECK(seen[i] <= 1);
    table_delete(t);
    while (tables_reap(1000)) {}
}

static void bags(void)
{
    struct table *t = new_table(TABLE_BAG), *d = new_table(TABLE_DUPLICATE_BAG);
    for (int i = 0; i < 1000; i++) put(t, i % 10, i % 100, false), put(d, i % 10, i % 100, false);
    CHECK(t->count == 100 && d->count == 1000);
    CHECK(small_value(object_element(table_find(d, small(3)), 2)) == 93); /* the youngest first */
    size_t of_three = 0;
    for (struct ets_object *o = table_find(d, small(3)); o; o = table_find_next(d, o, small(3))) of_three++;
    CHECK(of_three == 100);
    table_delete(t);
    table_delete(d);
    while (tables_reap(1000)) {}
}

static void list_at_once(void)
{
    struct table *t = new_table(TABLE_SET);
    struct insert_job *job = insert_job_new(t, false);
    term cells[3];
    for (int i = 0; i < 1000; i++) CHECK(insert_job_add(job, pair(cells, i, i)));
    insert_job_start(job, t);
    int64_t budget = 100;
    CHECK(!insert_job_help(t, &budget) && t->inserting == job && t->count < 1000);
    budget = 1000000;
    CHECK(insert_job_help(t, &budget) && !t->inserting && t->count == 1000 && job->done && job->result);
    insert_job_drop(job);
    table_delete(t);
    while (tables_reap(1000)) {}
}

/* [{{'$1', '$2'}, [{'is_atom', '$1'}], ['$2']}] */
static void match(void)
{
    struct heap *h = &owner->heap;
    term one = atom_from_c("$1"), two = atom_from_c("$2");
    term guard = heap_cons(h, heap_tuple2(h, atom_from_c("is_atom"), one), NIL);
    term clause = heap_tuple3(h, heap_tuple2(h, one, two), guard, heap_cons(h, two, NIL));
    struct match_program *m = match_compile(heap_cons(h, clause, NIL), MATCH_FOR_TABLES, NULL);
    CHECK(m);
    struct match_run run = {.process = owner, .program = m, .copy = true};
    CHECK(same(match_on_term(&run, heap_tuple2(h, A(ok), small(7))), small(7)));
    CHECK(!is_term(match_on_term(&run, heap_tuple2(h, small(1), small(7)))));
    CHECK(!is_term(match_on_term(&run, A(ok))));
    CHECK(!match_compile(A(ok), MATCH_FOR_TABLES, NULL));
    match_keep(m);
    match_release(m);
}

int main(void)
{
    const char *why;
    CHECK(arena_open(&why));
    arena_set_root(ROOT_settings, memory_alloc_zeroed(MEMORY_SYSTEM, sizeof(struct settings)));
    CHECK(atoms_open() && code_open() && processes_open(0) && ets_open());
    match_guards_open();
    struct spawn_options options = spawn_defaults();
    owner = process_spawn(NULL, A(ok), A(ok), NIL, &options);
    CHECK(owner);
    size_t before = memory_used(MEMORY_ETS);
    random_changes(TABLE_SET);
    random_changes(TABLE_ORDERED_SET);
    pauses(TABLE_SET);
    pauses(TABLE_ORDERED_SET);
    bags();
    list_at_once();
    match();
    printf("test/unit/ets.c: %zu bytes left over: 1 passed, 0 failed\n", memory_used(MEMORY_ETS) - before);
    return 0;
}
