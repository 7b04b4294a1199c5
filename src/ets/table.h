/* ets/table.h - a table: its options, its owner, and its objects whatever their kind.
 *
 * A program names a table by a reference, or by an atom.  The reference is an ordinary one that the
 * registry looks up; its `high` part has a mark that no other reference has, so that a table that is
 * gone can be told from a reference that never was one.
 */
#pragma once
#include "ets/hash_table.h"
#include "ets/tree.h"
#include "process/process.h"

enum table_type { TABLE_SET, TABLE_BAG, TABLE_DUPLICATE_BAG, TABLE_ORDERED_SET };
enum table_protection { TABLE_PRIVATE, TABLE_PROTECTED, TABLE_PUBLIC };
enum table_write { WRITE_CONCURRENCY_FALSE, WRITE_CONCURRENCY_TRUE, WRITE_CONCURRENCY_AUTO };

/* What ets:new/2 was told. */
struct table_options {
    enum table_type type;
    enum table_protection protection;
    enum table_write write_concurrency;
    bool named, compressed, read_concurrency, decentralized_counters;
    size_t keypos;
    term heir, heir_data; /* heir: a local pid or the atom none */
};

/* That a process has called safe_fixtable(Table, true) `count` times more than with false. */
struct fixation {
    struct table *table;
    struct process *process;
    size_t count;
    struct fixation *next_of_table, *next_of_process;
};

struct table {
    uint64_t id; /* `number` of its reference; 0 once it is deleted */
    uint64_t id_high;
    term name;
    term owner;             /* pid */
    struct table_options o; /* heir_data: see heir_object */
    union {
        struct hash_table hash;
        struct tree tree;
    };
    size_t count;                   /* objects */
    size_t object_words;            /* of all objects, for info(memory) */
    struct ets_object *cursor;      /* where next/2 and the like came to last; forgotten when an object goes */
    struct ets_object *heir_object; /* {HeirData}; NULL: none */
    struct insert_job *inserting;   /* a list of objects on its way in: insert_job.h */
    struct fixation *fixations;
    int64_t fixed_at_monotonic, fixed_at_system; /* nanoseconds; while fixations */
    struct table *next_owned, **owned_link;      /* of the same owner */
    struct table *next, **link;                  /* all tables, or all being reaped */
    size_t reap_index;
};

/* What a process has to do with tables: its field `tables`. */
struct process_tables {
    struct table *owned;
    struct fixation *fixed;
    bool super_user; /* may do everything with every table (erts_internal:ets_super_user/1) */
};

/* Makes the registry and hooks the ends of processes; false when there is no memory. */
bool ets_open(void);

static inline bool table_is_tree(const struct table *t) { return t->o.type == TABLE_ORDERED_SET; }
static inline bool table_is_bag(const struct table *t)
{
    return t->o.type == TABLE_BAG || t->o.type == TABLE_DUPLICATE_BAG;
}
static inline term table_key(const struct table *t, const struct ets_object *o)
{
    return object_element(o, t->o.keypos);
}
/* True if key equality of this table holds: == in ordered_set, else =:= . */
bool table_same_key(const struct table *t, term a, term b);

/* -- objects (table.c) ---------------------------------------------------------------
 * Callers have checked that a tuple has the key position. */

/* The object with this key (the youngest of a bag); NULL: none. */
struct ets_object *table_find(const struct table *t, term key);
/* The next (older) object of a bag with this key. */
struct ets_object *table_find_next(const struct table *t, const struct ets_object *o, term key);

enum insert_result { INSERTED, INSERT_EXISTS, INSERT_NO_MEMORY };
/* Inserts a copy of `tuple`; with `new_only`, not if its key is there (INSERT_EXISTS).
 * Objects looked at are charged to *work. */
enum insert_result table_insert(struct table *t, term tuple, bool new_only, int64_t *work);
/* The same for a copy that the caller made; freed if it is not inserted. */
enum insert_result table_insert_object(struct table *t, struct ets_object *o, bool new_only, int64_t *work);
/* Puts `new`, with the same key, into old's place, and frees old. */
void table_replace(struct table *t, struct ets_object *old, struct ets_object *new);
/* Unlinks and frees o. */
void table_remove(struct table *t, struct ets_object *o);

/* Like table_find(), for walks from key to key: begins where the last one ended. */
struct ets_object *table_find_walking(struct table *t, term key);

/* The successor of o in the table's order (`backwards`: the predecessor; the same for tables without order). */
struct ets_object *table_next(const struct table *t, const struct ets_object *o, bool backwards);
struct ets_object *table_first(const struct table *t, bool backwards);

size_t table_memory_words(const struct table *t);

/* -- life (registry.c) --------------------------------------------------------------- */

/* A new table of process p; NULL when there is no memory. The name must be free if options->named. */
struct table *table_new(struct process *p, term name, const struct table_options *options);

/* The table that an atom or a reference names; NULL: none, and *cause is `type` or `id`. */
struct table *table_named(term id, term *cause);
/* What its name or reference is, on heap h; NO_TERM: no memory. */
term table_id(struct heap *h, const struct table *t);        /* name if named, else the reference */
term table_reference(struct heap *h, const struct table *t); /* always the reference */
bool table_is_named(term name);
/* False: no memory. */
bool table_rename(struct table *t, term name);

/* Visits every table, the newest first. */
struct table *table_all(void);
size_t table_count(void);

/* Takes the table away from the program; its memory is freed by tables_reap(). */
void table_delete(struct table *t);
/* Empties it at once for the program; the objects are freed by tables_reap(). False: no memory. */
bool table_delete_objects(struct table *t);
/* Frees about `limit` objects of deleted tables; true if there is more to free. */
bool tables_reap(size_t limit);

/* -- owners (owner.c) ------------------------------------------------------------------ */

struct process_tables *process_tables(struct process *p); /* made if need be; NULL: no memory */
void table_own(struct table *t, struct process *p);
void table_disown(struct table *t);
/* `data`: NO_TERM if the heir is not to be told.  False: no memory. */
bool table_set_heir(struct table *t, term heir, term data);
/* Sends {'ETS-TRANSFER', Id, From, Data}, unless data is NO_TERM, and makes `to` the owner; false: no memory. */
bool table_give_away(struct table *t, struct process *to, term from, term data);
bool table_fix(struct table *t, struct process *p); /* false: no memory */
void table_unfix(struct table *t, struct process *p);
void table_drop_fixations(struct table *t);
