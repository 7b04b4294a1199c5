/* io/iodata.c - walking lists of bytes, characters and binaries. */
#include "io/iodata.h"
#include "memory/memory.h"
#include <string.h>

enum { WALK_ROOM_FIRST = 64 };

void leaf_walk(struct leaf_walk *w, term t) { *w = (struct leaf_walk){.at = t}; }
void leaf_walk_end(struct leaf_walk *w) { memory_free(MEMORY_SYSTEM, w->stack); }

static bool walk_push(struct leaf_walk *w, term t)
{
    if (w->depth == w->room) {
        size_t room = w->room ? 2 * w->room : WALK_ROOM_FIRST;
        term *stack = memory_resize(MEMORY_SYSTEM, w->stack, room * sizeof *stack);
        if (!stack) return false;
        w->stack = stack, w->room = room;
    }
    w->stack[w->depth++] = t;
    return true;
}

/* Takes the head of the list at w->at; LEAF_END: nothing to show, go on. */
static enum leaf walk_head(struct leaf_walk *w)
{
    term hd = head(w->at);
    w->at = tail(w->at);
    w->leaf = hd;
    w->in_tail = false;
    if (is_small(hd)) return LEAF_INTEGER;
    if (is_nil(hd)) return LEAF_END;
    if (is_cons(hd)) {
        if (!is_nil(w->at) && !walk_push(w, w->at)) return LEAF_NO_MEMORY;
        w->at = hd;
        return LEAF_END;
    }
    return is_bitstring(hd) ? LEAF_BITS : LEAF_BAD;
}

enum leaf leaf_next(struct leaf_walk *w)
{
    for (;;) {
        if (is_cons(w->at)) {
            enum leaf l = walk_head(w);
            if (l != LEAF_END) return l;
        } else if (is_nil(w->at)) {
            if (!w->depth) return LEAF_END;
            w->at = w->stack[--w->depth];
        } else {
            w->leaf = w->at;
            w->at = NIL;
            w->in_tail = true;
            return is_bitstring(w->leaf) ? LEAF_BITS : LEAF_BAD;
        }
    }
}

static enum iodata_result result_of_leaf(enum leaf l)
{
    return l == LEAF_END ? IODATA_OK : l == LEAF_NO_MEMORY ? IODATA_NO_MEMORY : IODATA_BAD;
}

static inline bool is_byte(term t) { return t.word <= (uint64_t)255 << IMM_BITS && is_small(t); }

/* Long lists of bytes are most of what programs write: the run of them that begins here is taken without a step of the walk for each.
 * `to`: where they go, or NULL. Returns how many. */
static size_t take_bytes(struct leaf_walk *w, uint8_t *to)
{
    size_t size = 0;
    for (; is_cons(w->at) && is_byte(head(w->at)); w->at = tail(w->at), size++)
        if (to) to[size] = (uint8_t)small_value(head(w->at));
    return size;
}

enum iodata_result iodata_size(term t, size_t *size)
{
    struct leaf_walk w;
    enum leaf l;
    *size = 0;
    leaf_walk(&w, t);
    for (;;) {
        *size += take_bytes(&w, NULL);
        if ((l = leaf_next(&w)) != LEAF_INTEGER && l != LEAF_BITS) break;
        if (l == LEAF_INTEGER && is_byte(w.leaf)) ++*size;
        else if (l == LEAF_BITS && is_binary(w.leaf)) *size += bits_size(w.leaf) / 8;
        else {
            l = LEAF_BAD;
            break;
        }
    }
    leaf_walk_end(&w);
    return result_of_leaf(l);
}

enum iodata_result iodata_put(term t, uint8_t *to)
{
    struct leaf_walk w;
    enum leaf l;
    leaf_walk(&w, t);
    for (;;) {
        to += take_bytes(&w, to);
        if ((l = leaf_next(&w)) != LEAF_INTEGER && l != LEAF_BITS) break;
        if (l == LEAF_INTEGER) {
            *to++ = (uint8_t)small_value(w.leaf);
            continue;
        }
        struct bits v = bits_view(w.leaf);
        if (v.offset == 0) memcpy(to, v.data, v.size / 8);
        else bits_copy(to, 0, v.data, v.offset, v.size);
        to += v.size / 8;
    }
    leaf_walk_end(&w);
    return result_of_leaf(l);
}

/* The off-heap binary that `t` is the whole of, or NULL. */
static struct binary *whole_binary(term t)
{
    if (kind_of(t) != KIND_BITS_REF) return NULL;
    struct binary *b = ((struct bits_ref *)boxed(t))->binary;
    struct bits v = bits_view(t);
    /* A binary with room may yet be appended to, and moved by that. */
    return v.data == b->data && v.offset == 0 && v.size == b->size * 8 && b->room == b->size ? b : NULL;
}

enum iodata_result iodata_to_binary(term t, struct binary **b)
{
    size_t size;
    if ((*b = whole_binary(t))) {
        binary_keep(*b);
        return IODATA_OK;
    }
    enum iodata_result r = iodata_size(t, &size);
    if (r != IODATA_OK) return r;
    if (!(*b = binary_alloc(size))) return IODATA_NO_MEMORY;
    r = iodata_put(t, (*b)->data);
    if (r != IODATA_OK) binary_release(*b);
    return r;
}
