/* code/translate_bif.c - BIFs in guards and bodies that are instructions. */
#include "code/translate_parts.h"

/* What a bif or gc_bif instruction says, whichever it is. */
struct bif_use {
    struct arg fail, live, to;
    const struct slot *sources;
    uint32_t arity;
    const struct beam_import *import;
};

static struct bif_use bif_use_of(const struct emitter *e, const struct slot *i)
{
    struct bif_use u = {.fail = arg_label(0), .live = arg_number(NOT_LIVE)};
    const struct slot *at = &i[1];
    enum genop op = genop_of(i);
    if (op != GENOP_bif0) u.fail = arg_of(e, *at++);
    if (op == GENOP_gc_bif1 || op == GENOP_gc_bif2 || op == GENOP_gc_bif3) u.live = arg_of(e, *at++);
    u.import = &e->beam->imports[at++->value];
    u.sources = at;
    u.arity = u.import->arity;
    u.to = arg_of(e, at[u.arity]);
    return u;
}

/* BIFs of module erlang with an op of their own; `arithmetic` ones have the operands of add. */
static const struct {
    uint32_t function; /* index of its atom */
    uint8_t arity;
    enum op op;
    bool arithmetic;
} own_ops[] = {
    {ATOM_IX_plus, 2, OP_add, true},
    {ATOM_IX_plus, 1, OP_add, true}, /* adds 0, as OTP does: -0.0 becomes 0.0 */
    {ATOM_IX_minus, 2, OP_subtract, true},
    {ATOM_IX_times, 2, OP_multiply, true},
    {ATOM_IX_div, 2, OP_int_div, true},
    {ATOM_IX_rem, 2, OP_int_rem, true},
    {ATOM_IX_band, 2, OP_band, true},
    {ATOM_IX_bor, 2, OP_bor, true},
    {ATOM_IX_bxor, 2, OP_bxor, true},
    {ATOM_IX_bsl, 2, OP_bsl, true},
    {ATOM_IX_bsr, 2, OP_bsr, true},
    {ATOM_IX_hd, 1, OP_bif_hd, false},
    {ATOM_IX_tl, 1, OP_bif_tl, false},
    {ATOM_IX_element, 2, OP_bif_element, false},
    {ATOM_IX_tuple_size, 1, OP_bif_tuple_size, false},
};

static bool emit_own(struct emitter *e, const struct bif_use *u)
{
    if (!same(u->import->module, A(erlang))) return false;
    for (size_t r = 0; r < sizeof own_ops / sizeof *own_ops; r++) {
        if (own_ops[r].function != atom_index(u->import->function) || own_ops[r].arity != u->arity) continue;
        struct arg args[OP_OPERANDS_MAX];
        size_t n = 0;
        args[n++] = u->fail;
        if (own_ops[r].arithmetic) args[n++] = u->live;
        /* a constant goes to the right, where its order is told by no trace */
        bool swap = own_ops[r].op == OP_add && u->arity == 2 && !slot_is_register(u->sources[0]);
        for (uint32_t s = 0; s < u->arity; s++) args[n++] = arg_of(e, u->sources[swap ? 1 - s : s]);
        if (own_ops[r].op == OP_add && u->arity == 1) args[n++] = arg_constant(small(0));
        args[n++] = u->to;
        emit_args(e, own_ops[r].op, args, n);
        return true;
    }
    return false;
}

static bool is_erlang(const struct bif_use *u, term function, uint32_t arity)
{
    return same(u->import->module, A(erlang)) && same(u->import->function, function) && u->arity == arity;
}

/* Two instructions: a length that takes more than a slice is begun by the first and ended by the second. */
static void emit_length(struct emitter *e, const struct bif_use *u)
{
    EMIT(e, bif_length, u->fail, u->live, arg_of(e, u->sources[0]), u->to);
    EMIT(e, bif_length_more, u->fail, u->live, u->to);
}

const struct slot *translate_bif(struct emitter *e, const struct slot *i)
{
    struct bif_use u = bif_use_of(e, i);
    const struct slot *next = following(i);
    if (emit_own(e, &u)) return next;
    if (is_erlang(&u, A(self), 0)) return EMIT(e, bif_self, u.to), next;
    if (is_erlang(&u, A(length), 1) && u.live.value != NOT_LIVE) return emit_length(e, &u), next;
    if (is_erlang(&u, A(equal_exactly), 2))
        return EMIT(e, bif_eq_exact, arg_of(e, u.sources[0]), arg_of(e, u.sources[1]), u.to), next;
    if (is_erlang(&u, A(ne_exact), 2))
        return EMIT(e, bif_ne_exact, arg_of(e, u.sources[0]), arg_of(e, u.sources[1]), u.to), next;
    const struct export *x = u.import->export;
    if (x->bif < 0) {
        EMIT(e, raise_error, arg_constant(A(undef)));
    } else {
        EMIT(e, guard_bif, u.fail, u.live, arg_function(op_bif(x->bif).call), arg_pointer(x), u.to,
             arg_number(u.arity));
        for (uint32_t s = 0; s < u.arity; s++) emit_list_word(e, arg_of(e, u.sources[s]));
    }
    return next;
}
