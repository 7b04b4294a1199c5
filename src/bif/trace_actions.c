/* bif/trace_actions.c - the actions of match specifications: tracing on and off, tokens, callers. */
#include "bif/trace_actions.h"
#include "bif/process_info.h"
#include "bif/stack.h"
#include "bif/trace_flags.h"
#include "platform/platform.h"
#include "process/state.h"
#include "term/print.h"

/* The process meant by a pid or name; NULL: none. */
static struct process *target_of(term t) { return is_atom(t) ? process_find_registered(t) : process_find(t); }

/* p's tracer in the session whose specification runs; NO_TERM: none. */
static term own_tracer(const struct match_run *run)
{
    const struct tracee *t = trace_find(run->process->relations.trace, run->session);
    return trace_session_has_tracer(run->session) ? run->session->tracer : t ? t->tracer : NO_TERM;
}

/* The tracer named, else of's own, else that of the process that calls. */
static term set_flags(const struct match_run *run, struct process *of, term clear, term set)
{
    struct trace_request off, on;
    if (!of || !trace_flags_read(&off, run->session, clear) || !trace_flags_read(&on, run->session, set))
        return A(false);
    const struct tracee *t = trace_find(of->relations.trace, run->session);
    term tracer = is_term(on.tracer) ? on.tracer : t ? NO_TERM : own_tracer(run);
    if (!t && !is_term(tracer)) return A(false);
    return boolean(trace_set(&of->relations.trace, run->session, on.flags, off.flags, tracer));
}

/* enable_trace([Pid,] Flag), disable_trace([Pid,] Flag) */
static term change_one(const struct match_run *run, const term *args, uint32_t count, bool enable)
{
    struct process *of = count == 2 ? target_of(args[0]) : run->process;
    term list = heap_cons(&run->process->heap, args[count - 1], NIL);
    if (!is_term(list)) return NO_TERM;
    set_flags(run, of, enable ? NIL : list, enable ? list : NIL);
    return A(true);
}

static term change_many(const struct match_run *run, const term *args, uint32_t count)
{
    struct process *of = count == 3 ? target_of(args[0]) : run->process;
    return set_flags(run, of, args[count - 2], args[count - 1]);
}

/* silent(Boolean); anything else changes nothing. */
static term silence(const struct match_run *run, term value)
{
    struct tracee *t = trace_find(run->process->relations.trace, run->session);
    if (t && is_boolean(value)) {
        t->flags &= ~(uint32_t)TRACE_SILENT;
        if (same(value, A(true))) t->flags |= TRACE_SILENT;
    }
    return A(true);
}

static const uint32_t *address_of(term t) { return (const uint32_t *)(uintptr_t)(t.word - TAG_HEADER); }

/* {M, F, A} or {M, F, A, {File, Line}} */
static term place_term(struct heap *h, const struct code_place *place, bool line)
{
    if (!line || !place->file || !place->line) return heap_tuple3(h, place->name, place->function, small(place->arity));
    term file = heap_string(h, (const uint8_t *)place->file, place->file_size, NIL);
    term where = is_term(file) ? heap_tuple2(h, file, small(place->line)) : NO_TERM;
    term *hp = is_term(where) ? heap_alloc(h, TUPLE_WORDS(4)) : NULL;
    return hp ? build_tuple4(&hp, place->name, place->function, small(place->arity), where) : NO_TERM;
}

/* At a function's entry its caller's return address is on top of the stack. */
static term caller(struct process *p, bool line)
{
    struct code_place place;
    for (const term *s = p->heap.sp; s < p->heap.end; s++) {
        if (!is_return_address(*s)) continue;
        if (!code_place(address_of(*s) - 1, &place) || !is_term(place.name)) continue;
        return place_term(&p->heap, &place, line);
    }
    return A(undefined);
}

static term set_token(struct process *p, const term *args)
{
    term in[] = {args[0], args[1]}, value = NO_TERM;
    struct failure failure = p->failure;
    enum bif_end end = bif_erlang_seq_trace_2(p, in, &value);
    p->failure = failure;
    return end == BIF_DONE ? value : NO_TERM;
}

static term display(term t)
{
    char text[1024];
    size_t size = term_print_to(text, sizeof text - 1, t);
    if (size > sizeof text - 2) size = sizeof text - 2;
    text[size++] = '\n';
    platform_console(text, size);
    return A(true);
}

term trace_action(struct match_run *run, enum match_action action, const term *args, uint32_t count)
{
    struct process *p = run->process;
    switch (action) {
    case MATCH_IS_SEQ_TRACE: return boolean(is_tuple(p->sequential_token));
    case MATCH_GET_SEQ_TOKEN: return p->sequential_token;
    case MATCH_SET_SEQ_TOKEN: return set_token(p, args);
    case MATCH_GET_TCW: return small(processes()->trace_control_word);
    case MATCH_SET_TCW: {
        term before = small(processes()->trace_control_word);
        if (is_small(args[0]) && small_value(args[0]) >= 0 && small_value(args[0]) <= UINT32_MAX)
            processes()->trace_control_word = (uint32_t)small_value(args[0]);
        return before;
    }
    case MATCH_ENABLE_TRACE: return change_one(run, args, count, true);
    case MATCH_DISABLE_TRACE: return change_one(run, args, count, false);
    case MATCH_TRACE_CHANGE: return change_many(run, args, count);
    case MATCH_SILENT: return silence(run, args[0]);
    case MATCH_CALLER: return caller(p, false);
    case MATCH_CALLER_LINE: return caller(p, true);
    case MATCH_CURRENT_STACKTRACE: return info_callers(p, count ? args : NULL);
    case MATCH_PROCESS_DUMP: return info_backtrace(p, p);
    case MATCH_DISPLAY: return display(args[0]);
    default: return A(undefined);
    }
}
