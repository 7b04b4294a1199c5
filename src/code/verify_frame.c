/* code/verify_frame.c - instructions that make, shrink and drop the stack frame, and the catch tags in it. */
#include "code/verify_state.h"

static bool allocate(struct verifier *v, struct flow_state *s, int32_t frame, int32_t words, int32_t live, bool zeroed)
{
    RULE(s->frame == NO_FRAME, BAD_FRAME);
    if (!state_collect(v, s, live, words)) return false;
    s->frame = frame;
    facts_forget_all(&s->known, SLOT_Y);
    for (uint32_t i = 0; i < v->y_words; i++) s->y[i] = 0;
    for (int32_t i = 0; zeroed && i < frame && i < (int32_t)v->y_words * 64; i++) set_bit(s->y, i);
    return true;
}

static bool drop_frame(struct verifier *v, struct flow_state *s, int32_t frame)
{
    RULE(s->frame == frame, BAD_FRAME);
    RULE(s->innermost == NO_TAG, BAD_CATCH);
    s->frame = NO_FRAME;
    for (uint32_t i = 0; i < v->y_words; i++) s->y[i] = 0;
    return true;
}

static bool trim(struct verifier *v, struct flow_state *s, int32_t words, int32_t left)
{
    RULE(s->frame == words + left, BAD_FRAME);
    RULE(s->innermost == NO_TAG, BAD_CATCH);
    int32_t known = (int32_t)v->y_words * 64; /* registers beyond are not named in this function, and not followed */
    for (int32_t i = 0; i < known; i++) {
        uint64_t bit = UINT64_C(1) << i % 64;
        if (i < left && i + words < known && has_bit(s->y, i + words)) s->y[i / 64] |= bit;
        else s->y[i / 64] &= ~bit;
    }
    s->frame = left;
    facts_forget_all(&s->known, SLOT_Y);
    return true;
}

/* -- catch and try -------------------------------------------------------------------------------------------
 *
 * An exception goes to the tag that is nearest to the top of the stack, so tags are opened from higher slots to lower
 * ones and closed in the opposite order: the set of slots that hold one says in which order they were opened.  Which
 * handler a slot leads to needs no following: each was shown to close that slot, and learnt of the slots then open
 * when its tag was put there - the same that are open when an exception gets to it.  So paths may meet inside a try
 * that they have entered by different instructions.
 */

static int32_t lowest_from(const struct verifier *v, const uint64_t *mask, int32_t word)
{
    for (; word < (int32_t)v->y_words; word++)
        if (mask[word]) return word * 64 + __builtin_ctzll(mask[word]);
    return NO_TAG;
}

/* From here to the instruction that closes it, an exception goes to `handler`: the frame as it is now, and
 * in x registers what the exception leaves there. */
static bool open_tag(struct verifier *v, struct flow_state *s, struct slot y, struct slot handler, bool is_try)
{
    RULE(y.value < s->frame, BAD_FRAME);
    RULE(s->innermost == NO_TAG || y.value < s->innermost, BAD_CATCH);
    facts_forget(&s->known, y);
    set_bit(s->y, y.value);
    set_bit(s->tags, y.value);
    s->innermost = y.value;
    struct flow_state caught = *s;
    state_only_first(v, &caught, is_try ? 3 : 1);
    caught.heap = 0;
    return flow_exception_to(v, &caught, (uint32_t)handler.value, y, is_try);
}

static bool close_tag(struct verifier *v, struct flow_state *s, struct slot y)
{
    RULE(s->innermost == y.value, BAD_CATCH);
    s->tags[y.value / 64] &= ~(UINT64_C(1) << y.value % 64);
    s->innermost = lowest_from(v, s->tags, y.value / 64);
    return true;
}

bool verify_frame(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o)
{
    switch (op) {
    case GENOP_allocate: return allocate(v, s, o[0].value, 0, o[1].value, false);
    case GENOP_allocate_zero: return allocate(v, s, o[0].value, 0, o[1].value, true);
    case GENOP_allocate_heap: return allocate(v, s, o[0].value, o[1].value, o[2].value, false);
    case GENOP_allocate_heap_zero: return allocate(v, s, o[0].value, o[1].value, o[2].value, true);
    case GENOP_test_heap: return state_collect(v, s, o[1].value, o[0].value);
    case GENOP_deallocate: return drop_frame(v, s, o[0].value);
    case GENOP_trim: return trim(v, s, o[0].value, o[1].value);
    case GENOP_init: return state_write(v, s, o[0]);
    case GENOP_init_yregs: return state_write_list(v, s, &o[0], 0, 1);
    case GENOP_catch: return open_tag(v, s, o[0], o[1], false);
    case GENOP_try: return open_tag(v, s, o[0], o[1], true);
    case GENOP_catch_end: RULE(s->x[0] & 1, NO_VALUE); return close_tag(v, s, o[0]);
    case GENOP_try_end: return close_tag(v, s, o[0]);
    case GENOP_try_case: return close_tag(v, s, o[0]);
    default: return refuse(v, BEAM_BAD_OPCODE);
    }
}
