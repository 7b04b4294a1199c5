/* code/beam_code.c - the Code chunk: decodes every instruction into slots, once.
 *
 * Every instruction takes at least one byte for each of its slots, so the stream never has more
 * slots than the chunk has bytes, and one allocation holds it.
 */
#include "base/limits.h"
#include "code/beam_parts.h"
#include "code/compact.h"
#include "heap/build.h"
#include "memory/memory.h"
#include <string.h>

enum { FORMAT = 0, EXTENDED_LIST = 1, EXTENDED_FLOAT, EXTENDED_ALLOCATION, EXTENDED_LITERAL, EXTENDED_TYPED };
enum { LABELS_AT_LEAST = 65536 }; /* a module may number its labels with holes, within reason */

struct reader {
    struct beam *b;
    struct heap *heap; /* for integers too big for a slot */
    struct bytes in;
    struct slot *out;
    uint32_t previous[2]; /* slots of the last two instructions */
    uint32_t chunk_literals;
    uint32_t limits[8]; /* for each tag: values below it are what put_short() may put */
    enum beam_error error;
};

static bool fail(struct reader *r, enum beam_error e)
{
    r->error = e;
    return false;
}

static void put(struct reader *r, enum slot_kind kind, uint32_t type, int64_t value)
{
    *r->out++ = (struct slot){(uint8_t)kind, 0, (uint16_t)type, (int32_t)value};
}

/* -- numbers that do not fit a slot ------------------------------------------------------------- */

term beam_integer(struct heap *h, const uint8_t *digits, size_t size, bool negative)
{
    while (size > 1 && digits[0] == (negative ? 0xff : 0)) digits++, size--;
    size_t limbs = size / 8 + 1, used = 0;
    term *object = heap_alloc(h, limbs + 1);
    if (!object) return NO_TERM;
    uint64_t carry = 1;
    for (size_t limb = 0; limb < limbs; limb++) {
        uint64_t word = 0;
        for (size_t i = 8; i-- > 0;) {
            size_t at = limb * 8 + i;
            uint8_t digit = at < size ? digits[size - 1 - at] : negative ? 0xff : 0;
            word = word << 8 | digit;
        }
        if (negative) {
            word = ~word + carry;
            carry = carry && word == 0;
        }
        object[1 + limb].word = word;
        if (word) used = limb + 1;
    }
    int64_t low = (int64_t)object[1].word;
    if (used <= 1 && low >= 0 && low <= SMALL_MAX) { /* the digits began with useless ones */
        heap_give_back(h, object);
        return small(negative ? -low : low);
    }
    heap_give_back(h, object + 1 + used);
    object[0].word = header(negative ? KIND_BIG_NEG : KIND_BIG_POS, used);
    return boxed_at(object);
}

static bool put_big(struct reader *r, enum slot_kind kind, const struct compact *c)
{
    term t;
    uint32_t index;
    if (c->digits) {
        t = beam_integer(r->heap, c->digits, c->size, kind == SLOT_LITERAL && c->digits[0] >= 0x80);
    } else {
        t = heap_i64(r->heap, c->value);
    }
    if (!is_term(t)) return fail(r, BEAM_NO_MEMORY);
    enum beam_error e = beam_add_literal(r->b, t, &index);
    if (e) return fail(r, e);
    put(r, kind, 0, index);
    return true;
}

/* -- operands --------------------------------------------------------------------------------- */

static bool put_typed(struct reader *r)
{
    struct compact c;
    uint32_t type;
    if (!compact_next(&r->in, &c) || (c.tag != COMPACT_X && c.tag != COMPACT_Y)) return fail(r, BEAM_BAD_OPERAND);
    if (!compact_bounded(&r->in, COMPACT_NUMBER, INT32_MAX, &type)) return fail(r, BEAM_BAD_OPERAND);
    if (r->b->type_count && type >= r->b->type_count) return fail(r, BEAM_BAD_TYPE);
    if (c.digits || (uint64_t)c.value >= X_REGISTERS) return fail(r, BEAM_BAD_REGISTER);
    put(r, c.tag == COMPACT_X ? SLOT_X : SLOT_Y, r->b->type_count && type <= UINT16_MAX ? type : 0, c.value);
    return true;
}

