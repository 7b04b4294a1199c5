/* ets/object.c - copies objects into tables and out again. */
#include "ets/object.h"
#include "heap/build.h"
#include "memory/memory.h"

/* Words that the elements of a tuple take beyond the tuple itself; SIZE_MAX: no memory to find out. */
static size_t elements_size(const term *elements, size_t arity)
{
    size_t size = 0;
    for (size_t i = 0; i < arity; i++) {
        if (is_immediate(elements[i])) continue;
        size_t one = term_flat_size(elements[i], true);
        if (one == SIZE_MAX) return SIZE_MAX;
        size += one;
    }
    return size;
}

/* Copies the elements to to[], what they lead to behind it at *hp. */
static void copy_elements(term *to, const term *elements, size_t arity, term **hp, struct offheap **offheap)
{
    for (size_t i = 0; i < arity; i++)
        to[i] = is_immediate(elements[i]) ? elements[i] : term_copy(elements[i], true, hp, offheap);
}

static struct ets_object *object_of_elements(const term *elements, size_t arity)
{
    size_t size = elements_size(elements, arity);
    if (size >= UINT32_MAX) return NULL;
    size_t words = TUPLE_WORDS(arity) + size;
    struct ets_object *o = memory_alloc(MEMORY_ETS, sizeof *o + words * sizeof(term));
    if (!o) return NULL;
    o->offheap = NULL;
    o->words = (uint32_t)words;
    o->balance = 0;
    o->tuple[0].word = header(KIND_TUPLE, arity);
    term *hp = o->tuple + TUPLE_WORDS(arity);
    copy_elements(o->tuple + 1, elements, arity, &hp, &o->offheap);
    return o;
}

struct ets_object *object_new(term tuple) { return object_of_elements(tuple_elements(tuple), tuple_arity(tuple)); }

struct ets_object *object_new_changed(term tuple, const size_t *positions, const term *values, size_t count)
{
    size_t arity = tuple_arity(tuple);
    term *elements = memory_alloc(MEMORY_SYSTEM, arity * sizeof(term));
    if (!elements) return NULL;
    memcpy(elements, tuple_elements(tuple), arity * sizeof(term));
    for (size_t i = 0; i < count; i++) elements[positions[i] - 1] = values[i];
    struct ets_object *o = object_of_elements(elements, arity);
    memory_free(MEMORY_SYSTEM, elements);
    return o;
}

void object_free(struct ets_object *o)
{
    if (o->offheap) offheap_release_list(o->offheap);
    memory_free(MEMORY_ETS, o);
}

/* Copies o's tuple to hp, which has o->words words, on heap h. */
static term copy_to(struct heap *h, const struct ets_object *o, term *hp)
{
    size_t arity = object_arity(o);
    term *tuple = hp;
    if (o->words == TUPLE_WORDS(arity)) {
        memcpy(tuple, o->tuple, o->words * sizeof(term));
        return boxed_at(tuple);
    }
    hp += TUPLE_WORDS(arity);
    tuple[0] = o->tuple[0];
    struct offheap *offheap = NULL;
    copy_elements(tuple + 1, o->tuple + 1, arity, &hp, &offheap);
    heap_link_offheap_list(h, offheap);
    heap_give_back(h, hp);
    return boxed_at(tuple);
}

term object_copy(struct heap *h, const struct ets_object *o)
{
    term *hp = heap_alloc(h, o->words);
    return hp ? copy_to(h, o, hp) : NO_TERM;
}

term object_copy_cons(struct heap *h, const struct ets_object *o, term rest)
{
    term *cell = heap_alloc(h, CONS_WORDS + o->words);
    if (!cell) return NO_TERM;
    cell[0] = copy_to(h, o, cell + CONS_WORDS);
    cell[1] = rest;
    return cons_at(cell);
}
