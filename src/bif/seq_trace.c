/* bif/seq_trace.c - sequential tracing: setting and asking for the token; and the tags of dynamic trace tools,
 * which there are none of. */
#include "process/seq_trace.h"
#include "bif/arguments.h"
#include "process/state.h"
#include "term/compare.h"

static const struct {
    uint32_t name;
    unsigned flag;
} flags[] = {
    {ATOM_IX_send, SEQ_TRACE_SEND},
    {ATOM_IX_receive, SEQ_TRACE_RECEIVE},
    {ATOM_IX_print, SEQ_TRACE_PRINT},
    {ATOM_IX_timestamp, SEQ_TRACE_NOW_TIMESTAMP},
    {ATOM_IX_strict_monotonic_timestamp, SEQ_TRACE_STRICT_MONOTONIC},
    {ATOM_IX_monotonic_timestamp, SEQ_TRACE_MONOTONIC},
};

static unsigned flag_of(term name)
{
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].name == atom_index(name)) return flags[i].flag;
    return 0;
}

/* A token of p's own, which others do not share: a copy of the one it has, or a new one. */
static term *own_token(struct process *p)
{
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(TOKEN_ELEMENTS));
    if (!hp) return NULL;
    term token = build_tuple(&hp, TOKEN_ELEMENTS), *e = tuple_elements(token);
    if (is_tuple(p->sequential_token)) memcpy(e, tuple_elements(p->sequential_token), TOKEN_ELEMENTS * sizeof(term));
    else
        memcpy(e, (term[]){small(0), small(0), small(0), p->pid, small(p->sequential_last)},
               TOKEN_ELEMENTS * sizeof(term));
    p->sequential_token = token;
    return e;
}

static enum bif_end set_flag(struct process *p, unsigned flag, term value, term *result)
{
    if (!is_boolean(value)) return bif_badarg(p);
    term *token = own_token(p);
    if (!token) return bif_no_memory(p);
    int64_t before = small_value(token[TOKEN_FLAGS]);
    *result = boolean(before & flag);
    token[TOKEN_FLAGS] = small(same(value, A(true)) ? before | flag : before & ~(int64_t)flag);
    return BIF_DONE;
}

static enum bif_end set_label(struct process *p, term value, term *result)
{
    term *token = own_token(p);
    if (!token) return bif_no_memory(p);
    *result = token[TOKEN_LABEL];
    token[TOKEN_LABEL] = value;
    return BIF_DONE;
}

static enum bif_end set_serial(struct process *p, term value, term *result)
{
    if (!is_tuple_of(value, 2)) return bif_badarg(p);
    const term *e = tuple_elements(value);
    if (!is_small(e[0]) || !is_small(e[1])) return bif_badarg(p);
    term *token = own_token(p);
    if (!token) return bif_no_memory(p);
    *result = heap_tuple2(&p->heap, token[TOKEN_LAST], token[TOKEN_SERIAL]);
    token[TOKEN_LAST] = e[0], token[TOKEN_SERIAL] = e[1];
    p->sequential_last = small_value(e[0]), p->sequential_clock = small_value(e[1]);
    return is_term(*result) ? BIF_DONE : bif_no_memory(p);
}

/* The whole token: [] removes it. */
static enum bif_end set_token(struct process *p, term value, term *result)
{
    if (!is_nil(value)) return bif_badarg(p);
    *result = p->sequential_token;
    p->sequential_token = NIL;
    return BIF_DONE;
}

enum bif_end bif_erlang_seq_trace_2(struct process *p, term *args, term *result)
{
    if (!is_atom(args[0])) return bif_badarg(p);
    unsigned flag = flag_of(args[0]);
    if (flag) return set_flag(p, flag, args[1], result);
    if (same(args[0], A(label))) return set_label(p, args[1], result);
    if (same(args[0], A(serial))) return set_serial(p, args[1], result);
    if (same(args[0], A(sequential_trace_token))) return set_token(p, args[1], result);
    return bif_badarg(p);
}

enum bif_end bif_erlang_seq_trace_info_1(struct process *p, term *args, term *result)
{
    if (!is_atom(args[0])) return bif_badarg(p);
    const term *token = is_tuple(p->sequential_token) ? tuple_elements(p->sequential_token) : NULL;
    unsigned flag = flag_of(args[0]);
    term value = NO_TERM;
    if (same(args[0], A(sequential_trace_token))) value = token ? p->sequential_token : NIL;
    else if (!flag && !same(args[0], A(label)) && !same(args[0], A(serial))) return bif_badarg(p);
    else if (!token) return *result = NIL, BIF_DONE;
    else if (flag) value = boolean(small_value(token[TOKEN_FLAGS]) & flag);
    else if (same(args[0], A(label))) value = token[TOKEN_LABEL];
    else value = heap_tuple2(&p->heap, token[TOKEN_LAST], token[TOKEN_SERIAL]);
    return bif_value(p, is_term(value) ? heap_tuple2(&p->heap, args[0], value) : NO_TERM, result);
}

enum bif_end bif_erlang_seq_trace_print_1(struct process *p, term *args, term *result)
{
    *result = boolean(is_tuple(p->sequential_token));
    seq_trace_print(p, args[0]);
    return BIF_DONE;
}

enum bif_end bif_erlang_seq_trace_print_2(struct process *p, term *args, term *result)
{
    const term *token = is_tuple(p->sequential_token) ? tuple_elements(p->sequential_token) : NULL;
    *result = boolean(token && term_equal(token[TOKEN_LABEL], args[0]));
    if (same(*result, A(true))) seq_trace_print(p, args[1]);
    return BIF_DONE;
}

/* -- dynamic trace tools: none is there, so there are no tags ------------------------------------- */

enum bif_end bif_erlang_dt_get_tag_0(struct process *p, term *args, term *result)
{
    (void)p;
    (void)args;
    *result = A(undefined);
    return BIF_DONE;
}

enum bif_end bif_erlang_dt_put_tag_1(struct process *p, term *args, term *result)
{
    (void)p;
    (void)args;
    *result = A(undefined);
    return BIF_DONE;
}

enum bif_end bif_erlang_dt_same_1(struct process *p, term *args, term *result)
{
    (void)p;
    *result = args[0];
    return BIF_DONE;
}
