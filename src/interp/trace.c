/* interp/trace.c - stack traces: kept raw when an exception is raised, made into terms when asked for. */
#include "interp/raise.h"
#include "interp/run.h"
#include "bif/call_trace.h"
#include "code/module.h"
#include "heap/map.h"
#include "memory/settings.h"

/* Elements of a raw trace. */
enum { RAW_CLASS, RAW_CURRENT, RAW_ARGUMENTS, RAW_INFO, RAW_ADDRESSES };
enum { RAISED_LIST = 1, RAISED_ARITY = 2 };

static term address_term(const uint32_t *at) { return small((int64_t)(uintptr_t)at); }
static const uint32_t *term_address(term t) { return (const uint32_t *)(uintptr_t)small_value(t); }

/* Modules whose BIFs' errors are explained by a module of OTP. */
static term explaining_module(term module)
{
    static const struct {
        uint32_t of, by;
    } rows[] = {
        {ATOM_IX_atomics, ATOM_IX_erl_erts_errors},   {ATOM_IX_counters, ATOM_IX_erl_erts_errors},
        {ATOM_IX_erlang, ATOM_IX_erl_erts_errors},    {ATOM_IX_erts_internal, ATOM_IX_erl_erts_errors},
        {ATOM_IX_os, ATOM_IX_erl_kernel_errors},      {ATOM_IX_persistent_term, ATOM_IX_erl_erts_errors},
        {ATOM_IX_binary, ATOM_IX_erl_stdlib_errors},  {ATOM_IX_ets, ATOM_IX_erl_stdlib_errors},
        {ATOM_IX_lists, ATOM_IX_erl_stdlib_errors},   {ATOM_IX_maps, ATOM_IX_erl_stdlib_errors},
        {ATOM_IX_math, ATOM_IX_erl_stdlib_errors},    {ATOM_IX_re, ATOM_IX_erl_stdlib_errors},
        {ATOM_IX_unicode, ATOM_IX_erl_stdlib_errors},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (atom_index(module) == rows[i].of) return atom_of(rows[i].by);
    return NO_TERM;
}

/* [{error_info, Map}], or [] when there is nothing to say; NO_TERM: no memory. */
static term error_info(struct process *p, const struct mfa *bif)
{
    const struct failure *f = &p->failure;
    struct heap *h = &p->heap;
    term map = f->options;
    if (bif) {
        term module = explaining_module(bif->module);
        if (!is_term(module)) return NIL;
        term pairs[] = {A(module), module, A(cause), f->cause};
        map = heap_map_from_pairs(h, pairs, is_term(f->cause) ? 2 : 1);
    } else if (is_term(f->cause) && is_map(f->cause)) {
        map = f->cause;
    } else if (!is_term(map)) {
        return NIL;
    }
    if (!is_term(map)) return NO_TERM;
    term pair = heap_tuple2(h, A(error_info), map);
    return is_term(pair) ? heap_cons(h, pair, NIL) : NO_TERM;
}

enum { BACKTRACE_DEPTH_MAX = 1024 };
static size_t backtrace_depth(void)
{
    size_t depth = settings()->backtrace_depth;
    return depth < BACKTRACE_DEPTH_MAX ? depth : BACKTRACE_DEPTH_MAX;
}

/* A frame of a traced call: its return address leads to what tells the tracer, and to no function. */
static bool is_of_tracing(const uint32_t *to)
{
    const struct call_trace *t = call_trace();
    return t && to == &t->returns[1];
}

/* The calls in progress: return addresses on the stack from s on, each that differs from the one before. */
static size_t gather(const struct process *p, const term *s, const uint32_t *previous, const uint32_t **to, size_t room)
{
    size_t count = 0;
    for (; s < p->heap.end && count < room; s++) {
        if (!is_return_address(*s) || returned_to(*s) == previous || is_of_tracing(returned_to(*s))) continue;
        previous = returned_to(*s);
        to[count++] = previous - 1; /* inside the call */
    }
    return count;
}

bool raises_for_caller(const struct mfa *bif)
{
    if (!same(bif->module, A(erlang))) return false;
    return same(bif->function, A(error)) || (same(bif->function, A(exit)) && bif->arity == 1) ||
           same(bif->function, A(throw));
}

static bool is_in_function(const uint32_t *pc)
{
    struct code_place place;
    return code_place(pc, &place) && is_term(place.name);
}

/* The newest return address on the stack that leads into a function: those of traced calls, which may lie before it,
 * lead to what tells the tracer. The end of the stack: there is none. */
static const term *nearest_call(const struct process *p)
{
    const term *s = p->heap.sp;
    while (s < p->heap.end && !(is_return_address(*s) && is_in_function(returned_to(*s) - 1))) s++;
    return s;
}

/* Does pc lie in what a module itself has under the name of a function that is built in?  Local calls go that way. */
static bool is_body_of(const uint32_t *pc, const struct mfa *bif)
{
    struct code_place place;
    return code_place(pc, &place) && is_term(place.name) && same(place.name, bif->module) &&
           same(place.function, bif->function) && place.arity == bif->arity;
}

term raw_trace(struct process *p, const uint32_t *pc, const struct mfa *bif, const term *args)
{
    const uint32_t *calls[BACKTRACE_DEPTH_MAX];
    size_t depth = backtrace_depth(), count = 0;
    struct heap *h = &p->heap;
    struct failure *f = &p->failure;
    const uint32_t *caller = pc;
    const term *stack = p->heap.sp;
    if (bif && raises_for_caller(bif)) {
        bool nowhere = !pc || (call_trace() && !is_in_function(pc));
        if (nowhere && (stack = nearest_call(p)) < p->heap.end) pc = (caller = returned_to(*stack)) - 1;
        bif = NULL;
    }
    term info = error_info(p, bif), current = address_term(pc), arguments = is_term(f->args) ? f->args : A(true);
    if (!is_term(info)) return NO_TERM;
    if (depth > 0) depth--; /* the current function counts */
    if (bif) {
        current = heap_tuple3(h, bif->module, bif->function, small(bif->arity));
        arguments = collect_arguments(h, args, bif->arity);
        if (!is_term(current) || !is_term(arguments)) return NO_TERM;
        if (pc && depth > 0 && !is_body_of(pc, bif)) calls[count++] = pc;
    }
    count += gather(p, stack, caller, &calls[count], depth - count);
    term *hp = heap_alloc(h, TUPLE_WORDS(RAW_ADDRESSES + count));
    if (!hp) return NO_TERM;
    term raw = build_tuple(&hp, RAW_ADDRESSES + count), *e = tuple_elements(raw);
    e[RAW_CLASS] = f->class, e[RAW_CURRENT] = current, e[RAW_ARGUMENTS] = arguments, e[RAW_INFO] = info;
    for (size_t i = 0; i < count; i++) e[RAW_ADDRESSES + i] = address_term(calls[i]);
    return raw;
}

term raw_of_list(struct heap *h, term class, term list) { return heap_tuple2(h, class, list); }

/* UTF-8 as a list of code points. */
static term characters(struct heap *h, const uint8_t *text, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++) count += (text[i] & 0xc0) != 0x80;
    term list = NIL, *hp = heap_alloc(h, CONS_WORDS * count);
    if (!hp) return NO_TERM;
    for (size_t i = size; i > 0;) {
        uint32_t code = 0, shift = 0;
        while ((text[--i] & 0xc0) == 0x80 && i > 0) code |= (uint32_t)(text[i] & 0x3f) << shift, shift += 6;
        uint32_t lead = text[i] & (shift == 0 ? 0x7fu : 0x3fu >> shift / 6);
        list = build_cons(&hp, small(code | lead << shift), list);
    }
    return list;
}