/* Pairs of kind (0 words, 1 floats, 2 funs) and count, as one number of words. */
static bool put_allocation(struct reader *r)
{
    static const uint32_t words_of[] = {1, FLOAT_WORDS, FUN_WORDS};
    uint32_t pairs, kind, count;
    uint64_t words = 0;
    if (!compact_bounded(&r->in, COMPACT_NUMBER, 3, &pairs)) return fail(r, BEAM_BAD_OPERAND);
    for (uint32_t i = 0; i < pairs; i++) {
        if (!compact_bounded(&r->in, COMPACT_NUMBER, 2, &kind)) return fail(r, BEAM_BAD_OPERAND);
        if (!compact_bounded(&r->in, COMPACT_NUMBER, INT32_MAX, &count)) return fail(r, BEAM_BAD_OPERAND);
        words += (uint64_t)count * words_of[kind];
    }
    if (words > INT32_MAX) return fail(r, BEAM_BAD_OPERAND);
    put(r, SLOT_NUMBER, 0, (int64_t)words);
    return true;
}

/* `last`: the operand may be a list. *more: how many elements follow. */
static bool put_extended(struct reader *r, int64_t which, bool last, uint32_t *more)
{
    uint32_t n;
    if (which == EXTENDED_TYPED) return put_typed(r);
    if (which == EXTENDED_ALLOCATION) return put_allocation(r);
    if (!compact_bounded(&r->in, COMPACT_NUMBER, INT32_MAX, &n)) return fail(r, BEAM_BAD_OPERAND);
    switch (which) {
    case EXTENDED_LIST:
        if (!last || n > bytes_left(&r->in)) return fail(r, BEAM_BAD_LIST);
        put(r, SLOT_LIST, 0, n);
        *more = n;
        return true;
    case EXTENDED_FLOAT:
        if (n >= F_REGISTERS) return fail(r, BEAM_BAD_REGISTER);
        put(r, SLOT_FLOAT, 0, n);
        return true;
    case EXTENDED_LITERAL:
        if (n >= r->chunk_literals) return fail(r, BEAM_BAD_LITERAL);
        put(r, SLOT_LITERAL, 0, n);
        return true;
    default: return fail(r, BEAM_BAD_OPERAND);
    }
}

/* A value that fits the slot of its tag, or is out of any table's range. */
static bool put_value(struct reader *r, enum compact_tag tag, int64_t value, bool last, uint32_t *more)
{
    switch (tag) {
    case COMPACT_NUMBER: put(r, SLOT_NUMBER, 0, value); return true;
    case COMPACT_INTEGER: put(r, SLOT_INTEGER, 0, value); return true;
    case COMPACT_ATOM:
        if ((uint64_t)value >= r->b->atom_count) return fail(r, BEAM_BAD_ATOM);
        if (value == 0) put(r, SLOT_NIL, 0, 0);
        else put(r, SLOT_ATOM, 0, atom_index(r->b->atoms[value]));
        return true;
    case COMPACT_X:
    case COMPACT_Y:
        if ((uint64_t)value >= X_REGISTERS) return fail(r, BEAM_BAD_REGISTER);
        put(r, tag == COMPACT_X ? SLOT_X : SLOT_Y, 0, value);
        return true;
    case COMPACT_LABEL:
        if ((uint64_t)value >= r->b->label_count) return fail(r, BEAM_BAD_LABEL);
        put(r, SLOT_LABEL, 0, value);
        return true;
    case COMPACT_EXTENDED: return put_extended(r, value, last, more);
    default: return fail(r, BEAM_BAD_OPERAND);
    }
}

/* A value of two bytes or more behind `first`. */
static bool put_long(struct reader *r, uint8_t first, bool last, uint32_t *more)
{
    struct compact c = {.tag = first & 7};
    if (!compact_long(&r->in, first, &c)) return fail(r, BEAM_BAD_OPERAND);
    bool fits = !c.digits && c.value == (int32_t)c.value;
    if (fits) return put_value(r, c.tag, c.value, last, more);
    if (c.tag == COMPACT_NUMBER) return put_big(r, SLOT_BIG_NUMBER, &c);
    if (c.tag == COMPACT_INTEGER) return put_big(r, SLOT_LITERAL, &c);
    return put_value(r, c.tag, INT64_MAX, last, more);
}

/* Any operand at all. */
static __attribute__((noinline)) bool put_operand(struct reader *r, bool last, uint32_t *more)
{
    if (r->in.at == r->in.end) return fail(r, BEAM_BAD_OPERAND);
    uint8_t first = *r->in.at++;
    if ((first & 8) == 0) return put_value(r, first & 7, first >> 4, last, more);
    if ((first & 16) != 0) return put_long(r, first, last, more);
    if (r->in.at == r->in.end) return fail(r, BEAM_BAD_OPERAND);
    return put_value(r, first & 7, (first & 0xe0) << 3 | *r->in.at++, last, more);
}

