/* code/verify_bits.c - the commands of bs_match, which are small instructions of their own. */
#include "code/verify_state.h"
#include "term/atoms.h"

/* What an `ensure` command makes sure of that asks for more bits than a slot holds: it never succeeds (translate_bits.c). */
enum { BEYOND = INT64_MAX };

/* Takes bits that an `ensure` command has found to be there. */
static bool take_bits(struct verifier *v, int64_t *ensured, struct slot size, int64_t unit)
{
    if (*ensured == BEYOND) return true;
    RULE(size.kind == SLOT_NUMBER && size.value * unit <= *ensured, BAD_BINARY);
    *ensured -= size.value * unit;
    return true;
}

/* A command that takes a part of the bitstring into a register, after a collection. */
static bool match_field(struct verifier *v, struct flow_state *s, const struct slot *e, int64_t *ensured)
{
    return take_bits(v, ensured, e[3], e[4].value) && state_collect(v, s, e[1].value, 0) && state_write(v, s, e[5]);
}

/* The commands of bs_match, in order; verify_list() has made sure of their shape.  Only `ensure` and `=:=` may
 * fail, since what they found is enough for all others. */
bool verify_match_commands(struct verifier *v, struct flow_state *s, uint32_t fail, const struct slot *list)
{
    const struct slot *e = list + 1, *end = e + list->value;
    int64_t ensured = 0;
    while (e < end) {
        term name = atom_of((uint32_t)e->value);
        if (same(name, A(ensure_at_least)) || same(name, A(ensure_exactly))) {
            if (!flow_to(v, s, fail)) return false;
            ensured = e[1].kind == SLOT_BIG_NUMBER ? BEYOND : e[1].value;
            e += same(name, A(ensure_exactly)) ? 2 : 3;
        } else if (same(name, A(integer)) || same(name, A(binary))) {
            if (!match_field(v, s, e, &ensured)) return false;
            e += 6;
        } else if (same(name, A(get_tail))) {
            if (!state_collect(v, s, e[1].value, 0) || !state_write(v, s, e[3])) return false;
            e += 4;
        } else if (same(name, A(skip))) {
            if (!take_bits(v, &ensured, e[1], 1)) return false;
            e += 2;
        } else {
            if (!take_bits(v, &ensured, e[2], 1) || !flow_to(v, s, fail)) return false;
            e += 4;
        }
    }
    return true;
}
