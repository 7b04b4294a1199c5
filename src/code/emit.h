/* code/emit.h - writes internal instructions: chooses forms, and resolves labels and constants at the end. */
#pragma once
#include "code/ops.h"
#include "code/translate.h"

/* An argument of an instruction, before its form is known. */
enum arg_kind { ARG_X, ARG_Y, ARG_CONSTANT, ARG_LABEL, ARG_NUMBER, ARG_POINTER, ARG_BYTES, ARG_FUNCTION, ARG_FLOAT };
struct arg {
    enum arg_kind kind;
    uint64_t value;
};

/* A word that is known only when everything has its place. */
struct fixup {
    uint32_t word;  /* its index */
    uint32_t start; /* the instruction's, from which distances count */
    enum { TO_LABEL, TO_POOL, TO_BYTES } kind;
    uint32_t to; /* a label, a slot of the pool, or a byte of the strings */
};

/* An instruction, and the body that stands in its first word. */
struct emitted {
    uint32_t at, body;
};
enum { FUSED_MAX = 4 }; /* instructions in one */

struct emitter {
    const struct beam *beam;
    struct fun_entry *const *lambdas;
    const uint16_t *fusions; /* for op_fuse() */
    bool failed;             /* no memory */

    uint32_t *words;
    struct fixup *fixups; /* each is of a word of its own, so both arrays have the same room */
    size_t count, fixup_count, room;
    size_t start;                       /* the latest instruction */
    size_t behind;                      /* where it ends, unless it has a list */
    struct arg made;                    /* the register that it writes last; no register: none */
    struct emitted runs[FUSED_MAX - 1]; /* of the latest instructions, from the latest on */
    uint32_t run_count;
    uint64_t *pool;
    size_t pool_count, pool_room;
    uint32_t *label_words; /* where each label is; NO_LABEL: nowhere yet */
    struct line_mark *marks;
    size_t mark_count, mark_room;
    const struct slot *end; /* of the generic code */
};
enum { NO_LABEL = 0xffffffff };

bool emitter_open(struct emitter *e, const struct beam *beam, struct fun_entry *const *lambdas);
/* Puts all in one block and fills `result`; false: no memory. */
bool emitter_finish(struct emitter *e, struct translation *result);
void emitter_close(struct emitter *e);

/* An instruction; `args` must fit the kinds of the op's general form, but for a list at its end. */
void emit_args(struct emitter *e, enum op op, const struct arg *args, size_t count);
#define EMIT(e, name, ...)                                                                                             \
    emit_args(e, OP_##name, (const struct arg[]){__VA_ARGS__},                                                         \
              sizeof((const struct arg[]){__VA_ARGS__}) / sizeof(struct arg))
#define EMIT_BARE(e, name) emit_args(e, OP_##name, NULL, 0)
/* Is there a specialised form for these arguments? */
bool emit_has_form(enum op op, const struct arg *args, size_t count);
/* One more word of the latest instruction's list. */
void emit_list_word(struct emitter *e, struct arg a);

void emit_label(struct emitter *e, uint32_t label);
/* From here on the program is at a line of beam->lines. */
void emit_line(struct emitter *e, uint32_t line);

/* -- arguments ------------------------------------------------------------------ */
static inline struct arg arg_x(uint32_t n) { return (struct arg){ARG_X, n}; }
static inline struct arg arg_constant(term t) { return (struct arg){ARG_CONSTANT, t.word}; }
static inline struct arg arg_number(uint64_t n) { return (struct arg){ARG_NUMBER, n}; }
static inline struct arg arg_label(uint32_t label) { return (struct arg){ARG_LABEL, label}; }
static inline struct arg arg_pointer(const void *p) { return (struct arg){ARG_POINTER, (uintptr_t)p}; }
static inline struct arg arg_bytes(uint32_t at) { return (struct arg){ARG_BYTES, at}; }
static inline struct arg arg_function(uintptr_t f) { return (struct arg){ARG_FUNCTION, f}; }
/* An operand as the .beam file has it. */
struct arg arg_of(const struct emitter *e, struct slot o);

static inline bool same_arg(struct arg a, struct arg b) { return a.kind == b.kind && a.value == b.value; }
