/* bif/stack.c - walking the stack of a process, and places in code as terms. */
#include "bif/stack.h"
#include "code/module.h"

static const uint32_t *address_of(term t) { return (const uint32_t *)(uintptr_t)(t.word - TAG_HEADER); }

void stack_walk_begin(struct stack_walk *w, const struct process *of)
{
    *w = (struct stack_walk){.of = of, .at = of->heap.sp};
}

bool stack_walk_next(struct stack_walk *w, struct code_place *place, const uint32_t **address, const term **frame)
{
    if (!w->begun) {
        w->begun = true;
        *address = w->previous = w->of->pc;
        *frame = NULL;
        if (code_place(*address, place) && is_term(place->name)) return true;
    }
    for (; w->at < w->of->heap.end; w->at++) {
        if (!is_return_address(*w->at)) continue;
        const uint32_t *to = address_of(*w->at);
        if (to == w->previous) continue;
        w->previous = to;
        *address = to - 1; /* inside the call */
        *frame = w->at;
        if (!code_place(*address, place) || !is_term(place->name)) continue;
        w->at++;
        return true;
    }
    return false;
}

/* UTF-8 as a list of code points. */
static term characters(struct heap *h, const char *text, size_t size)
{
    term first = NIL, *end = &first;
    for (size_t i = 0; i < size;) {
        uint8_t lead = (uint8_t)text[i++];
        uint32_t code = lead < 0x80 ? lead : lead < 0xe0 ? lead & 0x1f : lead < 0xf0 ? lead & 0x0f : lead & 0x07;
        while (i < size && ((uint8_t)text[i] & 0xc0) == 0x80) code = code << 6 | ((uint8_t)text[i++] & 0x3f);
        term cell = heap_cons(h, small(code), NIL);
        if (!is_term(cell)) return NO_TERM;
        *end = cell;
        end = &cons_cell(cell)[1];
    }
    return first;
}

/* [{file, F}, {line, L}] */
static term location(struct heap *h, const struct code_place *place)
{
    if (!place->file || place->line == 0 || place->module->preloaded) return NIL; /* as OTP */
    term file = characters(h, place->file, place->file_size);
    term *hp = heap_alloc(h, 2 * (TUPLE_WORDS(2) + CONS_WORDS));
    if (!hp || !is_term(file)) return NO_TERM;
    term line_pair = build_tuple2(&hp, A(line), small(place->line));
    term line = build_cons(&hp, line_pair, NIL);
    term file_pair = build_tuple2(&hp, A(file), file);
    return build_cons(&hp, file_pair, line);
}

term build_place(struct heap *h, const struct code_place *place)
{
    term where = location(h, place);
    term *hp = heap_alloc(h, TUPLE_WORDS(4));
    if (!hp || !is_term(where)) return NO_TERM;
    return build_tuple4(&hp, place->name, place->function, small(place->arity), where);
}