static void set_limits(struct reader *r)
{
    r->limits[COMPACT_NUMBER] = r->limits[COMPACT_INTEGER] = INT32_MAX;
    r->limits[COMPACT_ATOM] = r->b->atom_count;
    r->limits[COMPACT_X] = r->limits[COMPACT_Y] = X_REGISTERS;
    r->limits[COMPACT_LABEL] = r->b->label_count;
}

/* The operand at `at`, if it is one of the many that take a byte or two and are in range; the bytes it takes, or 0. */
static inline size_t put_short(const struct reader *r, const uint8_t *at, struct slot *to)
{
    static const uint8_t kinds[8] = {[COMPACT_NUMBER] = SLOT_NUMBER, [COMPACT_INTEGER] = SLOT_INTEGER,
                                     [COMPACT_ATOM] = SLOT_ATOM,     [COMPACT_X] = SLOT_X,
                                     [COMPACT_Y] = SLOT_Y,           [COMPACT_LABEL] = SLOT_LABEL};
    uint32_t tag = *at & 7, value = *at >> 4;
    size_t size = 1;
    if (*at & 8) {
        if (*at & 16) return 0;
        value = (*at & 0xe0U) << 3 | at[1];
        size = 2;
    }
    if (value >= r->limits[tag]) return 0;
    if (tag == COMPACT_ATOM) {
        if (value == 0) return 0;
        value = atom_index(r->b->atoms[value]);
    }
    *to = (struct slot){kinds[tag], 0, 0, (int32_t)value};
    return size;
}

/* `count` operands, of which the last may be a list if `list`: then *more is how many elements follow. */
static inline bool put_operands(struct reader *r, uint32_t count, bool list, uint32_t *more)
{
    enum { SHORT_BYTES = 2 };
    const uint8_t *at = r->in.at, *end = r->in.end;
    struct slot *out = r->out;
    for (; count > 0; count--) {
        size_t size = end - at >= SHORT_BYTES ? put_short(r, at, out) : 0;
        at += size;
        out += size != 0;
        if (__builtin_expect(size != 0, 1)) continue;
        r->in.at = at;
        r->out = out;
        if (!put_operand(r, list && count == 1, more)) return false;
        at = r->in.at;
        out = r->out;
    }
    r->in.at = at;
    r->out = out;
    return true;
}

/* -- instructions ----------------------------------------------------------------------------- */

static inline bool put_instruction(struct reader *r, uint8_t opcode)
{
    const struct genop_row *row = &genop_table[opcode];
    if (!row->name) return fail(r, opcode < GENOPS ? BEAM_OLD_OPCODE : BEAM_BAD_OPCODE);
    struct slot *op = r->out++;
    uint32_t more = 0, none = 0;
    if (!put_operands(r, row->arity, true, &more) || (more && !put_operands(r, more, false, &none))) return false;
    *op = (struct slot){SLOT_OP, 0, opcode, (int32_t)(r->out - op - 1)};
    return true;
}

static bool note_label(struct reader *r, uint32_t at)
{
    struct slot number = r->b->code[at + 1];
    if (number.kind != SLOT_NUMBER || number.value == 0 || (uint32_t)number.value >= r->b->label_count)
        return fail(r, BEAM_BAD_LABEL);
    uint32_t *where = &r->b->labels[number.value];
    if (*where != BEAM_NO_SLOT) return fail(r, BEAM_BAD_LABEL);
    *where = at;
    return true;
}

static bool is_op(const struct reader *r, uint32_t at, enum genop op)
{
    return at != BEAM_NO_SLOT && r->b->code[at].type == op;
}

/* A function begins with: label, perhaps line, func_info, label (its entry, noted when it comes). */
static bool note_function(struct reader *r, uint32_t at, uint32_t room)
{
    struct beam *b = r->b;
    const struct slot *i = &b->code[at];
    uint32_t start = is_op(r, r->previous[0], GENOP_line) ? r->previous[1] : r->previous[0];
    if (!is_op(r, start, GENOP_label) || b->function_count == room) return fail(r, BEAM_BAD_FUNCTION);
    if (i[1].kind != SLOT_ATOM || i[2].kind != SLOT_ATOM || i[3].kind != SLOT_NUMBER || i[3].value > ARITY_MAX)
        return fail(r, BEAM_BAD_FUNCTION);
    if (b->function_count) b->functions[b->function_count - 1].end = start;
    b->functions[b->function_count++] = (struct beam_function){
        .name = atom_of((uint32_t)i[2].value),
        .arity = (uint32_t)i[3].value,
        .info_label = (uint32_t)b->code[start + 1].value,
        .start = start,
    };
    return same(atom_of((uint32_t)i[1].value), b->name) || fail(r, BEAM_BAD_FUNCTION);
}

