/* heap/map_sort.c - a map's pairs in the order of terms, a part at a time: a merge sort between two tuples. */
#include "heap/build.h"
#include "heap/map.h"
#include "term/compare.h"

enum { PAIR_COST = 8 }; /* a comparison of keys that lie apart takes about as long as so many bytes of other work */

static term build_nils(term **hp, size_t arity)
{
    term t = build_tuple(hp, arity);
    for (size_t i = 0; i < arity; i++) tuple_elements(t)[i] = NIL;
    return t;
}

bool heap_map_sort_room(struct heap *h, term map, term *pairs, term *room)
{
    size_t arity = 2 * map_size(map);
    term *hp = heap_alloc(h, 2 * TUPLE_WORDS(arity));
    if (!hp) return false;
    *pairs = build_nils(&hp, arity);
    *room = build_nils(&hp, arity);
    return true;
}

void heap_map_sort_flat(term map, term pairs)
{
    term *to = tuple_elements(pairs);
    struct map_iterator at;
    for (map_iterate(&at, map); map_next(&at, &to[0], &to[1]); to += 2) continue;
}

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

static void next_runs(struct map_sort *s, size_t count)
{
    s->left = s->end;
    s->middle = s->right = smaller(s->left + s->run, count);
    s->end = smaller(s->middle + s->run, count);
}

/* The smaller of the two that stand first in their runs. */
static void merge_one(struct map_sort *s, const term *from, term *to)
{
    size_t place = s->left + s->right - s->middle;
    bool right =
        s->left == s->middle || (s->right < s->end && term_compare_exact(from[2 * s->right], from[2 * s->left]) < 0);
    const term *pair = from + 2 * (right ? s->right++ : s->left++);
    to[2 * place] = pair[0];
    to[2 * place + 1] = pair[1];
}

static void next_pass(struct map_sort *s, term *from, term *to)
{
    term sorted = *to;
    *to = *from, *from = sorted;
    *s = (struct map_sort){.run = 2 * s->run};
}

bool heap_map_sort(struct map_sort *s, term *from, term *to, int64_t *budget)
{
    size_t count = tuple_arity(*from) / 2;
    while (s->run < count) {
        for (; s->left < s->middle || s->right < s->end; *budget -= PAIR_COST) {
            if (*budget <= 0) return false;
            merge_one(s, tuple_elements(*from), tuple_elements(*to));
        }
        if (s->end < count) next_runs(s, count);
        else next_pass(s, from, to);
    }
    return true;
}
