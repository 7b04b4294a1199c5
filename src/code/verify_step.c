/* code/verify_step.c - what one instruction needs of the registers, the frame and the heap, and what it leaves. */
#include "code/verify_parts.h"
#include "heap/build.h"
#include "term/atoms.h"

/* -- registers -------------------------------------------------------------------------------------- */

static bool has_bit(const uint64_t *mask, int32_t i) { return mask[i / 64] >> (i % 64) & 1; }
static void set_bit(uint64_t *mask, int32_t i) { mask[i / 64] |= UINT64_C(1) << i % 64; }

/* x0 up to x(count-1) all hold values. */
static bool has_first(const struct verifier *v, const uint64_t *mask, uint32_t words, int32_t count)
{
    (void)v;
    if (count > (int32_t)words * 64) return false;
    for (int32_t i = 0; i < count / 64; i++)
        if (~mask[i]) return false;
    uint64_t rest = (UINT64_C(1) << count % 64) - 1;
    return count % 64 == 0 || (mask[count / 64] & rest) == rest;
}

static void keep_first(const struct verifier *v, uint64_t *mask, int32_t count)
{
    for (int32_t i = 0; i < (int32_t)v->x_words; i++) {
        int32_t left = count - i * 64;
        if (left <= 0) mask[i] = 0;
        else if (left < 64) mask[i] &= (UINT64_C(1) << left) - 1;
    }
}

static void only_first(const struct verifier *v, struct flow_state *s, int32_t count)
{
    for (uint32_t i = 0; i < v->x_words; i++) s->x[i] = 0;
    s->x[0] = (UINT64_C(1) << count) - 1; /* count is 3 at most */
    s->x0_is_class = s->x2_is_nil = false;
    facts_forget_all(&s->known, SLOT_X);
}

/* Is y this slot of an open catch or try? */
static bool is_tag_slot(const struct verifier *v, const struct flow_state *s, int32_t y)
{
    for (uint32_t t = s->tags; t; t = v->tag_of[t].outer)
        if (v->tag_of[t].y == y) return true;
    return false;
}

static bool read_source(struct verifier *v, const struct flow_state *s, struct slot o)
{
    if (o.kind == SLOT_X) RULE(has_bit(s->x, o.value), NO_VALUE);
    if (o.kind == SLOT_Y) {
        RULE(has_bit(s->y, o.value), NO_VALUE); /* bits beyond the frame are never set */
        RULE(!s->tags || !is_tag_slot(v, s, o.value), BAD_CATCH);
    }
    return true;
}

static bool write_destination(struct verifier *v, struct flow_state *s, struct slot o)
{
    facts_forget(&s->known, o);
    if (o.kind == SLOT_X) {
        set_bit(s->x, o.value);
        if (o.value == 0) s->x0_is_class = false;
        if (o.value == 2) s->x2_is_nil = false;
    }
    if (o.kind == SLOT_Y) {
        RULE(o.value < s->frame, BAD_FRAME);
        RULE(!s->tags || !is_tag_slot(v, s, o.value), BAD_CATCH);
        set_bit(s->y, o.value);
    }
    return true;
}

/* -- points where the heap may be collected, or another function runs ------------------------------------ */

/* Every word of the frame will be looked at. */
static bool frame_is_full(struct verifier *v, const struct flow_state *s)
{
    RULE(flow_frame_is_full(v, s->frame, s->y), NO_VALUE);
    return true;
}

/* A collection that keeps `live` x registers; `words` can be built behind it. */
static bool collect(struct verifier *v, struct flow_state *s, int32_t live, int32_t words)
{
    RULE(has_first(v, s->x, v->x_words, live), BAD_LIVE);
    if (!frame_is_full(v, s)) return false;
    keep_first(v, s->x, live);
    s->heap = words;
    return true;
}

static bool build(struct verifier *v, struct flow_state *s, int64_t words)
{
    RULE(words <= s->heap, BAD_HEAP);
    s->heap -= (int32_t)words;
    return true;
}

