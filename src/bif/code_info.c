/* bif/code_info.c - what is loaded: modules, their exports and attributes. */
#include "bif/arguments.h"
#include "bif/nif.h"
#include "code/code.h"
#include "code/module.h"
#include "etf/etf.h"
#include "heap/binary.h"
#include <string.h>

enum bif_end bif_erlang_check_old_code_1(struct process *p, term *args, term *result)
{
    if (!is_atom(args[0])) return bif_badarg(p);
    *result = boolean(module_old(args[0]) != NULL);
    return BIF_DONE;
}

enum bif_end bif_erlang_module_loaded_1(struct process *p, term *args, term *result)
{
    if (!is_atom(args[0])) return bif_badarg(p);
    *result = boolean(module_current(args[0]) != NULL);
    return BIF_DONE;
}

/* Names of modules, the last one loaded first. */
static enum bif_end names(struct process *p, bool preloaded, term *result)
{
    term list = NIL;
    for (size_t i = 0; i < module_rows_count() && is_term(list); i++) {
        const struct module_row *row = module_row_at(i);
        bool wanted = preloaded ? row->current && row->current->preloaded : row->current || row->old;
        if (wanted) list = heap_cons(&p->heap, row->name, list);
    }
    return bif_value(p, list, result);
}

enum bif_end bif_erlang_loaded_0(struct process *p, term *args, term *result)
{
    (void)args;
    return names(p, false, result);
}

enum bif_end bif_erlang_pre_loaded_0(struct process *p, term *args, term *result)
{
    (void)args;
    return names(p, true, result);
}

/* -- module_info ------------------------------------------------------------------------------ */

static term name_and_arity(struct process *p, term name, uint32_t arity, term rest)
{
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(2) + CONS_WORDS);
    return hp ? build_cons(&hp, build_tuple2(&hp, name, small(arity)), rest) : NO_TERM;
}

/* A built-in function of a later release than this module's is not there. */
static bool is_of_release(const struct export *e, const struct module *m)
{
    return e->loaded && (e->bif < 0 || !m || module_has_export(m, e->function, e->arity));
}

/* As OTP: every export of that name in the machine, the last one made first. */
static term exports_of(struct process *p, const struct module *m)
{
    term list = NIL;
    for (size_t i = 0; i < exports_count() && is_term(list); i++) {
        const struct export *e = export_at(i);
        if (same(e->module, m->name) && is_of_release(e, m)) list = name_and_arity(p, e->function, e->arity, list);
    }
    return list;
}

static term functions_of(struct process *p, const struct module *m)
{
    term list = NIL;
    for (uint32_t i = m->function_count; i-- > 0 && is_term(list);) {
        struct module_function f = module_function(m, i);
        list = name_and_arity(p, f.name, f.arity, list);
    }
    return list;
}

static bool has_function(const struct module *m, term name, uint32_t arity)
{
    for (uint32_t i = 0; i < m->function_count; i++)
        if (same(module_function(m, i).name, name) && module_function(m, i).arity == arity) return true;
    return false;
}

/* What the module says in Erlang that is in a library, and is built in. */
static term nifs_of(struct process *p, const struct module *m)
{
    term list = NIL;
    for (size_t i = exports_count(); i-- > 0 && is_term(list);) {
        const struct export *e = export_at(i);
        if (!same(e->module, m->name) || e->bif < 0 || !bif_is_native(&bif_table[e->bif])) continue;
        if (has_function(m, e->function, e->arity)) list = name_and_arity(p, e->function, e->arity, list);
    }
    return list;
}

/* A chunk in external term format; [] if it is missing or damaged, as OTP has it. */
static term decoded(struct process *p, struct beam_text chunk)
{
    struct etf_decode d = {.at = chunk.bytes, .end = chunk.bytes + chunk.size, .code = &code_for_etf};
    term t;
    if (chunk.size == 0) return NIL;
    enum etf_result r = etf_decode(&d, &p->heap, &t);
    return r == ETF_OK ? t : r == ETF_NO_MEMORY ? NO_TERM : NIL;
}

/* One item of module_info; *known: whether there is such an item. */
static term item(struct process *p, const struct module *m, term what, bool *known)
{
    *known = true;
    switch (atom_index(what)) {
    case ATOM_IX_module: return m->name;
    case ATOM_IX_md5: return heap_binary_from(&p->heap, m->md5, sizeof m->md5);
    case ATOM_IX_exports: return exports_of(p, m);
    case ATOM_IX_functions: return functions_of(p, m);
    case ATOM_IX_attributes: return decoded(p, m->attributes);
    case ATOM_IX_compile: return decoded(p, m->compile_info);
    case ATOM_IX_nifs: return nifs_of(p, m);
    case ATOM_IX_native_addresses: return NIL;
    case ATOM_IX_native: return A(false);
    default: *known = false; return NO_TERM;
    }
}

