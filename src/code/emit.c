/* code/emit.c - instructions, labels and constants as they are made, in one growing block. */
#include "code/emit.h"
#include "memory/memory.h"
#include <string.h>

/* Room for one more element of `size` bytes in *at; false: no memory. */
static bool grow(struct emitter *e, void *at, size_t count, size_t *room, size_t size)
{
    if (count < *room) return true;
    size_t wanted = *room ? *room * 2 : 64;
    void *old, *grown;
    memcpy(&old, at, sizeof old);
    grown = memory_resize(MEMORY_CODE, old, wanted * size);
    if (!grown) {
        e->failed = true;
        return false;
    }
    memcpy(at, &grown, sizeof grown);
    *room = wanted;
    return true;
}

static void add_word(struct emitter *e, uint32_t word)
{
    if (grow(e, &e->words, e->count, &e->room, sizeof *e->words)) e->words[e->count++] = word;
}

/* A word that is filled at the end. */
static void add_fixup(struct emitter *e, struct fixups *f, uint32_t to)
{
    if (grow(e, &f->at, f->count, &f->room, sizeof *f->at))
        f->at[f->count++] = (struct fixup){(uint32_t)e->count, (uint32_t)e->start, to};
    add_word(e, 0);
}

/* Equal constants near each other share a slot. */
static void add_pool_word(struct emitter *e, uint64_t value)
{
    size_t from = e->pool_count > 32 ? e->pool_count - 32 : 0;
    for (size_t i = from; i < e->pool_count; i++)
        if (e->pool[i] == value) {
            add_fixup(e, &e->to_pool, (uint32_t)i);
            return;
        }
    if (grow(e, &e->pool, e->pool_count, &e->pool_room, sizeof *e->pool)) e->pool[e->pool_count++] = value;
    add_fixup(e, &e->to_pool, (uint32_t)e->pool_count - 1);
}

static bool fits_word(uint64_t constant) { return (int64_t)constant == (int32_t)constant; }

/* The operand word of an argument; constants go to the pool unless the form takes them in the word. */
static void add_arg(struct emitter *e, enum op_kind kind, struct arg a)
{
    switch (a.kind) {
    case ARG_X: add_word(e, (uint32_t)a.value * 8 + WORD_X); return;
    case ARG_Y: add_word(e, (uint32_t)a.value * 8 + WORD_Y); return;
    case ARG_CONSTANT:
        if (kind == I) add_word(e, (uint32_t)a.value);
        else add_pool_word(e, a.value);
        return;
    case ARG_LABEL:
        if (a.value) add_fixup(e, &e->to_labels, (uint32_t)a.value);
        else add_word(e, 0);
        return;
    case ARG_POINTER: add_pool_word(e, a.value); return;
    case ARG_BYTES: add_fixup(e, &e->to_bytes, (uint32_t)a.value); return;
    case ARG_NUMBER:
    case ARG_FUNCTION: add_word(e, (uint32_t)a.value); return;
    case ARG_FLOAT: add_word(e, (uint32_t)((a.value - F_REGISTERS) * 8)); return;
    }
}

static bool arg_fits(enum op_kind kind, struct arg a)
{
    switch (kind) {
    case X: return a.kind == ARG_X;
    case Y: return a.kind == ARG_Y;
    case I: return a.kind == ARG_CONSTANT && fits_word(a.value);
    case Q: return a.kind == ARG_CONSTANT;
    default: return true;
    }
}

static bool form_fits(enum op_form form, const struct arg *args, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!arg_fits((enum op_kind)op_form_info[form].kinds[i], args[i])) return false;
    return true;
}

/* The specialised form that fits, or the general one. */
static enum op_form form_for(enum op op, const struct arg *args, size_t count)
{
    enum op_form general = op_info[op].general, form = general + 1;
    while (form < OP_FORMS && op_form_info[form].op == op && !form_fits(form, args, count)) form++;
    return form < OP_FORMS && op_form_info[form].op == op ? form : general;
}

bool emit_has_form(enum op op, const struct arg *args, size_t count)
{
    return form_for(op, args, count) != op_info[op].general;
}

/* The latest instruction runs this one too, if there is a fused body for the two. */
static void fuse(struct emitter *e, enum op_form form)
{
    bool follows = e->count > 0 && e->start + 1 + op_form_info[e->form].count == e->count;
    uint8_t fused = follows ? op_fused[e->form][form] : 0;
    if (fused) e->words[e->start] = (uint32_t)op_bodies[OP_FORMS + fused - 1];
}

void emit_args(struct emitter *e, enum op op, const struct arg *args, size_t count)
{
    enum op_form form = form_for(op, args, count);
    EXPECT(count == op_form_info[form].count);
    fuse(e, form);
    e->start = e->count;
    e->form = form;
    add_word(e, (uint32_t)op_bodies[form]);
    for (size_t i = 0; i < count; i++) add_arg(e, (enum op_kind)op_form_info[form].kinds[i], args[i]);
}

void emit_list_word(struct emitter *e, struct arg a) { add_arg(e, S, a); }

void emit_label(struct emitter *e, uint32_t label) { e->label_words[label] = (uint32_t)e->count; }

void emit_line(struct emitter *e, uint32_t line)
{
    struct line_mark *last = e->mark_count ? &e->marks[e->mark_count - 1] : NULL;
    if (last && last->offset == e->count) {
        last->line = line;
        return;
    }
    if (last ? last->line == line : line == 0) return;
    if (grow(e, &e->marks, e->mark_count, &e->mark_room, sizeof *e->marks))
        e->marks[e->mark_count++] = (struct line_mark){(uint32_t)e->count, line};
}

struct arg arg_of(const struct emitter *e, struct slot o)
{
    switch (o.kind) {
    case SLOT_X: return (struct arg){ARG_X, (uint64_t)o.value};
    case SLOT_Y: return (struct arg){ARG_Y, (uint64_t)o.value};
    case SLOT_FLOAT: return (struct arg){ARG_FLOAT, (uint64_t)o.value};
    case SLOT_LABEL: return arg_label((uint32_t)o.value);
    case SLOT_NUMBER:
    case SLOT_LIST: return arg_number((uint32_t)o.value);
    default: return arg_constant(beam_constant(e->beam, o));
    }
}
