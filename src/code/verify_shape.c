/* code/verify_shape.c - each instruction by itself: kinds of operands, and numbers that must lead somewhere. */
#include "code/verify_parts.h"
#include "memory/memory.h"
#include "term/atoms.h"

/* -- operands ---------------------------------------------------------------------------------- */

/* A label that stands in this function. */
bool verify_local_label(struct verifier *v, struct slot s)
{
    RULE(s.kind == SLOT_LABEL, BAD_OPERAND_KIND);
    uint32_t at = v->beam->labels[s.value];
    RULE(s.value != 0 && at != BEAM_NO_SLOT && at >= v->function->start && at < v->function->end, BAD_LABEL);
    return true;
}

static bool is_call(enum genop op) { return op == GENOP_call || op == GENOP_call_last || op == GENOP_call_only; }

static bool verify_call_target(struct verifier *v, struct slot s, struct slot arity)
{
    RULE(s.kind == SLOT_LABEL, BAD_OPERAND_KIND);
    uint32_t entry = v->entry_of[s.value];
    RULE(entry != 0, BAD_LABEL);
    RULE(v->beam->functions[entry - 1].arity == (uint32_t)arity.value, BAD_ARITY);
    return true;
}

/* How many arguments an instruction gives to the import it names. */
static uint32_t arguments_of(enum genop op, const struct slot *operands)
{
    switch (op) {
    case GENOP_bif0: return 0;
    case GENOP_bif1:
    case GENOP_gc_bif1: return 1;
    case GENOP_bif2:
    case GENOP_gc_bif2: return 2;
    case GENOP_bif3:
    case GENOP_gc_bif3: return 3;
    default: return (uint32_t)operands[0].value; /* call_ext and its kin */
    }
}

static bool verify_import(struct verifier *v, enum genop op, const struct slot *operands, struct slot s)
{
    RULE(s.kind == SLOT_NUMBER && (uint32_t)s.value < v->beam->import_count, BAD_IMPORT);
    RULE(v->beam->imports[s.value].arity == arguments_of(op, operands), BAD_IMPORT);
    return true;
}

static bool verify_lambda(struct verifier *v, struct slot s)
{
    RULE(s.kind == SLOT_NUMBER && (uint32_t)s.value < v->beam->lambda_count, BAD_LAMBDA);
    return true;
}

static bool verify_float(struct verifier *v, struct slot s)
{
    RULE(s.kind == SLOT_FLOAT, BAD_OPERAND_KIND);
    return true;
}

static bool verify_number(struct verifier *v, struct slot s, int32_t most)
{
    RULE(s.kind == SLOT_NUMBER, BAD_OPERAND_KIND);
    RULE(s.value <= most, BAD_LIVE);
    return true;
}

enum { FRAME_MAX = X_REGISTERS, HEAP_NEED_MAX = 1 << 24 };

/* One operand of the kind that genops.def gives as a letter. */
static bool verify_operand(struct verifier *v, char kind, enum genop op, const struct slot *operands, struct slot s)
{
    switch (kind) {
    case 's': return verify_source(v, s);
    case 'd': return verify_destination(v, s);
    case 'f': return s.kind == SLOT_LABEL && s.value == 0 ? true : verify_local_label(v, s);
    case 'j': return is_call(op) ? verify_call_target(v, s, operands[0]) : verify_local_label(v, s);
    case 'u':
        RULE(s.kind == SLOT_NUMBER || (s.kind == SLOT_BIG_NUMBER && op == GENOP_bs_test_tail2), BAD_OPERAND_KIND);
        return true;
    case 'l': return verify_number(v, s, X_REGISTERS);
    case 'n': return verify_number(v, s, FRAME_MAX);
    case 'h': return verify_number(v, s, HEAP_NEED_MAX);
    case 'a': return s.kind == SLOT_ATOM || refuse(v, BEAM_BAD_OPERAND_KIND);
    case 'i': return verify_import(v, op, operands, s);
    case 'k': return verify_lambda(v, s);
    case 't': return s.kind == SLOT_ATOM || verify_lambda(v, s);
    case 'm': return s.kind == SLOT_ATOM || (s.kind == SLOT_LABEL && s.value == 0) || verify_local_label(v, s);
    case 'r':
    case 'R': return verify_float(v, s);
    case 'e': return s.kind == SLOT_FLOAT || verify_source(v, s);
    case 'E': return s.kind == SLOT_FLOAT || verify_destination(v, s);
    case 'z': return s.kind == SLOT_NUMBER || verify_source(v, s);
    case 'y': RULE(s.kind == SLOT_Y, BAD_OPERAND_KIND); return verify_destination(v, s);
    case 'L': RULE(s.kind == SLOT_LIST, BAD_LIST); return true; /* its elements: verify_list() */
    default: return refuse(v, BEAM_BAD_OPERAND_KIND);
    }
}

