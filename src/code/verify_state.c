/* code/verify_state.c - what registers, frame and heap hold where control is, and what every use of them needs and leaves. */
#include "code/verify_state.h"

static uint64_t low_bits(int32_t count) { return count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1; }

bool state_has_first(const struct verifier *v, const struct flow_state *s, int32_t count)
{
    if (count > (int32_t)v->x_words * 64) return false;
    for (int32_t i = 0, left = count; left > 0; i++, left -= 64)
        if (~s->x[i] & low_bits(left)) return false;
    return true;
}

static void keep_first(const struct verifier *v, uint64_t *mask, int32_t count)
{
    for (int32_t i = 0, left = count; i < (int32_t)v->x_words; i++, left -= 64)
        mask[i] &= left > 0 ? low_bits(left) : 0;
}

void state_only_first(const struct verifier *v, struct flow_state *s, int32_t count)
{
    for (uint32_t i = 0; i < v->x_words; i++) s->x[i] = 0;
    s->x[0] = low_bits(count);
    s->x0_is_class = s->x2_is_nil = false;
    facts_forget_all(&s->known, SLOT_X);
}

bool state_frame_is_full(struct verifier *v, const struct flow_state *s)
{
    RULE(flow_frame_is_full(v, s->frame, s->y), NO_VALUE);
    return true;
}

bool state_collect(struct verifier *v, struct flow_state *s, int32_t live, int32_t words)
{
    RULE(state_has_first(v, s, live), BAD_LIVE);
    if (!state_frame_is_full(v, s)) return false;
    keep_first(v, s->x, live);
    s->heap = words;
    return true;
}

bool state_build(struct verifier *v, struct flow_state *s, int64_t words)
{
    RULE(words <= s->heap, BAD_HEAP);
    s->heap -= (int32_t)words;
    return true;
}

bool state_read_list(struct verifier *v, const struct flow_state *s, const struct slot *list, int32_t first,
                     int32_t step)
{
    for (int32_t i = first; i < list->value; i += step)
        if (!state_read(v, s, list[1 + i])) return false;
    return true;
}

bool state_write_list(struct verifier *v, struct flow_state *s, const struct slot *list, int32_t first, int32_t step)
{
    for (int32_t i = first; i < list->value; i += step)
        if (!state_write(v, s, list[1 + i])) return false;
    return true;
}
