/* code/fun.c - the code that local funs run, found again when a module is loaded anew. */
#include "code/tables.h"
#include "etf/etf.h"
#include "memory/memory.h"
#include "term/atoms.h"
#include <string.h>

static uint64_t hash_key(term module, uint32_t index, uint32_t old_uniq) { return mix(module.word + index, old_uniq); }

static uint64_t hash_fun(const void *entry)
{
    const struct fun_entry *f = entry;
    return hash_key(f->module, f->index, f->old_uniq);
}

static struct fun_entry *make_entry(uint64_t hash, term module, uint32_t index, const uint8_t uniq[16],
                                    uint32_t old_uniq)
{
    _Static_assert(sizeof(struct fun_entry) % 16 == 0, "as code_cut() takes it");
    struct fun_entry *f = code_cut(code_state(), sizeof *f);
    if (!f) return NULL;
    *f = (struct fun_entry){.module = module, .index = index, .old_uniq = old_uniq};
    memcpy(f->uniq, uniq, sizeof f->uniq);
    f->address = f->stub;
    translate_fun_stub(f);
    return index_add(&code_state()->funs, hash, f, hash_fun) ? f : NULL;
}

struct fun_entry *fun_entry_find(term module, uint32_t index, const uint8_t uniq[16], uint32_t old_uniq, bool make)
{
    uint64_t hash = hash_key(module, index, old_uniq);
    uint32_t probe = 0;
    for (struct fun_entry *f; (f = index_next(&code_state()->funs, hash, &probe)) != NULL;)
        if (same(f->module, module) && f->index == index && f->old_uniq == old_uniq &&
            memcmp(f->uniq, uniq, sizeof f->uniq) == 0)
            return f;
    return make ? make_entry(hash, module, index, uniq, old_uniq) : NULL;
}

const struct export *fun_entry_handler(const struct fun_entry *f)
{
    if (f->pending) return export_find(A(erts_code_purger), A(pending_purge_lambda), 3, true);
    return export_find(A(error_handler), A(undefined_lambda), 3, true);
}

void funs_attach(struct module *m)
{
    for (uint32_t i = 0; i < m->lambda_count; i++) {
        struct fun_entry *f = module_lambda(m, i);
        f->address = m->code + m->lambdas[i].offset;
        f->owner = m;
        f->pending = NULL; /* a purge of the older instance no longer concerns it */
    }
}

void funs_begin_purge(struct module *m)
{
    for (uint32_t i = 0; i < m->lambda_count; i++) {
        struct fun_entry *f = module_lambda(m, i);
        if (f->owner != m) continue; /* a newer instance of the same code has taken it over */
        f->pending = f->address;
        f->address = f->stub;
    }
}

void funs_abort_purge(struct module *m)
{
    for (uint32_t i = 0; i < m->lambda_count; i++) {
        struct fun_entry *f = module_lambda(m, i);
        if (f->owner != m || !f->pending) continue;
        f->address = f->pending;
        f->pending = NULL;
    }
}

void funs_end_purge(struct module *m)
{
    for (uint32_t i = 0; i < m->lambda_count; i++) {
        struct fun_entry *f = module_lambda(m, i);
        if (f->owner != m) continue;
        f->address = f->stub;
        f->pending = NULL;
        f->owner = NULL;
    }
}
