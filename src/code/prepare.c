/* code/prepare.c - from the bytes of a .beam file to an instance that can be made current. */
#include "code/beam.h"
#include "code/tables.h"
#include "code/verify.h"
#include "memory/memory.h"
#include "term/atoms.h"
#include <string.h>

/* -- tables ---------------------------------------------------------------------------------- */

static bool take_functions(struct module *m, const struct beam *b, const struct translation *t)
{
    m->functions = memory_alloc(MEMORY_CODE, b->function_count * sizeof *m->functions);
    if (!m->functions) return false;
    for (uint32_t i = 0; i < b->function_count; i++) {
        const struct beam_function *f = &b->functions[i];
        uint32_t offset = (uint32_t)(t->labels[f->info_label] - t->code);
        m->functions[i] = (struct module_function){offset, f->arity, f->name};
    }
    m->function_count = b->function_count;
    return true;
}

/* Exports of the machine are made now: module_finish() must not fail. */
static bool take_exports(struct module *m, const struct beam *b, const struct translation *t)
{
    m->exports = memory_alloc(MEMORY_CODE, b->export_count * sizeof *m->exports);
    if (!m->exports) return false;
    for (uint32_t i = 0; i < b->export_count; i++) {
        const struct beam_export *e = &b->exports[i];
        if (!export_find(m->name, e->function, e->arity, true)) return false;
        m->exports[i] = (struct module_export){e->function, e->arity, t->labels[e->label]};
    }
    m->export_count = b->export_count;
    return true;
}

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

static bool make_lambdas(struct module *m, const struct beam *b)
{
    m->lambdas = memory_alloc(MEMORY_CODE, b->lambda_count * sizeof *m->lambdas);
    if (!m->lambdas) return false;
    for (uint32_t i = 0; i < b->lambda_count; i++) {
        const struct beam_lambda *l = &b->lambdas[i];
        struct fun_entry *f = fun_entry_find(m->name, l->index, b->md5, l->old_uniq, true);
        if (!f) return false;
        f->arity = l->arity;
        f->environment = l->environment;
        f->old_index = i;
        m->lambdas[i] = f;
    }
    m->lambda_count = b->lambda_count;
    return true;
}

static bool take_lambda_addresses(struct module *m, const struct beam *b, const struct translation *t)
{
    m->lambda_addresses = memory_alloc(MEMORY_CODE, b->lambda_count * sizeof *m->lambda_addresses);
    if (!m->lambda_addresses) return false;
    for (uint32_t i = 0; i < b->lambda_count; i++) m->lambda_addresses[i] = t->labels[b->lambdas[i].label];
    return true;
}

/* -- texts: names of files, attributes, compile information, in one block ---------------------- */

static struct beam_text put_text(uint8_t **to, const uint8_t *bytes, size_t size)
{
    struct beam_text text = {*to, (uint32_t)size};
    if (size) memcpy(*to, bytes, size);
    *to += size;
    return text;
}

static size_t texts_size(const struct beam *b)
{
    size_t size = bytes_left(&b->chunks[CHUNK_Attr]) + bytes_left(&b->chunks[CHUNK_CInf]);
    for (uint32_t i = 1; i < b->file_count; i++) size += b->files[i].size;
    return size + atom_text(b->name).size + sizeof ".erl";
}

static bool take_texts(struct module *m, struct beam *b)
{
    struct atom_text name = atom_text(b->name);
    uint8_t *to = m->texts = memory_alloc(MEMORY_CODE, texts_size(b));
    if (!to) return false;
    m->attributes = put_text(&to, b->chunks[CHUNK_Attr].at, bytes_left(&b->chunks[CHUNK_Attr]));
    m->compile_info = put_text(&to, b->chunks[CHUNK_CInf].at, bytes_left(&b->chunks[CHUNK_CInf]));
    struct beam_text own = put_text(&to, name.bytes, name.size);
    own.size += put_text(&to, (const uint8_t *)".erl", 4).size;
    m->files = b->files, b->files = NULL;
    m->files[0] = own;
    for (uint32_t i = 1; i < b->file_count; i++) {
        struct beam_text file = m->files[i];
        m->files[i] = file.size ? put_text(&to, file.bytes, file.size) : own; /* as OTP: no name means its own */
    }
    m->lines = b->lines, b->lines = NULL;
    m->line_count = b->line_count;
    m->file_count = b->file_count;
    return true;
}

/* -- the whole ----------------------------------------------------------------------------------- */

static void take_translation(struct module *m, struct beam *b, struct translation *t)
{
    m->code = t->code;
    m->words = t->words;
    m->marks = t->marks;
    m->mark_count = t->mark_count;
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
    m->name = b->name;
    if (!resolve_imports(b) || !make_lambdas(m, b) || !translate(b, m->lambdas, &t)) return false;
    take_translation(m, b, &t);
    bool done = take_functions(m, b, &t) && take_exports(m, b, &t) && take_lambda_addresses(m, b, &t) &&
                take_texts(m, b) && place_add(m);
    memory_free(MEMORY_CODE, t.labels);
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
    void *const tables[] = {m->functions, m->exports, m->lambdas, m->lambda_addresses,
                            m->marks,     m->lines,   m->files,   m->texts};
    if (m->code) {
        if (code_state()->watch) code_state()->watch->freed(m);
        place_remove(m);
        memory_free_code(m->code);
    }
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) memory_free(MEMORY_CODE, tables[i]);
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
