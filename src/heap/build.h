/* heap/build.h - making terms at a pointer that advances.
 *
 *   term *hp = heap_alloc(h, 3 + CONS_WORDS);
 *   if (!hp) return bif_no_memory(p);
 *   *result = build_cons(&hp, build_tuple2(&hp, a, b), NIL);
 */
#pragma once
#include "heap/heap.h"
#include <string.h>

enum { CONS_WORDS = 2, FLOAT_WORDS = 2 };
#define TUPLE_WORDS(n) ((size_t)(n) + 1)

static inline term build_cons(term **hp, term hd, term tl)
{
    term *cell = *hp;
    cell[0] = hd;
    cell[1] = tl;
    *hp += CONS_WORDS;
    return cons_at(cell);
}

/* A tuple whose elements the caller fills: tuple_elements(t)[i]. */
static inline term build_tuple(term **hp, size_t arity)
{
    term *object = *hp;
    object[0].word = header(KIND_TUPLE, arity);
    *hp += TUPLE_WORDS(arity);
    return boxed_at(object);
}

static inline term build_tuple2(term **hp, term a, term b)
{
    term t = build_tuple(hp, 2), *e = tuple_elements(t);
    e[0] = a, e[1] = b;
    return t;
}
static inline term build_tuple3(term **hp, term a, term b, term c)
{
    term t = build_tuple(hp, 3), *e = tuple_elements(t);
    e[0] = a, e[1] = b, e[2] = c;
    return t;
}
static inline term build_tuple4(term **hp, term a, term b, term c, term d)
{
    term t = build_tuple(hp, 4), *e = tuple_elements(t);
    e[0] = a, e[1] = b, e[2] = c, e[3] = d;
    return t;
}

static inline term build_float(term **hp, double value)
{
    term *object = *hp;
    object[0].word = header(KIND_FLOAT, 1);
    memcpy(&object[1], &value, sizeof value);
    *hp += FLOAT_WORDS;
    return boxed_at(object);
}

static inline term build_local_ref(term **hp, uint64_t number, uint64_t high)
{
    struct local_ref *r = (struct local_ref *)*hp;
    *r = (struct local_ref){header(KIND_REF, LOCAL_REF_WORDS - 1), number, high};
    *hp += LOCAL_REF_WORDS;
    return boxed_at(r);
}

/* The most words an int64 or uint64 takes as a term; build_* below use 0 to 2. */
enum { INTEGER_WORDS_MAX = 2 };
static inline term build_u64(term **hp, uint64_t value)
{
    if (value <= (uint64_t)SMALL_MAX) return small((int64_t)value);
    term *object = *hp;
    object[0].word = header(KIND_BIG_POS, 1);
    object[1].word = value;
    *hp += 2;
    return boxed_at(object);
}
static inline term build_i64(term **hp, int64_t value)
{
    if (fits_small(value)) return small(value);
    term *object = *hp;
    object[0].word = header(value < 0 ? KIND_BIG_NEG : KIND_BIG_POS, 1);
    object[1].word = value < 0 ? -(uint64_t)value : (uint64_t)value;
    *hp += 2;
    return boxed_at(object);
}

/* The same straight on a heap; NO_TERM when there is no memory. */
term heap_u64(struct heap *h, uint64_t value);
term heap_i64(struct heap *h, int64_t value);
term heap_float(struct heap *h, double value);
term heap_cons(struct heap *h, term hd, term tl);
term heap_tuple2(struct heap *h, term a, term b);
term heap_tuple3(struct heap *h, term a, term b, term c);
/* A string: list of the bytes as small integers, ending in `rest`. */
term heap_string(struct heap *h, const void *bytes, size_t size, term rest);
