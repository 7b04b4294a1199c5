/* bif/float_text.c - floats as text, and back. */
#include "term/float_text.h"
#include "bif/argument_text.h"

struct form {
    enum { FORM_SCIENTIFIC, FORM_DECIMALS, FORM_SHORT } kind;
    int64_t digits;
    bool compact;
};

/* One option: compact, short, {decimals, N} or {scientific, N}. */
static bool read_option(term option, struct form *f)
{
    if (same(option, A(compact))) return f->compact = true;
    if (same(option, A(short))) {
        f->kind = FORM_SHORT;
        return true;
    }
    if (!is_tuple_of(option, 2) || !is_small(tuple_elements(option)[1])) return false;
    f->digits = small_value(tuple_elements(option)[1]);
    f->kind = same(tuple_elements(option)[0], A(decimals)) ? FORM_DECIMALS : FORM_SCIENTIFIC;
    return f->kind == FORM_DECIMALS || same(tuple_elements(option)[0], A(scientific));
}

/* The text of a float; 0: badarg. */
static size_t float_text(term value, term options, char *to)
{
    struct form f = {.kind = FORM_SCIENTIFIC, .digits = FLOAT_SCIENTIFIC_DIGITS};
    if (!is_float(value)) return 0;
    for (; is_cons(options); options = tail(options))
        if (!read_option(head(options), &f)) return 0;
    if (!is_nil(options)) return 0;
    if (f.kind == FORM_SHORT) return float_to_text(float_value(value), to);
    if (f.digits > FLOAT_LONG_TEXT_MAX) return 0;
    if (f.digits < 0) f.digits = -1; /* as printf takes it: six digits, or refused by float_to_fixed */
    if (f.kind == FORM_DECIMALS) return float_to_fixed(float_value(value), (int)f.digits, f.compact, to);
    return float_to_scientific(float_value(value), (int)f.digits, to);
}

static enum bif_end float_to_list(struct process *p, term value, term options, term *result)
{
    char text[FLOAT_LONG_TEXT_MAX];
    size_t size = float_text(value, options, text);
    return size ? bif_value(p, heap_string(&p->heap, text, size, NIL), result) : bif_badarg(p);
}

static enum bif_end float_to_binary(struct process *p, term value, term options, term *result)
{
    char text[FLOAT_LONG_TEXT_MAX];
    size_t size = float_text(value, options, text);
    return size ? bif_value(p, heap_binary_from(&p->heap, text, size), result) : bif_badarg(p);
}

enum bif_end bif_erlang_float_to_list_1(struct process *p, term *args, term *result)
{
    return float_to_list(p, args[0], NIL, result);
}

enum bif_end bif_erlang_float_to_list_2(struct process *p, term *args, term *result)
{
    return float_to_list(p, args[0], args[1], result);
}

enum bif_end bif_erlang_float_to_binary_1(struct process *p, term *args, term *result)
{
    return float_to_binary(p, args[0], NIL, result);
}

enum bif_end bif_erlang_float_to_binary_2(struct process *p, term *args, term *result)
{
    return float_to_binary(p, args[0], args[1], result);
}

/* ERTS reads the text as a C string, so it ends at the first NUL. */
static enum bif_end whole_text(struct process *p, struct argument_text *t, enum argument_text_result r, term *result)
{
    double value;
    if (r != TEXT_OK) return argument_text_failure(p, r);
    bool good = float_from_text(t->at, strnlen(t->at, t->size), &value);
    argument_text_close(t);
    return good ? bif_value(p, heap_float(&p->heap, value), result) : bif_badarg(p);
}

enum bif_end bif_erlang_list_to_float_1(struct process *p, term *args, term *result)
{
    struct argument_text t;
    return whole_text(p, &t, argument_text_of_list(&t, args[0]), result);
}

enum bif_end bif_erlang_binary_to_float_1(struct process *p, term *args, term *result)
{
    struct argument_text t;
    return whole_text(p, &t, argument_text_of_binary(&t, args[0]), result);
}

/* {Float, Rest}, or {error, no_float | not_a_list} */
enum bif_end bif_string_list_to_float_1(struct process *p, term *args, term *result)
{
    struct argument_text t;
    double value;
    term list = args[0];
    if (!is_list(list)) return bif_value(p, heap_tuple2(&p->heap, A(error), A(not_a_list)), result);
    if (argument_text_of_prefix(&t, list) != TEXT_OK) return bif_no_memory(p);
    size_t used = float_text_length(t.at, t.size);
    bool good = used > 0 && float_from_text(t.at, used, &value);
    argument_text_close(&t);
    if (!good) return bif_value(p, heap_tuple2(&p->heap, A(error), A(no_float)), result);
    for (size_t i = 0; i < used; i++) list = tail(list);
    term number = heap_float(&p->heap, value);
    return bif_value(p, is_term(number) ? heap_tuple2(&p->heap, number, list) : NO_TERM, result);
}
