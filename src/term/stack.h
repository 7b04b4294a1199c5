/* term/stack.h - the explicit stack of a walk over terms: small ones need no memory, deep ones grow
 * in the arena.  A frame is two words. */
#pragma once
#include "memory/memory.h"
#include "term/term.h"
#include <string.h>

struct frame {
    uint64_t a, b;
};

enum { STACK_INLINE_FRAMES = 32 };
struct stack {
    struct frame *frames;
    size_t count, room;
    struct frame inline_frames[STACK_INLINE_FRAMES];
};

static inline void stack_open(struct stack *s)
{
    s->frames = s->inline_frames;
    s->count = 0, s->room = STACK_INLINE_FRAMES;
}

static inline void stack_close(struct stack *s)
{
    if (s->frames != s->inline_frames) memory_free(MEMORY_SYSTEM, s->frames);
}

bool stack_grow(struct stack *s);

/* False when there is no memory; the stack is then as it was. */
static inline bool stack_push(struct stack *s, uint64_t a, uint64_t b)
{
    if (__builtin_expect(s->count == s->room, 0) && !stack_grow(s)) return false;
    s->frames[s->count++] = (struct frame){a, b};
    return true;
}

static inline bool stack_is_empty(const struct stack *s) { return s->count == 0; }
static inline struct frame stack_pop(struct stack *s) { return s->frames[--s->count]; }
static inline struct frame *stack_top(struct stack *s) { return &s->frames[s->count - 1]; }
