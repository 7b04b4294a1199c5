/* test/fuzz/fuzz_matchspec.c - any term as a match specification, in every dialect, run on any object.
 *
 *   make VARIANT=fuzz build/fuzz/fuzz/matchspec && build/fuzz/fuzz/matchspec CORPUS -max_total_time=60
 *
 * The bytes are a recipe for terms, made of what specifications are made of, so that most of them get far.
 */
#include "fuzz.h"
#include "bif/bif.h"
#include "bif/match_guards.h"
#include "ets/match_key.h"
#include "ets/match_program.h"
#include "heap/map.h"

static const char *const words[] = {
    "_",
    "$1",
    "$2",
    "$3",
    "$0",
    "$_",
    "$$",
    "$9999999",
    "true",
    "false",
    "and",
    "or",
    "andalso",
    "orelse",
    "not",
    "xor",
    "const",
    "self",
    "is_atom",
    "is_integer",
    "element",
    "hd",
    "tl",
    "length",
    "size",
    "+",
    "-",
    "*",
    "div",
    "rem",
    "==",
    "=:=",
    "<",
    ">",
    "map_get",
    "is_map_key",
    "is_record",
    "message",
    "return_trace",
    "exception_trace",
    "caller",
    "silent",
    "trace",
    "display",
    "get_tcw",
    "set_tcw",
    "is_seq_trace",
    "bsl",
    "abs",
    "binary_part",
    "set_seq_token",
    "get_seq_token",
    "enable_trace",
    "disable_trace",
    "process_dump",
    "andthen",
    "ok",
    "foo",
};

struct recipe {
    struct input in;
    struct heap *heap;
    unsigned depth;
};

static uint8_t next_byte(struct recipe *r) { return input_byte(&r->in); }

static term make_term(struct recipe *r);

static term make_tuple(struct recipe *r, unsigned arity)
{
    term elements[8];
    for (unsigned i = 0; i < arity; i++) elements[i] = make_term(r);
    term *hp = heap_alloc(r->heap, TUPLE_WORDS(arity));
    if (!hp) return NIL;
    term t = build_tuple(&hp, arity);
    memcpy(tuple_elements(t), elements, arity * sizeof(term));
    return t;
}

static term make_list(struct recipe *r, unsigned length)
{
    term elements[8], list = next_byte(r) % 16 ? NIL : make_term(r);
    for (unsigned i = 0; i < length; i++) elements[i] = make_term(r);
    for (unsigned i = length; i-- > 0 && is_term(list);) list = heap_cons(r->heap, elements[i], list);
    return is_term(list) ? list : NIL;
}

static term make_map(struct recipe *r, unsigned pairs)
{
    term map = heap_empty_map(r->heap);
    for (unsigned i = 0; i < pairs && is_term(map); i++) {
        term key = make_term(r);
        map = heap_map_put(r->heap, map, key, make_term(r));
    }
    return is_term(map) ? map : NIL;
}

static term make_leaf(uint8_t b)
{
    return b < 200 ? atom_from_c(words[b % (sizeof words / sizeof *words)]) : small(b - 225);
}

/* The recipe's depth is bounded here, not in the compiler: this maker recurses. */
static term make_term(struct recipe *r)
{
    uint8_t kind = next_byte(r);
    if (++r->depth > 200 || !input_left(&r->in)) return r->depth--, make_leaf(kind);
    term t;
    switch (kind % 8) {
    case 0:
    case 1: t = make_tuple(r, kind / 8 % 6); break;
    case 2: t = make_tuple(r, 1); break;
    case 3: t = make_list(r, kind / 8 % 6); break;
    case 4: t = kind < 64 ? make_map(r, kind / 8 % 4) : heap_float(r->heap, kind); break;
    default: t = make_leaf(next_byte(r));
    }
    r->depth--;
    return is_term(t) ? t : NIL;
}

static struct process *fresh_process(void)
{
    struct process *p = fuzz_fresh_machine();
    MUST(ets_open());
    match_guards_open();
    return p;
}

static void try_one(struct process *p, term spec, term object, int dialect, bool explain)
{
    struct match_errors errors = {.heap = &p->heap, .list = NIL};
    struct match_program *m = match_compile(spec, dialect, explain ? &errors : NULL);
    if (!m) return;
    match_keep(m);
    struct match_run run = {.process = p, .program = m, .copy = explain, .action = match_pretend_action};
    if (dialect & MATCH_FOR_TRACE) match_on_arguments(&run, &object, 1);
    else match_on_term(&run, object);
    struct table t = {.o = {.type = explain ? TABLE_SET : TABLE_ORDERED_SET, .keypos = 1}};
    struct match_keys keys;
    if (!(dialect & MATCH_FOR_TRACE) && match_keys_of(&t, match_source(m), &keys)) match_keys_close(&keys);
    match_release(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    enum { RUNS_A_MACHINE = 1000 };
    static unsigned runs;
    static struct process *p;
    if (runs++ % RUNS_A_MACHINE == 0) p = fresh_process();
    struct recipe r = {{bytes, bytes + size}, &p->heap, 0};
    term object = make_term(&r), head = make_term(&r), guards = make_list(&r, next_byte(&r) % 3);
    term clause =
        heap_tuple3(&p->heap, next_byte(&r) % 4 ? object : head, guards, make_list(&r, 1 + next_byte(&r) % 2));
    term spec = next_byte(&r) % 8 ? heap_cons(&p->heap, clause, make_list(&r, next_byte(&r) % 2)) : make_term(&r);
    int calls = MATCH_FOR_TRACE | MATCH_FOR_CALLS | MATCH_WITH_ACTIONS;
    for (int explain = 0; explain < 2; explain++) {
        try_one(p, spec, object, MATCH_FOR_TABLES, explain);
        try_one(p, spec, object, calls, explain);
        try_one(p, spec, object, MATCH_FOR_TRACE, explain);
    }
    return 0;
}