/* What the tables of labels and functions need to know of the instruction at slot `at`. */
static inline bool note_instruction(struct reader *r, uint32_t at, uint32_t function_room)
{
    struct beam *b = r->b;
    if (is_op(r, r->previous[0], GENOP_func_info)) {
        if (!is_op(r, at, GENOP_label)) return fail(r, BEAM_BAD_FUNCTION);
        b->functions[b->function_count - 1].entry_label = (uint32_t)b->code[at + 1].value;
    }
    switch (b->code[at].type) {
    case GENOP_label: return note_label(r, at);
    case GENOP_func_info: return note_function(r, at, function_room);
    case GENOP_on_load:
        if (!b->function_count || b->on_load) return fail(r, BEAM_BAD_FUNCTION);
        b->on_load = true;
        b->on_load_function = b->function_count - 1;
        return true;
    default: return true;
    }
}

static bool read_instructions(struct reader *r, uint32_t function_room)
{
    struct beam *b = r->b;
    for (;;) {
        if (r->in.at == r->in.end) return fail(r, BEAM_BAD_FLOW);
        uint32_t at = (uint32_t)(r->out - b->code);
        if (!put_instruction(r, *r->in.at++) || !note_instruction(r, at, function_room)) return false;
        if (b->code[at].type == GENOP_int_code_end) break;
        r->previous[1] = r->previous[0];
        r->previous[0] = at;
    }
    if (is_op(r, r->previous[0], GENOP_func_info)) return fail(r, BEAM_BAD_FUNCTION);
    b->code_size = (uint32_t)(r->out - b->code);
    if (b->function_count) b->functions[b->function_count - 1].end = b->code_size - 1;
    return true;
}

/* Size of the rest of the header, format, highest opcode, count of labels, of functions. */
static enum beam_error read_header(struct beam *b, struct bytes *c, uint32_t *functions)
{
    if (!bytes_left(c)) return BEAM_NO_CODE;
    uint32_t size = bytes_u32be(c);
    const uint8_t *head = bytes_take(c, size);
    struct bytes h = head ? bytes_of(head, size) : bytes_of("", 0);
    uint32_t format = bytes_u32be(&h), highest = bytes_u32be(&h);
    b->label_count = bytes_u32be(&h);
    *functions = bytes_u32be(&h);
    size_t left = bytes_left(c);
    if (h.spent || format != FORMAT || left > INT32_MAX / sizeof(struct slot)) return BEAM_BAD_CODE_HEADER;
    if (highest >= GENOPS) return BEAM_NEW_OPCODES;
    bool absurd = (b->label_count > left && b->label_count > LABELS_AT_LEAST) || *functions > left;
    return absurd ? BEAM_BAD_CODE_HEADER : BEAM_OK;
}

enum beam_error beam_read_code(struct beam *b, struct heap *h)
{
    struct reader r = {
        .b = b,
        .heap = h,
        .in = b->chunks[CHUNK_Code],
        .previous = {BEAM_NO_SLOT, BEAM_NO_SLOT},
        .chunk_literals = b->literal_count,
    };
    uint32_t functions;
    enum beam_error e = read_header(b, &r.in, &functions);
    if (e) return e;
    b->code = memory_alloc(MEMORY_CODE, (bytes_left(&r.in) + 1) * sizeof *b->code);
    b->labels = memory_alloc(MEMORY_CODE, b->label_count * sizeof *b->labels);
    b->functions = memory_alloc(MEMORY_CODE, functions * sizeof *b->functions);
    if (!b->code || !b->labels || !b->functions) return BEAM_NO_MEMORY;
    memset(b->labels, 0xff, b->label_count * sizeof *b->labels);
    r.out = b->code;
    set_limits(&r);
    if (!read_instructions(&r, functions)) return r.error;
    return b->function_count == functions ? BEAM_OK : BEAM_BAD_CODE_HEADER;
}