/* A call that comes back: `live` x registers are its arguments. */
static bool call(struct verifier *v, struct flow_state *s, int32_t live)
{
    RULE(has_first(v, s->x, v->x_words, live), NO_VALUE);
    RULE(s->frame >= 0, BAD_FRAME);
    if (!frame_is_full(v, s)) return false;
    only_first(v, s, 1);
    s->heap = 0;
    return true;
}

/* A call that does not come back here; the frame of `frame` words goes first. */
static bool tail_call(struct verifier *v, struct flow_state *s, int32_t live, int32_t frame, bool *falls)
{
    RULE(has_first(v, s->x, v->x_words, live), NO_VALUE);
    RULE(s->frame == frame, BAD_FRAME);
    RULE(!s->tags, BAD_CATCH);
    *falls = false;
    return true;
}

/* erlang functions that only ever raise: the compiler writes nothing behind a call of them, and no frame before. */
bool verify_never_returns(const struct verifier *v, struct slot import)
{
    const struct {
        term name;
        uint32_t least, most;
    } raising[] = {{A(error), 1, 3}, {A(exit), 1, 1}, {A(throw), 1, 1}, {A(nif_error), 1, 2}};
    const struct beam_import *i = &v->beam->imports[import.value];
    if (!same(i->module, A(erlang))) return false;
    for (size_t k = 0; k < sizeof raising / sizeof *raising; k++)
        if (same(i->function, raising[k].name) && i->arity >= raising[k].least && i->arity <= raising[k].most)
            return true;
    return false;
}

/* erlang:raise/3 of a known class and an empty stack trace raises; else it may return badarg. */
static bool surely_raises(const struct verifier *v, const struct flow_state *s, struct slot import)
{
    const struct beam_import *i = &v->beam->imports[import.value];
    return s->x0_is_class && s->x2_is_nil && i->arity == 3 && same(i->function, A(raise)) && same(i->module, A(erlang));
}

static bool call_import(struct verifier *v, struct flow_state *s, struct slot arity, struct slot import, bool *falls)
{
    if (!verify_never_returns(v, import)) {
        if (surely_raises(v, s, import)) *falls = false;
        return call(v, s, arity.value);
    }
    RULE(has_first(v, s->x, v->x_words, arity.value), NO_VALUE);
    *falls = false;
    return frame_is_full(v, s);
}

static bool call_local(struct verifier *v, struct flow_state *s, struct slot arity, struct slot label, bool *falls)
{
    if (v->may_return && !v->may_return[v->entry_of[label.value] - 1]) *falls = false;
    return call(v, s, arity.value);
}

/* -- frames ------------------------------------------------------------------------------------------------ */

static bool allocate(struct verifier *v, struct flow_state *s, int32_t frame, int32_t words, int32_t live, bool zeroed)
{
    RULE(s->frame == NO_FRAME, BAD_FRAME);
    if (!collect(v, s, live, words)) return false;
    s->frame = frame;
    facts_forget_all(&s->known, SLOT_Y);
    for (uint32_t i = 0; i < v->y_words; i++) s->y[i] = 0;
    for (int32_t i = 0; zeroed && i < frame && i < (int32_t)v->y_words * 64; i++) set_bit(s->y, i);
    return true;
}

static bool drop_frame(struct verifier *v, struct flow_state *s, int32_t frame)
{
    RULE(s->frame == frame, BAD_FRAME);
    RULE(!s->tags, BAD_CATCH);
    s->frame = NO_FRAME;
    for (uint32_t i = 0; i < v->y_words; i++) s->y[i] = 0;
    return true;
}

