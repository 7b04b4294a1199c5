/* heap/stack_save.c - a walk's stack as a tuple of two elements a frame. */
#include "heap/stack_save.h"
#include "heap/build.h"

term heap_save_stack(struct heap *h, const struct stack *s)
{
    term *hp = heap_alloc(h, TUPLE_WORDS(2 * s->count));
    if (!hp) return NO_TERM;
    term saved = build_tuple(&hp, 2 * s->count), *to = tuple_elements(saved);
    for (size_t i = 0; i < s->count; i++) {
        to[2 * i].word = s->frames[i].a;
        to[2 * i + 1] = small((int64_t)s->frames[i].b);
    }
    return saved;
}

void stack_restore(struct stack *s, term saved)
{
    const term *from = tuple_elements(saved);
    for (size_t i = 0; i < s->count; i++) {
        s->frames[i].a = from[2 * i].word;
        s->frames[i].b = (uint64_t)small_value(from[2 * i + 1]);
    }
}
