/* ets/match_expression.c - compiles guards and bodies: expressions to pushes and calls.
 *
 * Arguments and elements are compiled last to first, so that on the stack the first lies on top: there
 * it is an array in the right order.  What is constant is folded as it is made: when the operands of a
 * constructor are all pushes of constants, they become one push of one constant.
 */
#include "ets/match_code.h"
#include "ets/registry.h"
#include "heap/build.h"
#include "heap/map.h"
#include "memory/memory.h"
#include "term/atoms.h"

void match_later(struct match_builder *b, struct match_work w)
{
    w.level = b->level + 1;
    if (match_room(b, (void **)&b->work, &b->work_room, b->work_count, sizeof *b->work)) b->work[b->work_count++] = w;
}

void match_expression_later(struct match_builder *b, term t, bool copy)
{
    match_later(b, (struct match_work){.kind = WORK_EXPRESSION, .t = t, .copy = copy});
}

static void push_constant(struct match_builder *b, term t, bool copy)
{
    match_emit(b, copy && !is_immediate(t) ? MATCH_PUSH_COPY : MATCH_PUSH, match_constant(b, t), 0);
}

/* -- folding ---------------------------------------------------------------------------- */

/* The constant on the stack below `i` others, all of them pushed by the latest code. */
static term constant_on_top(const struct match_builder *b, size_t i)
{
    return b->program->constants[b->program->code[b->program->code_size - 1 - 2 * i]];
}

static term fold_tuple(const struct match_builder *b, uint32_t n)
{
    term *hp = heap_alloc(&b->program->constants_heap, TUPLE_WORDS(n));
    if (!hp) return NO_TERM;
    term t = build_tuple(&hp, n);
    for (uint32_t i = 0; i < n; i++) tuple_elements(t)[i] = constant_on_top(b, i);
    return t;
}

static term fold_map(const struct match_builder *b, uint32_t n)
{
    term *pairs = memory_alloc(MEMORY_SYSTEM, 2 * n * sizeof *pairs);
    if (!pairs) return NO_TERM;
    for (uint32_t i = 0; i < n; i++) {
        pairs[2 * i] = constant_on_top(b, 2 * i + 1);
        pairs[2 * i + 1] = constant_on_top(b, 2 * i);
    }
    term t = heap_map_from_pairs(&b->program->constants_heap, pairs, n);
    memory_free(MEMORY_SYSTEM, pairs);
    return t;
}

/* Makes a constructor's value now, if its operands are constants; else emits it. */
static void fold_or_emit(struct match_builder *b, enum match_op op, uint32_t n, bool copy)
{
    size_t operands = op == MATCH_MAKE_CONS ? 2 : op == MATCH_MAKE_MAP ? 2 * n : n;
    if (b->failed || b->pushes < operands) {
        match_emit(b, op, n, 0);
        return;
    }
    term t = op == MATCH_MAKE_CONS
                 ? heap_cons(&b->program->constants_heap, constant_on_top(b, 1), constant_on_top(b, 0))
             : op == MATCH_MAKE_MAP ? fold_map(b, n)
                                    : fold_tuple(b, n);
    if (!is_term(t)) {
        b->no_memory = b->failed = true;
        return;
    }
    b->program->code_size -= 2 * operands;
    b->pushes -= (uint32_t)operands;
    b->depth -= (uint32_t)operands;
    push_constant(b, t, copy);
}

static void fold_later(struct match_builder *b, enum match_op op, uint32_t n, bool copy)
{
    match_later(b, (struct match_work){.kind = WORK_FOLD, .op = op, .a = n, .copy = copy});
}

/* -- expressions --------------------------------------------------------------------------- */

static void compile_map(struct match_builder *b, term t, bool copy)
{
    fold_later(b, MATCH_MAKE_MAP, (uint32_t)map_size(t), copy);
    struct map_iterator i;
    term key, value;
    for (map_iterate(&i, t); map_next(&i, &key, &value) && !b->failed;) {
        match_expression_later(b, value, copy); /* the last that is put off is compiled first */
        match_expression_later(b, key, copy);
    }
}

static void compile_tuple(struct match_builder *b, term t, bool copy)
{
    size_t arity = tuple_arity(t);
    fold_later(b, MATCH_MAKE_TUPLE, (uint32_t)arity, copy);
    for (size_t i = 0; i < arity && !b->failed; i++) match_expression_later(b, tuple_elements(t)[i], copy);
}

