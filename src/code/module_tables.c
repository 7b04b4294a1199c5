/* code/module_tables.c - what a module has besides its code, in one block in the CODE region: no byte of it is rounded
 * up, and it leaves no holes between what is used while a module is read. */
#include "code/lines.h"
#include "code/module.h"
#include "memory/memory.h"
#include "term/atoms.h"
#include <string.h>

static const char SUFFIX[] = {'.', 'e', 'r', 'l'};

/* -- texts: names of files, attributes, compile information ------------------------------------------- */

static size_t texts_size(const struct beam *b)
{
    size_t size = bytes_left(&b->chunks[CHUNK_Attr]) + bytes_left(&b->chunks[CHUNK_CInf]);
    for (uint32_t i = 1; i < b->file_count; i++) size += b->files[i].size;
    return size + atom_text(b->name).size + sizeof SUFFIX;
}

static struct beam_text put_text(uint8_t **to, const void *bytes, size_t size)
{
    struct beam_text text = {*to, (uint32_t)size};
    if (size) memcpy(*to, bytes, size);
    *to += size;
    return text;
}

static void take_texts(struct module *m, const struct beam *b, uint8_t *to)
{
    struct atom_text name = atom_text(b->name);
    m->attributes = put_text(&to, b->chunks[CHUNK_Attr].at, bytes_left(&b->chunks[CHUNK_Attr]));
    m->compile_info = put_text(&to, b->chunks[CHUNK_CInf].at, bytes_left(&b->chunks[CHUNK_CInf]));
    struct beam_text own = put_text(&to, name.bytes, name.size);
    own.size += put_text(&to, SUFFIX, sizeof SUFFIX).size;
    m->files[0] = own;
    for (uint32_t i = 1; i < b->file_count; i++) /* as OTP: no name means its own */
        m->files[i] = b->files[i].size ? put_text(&to, b->files[i].bytes, b->files[i].size) : own;
}

/* -- functions, exports, funs ----------------------------------------------------------------------- */

static uint32_t offset_of(const struct translation *t, uint32_t label)
{
    return (uint32_t)(t->labels[label] - t->code);
}

static uint32_t distance(const void *p) { return (uint32_t)((uintptr_t)p - CODE_BASE); }

/* Exports of the machine are made now: module_finish() must not fail. */
static bool take_exports(struct module *m, const struct beam *b, const struct translation *t)
{
    for (uint32_t i = 0; i < b->export_count; i++) {
        const struct beam_export *e = &b->exports[i];
        const struct export *made = export_find(m->name, e->function, e->arity, true);
        if (!made) return false;
        m->exports[i] = (struct export_row){distance(made), offset_of(t, e->label)};
    }
    m->export_count = b->export_count;
    return true;
}

static void take_lambdas(struct module *m, const struct beam *b, const struct translation *t,
                         struct fun_entry *const *lambdas)
{
    for (uint32_t i = 0; i < b->lambda_count; i++)
        m->lambdas[i] = (struct lambda_row){distance(lambdas[i]), offset_of(t, b->lambdas[i].label)};
    m->lambda_count = b->lambda_count;
}

static void take_records(struct module *m, const struct beam *b)
{
    for (uint32_t i = 0; i < b->record_count; i++) m->records[i] = b->literals[b->records[i].literal];
    m->record_count = b->record_count;
}

/* -- the block: cut from its start, widest alignment first ------------------------------------------ */

static void *cut(uint8_t **at, size_t bytes)
{
    uint8_t *start = *at;
    *at += bytes;
    return start;
}

static bool allocate(struct module *m, const struct beam *b, size_t line_bytes)
{
    size_t files = b->file_count * sizeof *m->files, functions = (b->function_count + 1) * sizeof *m->functions,
           exports = b->export_count * sizeof *m->exports, lambdas = b->lambda_count * sizeof *m->lambdas,
           records = b->record_count * sizeof *m->records;
    uint8_t *at = m->tables =
        memory_alloc_code(files + records + functions + exports + lambdas + line_bytes + texts_size(b));
    if (!at) return false;
    m->files = cut(&at, files);
    m->records = cut(&at, records);
    m->functions = cut(&at, functions);
    m->exports = cut(&at, exports);
    m->lambdas = cut(&at, lambdas);
    m->lines = cut(&at, line_bytes);
    take_texts(m, b, at);
    return true;
}

bool module_take_tables(struct module *m, const struct beam *b, const struct translation *t,
                        struct fun_entry *const *lambdas)
{
    size_t line_bytes = lines_pack(b, t, NULL, NULL);
    if (!allocate(m, b, line_bytes)) return false;
    lines_pack(b, t, m->functions, m->lines);
    m->function_count = b->function_count;
    take_records(m, b);
    take_lambdas(m, b, t, lambdas);
    return take_exports(m, b, t);
}

struct module_function module_function(const struct module *m, uint32_t i)
{
    const uint32_t *info = m->code + m->functions[i].offset; /* func_info's operands: name, arity */
    return (struct module_function){{(uint64_t)(int64_t)(int32_t)info[1]}, info[2], m->functions[i].offset};
}