enum bif_end bif_erlang_get_module_info_2(struct process *p, term *args, term *result)
{
    const struct module *m = is_atom(args[0]) ? module_current(args[0]) : NULL;
    bool known;
    if (!m || !is_atom(args[1])) return bif_badarg(p);
    term t = item(p, m, args[1], &known);
    return known ? bif_value(p, t, result) : bif_badarg(p);
}

enum bif_end bif_erlang_get_module_info_1(struct process *p, term *args, term *result)
{
    const term items[] = {A(md5), A(compile), A(attributes), A(exports), A(module)};
    const struct module *m = is_atom(args[0]) ? module_current(args[0]) : NULL;
    term list = NIL;
    bool known;
    if (!m) return bif_badarg(p);
    for (size_t i = 0; i < sizeof items / sizeof *items && is_term(list); i++) {
        term value = item(p, m, items[i], &known);
        term *hp = is_term(value) ? heap_alloc(&p->heap, TUPLE_WORDS(2) + CONS_WORDS) : NULL;
        list = hp ? build_cons(&hp, build_tuple2(&hp, items[i], value), list) : NO_TERM;
    }
    return bif_value(p, list, result);
}

/* -- exports --------------------------------------------------------------------------------- */

/* The export that M, F, A name, if there is one already; false: they are not M, F, A. */
static bool argument_export(const term *args, struct export **e)
{
    if (!is_atom(args[0]) || !is_atom(args[1]) || !is_small(args[2])) return false;
    int64_t arity = small_value(args[2]);
    *e = arity >= 0 && arity <= ARITY_MAX ? export_find(args[0], args[1], (uint32_t)arity, false) : NULL;
    return true;
}

enum bif_end bif_erlang_function_exported_3(struct process *p, term *args, term *result)
{
    struct export *e;
    if (!argument_export(args, &e)) return bif_badarg(p);
    *result = boolean(e && is_of_release(e, module_current(args[0])));
    return BIF_DONE;
}

enum bif_end bif_erlang_is_builtin_3(struct process *p, term *args, term *result)
{
    struct export *e;
    if (!argument_export(args, &e)) return bif_badarg(p);
    *result = boolean(e && e->bif >= 0 && bif_is_builtin(&bif_table[e->bif]));
    return BIF_DONE;
}

/* -- chunks of files ---------------------------------------------------------------------------- */

static bool four_bytes(term list, char name[4])
{
    for (int i = 0; i < 4; i++, list = tail(list)) {
        if (!is_cons(list) || !is_small(head(list)) || (uint64_t)small_value(head(list)) > 255) return false;
        name[i] = (char)small_value(head(list));
    }
    return is_nil(list);
}

enum bif_end bif_erts_internal_beamfile_chunk_2(struct process *p, term *args, term *result)
{
    char name[4];
    struct beam b;
    struct bytes chunk;
    if (!four_bytes(args[1], name) || !is_bitstring(args[0])) return bif_badarg(p);
    struct bytes_view file = bytes_view(args[0]);
    if (!file.at) return file.size == SIZE_MAX ? bif_no_memory(p) : bif_badarg(p);
    bool found = !beam_open(&b, file.at, file.size) && !b.unpacked && beam_find_chunk(&b, name, &chunk) &&
                 bytes_left(&chunk) > 0;
    term t = A(undefined);
    if (found) t = heap_sub_bits(&p->heap, args[0], (size_t)(chunk.at - file.at) * 8, bytes_left(&chunk) * 8);
    beam_close(&b);
    bytes_view_end(&file);
    return bif_value(p, t, result);
}

/* OTP reads the whole file for this, so a damaged one has no checksum. */
enum bif_end bif_erts_internal_beamfile_module_md5_1(struct process *p, term *args, term *result)
{
    struct beam b;
    if (!is_bitstring(args[0])) return bif_badarg(p);
    struct bytes_view file = bytes_view(args[0]);
    if (!file.at) return file.size == SIZE_MAX ? bif_no_memory(p) : bif_badarg(p);
    bool good = !beam_open(&b, file.at, file.size) && !b.unpacked && !beam_read(&b);
    term t = good ? heap_binary_from(&p->heap, b.md5, sizeof b.md5) : A(undefined);
    beam_close(&b);
    bytes_view_end(&file);
    return bif_value(p, t, result);
}
