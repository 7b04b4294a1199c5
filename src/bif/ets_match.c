/* bif/ets_match.c - match specifications by themselves: compiled, run on lists, tested. */
#include "bif/match_guards.h"
#include "bif/resume.h"
#include "ets/match_program.h"
#include "memory/memory.h"

enum bif_end bif_ets_match_spec_compile_1(struct process *p, term *args, term *result)
{
    struct match_errors errors = {.heap = &p->heap, .list = NIL};
    struct match_program *m = match_compile(args[0], MATCH_FOR_TABLES, &errors);
    if (!m) return match_refused(p, &errors);
    match_keep(m);
    term t = match_reference(&p->heap, m);
    match_release(m);
    return bif_value(p, t, result);
}

enum bif_end bif_ets_is_compiled_ms_1(struct process *p, term *args, term *result)
{
    (void)p;
    *result = boolean(match_of_reference(args[0]) != NULL);
    return BIF_DONE;
}

/* match_spec_run_r(List, Compiled, Results): the values of the elements, the latest first. */
enum bif_end bif_ets_match_spec_run_r_3(struct process *p, term *args, term *result)
{
    struct match_run run = {.process = p, .program = match_of_reference(args[1])};
    if (!run.program) return bif_badarg(p);
    int64_t budget = work_budget(p);
    for (; is_cons(args[0]); args[0] = tail(args[0])) {
        if (run.work + 4 > budget) {
            work_pay(p, 0);
            return BIF_AGAIN;
        }
        run.work += 4;
        term value = match_on_term(&run, head(args[0]));
        if (run.no_memory) return bif_no_memory(p);
        if (!is_term(value)) continue;
        value = heap_cons(&p->heap, value, args[2]);
        if (!is_term(value)) return bif_no_memory(p);
        args[2] = value;
    }
    work_pay(p, budget - run.work);
    if (!is_nil(args[0])) return bif_badarg(p);
    *result = args[2];
    return BIF_DONE;
}

/* -- erlang:match_spec_test/3 ------------------------------------------------------------------ */

/* [{error, Text}] in the order in which they were found; NO_TERM: no memory. */
static term errors_of(struct heap *h, const struct match_errors *e)
{
    term list = NIL;
    for (term l = e->list; is_cons(l) && is_term(list); l = tail(l)) list = heap_cons(h, head(l), list);
    return e->no_memory ? NO_TERM : list;
}

static term flags_of(struct heap *h, uint32_t flags)
{
    term list = NIL;
    if (flags & MATCH_EXCEPTION_TRACE_FLAG) list = heap_cons(h, A(exception_trace), list);
    if (flags & MATCH_RETURN_TRACE_FLAG && is_term(list)) list = heap_cons(h, A(return_trace), list);
    return list;
}

static term run_on_list(struct match_run *run, term list)
{
    size_t count = 0;
    for (term l = list; is_cons(l); l = tail(l)) count++;
    term *arguments = memory_alloc(MEMORY_SYSTEM, count * sizeof *arguments);
    if (!arguments) {
        run->no_memory = true;
        return NO_TERM;
    }
    for (size_t i = 0; i < count; i++, list = tail(list)) arguments[i] = head(list);
    term value = match_on_arguments(run, arguments, (uint32_t)count);
    memory_free(MEMORY_SYSTEM, arguments);
    return value;
}

/* {ok, Value, Flags, []}; NO_TERM: no memory. */
static term test_result(struct process *p, struct match_program *m, term against, bool trace)
{
    struct match_run run = {.process = p, .program = m, .action = match_pretend_action, .pretend = true};
    term value = trace ? run_on_list(&run, against) : match_on_term(&run, against);
    if (run.no_memory) return NO_TERM;
    term flags = flags_of(&p->heap, run.trace_flags);
    term *hp = is_term(flags) ? heap_alloc(&p->heap, TUPLE_WORDS(4)) : NULL;
    return hp ? build_tuple4(&hp, A(ok), is_term(value) ? value : A(false), flags, NIL) : NO_TERM;
}

enum bif_end bif_erlang_match_spec_test_3(struct process *p, term *args, term *result)
{
    bool trace = same(args[2], A(trace));
    if (!trace && !same(args[2], A(table))) return bif_badarg(p);
    if (trace && !is_list(args[0])) return bif_badarg(p);
    struct match_errors errors = {.heap = &p->heap, .list = NIL};
    int dialect = trace ? MATCH_FOR_TRACE | MATCH_FOR_CALLS | MATCH_WITH_ACTIONS : MATCH_FOR_TABLES;
    struct match_program *m = match_compile(args[1], dialect, &errors);
    if (!m) {
        term list = errors_of(&p->heap, &errors);
        return bif_value(p, is_term(list) ? heap_tuple2(&p->heap, A(error), list) : NO_TERM, result);
    }
    match_keep(m);
    term t = test_result(p, m, args[0], trace);
    match_release(m);
    return bif_value(p, t, result);
}