static bool trim(struct verifier *v, struct flow_state *s, int32_t words, int32_t left)
{
    RULE(s->frame == words + left, BAD_FRAME);
    RULE(!s->tags, BAD_CATCH);
    for (int32_t i = 0; i < (int32_t)v->y_words * 64; i++) {
        uint64_t bit = UINT64_C(1) << i % 64;
        if (i < left && has_bit(s->y, i + words)) s->y[i / 64] |= bit;
        else s->y[i / 64] &= ~bit;
    }
    s->frame = left;
    facts_forget_all(&s->known, SLOT_Y);
    return true;
}

/* -- catch and try ------------------------------------------------------------------------------------------- */

/* From here to the instruction that closes it, an exception goes to `handler`: the frame as it is now, and
 * in x registers what the exception leaves there. */
static bool open_tag(struct verifier *v, struct flow_state *s, struct slot y, struct slot handler, bool is_try)
{
    struct tag *t = &v->tag_of[handler.value];
    RULE(y.value < s->frame, BAD_FRAME);
    RULE(!is_tag_slot(v, s, y.value), BAD_CATCH);
    RULE(t->kind == TAG_NONE || (t->kind == (is_try ? TAG_TRY : TAG_CATCH) && t->outer == s->tags && t->y == y.value),
         BAD_CATCH);
    for (uint32_t outer = s->tags; outer; outer = v->tag_of[outer].outer)
        RULE(outer != (uint32_t)handler.value, BAD_CATCH);
    *t = (struct tag){s->tags, y.value, is_try ? TAG_TRY : TAG_CATCH};
    s->tags = (uint32_t)handler.value;
    set_bit(s->y, y.value);
    struct flow_state caught = *s;
    only_first(v, &caught, is_try ? 3 : 1);
    caught.heap = 0;
    return flow_exception_to(v, &caught, (uint32_t)handler.value, y, is_try);
}

static bool close_tag(struct verifier *v, struct flow_state *s, struct slot y, bool is_try)
{
    RULE(s->tags && v->tag_of[s->tags].y == y.value, BAD_CATCH);
    RULE(v->tag_of[s->tags].kind == (is_try ? TAG_TRY : TAG_CATCH), BAD_CATCH);
    s->tags = v->tag_of[s->tags].outer;
    return true;
}

/* -- lists --------------------------------------------------------------------------------------------------- */

/* Reads every `step`-th element from `first` on. */
static bool read_list(struct verifier *v, const struct flow_state *s, const struct slot *list, int32_t first,
                      int32_t step)
{
    for (int32_t i = first; i < list->value; i += step)
        if (!read_source(v, s, list[1 + i])) return false;
    return true;
}

static bool write_list(struct verifier *v, struct flow_state *s, const struct slot *list, int32_t first, int32_t step)
{
    for (int32_t i = first; i < list->value; i += step)
        if (!write_destination(v, s, list[1 + i])) return false;
    return true;
}

static bool branch_list(struct verifier *v, const struct flow_state *s, const struct slot *list)
{
    for (int32_t i = 1; i < list->value; i += 2)
        if (!flow_to(v, s, (uint32_t)list[1 + i].value)) return false;
    return true;
}

/* The segments of bs_create_bin; a string's value is no register. */
static bool read_segments(struct verifier *v, const struct flow_state *s, const struct slot *list)
{
    for (int32_t i = 0; i < list->value; i += 6)
        if (!read_source(v, s, list[1 + i + 4]) || !read_source(v, s, list[1 + i + 5])) return false;
    return true;
}

/* Takes bits that an `ensure` command has found to be there. */
static bool take_bits(struct verifier *v, int64_t *ensured, struct slot size, int64_t unit)
{
    RULE(size.kind == SLOT_NUMBER && size.value * unit <= *ensured, BAD_BINARY);
    *ensured -= size.value * unit;
    return true;
}

/* A command that takes a part of the bitstring into a register, after a collection. */
static bool match_field(struct verifier *v, struct flow_state *s, const struct slot *e, int64_t *ensured)
{
    return take_bits(v, ensured, e[3], e[4].value) && collect(v, s, e[1].value, 0) && write_destination(v, s, e[5]);
}

