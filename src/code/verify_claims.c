/* code/verify_claims.c - which claims about types the code itself shows to be true, and which need a check.
 *
 * What is known of a register holds from the instruction that shows it to the next label.
 */
#include "code/claims.h"
#include "code/verify_parts.h"
#include <string.h>

enum { FACTS = 64, ELEMENTS_MAX = UINT16_MAX - 1 };

static bool is_tracked(struct slot s) { return slot_is_register(s) && s.value < FACTS; }

void facts_forget(struct facts *k, struct slot s)
{
    if (!is_tracked(s)) return;
    uint64_t bit = UINT64_C(1) << s.value;
    k->cons[s.kind] &= ~bit;
    k->map[s.kind] &= ~bit;
    k->context[s.kind] &= ~bit;
    k->tuple[s.kind][s.value] = 0;
}

void facts_forget_all(struct facts *k, enum slot_kind kind)
{
    k->cons[kind] = k->map[kind] = k->context[kind] = 0;
    memset(k->tuple[kind], 0, sizeof k->tuple[kind]);
}

static void learn_bit(uint64_t *set, struct slot s)
{
    if (is_tracked(s)) set[s.kind] |= UINT64_C(1) << s.value;
}

static bool is_known(const uint64_t *set, struct slot s) { return is_tracked(s) && (set[s.kind] >> s.value & 1); }

static void learn_tuple(struct facts *k, struct slot s, int64_t elements)
{
    if (!is_tracked(s)) return;
    uint16_t known = (uint16_t)(1 + (elements < ELEMENTS_MAX ? elements : ELEMENTS_MAX - 1));
    if (k->tuple[s.kind][s.value] < known) k->tuple[s.kind][s.value] = known;
}

static void learn_literal(struct facts *k, struct slot to, term literal)
{
    if (is_tuple(literal)) learn_tuple(k, to, (int64_t)tuple_arity(literal));
    if (is_cons(literal)) learn_bit(k->cons, to);
    if (is_map(literal)) learn_bit(k->map, to);
}

void facts_move(const struct verifier *v, struct facts *k, struct slot from, struct slot to)
{
    if (from.kind == SLOT_LITERAL) learn_literal(k, to, v->beam->literals[from.value]);
    if (!is_tracked(from)) return;
    if (is_known(k->cons, from)) learn_bit(k->cons, to);
    if (is_known(k->map, from)) learn_bit(k->map, to);
    if (is_known(k->context, from)) learn_bit(k->context, to);
    if (k->tuple[from.kind][from.value]) learn_tuple(k, to, k->tuple[from.kind][from.value] - 1);
}

void facts_learn(struct verifier *v, struct facts *k, const struct slot *i)
{
    const struct slot *o = i + 1;
    (void)v;
    switch (i->type) {
    case GENOP_is_tuple: learn_tuple(k, o[1], 0); return;
    case GENOP_test_arity:
    case GENOP_is_tagged_tuple: learn_tuple(k, o[1], o[2].value); return;
    case GENOP_put_tuple2: learn_tuple(k, o[0], o[1].value); return;
    case GENOP_update_record: learn_tuple(k, o[3], o[1].value); return;
    case GENOP_is_nonempty_list: learn_bit(k->cons, o[1]); return;
    case GENOP_put_list: learn_bit(k->cons, o[2]); return;
    case GENOP_is_map: learn_bit(k->map, o[1]); return;
    case GENOP_put_map_assoc:
    case GENOP_put_map_exact: learn_bit(k->map, o[2]); return;
    case GENOP_bs_start_match3:
    case GENOP_bs_start_match4: learn_bit(k->context, o[3]); return;
    default: return;
    }
}

/* Is this term, a constant of the code, what is claimed? */
static bool constant_holds(const struct verifier *v, struct slot s, enum claim claim, int32_t elements)
{
    if (s.kind != SLOT_LITERAL) return false;
    term t = v->beam->literals[s.value];
    switch (claim) {
    case CLAIM_TUPLE: return is_tuple(t) && tuple_arity(t) >= (size_t)elements;
    case CLAIM_CONS: return is_cons(t);
    case CLAIM_MAP: return is_map(t);
    case CLAIM_FLOAT: return is_float(t);
    case CLAIM_BITS: return is_bitstring(t);
    default: return false;
    }
}

