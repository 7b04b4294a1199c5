/* code/verify_flow.c - follows every path through a function until nothing new is learnt.
 *
 * A label's state is what all paths to it have in common.  It only ever shrinks, so running again
 * from labels whose state shrank comes to an end; code of the compiler needs two rounds at most.
 */
#include "code/verify_parts.h"
#include "memory/memory.h"
#include <string.h>

static bool open_states(struct verifier *v)
{
    size_t masks = (v->x_words + 2 * v->y_words) * sizeof(uint64_t);
    v->stride = sizeof(struct label_state) + masks;
    size_t need = v->label_count * v->stride;
    if (need > v->states_room) {
        memory_free(MEMORY_CODE, v->states);
        v->states_room = 0;
        v->states = memory_alloc(MEMORY_CODE, need * 2);
        if (!v->states) return refuse(v, BEAM_NO_MEMORY);
        v->states_room = need * 2;
    }
    memset(v->states, 0, need);
    return true;
}

/* One word is there for every function, and is nearly always all. */
static inline void copy_masks(uint64_t *to, const uint64_t *from, uint32_t words)
{
    *to = *from;
    if (__builtin_expect(words > 1, 0)) memcpy(to + 1, from + 1, (words - 1) * sizeof *to);
}

/* masks &= more; true if that took anything away. */
static bool intersect(uint64_t *masks, const uint64_t *more, uint32_t words)
{
    bool less = false;
    for (uint32_t i = 0; i < words; i++) {
        less |= (masks[i] & ~more[i]) != 0;
        masks[i] &= more[i];
    }
    return less;
}

static void first_arrival(const struct verifier *v, struct label_state *l, const struct flow_state *s)
{
    l->frame = s->frame;
    l->heap = s->heap;
    l->innermost = s->innermost;
    copy_masks(l->masks, s->x, v->x_words);
    copy_masks(l->masks + v->x_words, s->y, v->y_words);
    copy_masks(l->masks + v->x_words + v->y_words, s->tags, v->y_words);
    l->reached = l->dirty = true;
}

bool flow_frame_is_full(const struct verifier *v, int32_t frame, const uint64_t *y)
{
    for (int32_t i = 0, left = frame; left > 0; i++, left -= 64) {
        if (i >= (int32_t)v->y_words) return false;
        uint64_t all = left >= 64 ? UINT64_MAX : (UINT64_C(1) << left) - 1;
        if ((y[i] & all) != all) return false;
    }
    return true;
}

/* Different frames may only meet to end in an exception; what all of them have can still be read. */
static bool meet_frames(struct verifier *v, struct label_state *l, const struct flow_state *s)
{
    RULE(flow_frame_is_full(v, s->frame, s->y) && flow_frame_is_full(v, l->frame, l->masks + v->x_words), BAD_FRAME);
    l->frame = SOME_FRAME;
    return true;
}

/* Where different slots are open on different paths, none is opened or closed and no frame given up until control
 * has left, so that each path meets its own handlers; what may be a tag is neither read nor written. */
static bool meet_tags(const struct verifier *v, struct label_state *l, const struct flow_state *s)
{
    uint64_t *tags = l->masks + v->x_words + v->y_words;
    bool less = l->innermost != SOME_TAGS;
    l->innermost = SOME_TAGS;
    for (uint32_t i = 0; i < v->y_words; i++) {
        less |= (s->tags[i] & ~tags[i]) != 0;
        tags[i] |= s->tags[i];
    }
    return less;
}

static bool same_tags(const struct verifier *v, const struct label_state *l, const struct flow_state *s)
{
    if (l->innermost != s->innermost) return false;
    return l->innermost == NO_TAG ||
           memcmp(l->masks + v->x_words + v->y_words, s->tags, v->y_words * sizeof *s->tags) == 0;
}

static bool arrive(struct verifier *v, struct label_state *l, const struct flow_state *s)
{
    if (!l->reached) {
        first_arrival(v, l, s);
        return true;
    }
    bool less = l->frame != s->frame && l->frame != SOME_FRAME;
    if (l->frame != s->frame && !meet_frames(v, l, s)) return false;
    if (!same_tags(v, l, s)) less |= meet_tags(v, l, s);
    less |= intersect(l->masks, s->x, v->x_words);
    less |= intersect(l->masks + v->x_words, s->y, v->y_words);
    if (s->heap < l->heap) {
        l->heap = s->heap;
        less = true;
    }
    l->dirty |= less;
    return true;
}

