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

enum bif_end bif_erts_internal_map_hashmap_children_1(struct process *p, term *args, term *result)
{
    enum kind kind = kind_of(args[0]);
    if (!is_map(args[0])) return bif_badmap(p, args[0]);
    if (kind != KIND_HASHMAP) return bif_badarg(p);
    struct trie_node n = trie_node_of(args[0]);
    size_t count = (size_t)__builtin_popcount(n.bitmap);
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(count));
    if (!hp) return bif_no_memory(p);
    *result = build_tuple(&hp, count);
    memcpy(tuple_elements(*result), n.children, count * sizeof(term));
    return BIF_DONE;
}
