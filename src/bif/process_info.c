/* bif/process_info.c - process_info/1,2: which items, of whom. */
#include "bif/process_info.h"
#include "bif/ends.h"
#include "process/dictionary.h"
#include "memory/settings.h"
#include <stdlib.h>

enum item_kind { DEFAULT, DETAIL };

static const struct item {
    uint32_t atom; /* its index */
    enum item_kind kind;
    info_fn *build;
} items[] = {
#define ITEM(name, kind) {ATOM_IX_##name, kind, info_##name},
#include "bif/process_info.def"
#undef ITEM
};
enum { ITEMS = sizeof items / sizeof *items };

/* Items that came after OTP 25: unknown to older releases. */
static bool exists(term name)
{
    if (same(name, A(async_dist))) return otp_at_least(26);
    if (same(name, A(label))) return otp_at_least(27);
    if (same(name, A(priority_messages))) return otp_at_least(28);
    return true;
}

static const struct item *item_find(term name)
{
    for (size_t i = 0; is_atom(name) && i < ITEMS; i++)
        if (items[i].atom == atom_index(name) && exists(name)) return &items[i];
    return NULL;
}

term process_info_items(struct process *p)
{
    term list = NIL;
    for (size_t i = ITEMS; i-- > 0 && is_term(list);)
        if (exists(atom_of(items[i].atom))) list = heap_cons(&p->heap, atom_of(items[i].atom), list);
    return list;
}

/* {dictionary, Key}: the value of one key (26.2). */
static term dictionary_item(struct process *p, struct process *of, term key)
{
    term value = of->sensitive ? NO_TERM : dictionary_get(of->dictionary, key);
    return heap_copy(&p->heap, is_term(value) ? value : A(undefined));
}

static bool is_dictionary_key(term name)
{
    return is_tuple_of(name, 2) && same(tuple_elements(name)[0], A(dictionary)) && otp_at_least(26);
}

/* {Name, Value}; NO_TERM: no memory. */
static term build_item(struct process *p, struct process *of, term name)
{
    const struct item *item = item_find(name);
    term value = item ? item->build(p, of) : dictionary_item(p, of, tuple_elements(name)[1]);
    return is_term(value) ? heap_tuple2(&p->heap, name, value) : NO_TERM;
}

/* The process asked about; NULL with *end set: there is none. */
static struct process *find_asked(struct process *p, term pid, term *result, enum bif_end *end)
{
    struct process *of = same(pid, p->pid) ? p : process_find(pid);
    if (of) return of;
    *result = A(undefined);
    bool was_pid = is_local_pid(pid) || (is_earlier_life(pid) && is_pid(pid));
    *end = was_pid ? BIF_DONE : bif_badarg(p);
    return NULL;
}

enum bif_end bif_erlang_process_info_1(struct process *p, term *args, term *result)
{
    enum bif_end end;
    struct process *of = find_asked(p, args[0], result, &end);
    if (!of) return end;
    term list = NIL;
    for (size_t i = ITEMS; i-- > 0;) {
        if (items[i].kind != DEFAULT) continue;
        if (items[i].atom == ATOM_IX_registered_name && !is_term(of->registered_name)) continue;
        term pair = build_item(p, of, atom_of(items[i].atom));
        list = is_term(pair) ? heap_cons(&p->heap, pair, list) : NO_TERM;
        if (!is_term(list)) return bif_no_memory(p);
    }
    bif_charge(p, ITEMS);
    *result = list;
    return BIF_DONE;
}

/* One list cell after another, in the order asked for; every name is known to be good. */
static term build_list(struct process *p, struct process *of, term names)
{
    term first = NIL, *end = &first;
    for (; is_cons(names); names = tail(names)) {
        term pair = build_item(p, of, head(names));
        term cell = is_term(pair) ? heap_cons(&p->heap, pair, NIL) : NO_TERM;
        if (!is_term(cell)) return NO_TERM;
        *end = cell;
        end = &cons_cell(cell)[1];
        bif_charge(p, 1);
    }
    return first;
}

static bool are_names(term names)
{
    for (; is_cons(names); names = tail(names))
        if (!item_find(head(names)) && !is_dictionary_key(head(names))) return false;
    return is_nil(names);
}

enum bif_end bif_erlang_process_info_2(struct process *p, term *args, term *result)
{
    enum bif_end end;
    bool list = is_list(args[1]);
    if (list ? !are_names(args[1]) : !item_find(args[1]) && !is_dictionary_key(args[1])) return bif_badarg(p);
    struct process *of = find_asked(p, args[0], result, &end);
    if (!of) return end;
    if (list) return bif_value(p, build_list(p, of, args[1]), result);
    if (same(args[1], A(registered_name)) && !is_term(of->registered_name)) return *result = NIL, BIF_DONE;
    return bif_value(p, build_item(p, of, args[1]), result);
}
