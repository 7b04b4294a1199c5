/* code/prepare.c - from the bytes of a .beam file to an instance that can be made current. */
#include "code/beam.h"
#include "code/tables.h"
#include "code/verify.h"
#include "memory/memory.h"
#include "term/atoms.h"
#include <string.h>

/* As in OTP, whatever the module imports has an export from now on. */
static bool resolve_imports(struct beam *b)
{
    for (uint32_t i = 0; i < b->import_count; i++)
        export_expect(b->imports[i].module, b->imports[i].function, b->imports[i].arity);
    for (uint32_t i = 0; i < b->import_count; i++) {
        struct beam_import *row = &b->imports[i];
        row->export = export_find(row->module, row->function, row->arity, true);
        if (!row->export) return false;
    }
    return true;
}

/* The entries of the module's funs, for who frees them; NULL: no memory. */
static struct fun_entry **make_lambdas(const struct beam *b)
{
    struct fun_entry **made = memory_alloc(MEMORY_CODE, b->lambda_count * sizeof *made);
    bool good = made != NULL;
    for (uint32_t i = 0; good && i < b->lambda_count; i++) {
        const struct beam_lambda *l = &b->lambdas[i];
        struct fun_entry *f = made[i] = fun_entry_find(b->name, l->index, b->md5, l->old_uniq, true);
        good = f != NULL;
        if (good) f->arity = l->arity, f->environment = l->environment, f->old_index = i;
    }
    if (good) return made;
    memory_free(MEMORY_CODE, made);
    return NULL;
}

/* -- the whole ----------------------------------------------------------------------------------- */

static void take_translation(struct module *m, struct beam *b, struct translation *t)
{
    m->code = t->code;
    m->words = t->words;
    m->literals = b->literal_area, b->literal_area = NULL;
    m->literal_bytes = b->literal_bytes;
    memcpy(m->md5, b->md5, sizeof m->md5);
    if (b->on_load) {
        const struct beam_function *f = &b->functions[b->on_load_function];
        m->on_load = t->labels[f->entry_label];
        m->on_load_call = (struct export){.address = m->on_load, .module = m->name, .function = f->name, .bif = -1};
    }
}

static bool fill(struct module *m, struct beam *b)
{
    struct translation t = {0};
    struct fun_entry **lambdas = resolve_imports(b) ? make_lambdas(b) : NULL;
    bool done = lambdas && translate(b, lambdas, &t);
    m->name = b->name;
    if (done) {
        take_translation(m, b, &t);
        done = module_take_tables(m, b, &t, lambdas) && place_add(m);
    }
    memory_free(MEMORY_CODE, lambdas);
    memory_free(MEMORY_CODE, t.labels);
    memory_free(MEMORY_CODE, t.marks);
    return done;
}

static struct module *make_module(struct beam *b)
{
    struct module *m = memory_alloc_zeroed(MEMORY_CODE, sizeof *m);
    if (!m) return NULL;
    if (fill(m, b)) return m;
    module_free(m, false);
    return NULL;
}

static enum beam_error read_and_verify(struct beam *b, term name, struct prepare_failure *failure)
{
    struct verify_failure where = {.function = NO_TERM};
    enum beam_error e = beam_read(b);
    if (!e && !same(b->name, name)) {
        failure->module = b->name;
        return BEAM_OTHER_MODULE;
    }
    if (!e) e = verify_beam(b, &where);
    failure->function = where.function;
    failure->arity = where.arity;
    return e;
}

struct module *module_prepare(term name, const void *bytes, size_t size, struct prepare_failure *failure)
{
    struct beam b;
    struct module *m = NULL;
    *failure = (struct prepare_failure){.module = NO_TERM, .function = NO_TERM};
    failure->error = beam_open(&b, bytes, size);
    if (!failure->error) failure->error = read_and_verify(&b, name, failure);
    if (!failure->error && !(m = make_module(&b))) failure->error = BEAM_NO_MEMORY;
    beam_close(&b);
    return m;
}

void module_free(struct module *m, bool keep_literals)
{
    if (m->code) {
        if (code_state()->watch) code_state()->watch->freed(m);
        place_remove(m);
        memory_free_code(m->code);
    }
    memory_free_code(m->tables);
    if (m->literals && !keep_literals) memory_free_literals(m->literals);
    memory_free(MEMORY_CODE, m);
}

bool code_load_beam(term name, const void *bytes, size_t size, bool preloaded, const char **why)
{
    struct prepare_failure failure;
    struct module_row *row = module_row_find(name, true);
    struct module *m = row ? module_prepare(name, bytes, size, &failure) : NULL;
    if (m && (row->current || m->on_load)) {
        module_free(m, false);
        *why = "a module of this name is there already, or needs its on_load function run";
        return false;
    }
    if (m) {
        m->preloaded = preloaded;
        return module_finish(row, m);
    }
    *why = beam_error_text(row ? failure.error : BEAM_NO_MEMORY);
    return false;
}
