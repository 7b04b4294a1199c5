/* bif/match_guards.c - finds and calls the built-in functions that match specifications may use. */
#include "bif/match_guards.h"
#include "bif/bif.h"
#include "heap/binary.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include <stdlib.h>
#include <string.h>

static const struct guard {
    const char *name;
    uint32_t arity;
    int release;
} guards[] = {
#define GUARD(name, arity, release) {name, arity, release},
#include "bif/match_guards.def"
#undef GUARD
};

static bool is_named(term atom, const char *name)
{
    struct atom_text text = atom_text(atom);
    return text.size == strlen(name) && !memcmp(text.bytes, name, text.size);
}

static bool exists_yet(const struct guard *g) { return otp_at_least(g->release); }

/* The place of erlang:Name/Arity in bif_table, or -1. */
static int32_t find_bif(const char *name, uint32_t arity)
{
    for (size_t i = 0; i < bif_count; i++) {
        const struct bif *b = &bif_table[i];
        if (b->arity == arity && !strcmp(b->module, "erlang") && !strcmp(b->function, name)) return (int32_t)i;
    }
    return -1;
}

/* Compiling is rare enough for a search. */
static int32_t find(term name, uint32_t arity)
{
    for (size_t i = 0; i < sizeof guards / sizeof *guards; i++)
        if (guards[i].arity == arity && is_named(name, guards[i].name) && exists_yet(&guards[i]))
            return find_bif(guards[i].name, arity);
    return -1;
}

static term call(struct process *p, int32_t function, term *args)
{
    term result;
    return bif_table[function].call(p, args, &result) == BIF_DONE ? result : NO_TERM;
}

static const struct match_functions functions = {find, call};

void match_guards_open(void) { match_use_functions(&functions); }

/* -- match_spec_test/3 -------------------------------------------------------------------- */

/* set_seq_token: the form's value is that of seq_trace:set_token/2, or 'EXIT' for an unknown item. */
static term pretend_token(struct process *p, term item)
{
    if (same(item, A(label)) || same(item, A(serial))) return A(true);
    bool flag = same(item, A(send)) || same(item, A(receive)) || same(item, A(print)) || same(item, A(timestamp));
    return flag ? heap_tuple2(&p->heap, item, A(false)) : NO_TERM;
}

term match_pretend_action(struct match_run *run, enum match_action action, const term *args, uint32_t count)
{
    struct process *p = run->process;
    (void)count;
    switch (action) {
    case MATCH_IS_SEQ_TRACE: return A(false);
    case MATCH_GET_SEQ_TOKEN: return NIL;
    case MATCH_SET_SEQ_TOKEN: return pretend_token(p, args[0]);
    case MATCH_GET_TCW:
    case MATCH_SET_TCW: return small(0);
    case MATCH_CALLER:
    case MATCH_CALLER_LINE: return A(undefined);
    case MATCH_CURRENT_STACKTRACE: return NIL;
    case MATCH_PROCESS_DUMP: return heap_binary_from(&p->heap, "", 0);
    default: return A(true);
    }
}