/* -- instructions ------------------------------------------------------------------------------- */

static bool verify_string(struct verifier *v, uint64_t offset, uint64_t bytes)
{
    RULE(offset + bytes <= bytes_left(&v->beam->chunks[CHUNK_StrT]), BAD_STRING);
    return true;
}

/* Sizes are divided by it. */
static bool verify_unit(struct verifier *v, struct slot unit)
{
    RULE(unit.value >= 1 && unit.value <= 256, BAD_BINARY);
    return true;
}

/* What names a native record: an atom, or {Module, Name}.  One that is made by an atom is the module's own. */
static bool verify_record_name(struct verifier *v, struct slot s, bool own)
{
    if (s.kind == SLOT_ATOM) {
        RULE(!own || beam_record_find(v->beam, atom_of((uint32_t)s.value)), BAD_RECORD);
        return true;
    }
    RULE(s.kind == SLOT_LITERAL, BAD_RECORD);
    term id = v->beam->literals[s.value];
    RULE(is_tuple_of(id, 2) && is_atom(tuple_elements(id)[0]) && is_atom(tuple_elements(id)[1]), BAD_RECORD);
    return true;
}

/* What operands of one instruction have to do with each other and with the module's tables. */
static bool verify_special(struct verifier *v, enum genop op, const struct slot *o)
{
    switch (op) {
    case GENOP_line:
        RULE(v->beam->line_count == 0 || (uint32_t)o[0].value < v->beam->line_count, BAD_LINE);
        return true;
    case GENOP_executable_line:
        RULE(v->beam->line_count == 0 || (uint32_t)o[0].value < v->beam->line_count, BAD_LINE);
        return true;
    case GENOP_bs_test_unit: return verify_unit(v, o[2]);
    case GENOP_bs_get_integer2:
    case GENOP_bs_get_float2:
    case GENOP_bs_get_binary2: return verify_unit(v, o[4]);
    case GENOP_bs_skip_bits2: return verify_unit(v, o[3]);
    case GENOP_bs_match_string: return verify_string(v, (uint32_t)o[3].value, ((uint32_t)o[2].value + 7) / 8);
    case GENOP_bs_put_string: return verify_string(v, (uint32_t)o[1].value, (uint32_t)o[0].value);
    case GENOP_call:
    case GENOP_call_last:
    case GENOP_call_only:
    case GENOP_call_ext:
    case GENOP_call_ext_last:
    case GENOP_call_ext_only:
    case GENOP_call_fun:
    case GENOP_apply:
    case GENOP_apply_last: RULE(o[0].value <= ARITY_MAX, BAD_ARITY); return true;
    case GENOP_call_fun2: RULE(o[1].value <= ARITY_MAX, BAD_ARITY); return true;
    case GENOP_trim: RULE(o[0].value + o[1].value <= FRAME_MAX, BAD_FRAME); return true;
    case GENOP_func_info: RULE((uint32_t)o[2].value == v->function->arity, BAD_FUNCTION); return true;
    case GENOP_set_tuple_element:
    case GENOP_test_arity:
    case GENOP_is_tagged_tuple: RULE((uint32_t)o[2].value < TUPLE_ARITY_MAX, BAD_ARITY); return true;
    case GENOP_fmove: RULE(o[0].kind == SLOT_FLOAT || o[1].kind == SLOT_FLOAT, BAD_OPERAND_KIND); return true;
    case GENOP_bs_start_match4:
        RULE(o[0].kind != SLOT_ATOM || same(atom_of((uint32_t)o[0].value), A(no_fail)) ||
                 same(atom_of((uint32_t)o[0].value), A(resume)),
             BAD_OPERAND_KIND);
        return true;
    case GENOP_put_record: return verify_record_name(v, o[1], o[2].kind == SLOT_NIL);
    case GENOP_get_record_field: return verify_record_name(v, o[2], false);
    case GENOP_int_code_end: return refuse(v, BEAM_BAD_FLOW); /* the last instruction of all is in no function */
    default: return true;
    }
}

