/* bif/chardata.c - walking chardata. */
#include "bif/chardata.h"
#include "heap/bitsyntax.h"
#include "base/utf8.h"

void chardata_begin(struct chardata *c, term t, bool latin1)
{
    c->at = t;
    tails_open(&c->tails, NIL);
    c->latin1 = latin1;
    c->left_size = 0;
}

/* -- integers -------------------------------------------------------------------------- */

/* Gathers the characters at the front of the list; false: one of them is none (c->at begins with
 * it), or there is no memory (then *sink has no room: told apart by *memory). */
static bool take_characters(struct chardata *c, struct bits_sink *sink, int64_t *budget, bool *memory)
{
    enum { BATCH = 128 };
    uint32_t code, most = c->latin1 ? 255 : 0x10ffff;
    term at = c->at;
    for (bool good = true; good && *budget > 0 && is_cons(at) && is_small(head(at));) {
        uint8_t *start = sink_room(sink, BATCH * 4), *to = start;
        if (!start) return *memory = false;
        for (int i = 0; i < BATCH && is_cons(at) && is_small(head(at)); i++, at = tail(at), --*budget) {
            if (small_value(head(at)) >= 0 && small_value(head(at)) < 0x80) {
                *to++ = (uint8_t)small_value(head(at));
                continue;
            }
            good = code_point_of(head(at), &code) && code <= most;
            if (!good) break;
            to += utf8_put(to, code);
        }
        sink_wrote(sink, (size_t)(to - start));
        if (!good) {
            c->at = at;
            return false;
        }
    }
    c->at = at;
    return true;
}

/* -- binaries ---------------------------------------------------------------------------- */

static bool put_bytes(struct bits_sink *sink, const uint8_t *bytes, size_t size)
{
    return sink_put(sink, (struct bits){bytes, 0, size * 8});
}

static bool put_latin1(struct bits_sink *sink, const uint8_t *bytes, size_t size)
{
    uint8_t *start = sink_room(sink, size * 2), *to = start;
    if (!start) return false;
    for (size_t i = 0; i < size; i++) to += utf8_put(to, bytes[i]);
    sink_wrote(sink, (size_t)(to - start));
    return true;
}

/* Completes the sequence that an earlier binary began. Gives the bytes taken of this one; *bad when
 * they do not fit. */
static size_t take_left(struct chardata *c, struct bits_sink *sink, const uint8_t *bytes, size_t size, bool *bad,
                        bool *memory)
{
    size_t need = utf8_claimed_length(c->left[0]) - c->left_size, n = size < need ? size : need;
    memcpy(c->left + c->left_size, bytes, n);
    if (n < need) {
        c->left_size += n;
        return n;
    }
    size_t whole = c->left_size + n;
    *bad = utf8_valid_prefix(c->left, whole) != whole;
    if (*bad) return 0;
    *memory = put_bytes(sink, c->left, whole);
    c->left_size = 0;
    return n;
}

/* Takes what can be taken of the bytes; *bad when they go wrong at what is returned. */
static size_t take_utf8(struct chardata *c, struct bits_sink *sink, const uint8_t *bytes, size_t size, bool *bad,
                        bool *memory)
{
    size_t done = c->left_size ? take_left(c, sink, bytes, size, bad, memory) : 0;
    if (*bad || !*memory) return done;
    size_t valid = utf8_valid_prefix(bytes + done, size - done);
    *memory = put_bytes(sink, bytes + done, valid);
    done += valid;
    if (done == size || !*memory) return done;
    if (utf8_claimed_length(bytes[done]) <= size - done) { /* 0 too */
        *bad = true;
        return done;
    }
    c->left_size = size - done;
    memcpy(c->left, bytes + done, c->left_size);
    return size;
}

/* How much of a binary to take now: so much that it ends between two characters. */
static size_t share_of(const struct chardata *c, const uint8_t *bytes, size_t size, int64_t budget)
{
    size_t n = ((size_t)(budget > 0 ? budget : 0) + 256) * 4;
    if (n >= size) return size;
    while (!c->latin1 && n < size && (bytes[n] & 0xc0) == 0x80) n++;
    return n;
}

/* The binary's bytes from `from` on in front of c->at (as the tail itself when `is_tail`). */
static bool put_back(struct chardata *c, struct heap *h, term binary, size_t from, bool is_tail)
{
    term rest = heap_sub_bits(h, binary, from * 8, bits_size(binary) - from * 8);
    c->at = !is_term(rest) || is_tail ? rest : heap_cons(h, rest, c->at);
    return is_term(c->at);
}

