/* etf/encode_sorted.c - large maps in the order of terms, a part at a time: deterministic encoding. */
#include "etf/encode.h"

enum { GATHER_COST = 16 }; /* a pair that lies apart takes about as long as so many bytes of other work */

/* Keys and values of a map, in the order of terms, as the elements of a tuple. */
void encode_sorted_map(struct etf_encoder *e, term t)
{
    term from, to;
    bool flat = kind_of(t) == KIND_MAP;
    if (!e->heap || !heap_map_sort_room(e->heap, t, &from, &to)) {
        e->no_memory = true;
        return;
    }
    e->sort = (struct map_sort){.run = 1};
    encode_push(e, to, SORT, 0);
    encode_push(e, from, SORT, 0);
    if (flat) heap_map_sort_flat(t, from);
    else encode_push(e, t, GATHER, header_words(header_of(t)));
}

/* What the last pair of a node leaves behind is the tuple's frame, or the node's above. */
void encode_gather(struct etf_encoder *e, struct frame *f, term t, int64_t *budget)
{
    size_t index = f->b >> INDEX_SHIFT;
    term child = boxed(t)[index];
    *budget -= GATHER_COST;
    f->b -= 1 << INDEX_SHIFT;
    if (index == encode_first_child(t)) stack_pop(&e->stack);
    if (!is_cons(child)) {
        encode_push(e, child, GATHER, header_words(header_of(child)));
        return;
    }
    struct frame *pairs = stack_top(&e->stack);
    while ((pairs->b & FRAME_KIND_MASK) == GATHER) pairs--;
    term *to = tuple_elements((term){pairs->a}) + 2 * (pairs->b >> INDEX_SHIFT);
    to[0] = head(child), to[1] = tail(child);
    pairs->b += 1 << INDEX_SHIFT;
}

void encode_sort(struct etf_encoder *e, int64_t *budget)
{
    struct frame *from = stack_top(&e->stack), *to = from - 1;
    term pairs = {from->a}, other = {to->a};
    bool sorted = heap_map_sort(&e->sort, &pairs, &other, budget);
    from->a = pairs.word, to->a = other.word;
    if (!sorted) return;
    stack_pop(&e->stack);
    stack_pop(&e->stack);
    encode_push(e, pairs, ELEMENTS, 1);
}
