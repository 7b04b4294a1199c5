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

static term set_flags(struct process *of, term clear, term set, term tracer)
{
    struct trace_request off, on;
    if (!of || !trace_flags_read(&off, clear) || !trace_flags_read(&on, set)) return A(false);
    if (is_term(on.tracer)) tracer = on.tracer;
    if (!of->trace && !is_term(tracer)) return A(false);
    return boolean(trace_set(of, on.flags, off.flags, of->trace && !is_term(on.tracer) ? NO_TERM : tracer));
}

/* enable_trace([Pid,] Flag), disable_trace([Pid,] Flag) */
static term change_one(struct process *p, const term *args, uint32_t count, bool enable)
{
    struct process *of = count == 2 ? target_of(args[0]) : p;
    term *hp = heap_alloc(&p->heap, CONS_WORDS);
    if (!hp) return NO_TERM;
    term list = build_cons(&hp, args[count - 1], NIL), tracer = p->trace ? p->trace->tracer : NO_TERM;
    set_flags(of, enable ? NIL : list, enable ? list : NIL, tracer);
    return A(true);
}

static term change_many(struct process *p, const term *args, uint32_t count)
{
    struct process *of = count == 3 ? target_of(args[0]) : p;
    return set_flags(of, args[count - 2], args[count - 1], p->trace ? p->trace->tracer : NO_TERM);
}

/* silent(Boolean); anything else changes nothing. */
static term silence(struct process *p, term value)
{
    if (p->trace && is_boolean(value)) {
        p->trace->flags &= ~(uint32_t)TRACE_SILENT;
        if (same(value, A(true))) p->trace->flags |= TRACE_SILENT;
    }
    return A(true);
}

static const uint32_t *address_of(term t) { return (const uint32_t *)(uintptr_t)(t.word - TAG_HEADER); }

/* At a function's entry its caller's return address is on top of the stack. */
static term caller(struct process *p)
{
    struct code_place place;
    for (const term *s = p->heap.sp; s < p->heap.end; s++) {
        if (!is_return_address(*s)) continue;
        if (!code_place(address_of(*s) - 1, &place) || !is_term(place.name)) continue;
        return heap_tuple3(&p->heap, place.name, place.function, small(place.arity));
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

term trace_action(struct process *p, enum match_action action, const term *args, uint32_t count, bool pretend)
{
    (void)pretend;
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
    case MATCH_ENABLE_TRACE: return change_one(p, args, count, true);
    case MATCH_DISABLE_TRACE: return change_one(p, args, count, false);
    case MATCH_TRACE_CHANGE: return change_many(p, args, count);
    case MATCH_SILENT: return silence(p, args[0]);
    case MATCH_CALLER: return caller(p);
    case MATCH_CURRENT_STACKTRACE: return info_current_stacktrace(p, p);
    case MATCH_PROCESS_DUMP: return info_backtrace(p, p);
    case MATCH_DISPLAY: return display(args[0]);
    default: return A(undefined);
    }
}