static enum chardata_event take_binary(struct chardata *c, struct heap *h, struct bits_sink *sink, term binary,
                                       bool is_tail, int64_t *budget)
{
    if (!is_binary(binary)) return CHARDATA_BAD;
    binary = heap_align_bits(h, binary);
    if (!is_term(binary)) return CHARDATA_NO_MEMORY;
    bool bad = false, memory = true;
    struct bits b = bits_view(binary);
    size_t size = b.size / 8, share = share_of(c, b.data, size, *budget), done = share;
    if (c->latin1) memory = put_latin1(sink, b.data, share);
    else done = take_utf8(c, sink, b.data, share, &bad, &memory);
    *budget -= 1 + (int64_t)(done / 4);
    if ((bad || done < size) && memory) memory = put_back(c, h, binary, done, is_tail);
    return !memory ? CHARDATA_NO_MEMORY : bad ? CHARDATA_MALFORMED : CHARDATA_YIELD; /* YIELD: go on */
}

/* -- the walk ------------------------------------------------------------------------------ */

/* One step over something that is no small integer; YIELD: go on. */
static enum chardata_event step(struct chardata *c, struct heap *h, struct bits_sink *sink, int64_t *budget)
{
    if (is_cons(c->at)) {
        term first = head(c->at), rest = tail(c->at);
        if (is_cons(first)) {
            if (!tails_push(&c->tails, h, rest)) return CHARDATA_NO_MEMORY;
            c->at = first;
        } else if (is_bitstring(first)) {
            c->at = rest;
            return take_binary(c, h, sink, first, false, budget);
        } else if (is_nil(first)) {
            c->at = rest;
        } else {
            return is_big(first) ? CHARDATA_MALFORMED : CHARDATA_BAD;
        }
    } else if (is_nil(c->at)) {
        if (!tails_pop(&c->tails, &c->at)) return CHARDATA_END;
    } else if (is_bitstring(c->at)) {
        term last = c->at;
        c->at = NIL;
        return take_binary(c, h, sink, last, true, budget);
    } else {
        return CHARDATA_BAD;
    }
    return CHARDATA_YIELD;
}

enum chardata_event chardata_gather(struct chardata *c, struct heap *h, struct bits_sink *sink, int64_t *budget)
{
    bool memory = true;
    while (--*budget > 0) {
        if (is_cons(c->at) && is_small(head(c->at))) {
            if (c->left_size) return CHARDATA_MALFORMED; /* the binary before ended inside a sequence */
            if (!take_characters(c, sink, budget, &memory)) return memory ? CHARDATA_MALFORMED : CHARDATA_NO_MEMORY;
        } else {
            enum chardata_event event = step(c, h, sink, budget);
            if (event != CHARDATA_YIELD) return event;
        }
    }
    return CHARDATA_YIELD;
}

static bool is_character_or_binary(term t) { return is_integer(t) || is_nil(t) || is_binary(t); }

enum chardata_event chardata_check(struct chardata *c, struct heap *h, int64_t *budget)
{
    while (--*budget > 0) {
        if (is_cons(c->at)) {
            term first = head(c->at), rest = tail(c->at);
            if (is_big(first)) return CHARDATA_END;
            c->at = is_cons(first) ? first : rest;
            if (is_cons(first) ? !tails_push(&c->tails, h, rest) : false) return CHARDATA_NO_MEMORY;
            if (!is_cons(first) && !is_character_or_binary(first)) return CHARDATA_BAD;
        } else if (is_nil(c->at) || is_binary(c->at)) {
            if (!tails_pop(&c->tails, &c->at)) return CHARDATA_END;
        } else {
            return CHARDATA_BAD;
        }
    }
    return CHARDATA_YIELD;
}

term chardata_rest(struct chardata *c, struct heap *h)
{
    term rest = c->at, outer;
    bool any = !is_nil(rest);
    while (is_term(rest) && tails_pop(&c->tails, &outer)) rest = heap_cons(h, rest, outer);
    if (!c->left_size || !is_term(rest)) return rest;
    term left = heap_binary_from(h, c->left, c->left_size);
    if (!is_term(left) || !any) return left;
    rest = heap_cons(h, rest, NIL);
    return is_term(rest) ? heap_cons(h, left, rest) : NO_TERM;
}