/* Only exceptions lead to the label of a try_case: it moves what they left in registers.  The compiler lets code
 * run or jump there where it knows that what stands before never ends. */
static bool is_handler(const struct verifier *v, uint32_t label_slot)
{
    return v->beam->code[label_slot + 2].type == GENOP_try_case;
}

bool flow_is_handler(const struct verifier *v, uint32_t label) { return is_handler(v, v->beam->labels[label]); }

/* Does the label stand in the function being verified?  (number_of may hold what another one left there.) */
static bool is_own(const struct verifier *v, uint32_t label)
{
    uint32_t number = v->number_of[label];
    return number < v->label_count && v->label_slots[number] == v->beam->labels[label];
}

bool flow_to(struct verifier *v, const struct flow_state *s, uint32_t label)
{
    if (label == 0) return true;
    RULE(is_own(v, label), BAD_FLOW);
    RULE(!is_handler(v, v->beam->labels[label]), BAD_CATCH);
    return arrive(v, label_state(v, v->number_of[label]), s);
}

bool flow_exception_to(struct verifier *v, const struct flow_state *s, uint32_t label, struct slot y, bool is_try)
{
    const struct slot *first = &v->beam->code[v->beam->labels[label] + 2];
    RULE(is_own(v, label), BAD_FLOW);
    RULE(first->type == (is_try ? GENOP_try_case : GENOP_catch_end) && first[1].value == y.value, BAD_CATCH);
    return arrive(v, label_state(v, v->number_of[label]), s);
}

static void depart(const struct verifier *v, struct label_state *l, struct flow_state *s)
{
    s->frame = l->frame;
    s->heap = l->heap;
    s->innermost = l->innermost;
    copy_masks(s->x, l->masks, v->x_words);
    copy_masks(s->y, l->masks + v->x_words, v->y_words);
    copy_masks(s->tags, l->masks + v->x_words + v->y_words, v->y_words);
    s->x0_is_class = s->x2_is_nil = false;
    facts_forget_all(&s->known, SLOT_X);
    facts_forget_all(&s->known, SLOT_Y);
    l->dirty = false;
}

/* Runs from a label until control leaves, or comes to a label that learns nothing new from it. */
static bool run_from(struct verifier *v, uint32_t number)
{
    struct slot *code = v->beam->code;
    struct flow_state s;
    bool falls = true;
    depart(v, label_state(v, number), &s);
    for (v->slot = v->label_slots[number] + 2; falls; v->slot += (uint32_t)code[v->slot].value + 1) {
        RULE(v->slot < v->function->end, BAD_FLOW);
        if (code[v->slot].type != GENOP_label) {
            if (!verify_step(v, &s, &code[v->slot], &falls)) return false;
            continue;
        }
        if (is_handler(v, v->slot)) return true;
        struct label_state *l = label_state(v, ++number);
        if (!arrive(v, l, &s)) return false;
        if (!l->dirty) return true;
        depart(v, l, &s);
    }
    return true;
}

/* The number of the next dirty label at or behind `from`. */
static uint32_t next_dirty(const struct verifier *v, uint32_t from)
{
    while (from < v->label_count && !label_state(v, from)->dirty) from++;
    return from;
}

static void clear_frames(struct verifier *v)
{
    struct slot *code = v->beam->code;
    for (uint32_t at = v->function->start; at < v->function->end; at += (uint32_t)code[at].value + 1) {
        if (code[at].type == GENOP_allocate) code[at].type = GENOP_allocate_zero;
        if (code[at].type == GENOP_allocate_heap) code[at].type = GENOP_allocate_heap_zero;
    }
}

bool verify_flow(struct verifier *v)
{
    const struct beam_function *f = v->function;
    struct flow_state s = {.frame = NO_FRAME, .innermost = NO_TAG};
    v->clears_frames = false;
    if (!open_states(v)) return false;
    for (uint32_t i = 0; i < f->arity; i++) s.x[i / 64] |= UINT64_C(1) << i % 64;
    if (!flow_to(v, &s, f->entry_label)) return false;
    for (uint32_t at; (at = next_dirty(v, 0)) < v->label_count;)
        for (; at < v->label_count; at = next_dirty(v, at))
            if (!run_from(v, at)) return false;
    if (v->clears_frames) clear_frames(v);
    return true;
}
