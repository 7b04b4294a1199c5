/* bif/code_load.c - loading modules: prepared first, then made current, several at once. */
#include "bif/bif.h"
#include "code/module.h"
#include "heap/binary.h"
#include "heap/fun.h"
#include "memory/memory.h"
#include "process/log.h"
#include <stdio.h>

/* -- prepared code: a reference that owns an instance ---------------------------------------- */

struct prepared {
    struct magic magic;
    struct module *module; /* NULL: it has been made current */
    bool on_load;
};

static void prepared_destroy(struct magic *m)
{
    struct prepared *prepared = (struct prepared *)m;
    if (prepared->module) module_free(prepared->module, false);
    memory_free(MEMORY_CODE, prepared);
}

/* The instance behind a term; NULL: it is not prepared code, or has been used. */
static struct prepared *prepared_of(term t)
{
    struct prepared *prepared = (struct prepared *)magic_of(t, prepared_destroy);
    return prepared && prepared->module ? prepared : NULL;
}

static term prepared_term(struct process *p, struct module *m)
{
    struct prepared *prepared = memory_alloc(MEMORY_CODE, sizeof *prepared);
    if (!prepared) {
        module_free(m, false);
        return NO_TERM;
    }
    *prepared = (struct prepared){.magic = {.destroy = prepared_destroy}, .module = m, .on_load = m->on_load != NULL};
    process_next_reference(&prepared->magic.number, &prepared->magic.high);
    term t = heap_magic(&p->heap, &prepared->magic);
    if (!is_term(t)) prepared_destroy(&prepared->magic);
    return t;
}

/* The logger hears what was wrong; the caller only gets badfile. */
static void log_failure(struct process *p, term name, const struct prepare_failure *failure)
{
    struct atom_text module = atom_text(name), function = {0};
    char text[2200];
    if (is_term(failure->function)) {
        function = atom_text(failure->function);
        snprintf(text, sizeof text, "Error loading function %.*s:%.*s/%u:\n  %s\n", (int)module.size, module.bytes,
                 (int)function.size, function.bytes, failure->arity, beam_error_text(failure->error));
    } else {
        if (is_term(failure->module)) function = atom_text(failure->module);
        snprintf(text, sizeof text, "Error loading module %.*s:\n  %s%s%.*s\n", (int)module.size, module.bytes,
                 beam_error_text(failure->error), function.size ? ": " : "", (int)function.size, function.bytes);
    }
    log_text(A(error), p, p->group_leader, text);
}

enum bif_end bif_erts_internal_prepare_loading_2(struct process *p, term *args, term *result)
{
    enum { BYTES_A_REDUCTION = 200 };
    struct prepare_failure failure;
    if (!is_atom(args[0]) || !is_bitstring(args[1])) return bif_badarg(p);
    struct bytes_view code = bytes_view(args[1]);
    if (!code.at) return code.size == SIZE_MAX ? bif_no_memory(p) : bif_badarg(p);
    struct module *m = module_prepare(args[0], code.at, code.size, &failure);
    bif_charge(p, (int64_t)(code.size / BYTES_A_REDUCTION));
    bytes_view_end(&code);
    if (m) return bif_value(p, prepared_term(p, m), result);
    if (failure.error == BEAM_NO_MEMORY) return bif_no_memory(p);
    log_failure(p, args[0], &failure);
    return bif_value(p, heap_tuple2(&p->heap, A(error), A(badfile)), result);
}

enum bif_end bif_erlang_has_prepared_code_on_load_1(struct process *p, term *args, term *result)
{
    const struct prepared *prepared = (struct prepared *)magic_of(args[0], prepared_destroy);
    if (!prepared) return bif_badarg(p);
    *result = boolean(prepared->on_load);
    return BIF_DONE;
}

/* -- finish_loading ------------------------------------------------------------------------- */

enum finish_problem { NONE, DUPLICATED, NOT_PURGED };

/* What is wrong with the element in `cell` of the list: given before, or in the way; all rows exist. */
static enum finish_problem problem_of(term cell, term list)
{
    const struct module *m = prepared_of(head(cell))->module;
    for (term rest = list; !same(rest, cell); rest = tail(rest))
        if (same(prepared_of(head(rest))->module->name, m->name)) return DUPLICATED;
    const struct module_row *row = module_row_find(m->name, false);
    return row->current && row->old ? NOT_PURGED : NONE;
}