/* [{file, F}, {line, L}] */
static term location(struct heap *h, const struct code_place *place)
{
    if (place->line == 0 || !place->file || place->module->preloaded) return NIL; /* as OTP */
    term file = characters(h, (const uint8_t *)place->file, place->file_size);
    if (!is_term(file)) return NO_TERM;
    term *hp = heap_alloc(h, 2 * (TUPLE_WORDS(2) + CONS_WORDS));
    if (!hp) return NO_TERM;
    term line = build_cons(&hp, build_tuple2(&hp, A(line), small(place->line)), NIL);
    return build_cons(&hp, build_tuple2(&hp, A(file), file), line);
}

static term frame(struct heap *h, term module, term function, term arity, term where)
{
    term *hp = heap_alloc(h, TUPLE_WORDS(4));
    return hp && is_term(where) ? build_tuple4(&hp, module, function, arity, where) : NO_TERM;
}

/* Location, with the element of `info` (or nothing) behind it. */
static term with_info(struct heap *h, term where, term info)
{
    if (!is_cons(info) || !is_cons(where)) return is_cons(where) || !is_term(where) ? where : info;
    term last = tail(where); /* [{file, F} | [{line, L}]] */
    last = heap_cons(h, head(last), info);
    return is_term(last) ? heap_cons(h, head(where), last) : NO_TERM;
}

/* {M, F, ArityOrArguments, Location ++ Info} of a code address; NIL: it is no function's. */
static term frame_at(struct heap *h, const uint32_t *at, term arguments, term info)
{
    struct code_place place;
    if (!code_place(at, &place) || !is_term(place.name)) return NIL;
    term where = with_info(h, location(h, &place), info);
    term arity = same(arguments, A(true)) ? small(place.arity) : arguments;
    return frame(h, place.name, place.function, arity, where);
}

static term first_frame(struct heap *h, const term *raw)
{
    term current = raw[RAW_CURRENT];
    if (is_small(current)) return frame_at(h, term_address(current), raw[RAW_ARGUMENTS], raw[RAW_INFO]);
    const term *e = tuple_elements(current);
    return frame(h, e[0], e[1], raw[RAW_ARGUMENTS], raw[RAW_INFO]);
}

term stacktrace_of(struct heap *h, term raw)
{
    if (!is_tuple(raw)) return raw; /* not ours: raised by hand */
    const term *e = tuple_elements(raw);
    if (tuple_arity(raw) == RAISED_ARITY) return e[RAISED_LIST];
    term list = NIL;
    for (size_t i = tuple_arity(raw); i-- > RAW_ADDRESSES;) {
        term f = frame_at(h, term_address(e[i]), A(true), NIL);
        if (!is_term(f)) return NO_TERM;
        if (is_nil(f)) continue;
        list = heap_cons(h, f, list);
        if (!is_term(list)) return NO_TERM;
    }
    term f = first_frame(h, e);
    if (!is_term(f)) return NO_TERM;
    return is_nil(f) ? list : heap_cons(h, f, list);
}
