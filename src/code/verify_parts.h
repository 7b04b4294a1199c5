/* code/verify_parts.h - the pieces of the verifier: shape (each instruction by itself) and flow. */
#pragma once
#include "base/limits.h"
#include "code/verify.h"

/* What is known when control reaches a place.  Registers are sets of bits: holds a value. */
enum {
    REGISTER_WORDS = X_REGISTERS / 64,
    NO_FRAME = -1,
    SOME_FRAME = -2, /* paths with different frames have met: all full; what all have may be read */
    NO_TAG = -1,
    SOME_TAGS = -2, /* paths with different tags have met: those that any of them has */
};
/* What tests and instructions since the last label show of the first 64 x and y registers ([SLOT_X], [SLOT_Y]). */
struct facts {
    uint64_t cons[2], map[2], context[2];
    uint16_t tuple[2][64]; /* 0: not known to be one; else 1 + the elements it surely has, at most */
};
struct flow_state {
    int32_t frame;               /* words, or NO_FRAME */
    int32_t heap;                /* words that may still be built */
    int32_t innermost;           /* slot of the innermost open catch or try, NO_TAG or SOME_TAGS */
    bool x0_is_class, x2_is_nil; /* what the instructions since the last label made of them */
    struct facts known;
    uint64_t x[REGISTER_WORDS], y[REGISTER_WORDS];
    uint64_t tags[REGISTER_WORDS]; /* y slots that hold the tag of an open catch or try */
};

/* The same where it is kept for a label: masks (x, y, tags) of only as many words as the function needs. */
struct label_state {
    int32_t frame, heap, innermost;
    bool reached, dirty; /* dirty: to be run (again) from here */
    uint64_t masks[];
};

struct verifier {
    struct beam *beam;
    uint8_t *may_return; /* for each function; NULL: not asked yet, any may */
    uint32_t *entry_of;  /* for each label: 1 + index of the function whose entry it is, or 0 */
    uint32_t *number_of; /* for each label of the function at hand: its place in that function */

    const struct beam_function *function;
    uint32_t x_words, y_words; /* of masks, in this function */
    uint32_t label_count;      /* of this function */
    uint32_t *label_slots;     /* their slots, in order */
    uint32_t label_room;
    uint8_t *states; /* struct label_state, one for each label, `stride` bytes apart */
    size_t stride, states_room;

    bool clears_frames; /* an exception may find a frame of this function that is not full */

    uint32_t slot; /* being looked at: where an error is reported */
    enum beam_error error;
};

static inline bool refuse(struct verifier *v, enum beam_error e)
{
    if (!v->error) v->error = e;
    return false;
}
#define RULE(condition, name)                                                                                          \
    do {                                                                                                               \
        if (__builtin_expect(!(condition), 0)) return refuse(v, BEAM_##name);                                          \
    } while (0)

static inline struct label_state *label_state(const struct verifier *v, uint32_t number)
{
    return (struct label_state *)(v->states + number * v->stride);
}

static inline void note_register(struct verifier *v, struct slot s)
{
    if ((uint32_t)s.value < 64) return; /* one word is there for every function */
    uint32_t words = (uint32_t)s.value / 64 + 1, *most = s.kind == SLOT_X ? &v->x_words : &v->y_words;
    if (words > *most) *most = words;
}

static inline bool verify_source(struct verifier *v, struct slot s)
{
    RULE(s.kind <= SLOT_LITERAL, BAD_OPERAND_KIND);
    if (slot_is_register(s)) note_register(v, s);
    return true;
}

static inline bool verify_destination(struct verifier *v, struct slot s)
{
    RULE(slot_is_register(s), BAD_OPERAND_KIND);
    note_register(v, s);
    return true;
}

/* Looks at each instruction of v->function by itself; finds its labels and how many registers it uses. */
bool verify_shape(struct verifier *v);
/* The list operands (verify_list.c): `list` is the SLOT_LIST. */
bool verify_list(struct verifier *v, enum genop op, const struct slot *operands, const struct slot *list);
bool verify_local_label(struct verifier *v, struct slot s);

/* verify_return.c: fills v->may_return. */
bool verify_find_returns(struct verifier *v);
/* Is this import a function that only ever raises? */
bool verify_never_returns(const struct verifier *v, struct slot import);
/* Does nothing go on behind the raw_raise at this slot? */
bool verify_raises_surely(const struct verifier *v, uint32_t at);

/* Every word of the frame holds a value. */
bool flow_frame_is_full(const struct verifier *v, int32_t frame, const uint64_t *y);

/* Follows every path through v->function. */
bool verify_flow(struct verifier *v);
/* One instruction; *falls: whether control goes on behind it. */
bool verify_step(struct verifier *v, struct flow_state *s, struct slot *op, bool *falls);
/* verify_claims.c: notes what is known of a register that was written, or tested; sets claims. */
void facts_forget(struct facts *k, struct slot s);
void facts_forget_all(struct facts *k, enum slot_kind kind);
void facts_move(const struct verifier *v, struct facts *k, struct slot from, struct slot to);
void facts_learn(struct verifier *v, struct facts *k, const struct slot *op);
void facts_claim(struct verifier *v, struct facts *k, struct slot *op);

/* Does a try_case stand at this label? */
bool flow_is_handler(const struct verifier *v, uint32_t label);
/* Control goes from s to a label of this function (0: nowhere). */
bool flow_to(struct verifier *v, const struct flow_state *s, uint32_t label);
/* An exception goes there, where the catch or try that keeps its tag in y must be closed at once. */
bool flow_exception_to(struct verifier *v, const struct flow_state *s, uint32_t label, struct slot y, bool is_try);