/* {tag, names of the modules that have the problem}, the last one first as OTP has it. */
static term problem_list(struct process *p, term list, enum finish_problem which, term tag)
{
    term names = NIL;
    bool found = false;
    for (term rest = list; is_cons(rest) && is_term(names); rest = tail(rest))
        if (problem_of(rest, list) == which) {
            names = heap_cons(&p->heap, prepared_of(head(rest))->module->name, names);
            found = true;
        }
    if (!found) return NIL;
    return is_term(names) ? heap_tuple2(&p->heap, tag, names) : NO_TERM;
}

/* True if every element is prepared code and has its row; *count, *on_loads are how many there are. */
static bool check_list(term list, size_t *count, size_t *on_loads, bool *no_memory)
{
    for (*count = *on_loads = 0; is_cons(list); list = tail(list), ++*count) {
        struct prepared *prepared = prepared_of(head(list));
        if (!prepared) return false;
        *on_loads += prepared->module->on_load != NULL;
        if (!module_row_find(prepared->module->name, true)) *no_memory = true;
    }
    return is_nil(list);
}

static enum bif_end finish_all(struct process *p, term list, term *result)
{
    term waiting = NIL;
    for (; is_cons(list); list = tail(list)) {
        struct prepared *prepared = prepared_of(head(list));
        struct module *m = prepared->module;
        prepared->module = NULL;
        if (!module_finish(module_row_find(m->name, false), m)) waiting = m->name;
    }
    *result = A(ok);
    if (is_nil(waiting)) return BIF_DONE;
    /* One that has an on_load function is always alone. */
    term names = heap_cons(&p->heap, waiting, NIL);
    return bif_value(p, is_term(names) ? heap_tuple2(&p->heap, A(on_load), names) : NO_TERM, result);
}

enum bif_end bif_erlang_finish_loading_1(struct process *p, term *args, term *result)
{
    size_t count, on_loads;
    bool no_memory = false;
    if (!check_list(args[0], &count, &on_loads, &no_memory)) return bif_badarg(p);
    if (no_memory || (count > 1 && on_loads)) return bif_error(p, A(system_limit));
    term problem = problem_list(p, args[0], DUPLICATED, A(duplicated));
    if (is_nil(problem)) problem = problem_list(p, args[0], NOT_PURGED, A(not_purged));
    if (!is_nil(problem)) return bif_value(p, problem, result);
    return finish_all(p, args[0], result);
}

/* -- on_load, delete -------------------------------------------------------------------------- */

enum bif_end bif_erlang_call_on_load_function_1(struct process *p, term *args, term *result)
{
    (void)result;
    struct module_row *row = is_atom(args[0]) ? module_row_find(args[0], false) : NULL;
    if (!row || !row->on_load) return bif_badarg(p);
    p->callee = &row->on_load->on_load_call;
    p->callee_arity = 0;
    return BIF_CALL;
}

enum bif_end bif_erlang_finish_after_on_load_2(struct process *p, term *args, term *result)
{
    struct module_row *row = is_atom(args[0]) ? module_row_find(args[0], false) : NULL;
    if (!is_boolean(args[1]) || !row || !row->on_load) return bif_badarg(p);
    module_end_on_load(row, same(args[1], A(true)));
    *result = A(true);
    return BIF_DONE;
}

enum bif_end bif_erlang_delete_module_1(struct process *p, term *args, term *result)
{
    if (!is_atom(args[0])) return bif_badarg(p);
    struct module_row *row = module_row_find(args[0], false);
    if (row && row->old) {
        struct atom_text name = atom_text(args[0]);
        char text[1200];
        snprintf(text, sizeof text, "Module %.*s must be purged before deleting\n", (int)name.size, name.bytes);
        log_text(A(error), p, p->group_leader, text);
        return bif_badarg(p);
    }
    if (row && row->current) module_retire(row);
    *result = row ? A(true) : A(undefined);
    return BIF_DONE;
}
