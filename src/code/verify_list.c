/* code/verify_list.c - the operands that are lists, each instruction with a shape of its own. */
#include "code/verify_parts.h"
#include "term/atoms.h"

static bool is_atom_slot(struct slot s, term name)
{
    return s.kind == SLOT_ATOM && same(atom_of((uint32_t)s.value), name);
}

static bool sources(struct verifier *v, const struct slot *e, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        if (!verify_source(v, e[i])) return false;
    return true;
}

/* value, label, value, label... */
static bool select_list(struct verifier *v, const struct slot *e, int32_t count, bool arities)
{
    RULE(count % 2 == 0, BAD_LIST);
    for (int32_t i = 0; i < count; i += 2) {
        RULE(arities ? e[i].kind == SLOT_NUMBER : slot_is_constant(e[i]), BAD_LIST);
        if (!verify_local_label(v, e[i + 1])) return false;
    }
    return true;
}

/* key, where to, key, where to... */
static bool element_list(struct verifier *v, const struct slot *e, int32_t count)
{
    RULE(count % 2 == 0, BAD_LIST);
    for (int32_t i = 0; i < count; i += 2)
        if (!verify_source(v, e[i]) || !verify_destination(v, e[i + 1])) return false;
    return true;
}

/* name of a native record's field, ... */
static bool field_list(struct verifier *v, const struct slot *e, int32_t count)
{
    RULE(count % 2 == 0, BAD_LIST);
    for (int32_t i = 0; i < count; i += 2) RULE(e[i].kind == SLOT_ATOM, BAD_LIST);
    return true;
}

/* position, value, position, value...: of a tuple of `size` elements. */
static bool update_list(struct verifier *v, const struct slot *e, int32_t count, struct slot size)
{
    RULE(count % 2 == 0 && size.value <= TUPLE_ARITY_MAX, BAD_LIST);
    for (int32_t i = 0; i < count; i += 2) {
        RULE(e[i].kind == SLOT_NUMBER && e[i].value >= 1 && e[i].value <= size.value, BAD_LIST);
        if (!verify_source(v, e[i + 1])) return false;
    }
    return true;
}

static bool environment_list(struct verifier *v, const struct slot *e, int32_t count, struct slot lambda)
{
    RULE((uint32_t)count == v->beam->lambdas[lambda.value].environment, BAD_LAMBDA);
    return sources(v, e, count);
}

static bool y_list(struct verifier *v, const struct slot *e, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        RULE(e[i].kind == SLOT_Y, BAD_LIST);
        if (!verify_destination(v, e[i])) return false;
    }
    return true;
}

/* Segments of bs_create_bin: type, number, unit, flags, value, size.  A string's value is its offset. */
static bool segment_list(struct verifier *v, const struct slot *e, int32_t count)
{
    enum { SEGMENT = 6 };
    RULE(count % SEGMENT == 0, BAD_LIST);
    for (int32_t i = 0; i < count; i += SEGMENT) {
        RULE(e[i].kind == SLOT_ATOM && e[i + 1].kind == SLOT_NUMBER && e[i + 2].kind == SLOT_NUMBER, BAD_LIST);
        RULE(e[i + 2].value <= 256 && slot_is_constant(e[i + 3]), BAD_LIST);
        if (is_atom_slot(e[i], A(string))) {
            RULE(e[i + 4].kind == SLOT_NUMBER && e[i + 5].kind == SLOT_INTEGER && e[i + 5].value >= 0, BAD_LIST);
            uint64_t end = (uint64_t)e[i + 4].value + (uint64_t)e[i + 5].value;
            RULE(end <= bytes_left(&v->beam->chunks[CHUNK_StrT]), BAD_STRING);
        } else if (!verify_source(v, e[i + 4]) || !verify_source(v, e[i + 5])) return false;
    }
    return true;
}

/* -- bs_match: commands, each a name and its own operands ------------------------------------------ */

struct match_command {
    term name;
    const char *operands; /* u number  n unit  l live  o constant  v number of any size  d destination */
};

static bool match_operand(struct verifier *v, char kind, struct slot s)
{
    switch (kind) {
    case 'u': RULE(s.kind == SLOT_NUMBER, BAD_LIST); return true;
    case 'n': RULE(s.kind == SLOT_NUMBER && s.value >= 1, BAD_LIST); return true;
    case 'l': RULE(s.kind == SLOT_NUMBER && s.value <= X_REGISTERS, BAD_LIVE); return true;
    case 'o': RULE(slot_is_constant(s), BAD_LIST); return true;
    case 'v': RULE(s.kind == SLOT_NUMBER || s.kind == SLOT_BIG_NUMBER, BAD_LIST); return true;
    default: return verify_destination(v, s);
    }
}

static bool match_list(struct verifier *v, const struct slot *e, int32_t count)
{
    const struct match_command commands[] = {
        {A(ensure_at_least), "vn"}, {A(ensure_exactly), "v"}, {A(integer), "lovnd"},
        {A(binary), "lovnd"},       {A(skip), "v"},           {A(get_tail), "lud"},
        {A(equal_exactly), "ouv"},
    };
    enum { COMMANDS = sizeof commands / sizeof *commands };
    for (int32_t i = 0; i < count;) {
        int which = 0;
        while (which < COMMANDS && !is_atom_slot(e[i], commands[which].name)) which++;
        RULE(which < COMMANDS, BAD_LIST);
        i++;
        for (const char *k = commands[which].operands; *k; k++, i++) {
            RULE(i < count, BAD_LIST);
            if (!match_operand(v, *k, e[i])) return false;
        }
    }
    return true;
}

bool verify_list(struct verifier *v, enum genop op, const struct slot *operands, const struct slot *list)
{
    const struct slot *e = list + 1;
    int32_t count = list->value;
    switch (op) {
    case GENOP_select_val: return select_list(v, e, count, false);
    case GENOP_select_tuple_arity: return select_list(v, e, count, true);
    case GENOP_get_map_elements: RULE(count > 0, BAD_LIST); return element_list(v, e, count);
    case GENOP_get_record_elements: return field_list(v, e, count) && element_list(v, e, count);
    case GENOP_put_map_assoc:
    case GENOP_put_map_exact: RULE(count % 2 == 0, BAD_LIST); return sources(v, e, count);
    case GENOP_put_record: return field_list(v, e, count) && sources(v, e, count);
    case GENOP_has_map_fields: return sources(v, e, count);
    case GENOP_put_tuple2: return sources(v, e, count);
    case GENOP_make_fun3: return environment_list(v, e, count, operands[0]);
    case GENOP_init_yregs: return y_list(v, e, count);
    case GENOP_bs_create_bin: return segment_list(v, e, count);
    case GENOP_bs_match: return match_list(v, e, count);
    case GENOP_update_record: return update_list(v, e, count, operands[1]);
    default: return refuse(v, BEAM_BAD_LIST);
    }
}
