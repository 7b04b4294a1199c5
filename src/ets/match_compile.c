/* ets/match_compile.c - a match specification to a program: clauses, code and constants. */
#include "ets/match_code.h"
#include "heap/build.h"
#include "memory/memory.h"
#include "process/references.h"
#include "term/atoms.h"
#include "term/print.h"
#include <stdio.h>

static const uint8_t operand_counts[] = {
#define MATCH_OP(name, operands) operands,
#include "ets/match_ops.def"
#undef MATCH_OP
};

bool match_room(struct match_builder *b, void **array, size_t *room, size_t count, size_t each)
{
    if (count < *room) return true;
    size_t wider = *room ? *room * 2 : 16;
    void *p = wider < UINT32_MAX ? memory_resize(MEMORY_BINARY, *array, wider * each) : NULL;
    if (!p) {
        b->no_memory = b->failed = true;
        return false;
    }
    *array = p;
    *room = wider;
    return true;
}

static void emit_word(struct match_builder *b, uint32_t word)
{
    struct match_program *m = b->program;
    if (!match_room(b, (void **)&m->code, &b->code_room, m->code_size, sizeof *m->code)) return;
    m->code[m->code_size++] = word;
}

/* How many values an operation leaves more (or less) than it takes. */
static int stack_effect(enum match_op op, uint32_t a, uint32_t b)
{
    switch (op) {
    case MATCH_PUSH:
    case MATCH_PUSH_COPY:
    case MATCH_LOAD:
    case MATCH_LOAD_COPY:
    case MATCH_WHOLE:
    case MATCH_WHOLE_COPY:
    case MATCH_SELF:
    case MATCH_RETURN_TRACE:
    case MATCH_EXCEPTION_TRACE: return 1;
    case MATCH_MAKE_TUPLE:
    case MATCH_AND:
    case MATCH_OR: return 1 - (int)a;
    case MATCH_MAKE_CONS:
    case MATCH_MAKE_CONS_ON:
    case MATCH_AND_ALSO:
    case MATCH_OR_ELSE:
    case MATCH_GUARD:
    case MATCH_DROP:
    case MATCH_RESULT: return -1;
    case MATCH_MAKE_MAP: return 1 - 2 * (int)a;
    case MATCH_CALL:
    case MATCH_ACTION: return 1 - (int)b;
    default: return 0;
    }
}

void match_emit(struct match_builder *b, enum match_op op, uint32_t operand1, uint32_t operand2)
{
    emit_word(b, op);
    if (operand_counts[op] > 0) emit_word(b, operand1);
    if (operand_counts[op] > 1) emit_word(b, operand2);
    b->pushes = op == MATCH_PUSH || op == MATCH_PUSH_COPY ? b->pushes + 1 : 0;
    b->depth += (uint32_t)stack_effect(op, operand1, operand2);
    if (b->depth > b->program->stack) b->program->stack = b->depth;
}

uint32_t match_constant(struct match_builder *b, term t)
{
    struct match_program *m = b->program;
    if (!match_room(b, (void **)&m->constants, &b->constant_room, m->constant_count, sizeof *m->constants)) return 0;
    m->constants[m->constant_count] = t;
    return (uint32_t)m->constant_count++;
}

uint32_t match_new_label(struct match_builder *b)
{
    if (!match_room(b, (void **)&b->labels, &b->label_room, b->label_count, sizeof *b->labels)) return 0;
    return (uint32_t)b->label_count++;
}

void match_define_label(struct match_builder *b, uint32_t label)
{
    if (b->no_memory) return;
    b->labels[label] = (uint32_t)b->program->code_size;
    b->pushes = 0;
}

static void resolve_labels(struct match_builder *b)
{
    uint32_t *code = b->program->code;
    for (size_t i = 0; i < b->program->code_size; i += 1u + operand_counts[code[i]])
        if (code[i] == MATCH_TRY || code[i] == MATCH_AND_ALSO || code[i] == MATCH_OR_ELSE)
            code[i + 1] = b->labels[code[i + 1]];
}

/* -- errors -------------------------------------------------------------------------------- */

enum { ERROR_TEXT_MAX = 99 }; /* OTP's number; what is longer is cut off */

static void add_error(struct match_errors *e, const char *text, size_t size)
{
    e->any = true;
    term string = heap_string(e->heap, text, size, NIL);
    term pair = is_term(string) ? heap_tuple2(e->heap, A(error), string) : NO_TERM;
    term list = is_term(pair) ? heap_cons(e->heap, pair, e->list) : NO_TERM;
    if (is_term(list)) e->list = list;
    else e->no_memory = true;
}

