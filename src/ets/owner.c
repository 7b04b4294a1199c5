/* ets/owner.c - tables and processes: owners, heirs, fixations, and what happens when a process ends. */
#include "ets/table.h"
#include "ets/owner.h"
#include "heap/build.h"
#include "memory/memory.h"
#include "process/clock.h"
#include "term/atoms.h"

/* Counted as memory of processes: it lives as long as its process, whatever becomes of the tables. */
struct process_tables *process_tables(struct process *p)
{
    if (!p->tables) p->tables = memory_alloc_zeroed(MEMORY_PROCESS, sizeof *p->tables);
    return p->tables;
}

void table_own(struct table *t, struct process *p)
{
    t->owner = p->pid;
    t->next_owned = p->tables->owned;
    t->owned_link = &p->tables->owned;
    if (t->next_owned) t->next_owned->owned_link = &t->next_owned;
    p->tables->owned = t;
}

void table_disown(struct table *t)
{
    *t->owned_link = t->next_owned;
    if (t->next_owned) t->next_owned->owned_link = t->owned_link;
}

bool table_set_heir(struct table *t, term heir, term data)
{
    struct ets_object *o = NULL;
    if (!is_local_pid(heir) || !process_find(heir)) {
        heir = A(none);
    } else if (is_term(data)) {
        term cell[2] = {{header(KIND_TUPLE, 1)}, data};
        o = object_new(boxed_at(cell));
        if (!o) return false;
    }
    if (t->heir_object) object_free(t->heir_object);
    t->heir_object = o;
    t->o.heir = heir;
    return true;
}

bool table_give_away(struct table *t, struct process *to, term from, term data)
{
    term message[8] = {{header(KIND_TUPLE, 4)}, A(ETS_TRANSFER), t->name, from, data};
    if (!t->o.named) {
        term *hp = message + 5;
        message[2] = build_local_ref(&hp, t->id, t->id_high);
    }
    if (!process_tables(to) || (is_term(data) && !process_send(to, from, boxed_at(message)))) return false;
    table_disown(t);
    table_own(t, to);
    return true;
}

/* -- fixations ---------------------------------------------------------------------------- */

static struct fixation **fixation_of(struct table *t, struct process *p)
{
    struct fixation **f = &t->fixations;
    while (*f && (*f)->process != p) f = &(*f)->next_of_table;
    return f;
}

bool table_fix(struct table *t, struct process *p)
{
    struct fixation *f = *fixation_of(t, p);
    if (f) {
        f->count++;
        return true;
    }
    f = process_tables(p) ? memory_alloc(MEMORY_ETS, sizeof *f) : NULL;
    if (!f) return false;
    if (!t->fixations) {
        t->fixed_at_monotonic = clock_monotonic();
        t->fixed_at_system = clock_system();
    }
    *f = (struct fixation){t, p, 1, t->fixations, p->tables->fixed};
    t->fixations = p->tables->fixed = f;
    return true;
}

static void fixation_free(struct fixation *f)
{
    struct fixation **at = &f->process->tables->fixed;
    while (*at != f) at = &(*at)->next_of_process;
    *at = f->next_of_process;
    memory_free(MEMORY_ETS, f);
}

void table_unfix(struct table *t, struct process *p)
{
    struct fixation **at = fixation_of(t, p), *f = *at;
    if (!f || --f->count) return;
    *at = f->next_of_table;
    fixation_free(f);
}

void table_drop_fixations(struct table *t)
{
    while (t->fixations) {
        struct fixation *f = t->fixations;
        t->fixations = f->next_of_table;
        fixation_free(f);
    }
}

/* -- the end of a process --------------------------------------------------------------------- */

/* The process that inherits t, if it still lives and is not the one that ends. */
static struct process *heir_of(const struct table *t, const struct process *p)
{
    if (!is_local_pid(t->o.heir) || same(t->o.heir, p->pid)) return NULL;
    return process_find(t->o.heir);
}

void tables_of_ended(struct process *p)
{
    struct process_tables *tables = p->tables;
    if (!tables) return;
    while (tables->owned) {
        struct table *t = tables->owned;
        struct process *heir = heir_of(t, p);
        term data = t->heir_object ? object_element(t->heir_object, 1) : NO_TERM;
        if (!heir || !table_give_away(t, heir, p->pid, data)) table_delete(t);
    }
    while (tables->fixed) {
        struct fixation *f = tables->fixed, **at = fixation_of(f->table, p);
        *at = f->next_of_table;
        fixation_free(f);
    }
    memory_free(MEMORY_PROCESS, tables);
    p->tables = NULL;
}
