/* bif/map_next.c - erts_internal:map_next/3, on which maps:iterator/1, to_list/1 and fold/3 rest.
 *
 * A path says where to go on: 0 at first, then the hash of the next key (of a trie; a flat map is
 * always done at once), or a list of the keys that are left (ordered iterators).
 */
#include "bif/bif.h"
#include "bif/map_take.h"
#include "heap/bignum.h"

enum { PAIRS_A_STEP = 128, STEP_REDUCTIONS = 8 };

struct step {
    struct map_part part;
    term pairs[2 * (PAIRS_A_STEP + MAP_TAKE_EXTRA)];
};

/* {K1, V1, {K2, V2, ... Rest}} */
static term chain(struct heap *h, const struct step *s, term rest)
{
    term *hp = heap_alloc(h, s->part.count * TUPLE_WORDS(3));
    if (!hp) return NO_TERM;
    for (size_t i = s->part.count; i-- > 0;) rest = build_tuple3(&hp, s->pairs[2 * i], s->pairs[2 * i + 1], rest);
    return rest;
}

static term iterator_step(struct heap *h, term map, const struct step *s)
{
    if (!s->part.more) return chain(h, s, A(none));
    term path = heap_u64(h, s->part.path), rest = is_term(path) ? heap_cons(h, path, map) : NO_TERM;
    return is_term(rest) ? chain(h, s, rest) : NO_TERM;
}

/* The pairs in front of `list`; if there are more, [Path, Map | ...]. A flat map's come in order. */
static term list_step(struct heap *h, term map, const struct step *s, term list)
{
    bool flat = kind_of(map) == KIND_MAP;
    term *hp = heap_alloc(h, s->part.count * (CONS_WORDS + TUPLE_WORDS(2)));
    if (!hp) return NO_TERM;
    for (size_t i = 0; i < s->part.count; i++) {
        size_t at = flat ? s->part.count - 1 - i : i;
        term pair = build_tuple2(&hp, s->pairs[2 * at], s->pairs[2 * at + 1]);
        list = build_cons(&hp, pair, list);
    }
    if (!s->part.more) return list;
    term path = heap_u64(h, s->part.path), rest = is_term(path) ? heap_cons(h, map, list) : NO_TERM;
    return is_term(rest) ? heap_cons(h, path, rest) : NO_TERM;
}

/* An ordered iterator: the first key of the list, and the rest of it as the next path. */
static enum bif_end ordered_step(struct process *p, term *args, term *result)
{
    if (is_nil(args[0])) {
        *result = A(none);
        return BIF_DONE;
    }
    term key = head(args[0]), value = map_get(args[1], key);
    if (!is_term(value)) return bif_badarg(p);
    term rest = heap_cons(&p->heap, tail(args[0]), args[1]);
    return bif_value(p, is_term(rest) ? heap_tuple3(&p->heap, key, value, rest) : NO_TERM, result);
}

enum bif_end bif_erts_internal_map_next_3(struct process *p, term *args, term *result)
{
    struct integer path;
    struct step s;
    if (!is_map(args[1])) return bif_badarg(p);
    if (is_list(args[0]) && same(args[2], A(iterator))) return ordered_step(p, args, result);
    if (!integer_view(args[0], &path) || path.negative || path.size > 1) return bif_badarg(p);
    s.part.path = path.size ? path.limbs[0] : 0;
    s.part.backward = is_list(args[2]) && map_lists_backward();
    if (!map_take(args[1], &s.part, s.pairs, PAIRS_A_STEP)) return bif_no_memory(p);
    bif_charge(p, STEP_REDUCTIONS);
    if (path.size && !s.part.count) return bif_badarg(p); /* nobody was given a path behind which is nothing */
    if (same(args[2], A(iterator))) return bif_value(p, iterator_step(&p->heap, args[1], &s), result);
    if (!is_list(args[2])) return bif_badarg(p);
    return bif_value(p, list_step(&p->heap, args[1], &s, args[2]), result);
}
