/* code/module.c - the module table: which instance of a module is current, which is old. */
#include "code/tables.h"
#include "memory/memory.h"

static uint64_t hash_name(term name) { return mix(name.word, 0); }
static uint64_t hash_row(const void *entry) { return hash_name(((const struct module_row *)entry)->name); }

struct module_row *module_row_find(term name, bool make)
{
    struct index *rows = &code_state()->rows;
    uint64_t hash = hash_name(name);
    uint32_t probe = 0;
    for (struct module_row *row; (row = index_next(rows, hash, &probe)) != NULL;)
        if (same(row->name, name)) return row;
    struct module_row *row = make ? memory_alloc(MEMORY_CODE, sizeof *row) : NULL;
    if (!row) return NULL;
    *row = (struct module_row){.name = name};
    if (index_add(rows, hash, row, hash_row)) return row;
    memory_free(MEMORY_CODE, row);
    return NULL;
}

size_t module_rows_count(void) { return code_state()->rows.count; }
struct module_row *module_row_at(size_t at) { return code_state()->rows.entries[at]; }

struct module *module_current(term name)
{
    struct module_row *row = module_row_find(name, false);
    return row ? row->current : NULL;
}

struct module *module_old(term name)
{
    struct module_row *row = module_row_find(name, false);
    return row ? row->old : NULL;
}

static void attach_exports(struct module *m)
{
    for (uint32_t i = 0; i < m->export_count; i++) {
        struct export *e = module_export(m, i);
        if (e->bif >= 0) continue; /* in OTP too, no code replaces a built-in function */
        e->address = m->code + m->exports[i].offset;
        e->loaded = true;
    }
}

static void detach_exports(struct module *m)
{
    for (uint32_t i = 0; i < m->export_count; i++) {
        struct export *e = module_export(m, i);
        if (e->bif >= 0) continue;
        e->address = e->stub;
        e->loaded = false;
    }
}

void module_retire(struct module_row *row)
{
    const struct module_watch *watch = code_state()->watch;
    EXPECT(row->current && !row->old);
    if (watch) watch->retired(row->current);
    detach_exports(row->current);
    row->old = row->current;
    row->current = NULL;
}

void module_use_watch(const struct module_watch *watch) { code_state()->watch = watch; }

static void make_current(struct module_row *row, struct module *m)
{
    const struct module_watch *watch = code_state()->watch;
    row->current = m;
    attach_exports(m);
    if (watch) watch->current(m);
}

bool module_finish(struct module_row *row, struct module *m)
{
    funs_attach(m);
    if (m->on_load) {
        /* The current instance loses its trace points already, whatever its successor's on_load says (as in OTP). */
        if (row->current && code_state()->watch) code_state()->watch->retired(row->current);
        row->on_load = m;
        return false;
    }
    if (row->current) module_retire(row);
    make_current(row, m);
    return true;
}

void module_end_on_load(struct module_row *row, bool good)
{
    struct module *m = row->on_load;
    if (!good) return; /* it stays parked until erts_internal:purge_module(_, prepare_on_load) */
    row->on_load = NULL;
    if (row->current) module_retire(row);
    m->on_load = NULL;
    make_current(row, m);
}

bool module_has_export(const struct module *m, term function, uint32_t arity)
{
    for (uint32_t i = 0; i < m->export_count; i++)
        if (same(module_export(m, i)->function, function) && module_export(m, i)->arity == arity) return true;
    return false;
}
