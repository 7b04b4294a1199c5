/* code/translate_data.c - moves, tuples, lists and maps. */
#include "code/translate_parts.h"

/* move S x0; [deallocate N;] return */
static const struct slot *move_and_return(struct emitter *e, const struct slot *i)
{
    const struct slot *next = following(i);
    struct arg from = arg_of(e, i[1]);
    if (is_genop(e, next, GENOP_return)) {
        EMIT(e, move_return, from);
        return following(next);
    }
    if (!is_genop(e, next, GENOP_deallocate) || !is_genop(e, following(next), GENOP_return)) return NULL;
    EMIT(e, move_deallocate_return, from, arg_frame(next[1]));
    return following(following(next));
}

/* A move before a local call saves a dispatch when both operands are registers. */
static const struct slot *move_and_call(struct emitter *e, const struct slot *i)
{
    const struct slot *next = following(i);
    if (is_genop(e, next, GENOP_line) && is_genop(e, following(next), GENOP_call)) next = skip_line(e, next);
    if (!is_genop(e, next, GENOP_call) || !slot_is_register(i[1]) || i[2].kind != SLOT_X) return NULL;
    EMIT(e, move_call, arg_of(e, next[2]), arg_of(e, i[1]), arg_of(e, i[2]));
    return following(next);
}

const struct slot *translate_move(struct emitter *e, const struct slot *i)
{
    const struct slot *next = following(i), *taken;
    if (is_x(i[2], 0) && (taken = move_and_return(e, i))) return taken;
    if ((taken = move_and_call(e, i))) return taken;
    struct arg from = arg_of(e, i[1]), to = arg_of(e, i[2]);
    if (is_genop(e, next, GENOP_move) &&
        emit_has_form(OP_move2, (struct arg[]){from, to, arg_of(e, next[1]), arg_of(e, next[2])}, 4)) {
        EMIT(e, move2, from, to, arg_of(e, next[1]), arg_of(e, next[2]));
        return following(next);
    }
    EMIT(e, move, from, to);
    return next;
}

/* Where an element lies, from the tuple's term on. */
static struct arg element_distance(int32_t index)
{
    return arg_number(((uint64_t)index + 1) * sizeof(term) - TAG_BOXED);
}

const struct slot *translate_get_tuple_element(struct emitter *e, const struct slot *i)
{
    const struct slot *next = following(i);
    struct arg tuple = arg_of(e, i[1]), at = element_distance(i[2].value), to = arg_of(e, i[3]);
    bool pair = is_genop(e, next, GENOP_get_tuple_element) && same_slot(next[1], i[1]) && !same_slot(i[1], i[3]) &&
                next[2].value == i[2].value + 1 &&
                emit_has_form(OP_get_tuple_element2, (struct arg[]){tuple, at, to, arg_of(e, next[3])}, 4);
    if (pair) {
        EMIT(e, get_tuple_element2, tuple, at, to, arg_of(e, next[3]));
        return following(next);
    }
    EMIT(e, get_tuple_element, tuple, at, to);
    return next;
}

const struct slot *translate_set_tuple_element(struct emitter *e, const struct slot *i)
{
    EMIT(e, set_tuple_element, arg_of(e, i[1]), arg_of(e, i[2]), element_distance(i[3].value));
    return following(i);
}

const struct slot *translate_put_tuple2(struct emitter *e, const struct slot *i)
{
    const struct slot *elements = &i[3];
    int32_t count = i[2].value;
    if (count == 2) {
        EMIT(e, put_tuple2, arg_of(e, elements[0]), arg_of(e, elements[1]), arg_of(e, i[1]));
        return following(i);
    }
    EMIT(e, put_tuple, arg_of(e, i[1]), arg_number((uint64_t)count));
    for (int32_t n = 0; n < count; n++) emit_list_word(e, arg_of(e, elements[n]));
    return following(i);
}

static struct arg tuple_header(int32_t arity) { return arg_number(header(KIND_TUPLE, (size_t)arity)); }

const struct slot *translate_is_tuple(struct emitter *e, const struct slot *i)
{
    const struct slot *next = following(i);
    if (is_genop(e, next, GENOP_test_arity) && same_slot(next[1], i[1]) && same_slot(next[2], i[2])) {
        EMIT(e, is_tuple_of, arg_of(e, i[1]), arg_of(e, i[2]), tuple_header(next[3].value));
        return following(next);
    }
    EMIT(e, is_tuple, arg_of(e, i[1]), arg_of(e, i[2]));
    return next;
}