/* The commands of bs_match, in order; verify_list() has made sure of their shape.  Only `ensure` and `=:=` may
 * fail, since what they found is enough for all others. */
static bool match_commands(struct verifier *v, struct flow_state *s, uint32_t fail, const struct slot *list)
{
    const struct slot *e = list + 1, *end = e + list->value;
    int64_t ensured = 0;
    while (e < end) {
        term name = atom_of((uint32_t)e->value);
        if (same(name, A(ensure_at_least)) || same(name, A(ensure_exactly))) {
            if (!flow_to(v, s, fail)) return false;
            ensured = e[1].value;
            e += same(name, A(ensure_exactly)) ? 2 : 3;
        } else if (same(name, A(integer)) || same(name, A(binary))) {
            if (!match_field(v, s, e, &ensured)) return false;
            e += 6;
        } else if (same(name, A(get_tail))) {
            if (!collect(v, s, e[1].value, 0) || !write_destination(v, s, e[3])) return false;
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

/* -- instructions ---------------------------------------------------------------------------------------------- */

/* Reads all sources, which stand before anything is written. */
static inline bool read_operands(struct verifier *v, const struct flow_state *s, enum genop op, const struct slot *o)
{
    for (uint32_t left = genop_table[op].reads; left; left &= left - 1) {
        struct slot source = o[__builtin_ctz(left)];
        if (slot_is_register(source) && !read_source(v, s, source)) return false;
    }
    return true;
}

static inline bool write_operands(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o)
{
    for (uint32_t left = genop_table[op].writes; left; left &= left - 1) {
        struct slot to = o[__builtin_ctz(left)];
        if (slot_is_register(to) && !write_destination(v, s, to)) return false;
    }
    return true;
}

/* The number of the `l` operand, or -1. */
static inline int32_t live_of(enum genop op, const struct slot *o)
{
    uint32_t live = genop_table[op].live;
    return live ? o[__builtin_ctz(live)].value : -1;
}

/* An instruction of the common pattern: reads, perhaps collects, perhaps fails to a label, writes. */
static bool common(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o, int32_t words)
{
    int32_t live = live_of(op, o);
    char first = *genop_table[op].operands;
    if (!read_operands(v, s, op, o)) return false;
    if (live >= 0 && !collect(v, s, live, words)) return false;
    if ((first == 'f' || first == 'm') && o->kind == SLOT_LABEL && !flow_to(v, s, (uint32_t)o->value)) return false;
    return write_operands(v, s, op, o);
}

static bool ends(bool *falls, bool good)
{
    *falls = false;
    return good;
}

/* Instructions that leave the function, or choose where to go in it. */
static bool step_control(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o, bool *falls)
{
    switch (op) {
    case GENOP_jump:
        return ends(falls, flow_is_handler(v, (uint32_t)o[0].value) || flow_to(v, s, (uint32_t)o[0].value));
    case GENOP_return:
        RULE(s->frame == NO_FRAME, BAD_FRAME);
        RULE(s->x[0] & 1, NO_VALUE);
        return ends(falls, true);
    case GENOP_func_info: RULE(has_first(v, s->x, v->x_words, o[2].value), NO_VALUE); return ends(falls, true);
    case GENOP_select_val:
    case GENOP_select_tuple_arity:
        return ends(falls, read_source(v, s, o[0]) && flow_to(v, s, (uint32_t)o[1].value) && branch_list(v, s, &o[2]));
    case GENOP_call: return call_local(v, s, o[0], o[1], falls);
    case GENOP_call_last: return tail_call(v, s, o[0].value, o[2].value, falls);
    case GENOP_call_only: return tail_call(v, s, o[0].value, NO_FRAME, falls);
    case GENOP_call_ext: return call_import(v, s, o[0], o[1], falls);
    case GENOP_call_ext_last:
        if (verify_never_returns(v, o[1])) return call_import(v, s, o[0], o[1], falls);
        return tail_call(v, s, o[0].value, o[2].value, falls);
    case GENOP_call_ext_only:
        if (verify_never_returns(v, o[1])) return call_import(v, s, o[0], o[1], falls);
        return tail_call(v, s, o[0].value, NO_FRAME, falls);
    case GENOP_call_fun: return call(v, s, o[0].value + 1);
    case GENOP_call_fun2: return read_source(v, s, o[2]) && call(v, s, o[1].value);
    case GENOP_apply: return call(v, s, o[0].value + 2);
    case GENOP_apply_last: return tail_call(v, s, o[0].value + 2, o[1].value, falls);
    case GENOP_badmatch:
    case GENOP_case_end:
    case GENOP_try_case_end:
    case GENOP_badrecord: return ends(falls, read_source(v, s, o[0]));
    case GENOP_if_end: return ends(falls, true);
    case GENOP_raise: return ends(falls, read_source(v, s, o[0]) && read_source(v, s, o[1]));
    default: return refuse(v, BEAM_BAD_OPCODE);
    }
}

/* `receive after T -> ... end` has nothing to look at: its label is the wait_timeout itself, which does not read
 * its time again when its timer runs. */
static bool waits_for_itself(const struct verifier *v, struct slot label)
{
    return v->beam->labels[label.value] + 2 == v->slot;
}

/* Receive: while a process sleeps it keeps no x registers. */
static bool step_receive(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o, bool *falls)
{
    if (op == GENOP_timeout || op == GENOP_remove_message) return true;
    if (!frame_is_full(v, s)) return false;
    s->heap = 0;
    switch (op) {
    case GENOP_loop_rec: return flow_to(v, s, (uint32_t)o[0].value) && write_destination(v, s, o[1]);
    case GENOP_loop_rec_end:
    case GENOP_wait: only_first(v, s, 0); return ends(falls, flow_to(v, s, (uint32_t)o[0].value));
    case GENOP_wait_timeout:
        if (!read_source(v, s, o[1])) return false;
        only_first(v, s, 0);
        return waits_for_itself(v, o[0]) || flow_to(v, s, (uint32_t)o[0].value);
    default: return refuse(v, BEAM_BAD_OPCODE);
    }
}

/* Instructions that build on the heap what an earlier one made room for. */
static bool step_build(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o)
{
    switch (op) {
    case GENOP_put_list:
        return read_source(v, s, o[0]) && read_source(v, s, o[1]) && build(v, s, CONS_WORDS) &&
               write_destination(v, s, o[2]);
    case GENOP_put_tuple2:
        return read_list(v, s, &o[1], 0, 1) && build(v, s, (int64_t)TUPLE_WORDS(o[1].value)) &&
               write_destination(v, s, o[0]);
    case GENOP_update_record:
        return read_source(v, s, o[2]) && read_list(v, s, &o[4], 1, 2) &&
               build(v, s, (int64_t)TUPLE_WORDS(o[1].value)) && write_destination(v, s, o[3]);
    case GENOP_make_fun3:
        return read_list(v, s, &o[2], 0, 1) && build(v, s, FUN_WORDS + o[2].value) && write_destination(v, s, o[1]);
    case GENOP_fmove:
        if (o[0].kind != SLOT_FLOAT) return read_source(v, s, o[0]);
        return o[1].kind == SLOT_FLOAT || (build(v, s, FLOAT_WORDS) && write_destination(v, s, o[1]));
    default: return refuse(v, BEAM_BAD_OPCODE);
    }
}

static bool step_frame(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o)
{
    switch (op) {
    case GENOP_allocate: return allocate(v, s, o[0].value, 0, o[1].value, false);
    case GENOP_allocate_zero: return allocate(v, s, o[0].value, 0, o[1].value, true);
    case GENOP_allocate_heap: return allocate(v, s, o[0].value, o[1].value, o[2].value, false);
    case GENOP_allocate_heap_zero: return allocate(v, s, o[0].value, o[1].value, o[2].value, true);
    case GENOP_test_heap: return collect(v, s, o[1].value, o[0].value);
    case GENOP_deallocate: return drop_frame(v, s, o[0].value);
    case GENOP_trim: return trim(v, s, o[0].value, o[1].value);
    case GENOP_init: return write_destination(v, s, o[0]);
    case GENOP_init_yregs: return write_list(v, s, &o[0], 0, 1);
    case GENOP_catch: return open_tag(v, s, o[0], o[1], false);
    case GENOP_try: return open_tag(v, s, o[0], o[1], true);
    case GENOP_catch_end: RULE(s->x[0] & 1, NO_VALUE); return close_tag(v, s, o[0], false);
    case GENOP_try_end: return close_tag(v, s, o[0], true);
    case GENOP_try_case: return close_tag(v, s, o[0], true);
    default: return refuse(v, BEAM_BAD_OPCODE);
    }
}

static bool is_immediate_constant(struct slot o) { return o.kind >= SLOT_NIL && o.kind <= SLOT_INTEGER; }

/* Comparing with an atom, [] or a small integer looks at the register's word alone, and the compiler does so where a
 * guard that failed has left an x register as it was before. */
static bool read_compared(struct verifier *v, const struct flow_state *s, struct slot o, struct slot with)
{
    return (o.kind == SLOT_X && is_immediate_constant(with)) || read_source(v, s, o);
}

static bool step_compare(struct verifier *v, struct flow_state *s, const struct slot *o)
{
    return read_compared(v, s, o[1], o[2]) && read_compared(v, s, o[2], o[1]) && flow_to(v, s, (uint32_t)o[0].value);
}

/* Instructions with a list, or with registers that no operand names. */
static bool step_odd(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o, bool *falls)
{
    const struct slot x0 = {.kind = SLOT_X};
    switch (op) {
    case GENOP_get_map_elements:
    case GENOP_get_record_elements:
        return read_list(v, s, &o[2], 0, 2) && common(v, s, op, o, 0) && write_list(v, s, &o[2], 1, 2);
    case GENOP_has_map_fields: return read_list(v, s, &o[2], 0, 1) && common(v, s, op, o, 0);
    case GENOP_put_map_assoc:
    case GENOP_put_map_exact: return read_list(v, s, &o[4], 0, 1) && common(v, s, op, o, 0);
    case GENOP_put_record: return read_list(v, s, &o[5], 0, 1) && common(v, s, op, o, 0);
    case GENOP_bs_create_bin: return read_segments(v, s, &o[5]) && common(v, s, op, o, o[1].value);
    case GENOP_bs_match: return read_source(v, s, o[1]) && match_commands(v, s, (uint32_t)o[0].value, &o[2]);
    case GENOP_bs_init2:
    case GENOP_bs_init_bits:
    case GENOP_bs_append: return common(v, s, op, o, o[2].value);
    case GENOP_swap:
        facts_forget(&s->known, o[0]);
        facts_forget(&s->known, o[1]);
        s->x0_is_class = s->x2_is_nil = false;
        return read_source(v, s, o[0]) && read_source(v, s, o[1]);
    case GENOP_send: return call(v, s, 2);
    case GENOP_bs_init_writable: return collect(v, s, 1, 0) && write_destination(v, s, x0);
    case GENOP_build_stacktrace: return read_source(v, s, x0) && write_destination(v, s, x0);
    case GENOP_raw_raise:
        RULE(has_first(v, s->x, v->x_words, 3), NO_VALUE);
        *falls = false;
        return true;
    case GENOP_recv_marker_bind: return read_source(v, s, o[0]) && read_source(v, s, o[1]);
    case GENOP_is_eq_exact:
    case GENOP_is_ne_exact: return step_compare(v, s, o);
    case GENOP_make_fun2: /* its environment is in the first registers, and the fun goes to x0 */
        RULE(has_first(v, s->x, v->x_words, (int32_t)v->beam->lambdas[o[0].value].environment), NO_VALUE);
        return write_destination(v, s, x0);
    default: return refuse(v, BEAM_BAD_OPCODE);
    }
}

static bool is_class(struct slot o)
{
    term class = atom_of((uint32_t)o.value);
    return o.kind == SLOT_ATOM && (same(class, A(error)) || same(class, A(exit)) || same(class, A(throw)));
}

static bool move(struct verifier *v, struct flow_state *s, struct slot from, struct slot to)
{
    if (!read_source(v, s, from) || !write_destination(v, s, to)) return false;
    facts_move(v, &s->known, from, to);
    if (to.kind == SLOT_X && to.value == 0) s->x0_is_class = is_class(from);
    if (to.kind == SLOT_X && to.value == 2) s->x2_is_nil = from.kind == SLOT_NIL;
    return true;
}

static bool step(struct verifier *v, struct flow_state *s, const struct slot *i, bool *falls)
{
    enum genop op = i->type;
    const struct slot *o = i + 1;
    switch (op) {
    case GENOP_line:
    case GENOP_executable_line:
    case GENOP_on_load:
    case GENOP_nif_start: return true;
    case GENOP_jump:
    case GENOP_return:
    case GENOP_func_info:
    case GENOP_select_val:
    case GENOP_select_tuple_arity:
    case GENOP_call:
    case GENOP_call_last:
    case GENOP_call_only:
    case GENOP_call_ext:
    case GENOP_call_ext_last:
    case GENOP_call_ext_only:
    case GENOP_call_fun:
    case GENOP_call_fun2:
    case GENOP_apply:
    case GENOP_apply_last:
    case GENOP_badmatch:
    case GENOP_case_end:
    case GENOP_try_case_end:
    case GENOP_badrecord:
    case GENOP_if_end:
    case GENOP_raise: return step_control(v, s, op, o, falls);
    case GENOP_put_list:
    case GENOP_put_tuple2:
    case GENOP_update_record:
    case GENOP_make_fun3:
    case GENOP_fmove: return step_build(v, s, op, o);
    case GENOP_loop_rec:
    case GENOP_loop_rec_end:
    case GENOP_wait:
    case GENOP_wait_timeout:
    case GENOP_timeout:
    case GENOP_remove_message: return step_receive(v, s, op, o, falls);
    case GENOP_allocate:
    case GENOP_allocate_zero:
    case GENOP_allocate_heap:
    case GENOP_allocate_heap_zero:
    case GENOP_test_heap:
    case GENOP_deallocate:
    case GENOP_trim:
    case GENOP_init:
    case GENOP_init_yregs:
    case GENOP_catch:
    case GENOP_try:
    case GENOP_catch_end:
    case GENOP_try_end:
    case GENOP_try_case: return step_frame(v, s, op, o);
    case GENOP_get_map_elements:
    case GENOP_get_record_elements:
    case GENOP_has_map_fields:
    case GENOP_put_map_assoc:
    case GENOP_put_map_exact:
    case GENOP_put_record:
    case GENOP_bs_create_bin:
    case GENOP_bs_match:
    case GENOP_bs_init2:
    case GENOP_bs_init_bits:
    case GENOP_bs_append:
    case GENOP_swap:
    case GENOP_send:
    case GENOP_bs_init_writable:
    case GENOP_build_stacktrace:
    case GENOP_raw_raise:
    case GENOP_recv_marker_bind:
    case GENOP_is_eq_exact:
    case GENOP_is_ne_exact:
    case GENOP_make_fun2: return step_odd(v, s, op, o, falls);
    default: return common(v, s, op, o, 0);
    }
}

bool verify_step(struct verifier *v, struct flow_state *s, struct slot *i, bool *falls)
{
    if (i->type == GENOP_move) return move(v, s, i[1], i[2]);
    facts_claim(v, &s->known, i);
    if (!step(v, s, i, falls)) return false;
    if (*falls) facts_learn(v, &s->known, i);
    return true;
}
