/* ets/match_forms.c - compiles special forms: const, and, or, andalso, orelse, self, and what only trace
 * dialect has. */
#include "ets/match_code.h"
#include "memory/settings.h"
#include "term/atoms.h"
#include <string.h>

enum where { ANY_TRACE, ANY_EVENT, GUARD_TOO, CALL_ONLY };

static const struct form {
    uint32_t name; /* atom index */
    uint8_t least, most;
    enum where where;
    enum match_action action;
} forms[] = {
#define FORM(name, least, most, where, action) {ATOM_IX_##name, least, most, where, action},
#include "ets/match_forms.def"
#undef FORM
};

/* The value of an expression that is wrong; only the errors will be looked at. */
static void push_nothing(struct match_builder *b) { match_emit(b, MATCH_PUSH, match_constant(b, NIL), 0); }

/* Errors whose text names the form: an atom, so %T prints it as it is. */
static void wrong(struct match_builder *b, const char *format, term name)
{
    match_error(b, format, name, 0);
    push_nothing(b);
}

static const term *arguments(term t) { return tuple_elements(t) + 1; }
static uint32_t count_of(term t) { return (uint32_t)tuple_arity(t) - 1; }

static void emit_later(struct match_builder *b, enum match_op op, uint32_t operand1, uint32_t operand2)
{
    match_later(b, (struct match_work){.kind = WORK_EMIT, .op = op, .a = operand1, .b = operand2});
}

static void compile_const(struct match_builder *b, term t, bool copy)
{
    if (count_of(t) != 1) {
        match_error(b, "Special form 'const' called with more than one argument in %T.", t, 0);
        push_nothing(b);
        return;
    }
    term value = arguments(t)[0];
    match_emit(b, copy && !is_immediate(value) ? MATCH_PUSH_COPY : MATCH_PUSH, match_constant(b, value), 0);
}

static void compile_strict(struct match_builder *b, term t, enum match_op op)
{
    emit_later(b, op, count_of(t), 0);
    for (uint32_t i = 0; i < count_of(t); i++) match_expression_later(b, arguments(t)[i], false);
}

/* andalso, orelse: all but the last are tested; the last is the value, whatever it is. */
static void compile_lazy(struct match_builder *b, term t, enum match_op op, bool copy)
{
    uint32_t end = match_new_label(b), count = count_of(t);
    match_later(b, (struct match_work){.kind = WORK_LABEL, .a = end});
    match_expression_later(b, arguments(t)[count - 1], copy);
    for (uint32_t i = count - 1; i-- > 0;) {
        match_later(b, (struct match_work){.kind = WORK_TEST, .op = op, .a = end});
        match_expression_later(b, arguments(t)[i], false);
    }
}

static void compile_boolean(struct match_builder *b, term t, bool copy)
{
    term name = arguments(t)[-1];
    bool conjunction = same(name, A(and)) || same(name, A(andalso)) || same(name, A(andthen));
    bool lazy = !same(name, A(and)) && !same(name, A(or));
    if (count_of(t) == 0) {
        const char *text = lazy ? (conjunction ? "Special form 'andalso' called without arguments in %T."
                                               : "Special form 'orelse' called without arguments in %T.")
                                : (conjunction ? "Special form 'and' called without arguments in %T."
                                               : "Special form 'or' called without arguments in %T.");
        match_error(b, text, t, 0);
        push_nothing(b);
    } else if (lazy) {
        compile_lazy(b, t, conjunction ? MATCH_AND_ALSO : MATCH_OR_ELSE, copy);
    } else {
        compile_strict(b, t, conjunction ? MATCH_AND : MATCH_OR);
    }
}

static void compile_self(struct match_builder *b, term t)
{
    if (count_of(t) == 0) {
        match_emit(b, MATCH_SELF, 0, 0);
        return;
    }
    match_error(b, "Special form 'self' called with arguments in %T.", t, 0);
    push_nothing(b);
}

/* True if the form may stand here; else the error is recorded. */
static bool may_stand(struct match_builder *b, term name, enum where where)
{
    /* OTP's texts call set_seq_token by another name here. */
    const char *shown = same(name, A(set_seq_token)) ? "set_seq_trace" : NULL;
    term n = shown ? atom_from_c(shown) : name;
    bool allowed = !(where == ANY_EVENT || where == GUARD_TOO || where == CALL_ONLY) || b->dialect & MATCH_WITH_ACTIONS;
    if (where == CALL_ONLY && !(b->dialect & MATCH_FOR_CALLS)) allowed = false;
    if (!(b->dialect & MATCH_FOR_TRACE)) wrong(b, "Special form '%T' used in wrong dialect.", n);
    else if (!allowed) wrong(b, "Special form '%T' not allow for this trace event.", n);
    else if (b->in_guard && where != GUARD_TOO) wrong(b, "Special form '%T' called in guard context.", n);
    else return true;
    return false;
}