static void compile_call(struct match_builder *b, term t, bool copy)
{
    uint32_t arity = (uint32_t)tuple_arity(t) - 1;
    term name = tuple_elements(t)[0];
    int32_t function = ets()->functions ? ets()->functions->find(name, arity) : -1;
    if (function < 0) {
        match_error(b, "Function %T/%d does_not_exist.", name, arity);
        push_constant(b, NIL, false);
        return;
    }
    if (copy) match_later(b, (struct match_work){.kind = WORK_EMIT, .op = MATCH_COPY});
    match_later(b, (struct match_work){.kind = WORK_EMIT, .op = MATCH_CALL, .a = (uint32_t)function, .b = arity});
    for (uint32_t i = 1; i <= arity; i++) match_expression_later(b, tuple_elements(t)[i], false);
}

static void compile_boxed_tuple(struct match_builder *b, term t, bool copy)
{
    size_t arity = tuple_arity(t);
    term first = arity ? tuple_elements(t)[0] : NIL;
    if (arity == 1 && is_tuple(first)) {
        compile_tuple(b, first, copy);
    } else if (is_atom(first) && match_variable(first) < 0) {
        if (!match_compile_form(b, t, copy)) compile_call(b, t, copy);
    } else {
        match_error(b, "%T is neither a function call, nor a tuple (tuples are written {{ ... }}).", t, 0);
        push_constant(b, NIL, false);
    }
}

/* '$$': the list of all bound variables, in the order of their names. */
static void compile_bindings(struct match_builder *b, bool copy)
{
    push_constant(b, NIL, false);
    for (size_t i = b->binding_count; i-- > 0 && !b->failed;) {
        match_emit(b, copy ? MATCH_LOAD_COPY : MATCH_LOAD, b->bindings[i].slot, 0);
        match_emit(b, MATCH_MAKE_CONS_ON, 0, 0);
    }
}

static void compile_atom(struct match_builder *b, term t, bool copy)
{
    int64_t name = match_variable(t);
    if (name >= 0) {
        int64_t slot = match_slot(b, name);
        if (slot < 0) match_error(b, "Variable $%d is unbound.", NIL, name);
        if (slot < 0) push_constant(b, NIL, false);
        else match_emit(b, copy ? MATCH_LOAD_COPY : MATCH_LOAD, (uint32_t)slot, 0);
    } else if (same(t, A(dollar_underscore))) {
        match_emit(b, copy ? MATCH_WHOLE_COPY : MATCH_WHOLE, 0, 0);
    } else if (same(t, A(dollar_dollar))) {
        compile_bindings(b, copy);
    } else {
        push_constant(b, t, copy);
    }
}

static void refuse_nesting(struct match_builder *b, term t)
{
    match_error(b, "Excessive nesting; system limit reached near: %T", t, 0);
    if (b->errors) b->errors->too_deep = true;
    b->failed = true;
}

static void compile_expression(struct match_builder *b, term t, bool copy)
{
    if (b->level > MATCH_NESTING_MAX) {
        refuse_nesting(b, t);
    } else if (is_cons(t)) {
        fold_later(b, MATCH_MAKE_CONS, 0, copy);
        match_expression_later(b, tail(t), copy);
        match_expression_later(b, head(t), copy);
    } else if (is_tuple(t)) {
        compile_boxed_tuple(b, t, copy);
    } else if (is_map(t)) {
        compile_map(b, t, copy);
    } else if (is_atom(t)) {
        compile_atom(b, t, copy);
    } else {
        push_constant(b, t, copy);
    }
}

static void do_work(struct match_builder *b, struct match_work w)
{
    b->level = w.level;
    switch (w.kind) {
    case WORK_EXPRESSION: compile_expression(b, w.t, w.copy); break;
    case WORK_EMIT: match_emit(b, w.op, w.a, w.b); break;
    case WORK_FOLD: fold_or_emit(b, w.op, w.a, w.copy); break;
    case WORK_TEST: match_emit(b, w.op, w.a, 0); break;
    case WORK_LABEL: match_define_label(b, w.a); break;
    }
}

void match_compile_list(struct match_builder *b, term list)
{
    if (is_nil(list)) return;
    if (!is_cons(list)) {
        match_error(b, "Match expression is not a list.", NIL, 0);
        return;
    }
    if (!b->in_guard) match_emit(b, MATCH_CATCH, 0, 0);
    for (; is_cons(list) && !b->failed; list = tail(list)) {
        bool value = !b->in_guard && b->dialect & MATCH_FOR_TABLES && is_nil(tail(list));
        b->pushes = b->level = 0;
        match_expression_later(b, head(list), !b->in_guard);
        while (b->work_count && !b->failed) do_work(b, b->work[--b->work_count]);
        match_emit(b, b->in_guard ? MATCH_GUARD : value ? MATCH_RESULT : MATCH_DROP, 0, 0);
    }
    if (!b->failed && !is_nil(list)) match_error(b, "Match expression is not a proper list.", NIL, 0);
}
