/* term/stack.c - the growth of a walk's stack. */
#include "term/stack.h"

bool stack_grow(struct stack *s)
{
    bool moved = s->frames != s->inline_frames;
    size_t bytes = s->room * 2 * sizeof *s->frames;
    struct frame *grown = memory_resize(MEMORY_SYSTEM, moved ? s->frames : NULL, bytes);
    if (!grown) return false;
    if (!moved) memcpy(grown, s->inline_frames, sizeof s->inline_frames);
    s->frames = grown, s->room *= 2;
    return true;
}
