/* code/verify_state.h - what one instruction may do with the state in which it runs: read, write, collect, build. */
#pragma once
#include "code/verify_parts.h"

static inline bool has_bit(const uint64_t *mask, int32_t i) { return mask[i / 64] >> (i % 64) & 1; }
static inline void set_bit(uint64_t *mask, int32_t i) { mask[i / 64] |= UINT64_C(1) << i % 64; }

/* A slot that holds the tag of an open catch or try is nobody else's. */
static inline bool state_is_tag(const struct flow_state *s, int32_t y)
{
    return __builtin_expect(s->innermost != NO_TAG, 0) && has_bit(s->tags, y);
}

static inline bool state_read(struct verifier *v, const struct flow_state *s, struct slot o)
{
    if (o.kind == SLOT_X) RULE(has_bit(s->x, o.value), NO_VALUE);
    if (o.kind == SLOT_Y) {
        RULE(has_bit(s->y, o.value), NO_VALUE); /* bits beyond the frame are never set */
        RULE(!state_is_tag(s, o.value), BAD_CATCH);
    }
    return true;
}

static inline bool state_write(struct verifier *v, struct flow_state *s, struct slot o)
{
    facts_forget(&s->known, o);
    if (o.kind == SLOT_X) {
        set_bit(s->x, o.value);
        if (o.value == 0) s->x0_is_class = false;
        if (o.value == 2) s->x2_is_nil = false;
    }
    if (o.kind == SLOT_Y) {
        RULE(o.value < s->frame, BAD_FRAME);
        RULE(!state_is_tag(s, o.value), BAD_CATCH);
        set_bit(s->y, o.value);
    }
    return true;
}

/* Reads, or writes, every `step`-th element from `first` on. */
bool state_read_list(struct verifier *v, const struct flow_state *s, const struct slot *list, int32_t first,
                     int32_t step);
bool state_write_list(struct verifier *v, struct flow_state *s, const struct slot *list, int32_t first, int32_t step);

/* x0 up to x(count-1) all hold values. */
bool state_has_first(const struct verifier *v, const struct flow_state *s, int32_t count);
/* Only they do from now on; count is 3 at most. */
void state_only_first(const struct verifier *v, struct flow_state *s, int32_t count);

/* Every word of the frame will be looked at. */
bool state_frame_is_full(struct verifier *v, const struct flow_state *s);
/* An exception looks at every word of the frame, for a handler.  The compiler does not fill frames before instructions
 * that it knows to succeed, which is not known here: such functions get theirs cleared. */
static inline void state_raise(struct verifier *v, const struct flow_state *s)
{
    if (s->frame > 0 && !flow_frame_is_full(v, s->frame, s->y)) v->clears_frames = true;
}
/* A collection that keeps `live` x registers; `words` can be built behind it. */
bool state_collect(struct verifier *v, struct flow_state *s, int32_t live, int32_t words);
bool state_build(struct verifier *v, struct flow_state *s, int64_t words);

/* The instructions of a kind (verify_control.c, verify_frame.c, verify_bits.c); `falls` as for verify_step(). */
bool verify_control(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o, bool *falls);
bool verify_receive(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o, bool *falls);
/* A call that comes back: `live` x registers are its arguments. */
bool verify_call(struct verifier *v, struct flow_state *s, int32_t live);
bool verify_frame(struct verifier *v, struct flow_state *s, enum genop op, const struct slot *o);
bool verify_match_commands(struct verifier *v, struct flow_state *s, uint32_t fail, const struct slot *list);
