/* bif/code_fun.c - funs as values: making external ones, asking about any. */
#include "bif/bif.h"
#include "code/code.h"
#include "heap/binary.h"
#include "heap/fun.h"
#include "memory/settings.h"

enum bif_end bif_erlang_make_fun_3(struct process *p, term *args, term *result)
{
    if (!is_atom(args[0]) || !is_atom(args[1]) || !is_small(args[2])) return bif_badarg(p);
    int64_t arity = small_value(args[2]);
    if (arity < 0 || arity > ARITY_MAX) return bif_badarg(p);
    struct export *e = export_find(args[0], args[1], (uint32_t)arity, true);
    term *object = e ? heap_alloc(&p->heap, 2) : NULL;
    if (!object) return bif_no_memory(p);
    object[0].word = header(KIND_EXPORT, 1);
    object[1].word = (uint64_t)(uintptr_t)e;
    *result = boxed_at(object);
    return BIF_DONE;
}

/* -- fun_info: external funs answer as few questions as in OTP --------------------------------- */

static term external_item(term fun, term what)
{
    const struct export *e = (const struct export *)(uintptr_t)boxed(fun)[1].word;
    switch (atom_index(what)) {
    case ATOM_IX_type: return A(external);
    case ATOM_IX_module: return e->module;
    case ATOM_IX_name: return e->function;
    case ATOM_IX_arity: return small(e->arity);
    case ATOM_IX_env: return NIL;
    case ATOM_IX_pid:
    case ATOM_IX_index:
    case ATOM_IX_uniq:
    case ATOM_IX_new_index:
    case ATOM_IX_new_uniq:
    case ATOM_IX_refc: return A(undefined);
    default: return NIL;
    }
}

/* [] when the code is not there. */
static term local_name(const struct fun_object *f)
{
    struct code_place place;
    bool there = f->entry->owner && code_place(f->entry->address, &place);
    return there && is_term(place.function) ? place.function : NIL;
}

static term environment(struct process *p, const struct fun_object *f)
{
    size_t count = header_words(f->header) - 3;
    term list = NIL, *hp = heap_alloc(&p->heap, count * CONS_WORDS);
    if (!hp) return NO_TERM;
    for (size_t i = count; i-- > 0;) list = build_cons(&hp, f->environment[i], list);
    return list;
}

static term local_item(struct process *p, term fun, term what)
{
    enum { SHARED = 2 }; /* a fun entry counts no references here; this is what OTP says of most */
    const struct fun_object *f = (const struct fun_object *)boxed(fun);
    switch (atom_index(what)) {
    case ATOM_IX_type: return A(local);
    case ATOM_IX_module: return f->entry->module;
    case ATOM_IX_name: return local_name(f);
    case ATOM_IX_arity: return (term){f->arity};
    case ATOM_IX_env: return environment(p, f);
    case ATOM_IX_pid: return otp_at_least(27) ? local_pid(0, 0) : f->creator; /* no longer kept */
    case ATOM_IX_index: return small(f->entry->old_index);
    case ATOM_IX_uniq: return small(f->entry->old_uniq);
    case ATOM_IX_new_index: return small(f->entry->index);
    case ATOM_IX_new_uniq: return heap_binary_from(&p->heap, f->entry->uniq, sizeof f->entry->uniq);
    case ATOM_IX_refc: return small(SHARED);
    default: return NIL;
    }
}

static bool is_item(term what)
{
    const term items[] = {A(type),  A(module), A(name), A(arity),     A(env),     A(pid),
                          A(index), A(uniq),   A(refc), A(new_index), A(new_uniq)};
    for (size_t i = 0; i < sizeof items / sizeof *items; i++)
        if (same(items[i], what)) return true;
    return false;
}

enum bif_end bif_erlang_fun_info_2(struct process *p, term *args, term *result)
{
    if (!is_fun(args[0]) || !is_item(args[1])) return bif_badarg(p);
    term value = kind_of(args[0]) == KIND_EXPORT ? external_item(args[0], args[1]) : local_item(p, args[0], args[1]);
    return bif_value(p, is_term(value) ? heap_tuple2(&p->heap, args[1], value) : NO_TERM, result);
}

enum bif_end bif_erlang_fun_info_mfa_1(struct process *p, term *args, term *result)
{
    term fun = args[0];
    if (kind_of(fun) == KIND_EXPORT) {
        const struct export *e = (const struct export *)(uintptr_t)boxed(fun)[1].word;
        return bif_value(p, heap_tuple3(&p->heap, e->module, e->function, small(e->arity)), result);
    }
    if (!is_fun(fun)) return bif_badarg(p);
    const struct fun_object *f = (const struct fun_object *)boxed(fun);
    return bif_value(p, heap_tuple3(&p->heap, f->entry->module, local_name(f), (term){f->arity}), result);
}
