/* code/emit.c - instructions, labels and constants as they are made, in one growing block. */
#include "code/emit.h"
#include "memory/arena.h"
#include "memory/memory.h"
#include <string.h>

/* Doubles the room for elements of `size` bytes in *at; false: no memory. */
static bool grow_array(struct emitter *e, void *at, size_t *room, size_t size)
{
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

static inline bool grow(struct emitter *e, void *at, size_t count, size_t *room, size_t size)
{
    return __builtin_expect(count < *room, 1) || grow_array(e, at, room, size);
}

static bool grow_code(struct emitter *e)
{
    size_t words = e->room, fixups = e->room;
    if (!grow_array(e, &e->words, &words, sizeof *e->words) || !grow_array(e, &e->fixups, &fixups, sizeof *e->fixups))
        return false;
    e->room = words;
    return true;
}

/* Room for one more instruction, so that add_word() and add_fixup() need not ask; false: no memory. */
static inline bool make_room(struct emitter *e)
{
    return __builtin_expect(e->count + 1 + OP_OPERANDS_MAX <= e->room, 1) || grow_code(e);
}

static inline void add_word(struct emitter *e, uint32_t word) { e->words[e->count++] = word; }

/* A word that is filled at the end. */
static inline void add_fixup(struct emitter *e, int kind, uint32_t to)
{
    e->fixups[e->fixup_count++] = (struct fixup){(uint32_t)e->count, (uint32_t)e->start, kind, to};
    add_word(e, 0);
}

/* Equal constants near each other share a slot. */
static void add_pool_word(struct emitter *e, uint64_t value)
{
    size_t from = e->pool_count > 32 ? e->pool_count - 32 : 0;
    for (size_t i = from; i < e->pool_count; i++)
        if (e->pool[i] == value) {
            add_fixup(e, TO_POOL, (uint32_t)i);
            return;
        }
    if (!grow(e, &e->pool, e->pool_count, &e->pool_room, sizeof *e->pool)) return;
    e->pool[e->pool_count++] = value;
    add_fixup(e, TO_POOL, (uint32_t)e->pool_count - 1);
}

static bool fits_word(uint64_t constant) { return (int64_t)constant == (int32_t)constant; }

/* The operand word of an argument; constants go to the pool unless the form takes them in the word. */
static inline void add_arg(struct emitter *e, enum op_kind kind, struct arg a)
{
    _Static_assert(ARG_X == (int)WORD_X && ARG_Y == (int)WORD_Y, "a register's kind is its word's tag");
    if (a.kind <= ARG_Y) {
        add_word(e, (uint32_t)a.value * 8 + a.kind);
        return;
    }
    switch (a.kind) {
    case ARG_CONSTANT:
        if (kind == I || kind == J) add_word(e, (uint32_t)a.value);
        else add_pool_word(e, a.value);
        return;
    case ARG_LABEL:
        if (a.value) add_fixup(e, TO_LABEL, (uint32_t)a.value);
        else add_word(e, 0);
        return;
    case ARG_POINTER: add_word(e, (uint32_t)(a.value - CODE_BASE)); return;
    case ARG_BYTES: add_fixup(e, TO_BYTES, (uint32_t)a.value); return;
    case ARG_FLOAT: add_word(e, (uint32_t)((a.value - F_REGISTERS) * 8)); return;
    default: add_word(e, (uint32_t)a.value); return;
    }
}

static inline uint64_t offer_of(struct arg a)
{
    static const uint8_t offers[] = {
        [ARG_X] = WANT_X, [ARG_Y] = WANT_Y, [ARG_CONSTANT] = WANT_CONSTANT, [ARG_FLOAT] = 0};
    if (a.kind != ARG_CONSTANT || !fits_word(a.value)) return offers[a.kind];
    return WANT_CONSTANT | WANT_WORD | (is_small((term){a.value}) ? WANT_SMALL : 0);
}

/* The specialised form that fits, or the general one. */
static inline enum op_form form_for(enum op op, const struct arg *args, size_t count)
{
    enum op_form general = op_info[op].general, end = op + 1 < OPS ? op_info[op + 1].general : (enum op_form)OP_FORMS;
    uint64_t offer = 0;
    for (size_t i = 0; i < count; i++) offer |= offer_of(args[i]) << i * WANT_BITS;
    for (enum op_form form = general + 1; form < end; form++)
        if ((op_form_wants[form] & ~offer) == 0) return form;
    return general;
}

bool emit_has_form(enum op op, const struct arg *args, size_t count)
{
    return form_for(op, args, count) != op_info[op].general;
}

/* Does the instruction with these arguments begin with what the latest one has made? */
static inline bool is_chained(const struct emitter *e, enum op op, const struct arg *args)
{
    int source = op_info[op].source;
    return source >= 0 && e->made.kind <= ARG_Y && same_arg(e->made, args[source]);
}

/* The instructions before run this one too, as far as there are fused bodies for them all. */
static void fuse(struct emitter *e, enum op_form form, bool chained)
{
    uint32_t count = 0;
    for (uint32_t r = 0; r < e->run_count; r++) {
        uint32_t body = op_fuse(e->fusions, e->runs[r].body, form, chained);
        if (!body) continue;
        e->words[e->runs[r].at] = (uint32_t)op_bodies[body];
        e->runs[count++] = (struct emitted){e->runs[r].at, body};
    }
    e->run_count = count;
}

/* It may begin fused ones; of those that have grown to the full length the longest goes. */
static inline void begin_run(struct emitter *e, enum op_form form)
{
    if (e->run_count == FUSED_MAX - 1) e->run_count--;
    for (uint32_t r = e->run_count++; r > 0; r--) e->runs[r] = e->runs[r - 1];
    e->runs[0] = (struct emitted){(uint32_t)e->count, form};
}

void emit_args(struct emitter *e, enum op op, const struct arg *args, size_t count)
{
    enum op_form form = form_for(op, args, count);
    EXPECT(count == op_form_info[form].count);
    if (!make_room(e)) return;
    if (e->behind != e->count || !op_is_second(form)) e->run_count = 0;
    else fuse(e, form, is_chained(e, op, args));
    begin_run(e, form);
    e->made = op_info[op].destination < 0 ? arg_number(0) : args[op_info[op].destination];
    e->start = e->count;
    add_word(e, (uint32_t)op_bodies[form]);
    for (size_t i = 0; i < count; i++) add_arg(e, (enum op_kind)op_form_info[form].kinds[i], args[i]);
    e->behind = e->count;
}

void emit_list_word(struct emitter *e, struct arg a)
{
    if (make_room(e)) add_arg(e, S, a);
}

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
