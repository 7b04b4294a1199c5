/* heap/build.c - the makers of build.h, straight on a heap. */
#include "heap/build.h"

term heap_u64(struct heap *h, uint64_t value)
{
    if (value <= (uint64_t)SMALL_MAX) return small((int64_t)value);
    term *hp = heap_alloc(h, INTEGER_WORDS_MAX);
    return hp ? build_u64(&hp, value) : NO_TERM;
}

term heap_i64(struct heap *h, int64_t value)
{
    if (fits_small(value)) return small(value);
    term *hp = heap_alloc(h, INTEGER_WORDS_MAX);
    return hp ? build_i64(&hp, value) : NO_TERM;
}

term heap_float(struct heap *h, double value)
{
    term *hp = heap_alloc(h, FLOAT_WORDS);
    return hp ? build_float(&hp, value) : NO_TERM;
}

term heap_cons(struct heap *h, term hd, term tl)
{
    term *hp = heap_alloc(h, CONS_WORDS);
    return hp ? build_cons(&hp, hd, tl) : NO_TERM;
}

term heap_tuple2(struct heap *h, term a, term b)
{
    term *hp = heap_alloc(h, TUPLE_WORDS(2));
    return hp ? build_tuple2(&hp, a, b) : NO_TERM;
}

term heap_tuple3(struct heap *h, term a, term b, term c)
{
    term *hp = heap_alloc(h, TUPLE_WORDS(3));
    return hp ? build_tuple3(&hp, a, b, c) : NO_TERM;
}

term heap_string(struct heap *h, const void *bytes, size_t size, term rest)
{
    if (size == 0) return rest;
    if (size > SIZE_MAX / 64) return NO_TERM;
    term *hp = heap_alloc(h, size * CONS_WORDS);
    if (!hp) return NO_TERM;
    term first = cons_at(hp);
    for (const uint8_t *at = bytes, *end = at + size; at < end; at++, hp += CONS_WORDS) {
        hp[0] = small(*at);
        hp[1] = cons_at(hp + CONS_WORDS);
    }
    hp[-1] = rest;
    return first;
}
