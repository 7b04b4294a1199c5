/* ets/match_code.h - what compiler and machine of match programs share. */
#pragma once
#include "ets/match_program.h"
#include "heap/fun.h"

enum match_op {
#define MATCH_OP(name, operands) MATCH_##name,
#include "ets/match_ops.def"
#undef MATCH_OP
};

struct match_program {
    struct magic magic;         /* first; for match_reference() */
    struct heap constants_heap; /* holds the constants and the source */
    term source;
    uint32_t *code;
    term *constants;
    size_t code_size, constant_count;
    uint32_t variables, pending, stack; /* slots that a run needs */
};

/* N of the atom '$N'; -1: it is no variable. */
int64_t match_variable(term t);

/* -- the builder: a program while it is being compiled -------------------------------------- */

struct match_work;

struct match_builder {
    struct match_program *program;
    int dialect;
    struct match_errors *errors; /* NULL: stop at the first */
    bool failed;                 /* it will be no program; stop */
    bool no_memory;
    bool in_guard;

    size_t code_room, constant_room;
    uint32_t depth;   /* values on the stack here */
    uint32_t pushes;  /* the latest so many operations only push constants, and no jump leads between */
    uint32_t *labels; /* their positions */
    size_t label_count, label_room;

    struct match_binding {
        int64_t name;
        uint32_t slot;
    } *bindings; /* of this clause, sorted by name */
    size_t binding_count, binding_room;
    bool head_is_variable; /* the head is one variable or '_': trace heads match any arguments */

    struct match_work *work; /* explicit stack of what is still to be compiled */
    size_t work_count, work_room;
    uint32_t level; /* how deep the expression that is being compiled is nested */
};

void match_emit(struct match_builder *b, enum match_op op, uint32_t operand1, uint32_t operand2);
uint32_t match_constant(struct match_builder *b, term t);
uint32_t match_new_label(struct match_builder *b);
void match_define_label(struct match_builder *b, uint32_t label);
/* The slot of a bound variable, or -1. */
int64_t match_slot(const struct match_builder *b, int64_t name);
/* Binds a variable that is not; its slot. */
uint32_t match_bind(struct match_builder *b, int64_t name);

/* Grows an array that is full; false (and b->no_memory) when there is no memory. */
bool match_room(struct match_builder *b, void **array, size_t *room, size_t count, size_t each);

/* Records an error: `format` may have one %T (a term) and one %d.  Compiling goes on if errors are wanted. */
void match_error(struct match_builder *b, const char *format, term t, int64_t d);

/* The compiler's parts. */
void match_compile_head(struct match_builder *b, term head);        /* match_head.c */
void match_compile_list(struct match_builder *b, term expressions); /* match_expression.c: guards or body */

/* -- explicit work ------------------------------------------------------------------------------ */

enum match_work_kind { WORK_EXPRESSION, WORK_EMIT, WORK_FOLD, WORK_TEST, WORK_LABEL };
struct match_work {
    enum match_work_kind kind;
    bool copy; /* expression: its value becomes part of the result */
    enum match_op op;
    uint32_t a, b;
    uint32_t level; /* set by match_later() */
    term t;
};
/* What is put off belongs to the inside of the expression that is being compiled. */
void match_later(struct match_builder *b, struct match_work w);
/* An expression that takes part in the result if `copy`. */
void match_expression_later(struct match_builder *b, term t, bool copy);

/* match_forms.c: compiles {Name, Arguments...} if Name is a special form; false: it is not one. */
bool match_compile_form(struct match_builder *b, term t, bool copy);
