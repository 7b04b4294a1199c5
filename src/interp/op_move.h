/* interp/op_move.h - bodies that move, take apart and build terms. */
#pragma once
#include "heap/build.h"
#include "interp/machine.h"

INLINE enum go body_move(struct machine *m, const enum op_kind *k)
{
    set_destination(m, k, 1, source(m, k, 0));
    return NEXT;
}
INLINE enum go body_move2(struct machine *m, const enum op_kind *k)
{
    set_destination(m, k, 1, source(m, k, 0));
    set_destination(m, k, 3, source(m, k, 2));
    return NEXT;
}
INLINE enum go body_swap(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 0), b = source(m, k, 1);
    set_destination(m, k, 0, b);
    set_destination(m, k, 1, a);
    return NEXT;
}
INLINE enum go body_init_y1(struct machine *m, const enum op_kind *k)
{
    set_destination(m, k, 0, NIL);
    return NEXT;
}
INLINE enum go body_init_y(struct machine *m, const enum op_kind *k)
{
    (void)k;
    uint32_t count = operand(m, 0);
    for (uint32_t i = 0; i < count; i++) *y_at(m, operand(m, 1 + i)) = NIL;
    return go_past_list(m, 0);
}
INLINE enum go body_get_list(struct machine *m, const enum op_kind *k)
{
    const term *cell = cons_cell(source(m, k, 0));
    term hd = cell[0], tl = cell[1];
    set_destination(m, k, 1, hd);
    set_destination(m, k, 2, tl);
    return NEXT;
}
INLINE enum go body_get_hd(struct machine *m, const enum op_kind *k)
{
    set_destination(m, k, 1, cons_cell(source(m, k, 0))[0]);
    return NEXT;
}
INLINE enum go body_get_tl(struct machine *m, const enum op_kind *k)
{
    set_destination(m, k, 1, cons_cell(source(m, k, 0))[1]);
    return NEXT;
}
INLINE enum go body_get_tuple_element(struct machine *m, const enum op_kind *k)
{
    set_destination(m, k, 2, *element_at(source(m, k, 0), operand(m, 1)));
    return NEXT;
}
INLINE enum go body_get_tuple_element2(struct machine *m, const enum op_kind *k)
{
    const term *e = element_at(source(m, k, 0), operand(m, 1));
    term first = e[0], second = e[1];
    set_destination(m, k, 2, first);
    set_destination(m, k, 3, second);
    return NEXT;
}
INLINE enum go body_set_tuple_element(struct machine *m, const enum op_kind *k)
{
    *element_at(source(m, k, 1), operand(m, 2)) = source(m, k, 0);
    return NEXT;
}
INLINE enum go body_put_list(struct machine *m, const enum op_kind *k)
{
    m->htop[0] = source(m, k, 0);
    m->htop[1] = source(m, k, 1);
    set_destination(m, k, 2, cons_at(m->htop));
    m->htop += CONS_WORDS;
    return NEXT;
}
INLINE enum go body_put_tuple(struct machine *m, const enum op_kind *k)
{
    uint32_t arity = operand(m, 1);
    term *object = m->htop;
    object[0].word = header(KIND_TUPLE, arity);
    for (uint32_t i = 0; i < arity; i++) object[1 + i] = source_at(m, operand(m, 2 + i));
    m->htop += TUPLE_WORDS(arity);
    set_destination(m, k, 0, boxed_at(object));
    return go_past_list(m, 1);
}
INLINE enum go body_put_tuple2(struct machine *m, const enum op_kind *k)
{
    term *object = m->htop;
    object[0].word = header(KIND_TUPLE, 2);
    object[1] = source(m, k, 0);
    object[2] = source(m, k, 1);
    m->htop += TUPLE_WORDS(2);
    set_destination(m, k, 2, boxed_at(object));
    return NEXT;
}
/* update_record copies: sharing an unchanged tuple (hint `reuse`) is only an optimisation that the
 * general form also does when every new value is the old one. */
INLINE enum go body_update_record(struct machine *m, const enum op_kind *k)
{
    uint32_t arity = operand(m, 0), words = operand(m, 4);
    term old = source(m, k, 2);
    const term *from = tuple_elements(old);
    bool differs = operand(m, 1);
    for (uint32_t i = 0; i < words && !differs; i += 2)
        differs = !same(from[operand(m, 5 + i) - 1], source_at(m, operand(m, 6 + i)));
    if (differs) {
        term *object = m->htop;
        object[0].word = header(KIND_TUPLE, arity);
        for (uint32_t i = 0; i < arity; i++) object[1 + i] = from[i];
        for (uint32_t i = 0; i < words; i += 2) object[operand(m, 5 + i)] = source_at(m, operand(m, 6 + i));
        m->htop += TUPLE_WORDS(arity);
        old = boxed_at(object);
    }
    set_destination(m, k, 3, old);
    return go_past_list(m, 4);
}