/* Alone it trusts nobody: the test for a tuple may have been left out by inference of types. */
const struct slot *translate_test_arity(struct emitter *e, const struct slot *i)
{
    EMIT(e, is_tuple_of, arg_of(e, i[1]), arg_of(e, i[2]), tuple_header(i[3].value));
    return following(i);
}

const struct slot *translate_is_tagged_tuple(struct emitter *e, const struct slot *i)
{
    EMIT(e, is_tagged_tuple, arg_of(e, i[1]), arg_of(e, i[2]), tuple_header(i[3].value), arg_of(e, i[4]));
    return following(i);
}

const struct slot *translate_is_nonempty_list(struct emitter *e, const struct slot *i)
{
    const struct slot *next = following(i);
    if (is_genop(e, next, GENOP_get_list) && same_slot(next[1], i[2])) {
        EMIT(e, is_nonempty_list_get_list, arg_of(e, i[1]), arg_of(e, i[2]), arg_of(e, next[2]), arg_of(e, next[3]));
        return following(next);
    }
    EMIT(e, is_nonempty_list, arg_of(e, i[1]), arg_of(e, i[2]));
    return next;
}

/* The constant stands last, where the specialised forms have it. */
const struct slot *translate_equality(struct emitter *e, const struct slot *i)
{
    struct arg a = arg_of(e, i[2]), b = arg_of(e, i[3]);
    if (a.kind == ARG_CONSTANT || (a.kind == ARG_Y && b.kind == ARG_X)) {
        struct arg swapped = a;
        a = b, b = swapped;
    }
    if (genop_of(i) == GENOP_is_eq_exact) EMIT(e, is_eq_exact, arg_of(e, i[1]), a, b);
    else EMIT(e, is_ne_exact, arg_of(e, i[1]), a, b);
    return following(i);
}

const struct slot *translate_init_yregs(struct emitter *e, const struct slot *i)
{
    int32_t count = i[1].value;
    if (count == 1) {
        EMIT(e, init_y1, arg_of(e, i[2]));
        return following(i);
    }
    EMIT(e, init_y, arg_number((uint64_t)count));
    for (int32_t n = 0; n < count; n++) emit_list_word(e, arg_of(e, i[2 + n]));
    return following(i);
}

const struct slot *translate_update_record(struct emitter *e, const struct slot *i)
{
    bool must_copy = !same(beam_constant(e->beam, i[1]), A(reuse));
    int32_t count = i[5].value;
    EMIT(e, update_record, arg_of(e, i[2]), arg_number(must_copy), arg_of(e, i[3]), arg_of(e, i[4]),
         arg_number((uint64_t)count));
    for (int32_t n = 0; n < count; n += 2) {
        emit_list_word(e, arg_number((uint64_t)i[6 + n].value));
        emit_list_word(e, arg_of(e, i[7 + n]));
    }
    return following(i);
}

static void emit_list(struct emitter *e, const struct slot *list)
{
    for (int32_t n = 1; n <= list->value; n++) emit_list_word(e, arg_of(e, list[n]));
}

/* put_map_* Fail Map Destination Live Pairs; only put_map_exact has a label, in guards. */
const struct slot *translate_put_map(struct emitter *e, const struct slot *i)
{
    struct arg live = arg_of(e, i[4]), map = arg_of(e, i[2]), to = arg_of(e, i[3]);
    struct arg count = arg_number((uint64_t)i[5].value);
    if (genop_of(i) == GENOP_put_map_assoc) EMIT(e, put_map_assoc, live, map, to, count);
    else EMIT(e, put_map_exact, arg_of(e, i[1]), live, map, to, count);
    emit_list(e, &i[5]);
    return following(i);
}

const struct slot *translate_map_elements(struct emitter *e, const struct slot *i)
{
    struct arg fail = arg_of(e, i[1]), map = arg_of(e, i[2]);
    int32_t count = i[3].value;
    if (count == 2) {
        EMIT(e, get_map_element, fail, map, arg_of(e, i[4]), arg_of(e, i[5]));
        return following(i);
    }
    EMIT(e, get_map_elements, fail, map, arg_number((uint64_t)count));
    emit_list(e, &i[3]);
    return following(i);
}

const struct slot *translate_has_map_fields(struct emitter *e, const struct slot *i)
{
    EMIT(e, has_map_fields, arg_of(e, i[1]), arg_of(e, i[2]), arg_number((uint64_t)i[3].value));
    emit_list(e, &i[3]);
    return following(i);
}
