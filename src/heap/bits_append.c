/* heap/bits_append.c - bitstrings that grow at their end in amortised constant time.
 *
 * One KIND_BITS_REF object at a time carries BITS_WRITABLE for a struct binary: the one that ends
 * where the data in use ends.  Appending writes behind it, in the binary's spare room, and hands the
 * flag to the result; what other objects see of the binary never changes.  When the room is used up
 * and nothing else refers to the binary it is resized, else its data moves to a new one of twice
 * the size.  Whoever lets another process, table or port see the object must clear the flag in
 * the copy.
 */
#include "heap/bitsyntax.h"
#include "memory/memory.h"

enum { ROOM_MIN = 256 };

static struct bits_ref *writable(term t)
{
    if (kind_of(t) != KIND_BITS_REF) return NULL;
    struct bits_ref *r = (struct bits_ref *)boxed(t);
    return r->flags & BITS_WRITABLE ? r : NULL;
}

static struct binary *binary_with_room(size_t size, size_t room)
{
    struct binary *b = binary_alloc(room);
    if (b) b->room = room, b->size = size;
    return b;
}

/* An object for the first `bits` bits of b, which may append; takes over one reference. `more`
 * is how much it adds to what the heap refers to. */
static term new_writable(struct heap *h, struct binary *b, size_t bits, size_t more)
{
    struct bits_ref *r = (struct bits_ref *)heap_alloc(h, BITS_REF_WORDS);
    if (!r) {
        binary_release(b);
        return NO_TERM;
    }
    r->link.header = header(KIND_BITS_REF, BITS_REF_WORDS - 1);
    r->bits = number_word(bits);
    r->offset = 0;
    r->binary = b;
    r->flags = BITS_WRITABLE;
    heap_link_offheap(h, &r->link, more);
    return boxed_at(r);
}

term bits_writable(struct heap *h, size_t room)
{
    struct binary *b = room > BITS_MAX / 16 ? NULL : binary_with_room(0, room);
    return b ? new_writable(h, b, 0, room) : NO_TERM;
}

static size_t room_for(size_t bytes) { return bytes < ROOM_MIN / 2 ? ROOM_MIN : bytes * 2; }

/* The binary with more room: itself if nothing else refers to it, else a copy. */
static struct binary *with_more_room(struct binary *old, size_t room)
{
    if (old->references == 1) return binary_resize(old, room);
    struct binary *b = binary_with_room(0, room);
    if (!b) return NULL;
    memcpy(b->data, old->data, old->size);
    binary_release(old);
    return b;
}

/* Makes the binary of a writable object hold `bytes`. */
static bool grow(struct bits_ref *r, size_t bytes)
{
    if (bytes > r->binary->room) {
        struct binary *b = with_more_room(r->binary, room_for(bytes));
        if (!b) return false;
        r->binary = b;
        b->room = room_for(bytes);
    }
    r->binary->size = bytes;
    return true;
}

static enum append_result append_in_place(struct bits_builder *b, struct heap *h, struct bits_ref *r, bool private)
{
    size_t before = r->binary->size, after = (b->end + 7) / 8;
    if (!grow(r, after)) return APPEND_NO_MEMORY;
    if (private) {
        r->bits = number_word(b->end);
        h->binary_bytes += after - before;
        b->result = boxed_at(r);
    } else {
        b->result = new_writable(h, binary_keep(r->binary), b->end, after - before);
        if (!is_term(b->result)) return APPEND_NO_MEMORY;
        r->flags = 0;
    }
    b->data = r->binary->data;
    return APPEND_OK;
}

static enum append_result append_to_copy(struct bits_builder *b, struct heap *h, struct bits old)
{
    size_t bytes = (b->end + 7) / 8;
    struct binary *to = binary_with_room(bytes, room_for(bytes));
    if (!to) return APPEND_NO_MEMORY;
    bits_copy(to->data, 0, old.data, old.offset, old.size);
    b->data = to->data;
    b->copied = old.size;
    b->result = new_writable(h, to, b->end, bytes);
    return is_term(b->result) ? APPEND_OK : APPEND_NO_MEMORY;
}

enum append_result builder_append(struct bits_builder *b, struct heap *h, term source, size_t n, unsigned unit,
                                  bool private)
{
    if (!is_bitstring(source)) return APPEND_TYPE;
    struct bits old = bits_view(source);
    if (unit > 1 && old.size % unit) return APPEND_UNIT;
    if (n > BITS_MAX / 2 - old.size) return APPEND_TOO_BIG;
    b->at = old.size;
    b->copied = 0;
    b->end = old.size + n;
    if (n == 0) {
        b->data = NULL; /* nothing will be written */
        b->result = source;
        return APPEND_OK;
    }
    struct bits_ref *r = writable(source);
    return r ? append_in_place(b, h, r, private) : append_to_copy(b, h, old);
}
