/* code/export.c - what M:F/A means now. */
#include "code/tables.h"

static uint64_t hash_mfa(term module, term function, uint32_t arity) { return mix(module.word + arity, function.word); }

static uint64_t hash_export(const void *entry)
{
    const struct export *e = entry;
    return hash_mfa(e->module, e->function, e->arity);
}

static struct export *make_export(struct code *c, uint64_t hash, term module, term function, uint32_t arity)
{
    struct export *e = code_cut(c, (sizeof *e + 15) / 16 * 16);
    if (!e) return NULL;
    *e = (struct export){.module = module, .function = function, .arity = arity, .bif = -1};
    e->address = e->stub;
    translate_export_stub(e);
    return index_add(&c->exports, hash, e, hash_export) ? e : NULL;
}

struct export *export_find(term module, term function, uint32_t arity, bool make)
{
    struct code *c = code_state();
    uint64_t hash = hash_mfa(module, function, arity);
    uint32_t probe = 0;
    for (struct export *e; (e = index_next(&c->exports, hash, &probe)) != NULL;)
        if (same(e->function, function) && same(e->module, module) && e->arity == arity) return e;
    return make ? make_export(c, hash, module, function, arity) : NULL;
}

void export_expect(term module, term function, uint32_t arity)
{
    index_expect(&code_state()->exports, hash_mfa(module, function, arity));
}

bool export_set_bif(term module, term function, uint32_t arity, int32_t bif)
{
    struct export *e = export_find(module, function, arity, true);
    if (!e) return false;
    e->bif = bif;
    e->loaded = true;
    translate_export_stub(e);
    return true;
}

size_t exports_count(void) { return code_state()->exports.count; }
struct export *export_at(size_t at) { return code_state()->exports.entries[at]; }
