/* bif/exceptions.c - error, exit, throw and raise. */
#include "bif/bif.h"
#include "memory/settings.h"

enum bif_end bif_erlang_error_1(struct process *p, term *args, term *result)
{
    (void)result;
    return bif_error(p, args[0]);
}

enum bif_end bif_erlang_error_2(struct process *p, term *args, term *result)
{
    (void)result;
    bif_error(p, args[0]);
    if (is_list(args[1])) p->failure.args = args[1];
    return BIF_RAISE;
}

/* The map of [..., {error_info, Map}, ...]; NO_TERM: none. */
static term error_info_option(term options)
{
    for (; is_cons(options); options = tail(options)) {
        term o = head(options);
        if (is_tuple_of(o, 2) && same(tuple_elements(o)[0], A(error_info)) && is_map(tuple_elements(o)[1]))
            return tuple_elements(o)[1];
    }
    return NO_TERM;
}

enum bif_end bif_erlang_error_3(struct process *p, term *args, term *result)
{
    bif_erlang_error_2(p, args, result);
    p->failure.options = error_info_option(args[2]);
    return BIF_RAISE;
}

enum bif_end bif_erlang_exit_1(struct process *p, term *args, term *result)
{
    (void)result;
    return bif_raise(p, A(exit), args[0]);
}

enum bif_end bif_erlang_throw_1(struct process *p, term *args, term *result)
{
    (void)result;
    return bif_raise(p, A(throw), args[0]);
}

enum bif_end bif_erlang_nif_error_1(struct process *p, term *args, term *result)
{
    (void)result;
    return bif_error(p, args[0]);
}

enum bif_end bif_erlang_nif_error_2(struct process *p, term *args, term *result)
{
    (void)result;
    return bif_error(p, args[0]);
}

/* -- raise/3 ---------------------------------------------------------------------------------- */

enum frame_check { FRAME_BAD, FRAME_WHOLE, FRAME_LACKS_LOCATION };

/* A frame is {M,F,A}, {M,F,A,Location}, {Fun,Arguments} or {Fun,Arguments,Location}; what arguments are is
 * not looked at, as in OTP. */
static enum frame_check check_frame(term frame)
{
    if (!is_tuple(frame)) return FRAME_BAD;
    const term *e = tuple_elements(frame);
    size_t arity = tuple_arity(frame);
    if (arity < 2 || arity > 4) return FRAME_BAD;
    size_t whole = is_fun(e[0]) ? 3 : 4;
    if (whole == 4 && (!is_atom(e[0]) || !is_atom(e[1]))) return FRAME_BAD;
    if (arity + 1 == whole) return FRAME_LACKS_LOCATION;
    return arity == whole && is_list(e[whole - 1]) ? FRAME_WHOLE : FRAME_BAD;
}

/* The frame with an empty location added; NO_TERM: no memory. */
static term complete_frame(struct heap *h, term frame)
{
    size_t arity = tuple_arity(frame);
    term *hp = heap_alloc(h, TUPLE_WORDS(arity + 1));
    if (!hp) return NO_TERM;
    term whole = build_tuple(&hp, arity + 1);
    memcpy(tuple_elements(whole), tuple_elements(frame), arity * sizeof(term));
    tuple_elements(whole)[arity] = NIL;
    return whole;
}

/* The first frames of a trace, each with a location, as many as a trace may have; NO_TERM: no memory. */
static term complete_trace(struct heap *h, term trace)
{
    size_t count = 0, depth = settings()->backtrace_depth;
    if (depth == 0) depth = 1; /* as OTP: the place of the error is always there */
    for (term t = trace; is_cons(t) && count < depth; t = tail(t)) count++;
    if (count == 0) return NIL;
    term *cells = heap_alloc(h, CONS_WORDS * count);
    if (!cells) return NO_TERM;
    for (size_t i = 0; i < count; i++) cells[2 * i] = cells[2 * i + 1] = NIL;
    for (size_t i = 0; i < count; i++, trace = tail(trace)) {
        term frame = head(trace);
        if (check_frame(frame) == FRAME_LACKS_LOCATION) frame = complete_frame(h, frame);
        if (!is_term(frame)) return NO_TERM;
        cells[2 * i] = frame;
        if (i + 1 < count) cells[2 * i + 1] = cons_at(&cells[2 * i + 2]);
    }
    return cons_at(cells);
}

static bool is_class(term t) { return same(t, A(error)) || same(t, A(exit)) || same(t, A(throw)); }

/* Arguments that are not well formed make it return badarg, not raise it. */
enum bif_end bif_erlang_raise_3(struct process *p, term *args, term *result)
{
    term list = args[2];
    *result = A(badarg);
    if (!is_class(args[0])) return BIF_DONE;
    for (; is_cons(list); list = tail(list))
        if (check_frame(head(list)) == FRAME_BAD) return BIF_DONE;
    if (!is_nil(list)) return BIF_DONE;
    term trace = complete_trace(&p->heap, args[2]);
    if (is_term(trace)) trace = heap_tuple2(&p->heap, args[0], trace); /* a raw trace: interp/raise.h */
    if (!is_term(trace)) return bif_no_memory(p);
    bif_raise(p, args[0], args[1]);
    p->failure.trace = trace;
    return BIF_RAISE;
}