static bool right_count(struct match_builder *b, term t, uint32_t least, uint32_t most)
{
    if (count_of(t) >= least && count_of(t) <= most) return true;
    term name = arguments(t)[-1];
    char format[128];
    static const char none[] = "' called with arguments in %T.";
    static const char some[] = "' called with wrong number of arguments in %T.";
    struct atom_text text = atom_text(name);
    size_t n = sizeof "Special form '" - 1;
    memcpy(format, "Special form '", n);
    memcpy(format + n, text.bytes, text.size);
    n += text.size;
    if (most == 0) memcpy(format + n, none, sizeof none);
    else memcpy(format + n, some, sizeof some);
    match_error(b, format, t, 0);
    push_nothing(b);
    return false;
}

/* message, return_trace, exception_trace: what the run reports to the tracer. */
static void compile_report(struct match_builder *b, term t)
{
    term name = arguments(t)[-1];
    uint32_t count = same(name, A(message)) ? 1 : 0;
    if (!may_stand(b, name, ANY_TRACE) || !right_count(b, t, count, count)) return;
    if (count == 0) {
        match_emit(b, same(name, A(return_trace)) ? MATCH_RETURN_TRACE : MATCH_EXCEPTION_TRACE, 0, 0);
        return;
    }
    emit_later(b, MATCH_PUSH, match_constant(b, A(true)), 0);
    emit_later(b, MATCH_RESULT, 0, 0);
    match_expression_later(b, arguments(t)[0], true);
}

/* {current_stacktrace, Depth}: a number that is written there. */
static bool right_depth(struct match_builder *b, term t)
{
    term name = arguments(t)[-1];
    if (!same(name, A(current_stacktrace)) || count_of(t) == 0) return true;
    term depth = arguments(t)[0];
    if (is_small(depth) && small_value(depth) >= 0) return true;
    wrong(b,
          is_small(depth) ? "Special form '%T' called with negative integer argument."
                          : "Special form '%T' called with non small argument.",
          name);
    return false;
}

static void compile_action(struct match_builder *b, term t, const struct form *f)
{
    if (!may_stand(b, arguments(t)[-1], f->where) || !right_count(b, t, f->least, f->most) || !right_depth(b, t))
        return;
    emit_later(b, MATCH_ACTION, f->action, count_of(t));
    for (uint32_t i = 0; i < count_of(t); i++) match_expression_later(b, arguments(t)[i], false);
}

/* get_tcw, set_tcw: functions to the eye, but only in trace dialect. */
static void compile_control_word(struct match_builder *b, term t, enum match_action action)
{
    term name = arguments(t)[-1];
    if (!(b->dialect & MATCH_FOR_TRACE) || (b->in_guard && action == MATCH_SET_TCW)) {
        match_error(b, "Function %T/%d cannot be called in this context.", name, count_of(t));
        push_nothing(b);
        return;
    }
    emit_later(b, MATCH_ACTION, action, count_of(t));
    for (uint32_t i = 0; i < count_of(t); i++) match_expression_later(b, arguments(t)[i], false);
}

bool match_compile_form(struct match_builder *b, term t, bool copy)
{
    term name = arguments(t)[-1];
    if (same(name, A(const))) compile_const(b, t, copy);
    else if (same(name, A(and)) || same(name, A(or)) || same(name, A(andalso)) || same(name, A(andthen)) ||
             same(name, A(orelse)))
        compile_boolean(b, t, copy);
    else if (same(name, A(self))) compile_self(b, t);
    else if (same(name, A(message)) || same(name, A(return_trace)) || same(name, A(exception_trace)))
        compile_report(b, t);
    else if (same(name, A(get_tcw)) && count_of(t) == 0) compile_control_word(b, t, MATCH_GET_TCW);
    else if (same(name, A(set_tcw)) && count_of(t) == 1) compile_control_word(b, t, MATCH_SET_TCW);
    else {
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
            if (forms[i].name != atom_index(name)) continue;
            if (same(name, A(current_stacktrace)) && !otp_at_least(26)) return false;
            compile_action(b, t, &forms[i]);
            return true;
        }
        return false;
    }
    return true;
}
