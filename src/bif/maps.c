/* bif/maps.c - maps, a pair at a time. */
#include "bif/map_errors.h"
#include "heap/map.h"
#include "heap/map_trie.h"

enum bif_end bif_erlang_map_size_1(struct process *p, term *args, term *result)
{
    if (!is_map(args[0])) return bif_badmap(p, args[0]);
    *result = small((int64_t)map_size(args[0]));
    return BIF_DONE;
}

enum bif_end bif_erlang_map_get_2(struct process *p, term *args, term *result)
{
    if (!is_map(args[1])) return bif_badmap(p, args[1]);
    *result = map_get(args[1], args[0]);
    return is_term(*result) ? BIF_DONE : bif_badkey(p, args[0]);
}

enum bif_end bif_erlang_is_map_key_2(struct process *p, term *args, term *result)
{
    if (!is_map(args[1])) return bif_badmap(p, args[1]);
    *result = boolean(is_term(map_get(args[1], args[0])));
    return BIF_DONE;
}

enum bif_end bif_maps_find_2(struct process *p, term *args, term *result)
{
    if (!is_map(args[1])) return bif_badmap(p, args[1]);
    term value = map_get(args[1], args[0]);
    *result = A(error);
    return is_term(value) ? bif_value(p, heap_tuple2(&p->heap, A(ok), value), result) : BIF_DONE;
}

enum bif_end bif_maps_put_3(struct process *p, term *args, term *result)
{
    if (!is_map(args[2])) return bif_badmap(p, args[2]);
    return bif_value(p, heap_map_put(&p->heap, args[2], args[0], args[1]), result);
}

enum bif_end bif_maps_update_3(struct process *p, term *args, term *result)
{
    if (!is_map(args[2])) return bif_badmap(p, args[2]);
    if (!is_term(map_get(args[2], args[0]))) return bif_badkey(p, args[0]);
    return bif_value(p, heap_map_put(&p->heap, args[2], args[0], args[1]), result);
}

enum bif_end bif_maps_remove_2(struct process *p, term *args, term *result)
{
    if (!is_map(args[1])) return bif_badmap(p, args[1]);
    return bif_value(p, heap_map_remove(&p->heap, args[1], args[0]), result);
}

enum bif_end bif_maps_take_2(struct process *p, term *args, term *result)
{
    if (!is_map(args[1])) return bif_badmap(p, args[1]);
    term value = map_get(args[1], args[0]);
    *result = A(error);
    if (!is_term(value)) return BIF_DONE;
    term rest = heap_map_remove(&p->heap, args[1], args[0]);
    return bif_value(p, is_term(rest) ? heap_tuple2(&p->heap, value, rest) : NO_TERM, result);
}

/* -- what looks into the representation -------------------------------------------------- */

enum bif_end bif_erts_internal_map_to_tuple_keys_1(struct process *p, term *args, term *result)
{
    if (kind_of(args[0]) != KIND_MAP) return bif_badarg(p);
    *result = boxed(args[0])[1];
    return BIF_DONE;
}

/* The first node from the root on that has more than one child. */
static struct trie_node first_fork(term map)
{
    struct trie_node n = trie_node_of(map);
    while (__builtin_popcount(n.bitmap) == 1 && kind_of(n.children[0]) == KIND_MAPNODE) n = trie_node_of(n.children[0]);
    return n;
}

/* The pairs below an inner node, as a map of their own: nodes are no terms that a program may hold. */
static term map_below(struct heap *h, term map, term node)
{
    struct map_iterator i;
    term key, value, below = heap_empty_map(h);
    map_iterate_below(&i, map, node);
    while (is_term(below) && map_next(&i, &key, &value)) below = heap_map_put(h, below, key, value);
    return below;
}

enum bif_end bif_erts_internal_map_hashmap_children_1(struct process *p, term *args, term *result)
{
    enum kind kind = kind_of(args[0]);
    if (!is_map(args[0])) return bif_badmap(p, args[0]);
    if (kind != KIND_HASHMAP) return bif_badarg(p);
    struct trie_node n = first_fork(args[0]);
    term list = NIL;
    for (size_t i = (size_t)__builtin_popcount(n.bitmap); i-- > 0 && is_term(list);) {
        bool is_pair = is_cons(n.children[i]);
        term child = is_pair ? n.children[i] : map_below(&p->heap, args[0], n.children[i]);
        list = is_term(child) ? heap_cons(&p->heap, child, list) : NO_TERM;
    }
    return bif_value(p, list, result);
}
