/* ets/match_head.c - compiles the head of a clause: a pattern with variables. */
#include "ets/match_code.h"
#include "memory/memory.h"
#include "memory/settings.h"
#include "term/atoms.h"
#include <string.h>
#include "term/map.h"

enum { VARIABLE_DIGITS_MAX = 9 };

int64_t match_variable(term t)
{
    if (!is_atom(t)) return -1;
    struct atom_text text = atom_text(t);
    if (text.size < 2 || text.size > 1 + VARIABLE_DIGITS_MAX || text.bytes[0] != '$') return -1;
    if (text.bytes[1] == '0' && text.size > 2) return -1;
    int64_t n = 0;
    for (uint32_t i = 1; i < text.size; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9') return -1;
        n = n * 10 + text.bytes[i] - '0';
    }
    return n;
}

/* The place of a name in the sorted bindings. */
static size_t binding_place(const struct match_builder *b, int64_t name)
{
    size_t low = 0, high = b->binding_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (b->bindings[middle].name < name) low = middle + 1;
        else high = middle;
    }
    return low;
}

int64_t match_slot(const struct match_builder *b, int64_t name)
{
    size_t i = binding_place(b, name);
    return i < b->binding_count && b->bindings[i].name == name ? (int64_t)b->bindings[i].slot : -1;
}

uint32_t match_bind(struct match_builder *b, int64_t name)
{
    if (!match_room(b, (void **)&b->bindings, &b->binding_room, b->binding_count, sizeof *b->bindings)) return 0;
    size_t i = binding_place(b, name);
    memmove(&b->bindings[i + 1], &b->bindings[i], (b->binding_count - i) * sizeof *b->bindings);
    uint32_t slot = (uint32_t)b->binding_count++;
    b->bindings[i] = (struct match_binding){name, slot};
    if (b->binding_count > b->program->variables) b->program->variables = (uint32_t)b->binding_count;
    return slot;
}

/* Keeps a composite pattern for later; the place of the matched term among the pending ones. */
static uint32_t pattern_later(struct match_builder *b, term t)
{
    match_later(b, (struct match_work){.kind = WORK_EXPRESSION, .t = t});
    if (b->work_count > b->program->pending) b->program->pending = (uint32_t)b->work_count;
    return (uint32_t)b->work_count - 1;
}

/* One word of the term that is matched. */
static void compile_word(struct match_builder *b, term t)
{
    int64_t name = match_variable(t);
    if (name >= 0) {
        int64_t slot = match_slot(b, name);
        if (slot >= 0) match_emit(b, MATCH_SAME, (uint32_t)slot, 0);
        else match_emit(b, MATCH_BIND, match_bind(b, name), 0);
    } else if (same(t, A(underscore))) {
        match_emit(b, MATCH_SKIP, 0, 0);
    } else if (is_cons(t)) {
        match_emit(b, MATCH_LIST, pattern_later(b, t), 0);
    } else if (is_tuple(t)) {
        match_emit(b, MATCH_TUPLE, (uint32_t)tuple_arity(t), pattern_later(b, t));
    } else if (is_map(t)) {
        match_emit(b, MATCH_MAP, (uint32_t)map_size(t), pattern_later(b, t));
    } else {
        match_emit(b, MATCH_CONSTANT, match_constant(b, t), 0);
    }
}

static void compile_map_pattern(struct match_builder *b, term t)
{
    struct map_iterator i;
    term key, value;
    for (map_iterate(&i, t); map_next(&i, &key, &value) && !b->failed;) {
        if (match_variable(key) >= 0 || same(key, A(underscore))) {
            match_error(b, match_variable(key) >= 0 ? "Variable found in map key." : "Underscore found in map key.",
                        NIL, 0);
            return;
        }
        match_emit(b, MATCH_KEY, match_constant(b, key), 0);
        compile_word(b, value);
    }
}

static void compile_pending(struct match_builder *b)
{
    while (b->work_count && !b->failed && !(b->errors && b->errors->any)) {
        uint32_t place = (uint32_t)--b->work_count;
        term t = b->work[place].t;
        if (is_cons(t)) {
            match_emit(b, MATCH_ENTER_LIST, place, 0);
            compile_word(b, head(t));
            compile_word(b, tail(t));
        } else if (is_tuple(t)) {
            match_emit(b, MATCH_ENTER_TUPLE, place, 0);
            for (size_t i = 0; i < tuple_arity(t) && !b->failed; i++) compile_word(b, tuple_elements(t)[i]);
        } else {
            match_emit(b, MATCH_ENTER_MAP, place, 0);
            compile_map_pattern(b, t);
        }
    }
    b->work_count = 0;
}

/* A head of trace dialect: a list of argument patterns, a variable or '_'.  From OTP 29 on [First, Second | '_'] is for calls with more arguments, too. */
static void compile_arguments(struct match_builder *b, term t)
{
    size_t count = 0;
    term l = t;
    for (; is_cons(l); l = tail(l)) count++;
    bool prefix = otp_at_least(29) && same(l, A(underscore));
    if (!is_nil(l) && !prefix) {
        match_error(b, "Match expression part %T is not a proper list.", t, 0);
        return;
    }
    match_emit(b, prefix ? MATCH_FIRST_ARGUMENTS : MATCH_ARGUMENTS, (uint32_t)count, 0);
    for (l = t; is_cons(l) && !b->failed; l = tail(l)) compile_word(b, head(l));
    compile_pending(b);
}

static void compile_trace_head(struct match_builder *b, term t)
{
    if (is_list(t)) {
        compile_arguments(b, t);
    } else if (is_tuple(t)) { /* not documented, but as good as a list */
        match_emit(b, MATCH_ARGUMENTS, (uint32_t)tuple_arity(t), 0);
        for (size_t i = 0; i < tuple_arity(t) && !b->failed; i++) compile_word(b, tuple_elements(t)[i]);
        compile_pending(b);
    } else if (match_variable(t) >= 0) {
        match_emit(b, MATCH_BIND_LIST, match_bind(b, match_variable(t)), 0);
    } else if (!same(t, A(underscore))) {
        match_error(b, "Match head is invalid in this context.", NIL, 0);
    }
}

void match_compile_head(struct match_builder *b, term t)
{
    if (b->dialect & MATCH_FOR_TRACE) {
        compile_trace_head(b, t);
        return;
    }
    compile_word(b, t);
    compile_pending(b);
}