void match_error(struct match_builder *b, const char *format, term t, int64_t d)
{
    if (!b->errors) {
        b->failed = true;
        return;
    }
    char text[ERROR_TEXT_MAX + 1];
    size_t n = 0;
    for (; *format && n < ERROR_TEXT_MAX; format++) {
        if (format[0] != '%') {
            text[n++] = *format;
        } else if (*++format == 'T') {
            size_t length = term_print_to(text + n, ERROR_TEXT_MAX + 1 - n, t);
            n = n + length < ERROR_TEXT_MAX ? n + length : ERROR_TEXT_MAX;
        } else {
            int length = snprintf(text + n, ERROR_TEXT_MAX + 1 - n, "%lld", (long long)d);
            n = n + (size_t)length < ERROR_TEXT_MAX ? n + (size_t)length : ERROR_TEXT_MAX;
        }
    }
    add_error(b->errors, text, n);
}

/* -- clauses --------------------------------------------------------------------------------- */

/* True if compiling is to stop here: at the first error, or at the end of a clause that has some. */
static bool stopped(const struct match_builder *b) { return b->failed || (b->errors && b->errors->any); }

static void compile_clause(struct match_builder *b, const term *parts, bool last)
{
    uint32_t next = match_new_label(b);
    if (!last) match_emit(b, MATCH_TRY, next, 0);
    b->binding_count = 0;
    match_compile_head(b, parts[0]);
    if (stopped(b)) return;
    b->in_guard = true;
    match_compile_list(b, parts[1]);
    b->in_guard = false;
    if (b->failed) return;
    if (b->dialect & MATCH_FOR_TABLES && !is_cons(parts[2])) {
        match_error(b, "Body clause does not return anything.", NIL, 0);
        return;
    }
    match_compile_list(b, parts[2]);
    match_emit(b, MATCH_HALT, 0, 0);
    match_define_label(b, next);
}

static bool well_formed(struct match_builder *b, term spec)
{
    if (!is_cons(spec)) {
        match_error(b, "Match programs are not in a list.", NIL, 0);
        return false;
    }
    term l = spec;
    while (is_cons(l)) l = tail(l);
    if (!is_nil(l)) {
        match_error(b, "Match programs are not in a proper list.", NIL, 0);
        return false;
    }
    for (l = spec; is_cons(l); l = tail(l)) {
        if (is_tuple_of(head(l), 3)) continue;
        match_error(b, "Match program part is not a tuple of arity 3.", NIL, 0);
        return false;
    }
    return true;
}

static void compile_clauses(struct match_builder *b, term spec)
{
    if (!well_formed(b, spec)) return;
    for (term l = spec; is_cons(l) && !stopped(b); l = tail(l))
        compile_clause(b, tuple_elements(head(l)), is_nil(tail(l)));
    if (!stopped(b)) resolve_labels(b);
}

/* Counted as memory of binaries, as in ERTS: a program lives as long as a reference to it, whatever becomes of tables. */
static void match_free(struct match_program *m)
{
    heap_close(&m->constants_heap);
    memory_free(MEMORY_BINARY, m->code);
    memory_free(MEMORY_BINARY, m->constants);
    memory_free(MEMORY_BINARY, m);
}

static void destroy(struct magic *m) { match_free((struct match_program *)m); }

static struct match_program *program_new(term spec)
{
    struct match_program *m = memory_alloc_zeroed(MEMORY_BINARY, sizeof *m);
    if (!m) return NULL;
    if (!heap_open(&m->constants_heap, 32)) {
        memory_free(MEMORY_BINARY, m);
        return NULL;
    }
    m->source = heap_copy(&m->constants_heap, spec);
    m->magic = (struct magic){.destroy = destroy, .number = reference_new_number(), .high = reference_high()};
    if (is_term(m->source)) return m;
    match_free(m);
    return NULL;
}

struct match_program *match_compile(term spec, int dialect, struct match_errors *errors)
{
    struct match_builder b = {.program = program_new(spec), .dialect = dialect, .errors = errors};
    if (!b.program) {
        if (errors) errors->no_memory = true;
        return NULL;
    }
    compile_clauses(&b, b.program->source);
    memory_free(MEMORY_BINARY, b.labels);
    memory_free(MEMORY_BINARY, b.bindings);
    memory_free(MEMORY_BINARY, b.work);
    if (errors && b.no_memory) errors->no_memory = true;
    if (!stopped(&b)) return b.program;
    match_free(b.program);
    return NULL;
}

term match_source(const struct match_program *m) { return m->source; }

/* -- programs as values ------------------------------------------------------------------------ */

void match_keep(struct match_program *m) { m->magic.references++; }

void match_release(struct match_program *m)
{
    if (--m->magic.references == 0) match_free(m);
}

term match_reference(struct heap *h, struct match_program *m) { return heap_magic(h, &m->magic); }

struct match_program *match_of_reference(term t) { return (struct match_program *)magic_of(t, destroy); }
