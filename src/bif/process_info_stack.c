/* bif/process_info_stack.c - the items of process_info about what a process is doing. */
#include "bif/process_info.h"
#include "bif/stack.h"
#include "bif/text.h"
#include "heap/binary.h"
#include "memory/settings.h"
#include "term/print.h"

enum { DEPTH_DEFAULT = 8 };

static size_t backtrace_depth(void) { return settings() ? settings()->backtrace_depth : DEPTH_DEFAULT; }

/* The innermost place; false: none is known. */
static bool innermost(const struct process *of, struct code_place *place)
{
    struct stack_walk walk;
    const uint32_t *address;
    const term *frame;
    if (of->hibernating) {
        *place = (struct code_place){.name = A(erlang), .function = A(hibernate), .arity = 3};
        return true;
    }
    const struct mfa *bif = &of->current_function;
    bool hibernates = same(bif->function, A(hibernate)) && bif->arity == 0; /* shown as an instruction of its caller */
    if (of->in_bif && !hibernates) {
        *place = (struct code_place){.name = bif->module, .function = bif->function, .arity = bif->arity};
        return true;
    }
    stack_walk_begin(&walk, of);
    return stack_walk_next(&walk, place, &address, &frame);
}

term info_current_function(struct process *p, struct process *of)
{
    struct code_place place;
    if (!innermost(of, &place)) return A(undefined);
    return heap_tuple3(&p->heap, place.name, place.function, small(place.arity));
}

term info_current_location(struct process *p, struct process *of)
{
    struct code_place place;
    return innermost(of, &place) ? build_place(&p->heap, &place) : A(undefined);
}

/* The places that are still to be visited, at most `depth` of them. */
static term places(struct process *p, struct stack_walk *walk, size_t depth)
{
    struct code_place place;
    const uint32_t *address;
    const term *frame;
    term first = NIL, *end = &first;
    for (size_t n = 0; n < depth && stack_walk_next(walk, &place, &address, &frame); n++) {
        term call = build_place(&p->heap, &place);
        term cell = is_term(call) ? heap_cons(&p->heap, call, NIL) : NO_TERM;
        if (!is_term(cell)) return NO_TERM;
        *end = cell;
        end = &cons_cell(cell)[1];
    }
    return first;
}

term info_current_stacktrace(struct process *p, struct process *of)
{
    struct stack_walk walk;
    stack_walk_begin(&walk, of);
    return places(p, &walk, backtrace_depth());
}

term info_callers(struct process *p, const term *depth)
{
    struct stack_walk walk;
    stack_walk_begin(&walk, p);
    walk.begun = true; /* the function that is called is no part of it */
    size_t most = backtrace_depth();
    return places(p, &walk, depth && (size_t)small_value(*depth) < most ? (size_t)small_value(*depth) : most);
}

/* -- backtrace: text for people -------------------------------------------------------------- */

enum { TERM_TEXT_MAX = 2000 };

static void put_place(struct text *t, const char *what, const uint32_t *address, const struct code_place *place)
{
    text_put(t, what);
    text_format(t, "0x%016lx (", (unsigned long)(uintptr_t)address);
    text_term(t, place->name, TERM_TEXT_MAX);
    text_put(t, ":");
    text_term(t, place->function, TERM_TEXT_MAX);
    text_format(t, "/%u)\n", place->arity);
}

/* The y registers from `from` up to the next return address. */
static void put_registers(struct text *t, const term *from, const term *end)
{
    for (unsigned i = 0; from < end && !is_return_address(*from); from++, i++) {
        text_format(t, "y(%u)     ", i);
        text_term(t, is_catch(*from) ? A(catch) : *from, TERM_TEXT_MAX);
        text_put(t, "\n");
    }
    text_put(t, "\n");
}

term info_backtrace(struct process *p, struct process *of)
{
    struct text text = {.limit = 1 << 20};
    if (of->sensitive) return heap_binary_from(&p->heap, "", 0);
    struct stack_walk walk;
    struct code_place place;
    const uint32_t *address;
    const term *frame;
    stack_walk_begin(&walk, of);
    while (stack_walk_next(&walk, &place, &address, &frame)) {
        if (frame) text_format(&text, "0x%016lx Return addr ", (unsigned long)(uintptr_t)frame);
        put_place(&text, frame ? "" : "Program counter: ", address, &place);
        put_registers(&text, frame ? frame + 1 : of->heap.sp, of->heap.end);
    }
    term result = text.failed ? NO_TERM : heap_binary_from(&p->heap, text.bytes, text.size);
    text_free(&text);
    return result;
}