static bool add_label(struct verifier *v, uint32_t slot, uint32_t label)
{
    if (v->label_count == v->label_room) {
        uint32_t room = v->label_room * 2 + 256;
        uint32_t *grown = memory_resize(MEMORY_CODE, v->label_slots, room * sizeof *grown);
        if (!grown) return refuse(v, BEAM_NO_MEMORY);
        v->label_slots = grown;
        v->label_room = room;
    }
    v->number_of[label] = v->label_count;
    v->label_slots[v->label_count++] = slot;
    return true;
}

/* For each letter: the kinds of slots that are right and say all; for what is not here verify_operand() looks closer. */
enum {
    SOURCES = (1 << (SLOT_LITERAL + 1)) - 1,
    DESTINATIONS = 1 << SLOT_X | 1 << SLOT_Y,
};
static const uint16_t right_kinds[128] = {
    ['s'] = SOURCES,
    ['d'] = DESTINATIONS,
    ['y'] = 1 << SLOT_Y,
    ['u'] = 1 << SLOT_NUMBER,
    ['a'] = 1 << SLOT_ATOM,
    ['r'] = 1 << SLOT_FLOAT,
    ['R'] = 1 << SLOT_FLOAT,
    ['e'] = SOURCES | 1 << SLOT_FLOAT,
    ['L'] = 1 << SLOT_LIST,
    ['E'] = DESTINATIONS | 1 << SLOT_FLOAT,
    ['z'] = SOURCES | 1 << SLOT_NUMBER,
};

/* The operands of an instruction that genops.def describes completely. */
static inline bool verify_operands(struct verifier *v, enum genop op, const struct slot *operands)
{
    const struct slot *o = operands;
    for (const char *kinds = genop_table[op].operands; *kinds; kinds++, o++) {
        bool plain = o->kind > SLOT_Y || o->value < 64; /* of other registers note_register() must know */
        if ((right_kinds[(uint8_t)*kinds] >> o->kind & 1) && plain) continue;
        if (!verify_operand(v, *kinds, op, operands, *o)) return false;
    }
    return true;
}

static bool verify_instruction(struct verifier *v, const struct slot *i)
{
    enum genop op = i->type;
    const struct slot *o = i + 1;
    switch (op) { /* the most frequent ones first */
    case GENOP_move: return verify_source(v, o[0]) && verify_destination(v, o[1]);
    case GENOP_label: return add_label(v, v->slot, (uint32_t)o[0].value);
    case GENOP_get_tuple_element:
        RULE((uint32_t)o[1].value < TUPLE_ARITY_MAX, BAD_ARITY);
        return verify_operands(v, op, o);
    case GENOP_put_list:
    case GENOP_return: return verify_operands(v, op, o);
    default: break;
    }
    if (!verify_operands(v, op, o)) return false;
    uint32_t arity = genop_table[op].arity;
    if (arity && o[arity - 1].kind == SLOT_LIST && !verify_list(v, op, o, &o[arity - 1])) return false;
    return verify_special(v, op, o);
}

bool verify_shape(struct verifier *v)
{
    const struct beam_function *f = v->function;
    v->label_count = 0;
    v->x_words = (f->arity + 63) / 64 + (f->arity == 0);
    v->y_words = 1;
    for (v->slot = f->start; v->slot < f->end; v->slot += (uint32_t)v->beam->code[v->slot].value + 1)
        if (!verify_instruction(v, &v->beam->code[v->slot])) return false;
    return true;
}