/* True if it is known already; what is claimed will be known from now on. */
static bool holds(const struct verifier *v, struct facts *k, struct slot s, enum claim claim, int32_t elements)
{
    bool known = constant_holds(v, s, claim, elements);
    switch (claim) {
    case CLAIM_TUPLE:
        known |= is_tracked(s) && k->tuple[s.kind][s.value] > elements;
        learn_tuple(k, s, elements);
        return known;
    case CLAIM_CONS:
        known |= is_known(k->cons, s);
        learn_bit(k->cons, s);
        return known;
    case CLAIM_MAP:
        known |= is_known(k->map, s);
        learn_bit(k->map, s);
        return known;
    case CLAIM_CONTEXT:
        known |= is_known(k->context, s);
        learn_bit(k->context, s);
        return known;
    case CLAIM_BITS: return known || is_known(k->context, s);
    default: return known;
    }
}

static enum claim claim_of(const struct slot *i)
{
    static const uint8_t claims[GENOPS] = {
        [GENOP_get_tuple_element] = CLAIM_TUPLE,
        [GENOP_select_tuple_arity] = CLAIM_TUPLE,
        [GENOP_update_record] = CLAIM_TUPLE,
        [GENOP_set_tuple_element] = CLAIM_OWN_TUPLE,
        [GENOP_get_list] = CLAIM_CONS,
        [GENOP_get_hd] = CLAIM_CONS,
        [GENOP_get_tl] = CLAIM_CONS,
        [GENOP_get_map_elements] = CLAIM_MAP,
        [GENOP_has_map_fields] = CLAIM_MAP,
        [GENOP_fmove] = CLAIM_FLOAT,
        [GENOP_bs_start_match4] = CLAIM_BITS,
        [GENOP_bs_test_unit] = CLAIM_BITS,
        [GENOP_bs_get_integer2] = CLAIM_CONTEXT,
        [GENOP_bs_get_float2] = CLAIM_CONTEXT,
        [GENOP_bs_get_binary2] = CLAIM_CONTEXT,
        [GENOP_bs_skip_bits2] = CLAIM_CONTEXT,
        [GENOP_bs_test_tail2] = CLAIM_CONTEXT,
        [GENOP_bs_match_string] = CLAIM_CONTEXT,
        [GENOP_bs_get_utf8] = CLAIM_CONTEXT,
        [GENOP_bs_skip_utf8] = CLAIM_CONTEXT,
        [GENOP_bs_get_utf16] = CLAIM_CONTEXT,
        [GENOP_bs_skip_utf16] = CLAIM_CONTEXT,
        [GENOP_bs_get_utf32] = CLAIM_CONTEXT,
        [GENOP_bs_skip_utf32] = CLAIM_CONTEXT,
        [GENOP_bs_get_tail] = CLAIM_CONTEXT,
        [GENOP_bs_get_position] = CLAIM_CONTEXT,
        [GENOP_bs_set_position] = CLAIM_CONTEXT,
        [GENOP_bs_match] = CLAIM_CONTEXT,
    };
    if (i->type == GENOP_fmove && i[1].kind == SLOT_FLOAT) return CLAIM_NONE;
    if (i->type == GENOP_bs_start_match4 && i[1].kind != SLOT_ATOM) return CLAIM_NONE;
    return claims[i->type];
}

void facts_claim(struct verifier *v, struct facts *k, struct slot *i)
{
    enum claim claim = claim_of(i);
    if (claim == CLAIM_NONE) return;
    const struct slot *end = v->beam->code + v->function->end;
    i->claim = holds(v, k, claim_source(i), claim, claim_elements(i, end)) ? CLAIM_NONE : (uint8_t)claim;
}
