/* bif/encoded_parts.c - puts an encoding and the large binaries that belong in it into one list. */
#include "bif/encoded_parts.h"
#include "heap/build.h"

enum { PART_WORK = 8 }; /* for work_pay(): two objects and two cells */

struct encoded_parts encoded_parts_open(term parts, size_t size)
{
    return (struct encoded_parts){.parts = parts, .list = NIL, .end = size};
}

static bool put(struct encoded_parts *c, struct heap *h, term binary)
{
    term list = is_term(binary) ? heap_cons(h, binary, c->list) : NO_TERM;
    if (is_term(list)) c->list = list;
    return is_term(list);
}

/* Puts what was written from byte `from` on in front, if anything was: binaries may stand side by side. */
static bool put_written(struct encoded_parts *c, struct binary *bytes, struct heap *h, size_t from)
{
    size_t size = c->end - from;
    c->end = from;
    return size == 0 || put(c, h, heap_bits_of_binary(h, binary_keep(bytes), from * 8, size * 8));
}

enum etf_result encoded_parts_run(struct encoded_parts *c, struct binary *bytes, struct heap *h, int64_t *budget)
{
    for (; is_cons(c->parts); *budget -= PART_WORK) {
        if (*budget <= 0) return ETF_MORE;
        term place = tail(c->parts);
        if (!put_written(c, bytes, h, (size_t)small_value(head(place)))) return ETF_NO_MEMORY;
        if (!put(c, h, head(c->parts))) return ETF_NO_MEMORY;
        c->parts = tail(place);
    }
    return put_written(c, bytes, h, 0) ? ETF_OK : ETF_NO_MEMORY;
}

term encoded_parts_save(const struct encoded_parts *c, struct heap *h) { return heap_cons(h, c->parts, c->list); }

void encoded_parts_restore(struct encoded_parts *c, term saved)
{
    c->parts = head(saved);
    c->list = tail(saved);
}
