/* term/map_hash_murmur.c - the order of keys in large maps of OTP 27 and later: Austin Appleby's MurmurHash3 over the
 * words that ERTS takes from a term. */
#include "memory/settings.h"
#include "term/map.h"
#include "term/map_hash.h"
#include "term/objects.h"
#include "term/record.h"
#include "term/stack.h"

#define C1 UINT64_C(0x87c37b91114253d5)
#define C2 UINT64_C(0x4cf5ad432745937f)

/* What stands before the words of each kind of term; ERTS numbers them so. */
enum mark {
    IMMEDIATE = 1,
    ELEMENT, /* one that is hashed later */
    HEAD,
    TAIL,
    STRING,
    TUPLE,
    RECORD,
    LATER = RECORD, /* from here on a number more since OTP 29, which has native records before these */
    FLAT_MAP = LATER,
    FULL_ROOT, /* of a large map: with all its children */
    ROOT,
    NODE,
    BINARY,
    LOCAL_FUN,
    EXPORT,
    BIG_NEG,
    BIG_POS,
    REFERENCE,
    OTHER_REFERENCE,
    OTHER_PID,
    OTHER_PORT,
    FLOAT,
};

struct walk {
    struct stack stack; /* of terms; a frame's second word: A_TERM ... */
    uint64_t alpha, beta, ticks;
};
enum { A_TERM, A_NODE, AN_END };

static uint64_t turn(uint64_t x, int by) { return x << by | x >> (64 - by); }
static uint64_t scramble_alpha(uint64_t x) { return turn(x * C1, 31) * C2; }
static uint64_t scramble_beta(uint64_t x) { return turn(x * C2, 33) * C1; }

static void alpha(struct walk *w, uint64_t x)
{
    w->alpha = (turn(w->alpha ^ scramble_alpha(x), 27) + w->beta) * 5 + 0x52dce729;
    w->ticks++;
}
static void beta(struct walk *w, uint64_t x)
{
    w->beta = (turn(w->beta ^ scramble_beta(x), 31) + w->alpha) * 5 + 0x38495ab5;
    w->ticks++;
}
static uint64_t number(enum mark m) { return m + (m >= LATER && otp_at_least(29)); }
static void alpha2(struct walk *w, uint64_t low, uint64_t high) { alpha(w, low | high << 32); }

static uint64_t mix64(uint64_t x)
{
    x = (x ^ x >> 33) * UINT64_C(0xff51afd7ed558ccd);
    x = (x ^ x >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return x ^ x >> 33;
}

static uint64_t finish(const struct walk *w)
{
    uint64_t a = w->alpha ^ w->ticks, b = w->beta ^ w->ticks;
    a += b, b += a;
    a = mix64(a), b = mix64(b);
    a += b, b += a;
    return a ^ b;
}

static void push(struct walk *w, term t, uint64_t what) { ENSURE(stack_push(&w->stack, t.word, what)); }

static void add_immediate(struct walk *w, term t)
{
    alpha(w, IMMEDIATE);
    beta(w, map_hash_word(t));
}

/* Immediates are hashed at once, all others later, the last one first. */
static void add_element(struct walk *w, term t)
{
    if (is_immediate(t)) {
        add_immediate(w, t);
        return;
    }
    alpha(w, ELEMENT);
    push(w, t, A_TERM);
}

/* -- bitstrings --------------------------------------------------------------------------- */

/* Up to eight bytes, the first one the lowest. */
static uint64_t bytes_at(struct bits b, size_t from, size_t count)
{
    uint64_t word = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = from + i;
        uint8_t byte = (uint8_t)(b.data[at] << b.offset | (b.offset ? b.data[at + 1] >> (8 - b.offset) : 0));
        word |= (uint64_t)byte << 8 * i;
    }
    return word;
}

/* Of a whole block the words are mixed, of the rest they are only scrambled. */
static void add_bits(struct walk *w, struct bits b)
{
    size_t bytes = b.size / 8, bits = b.size % 8, at = 0, left;
    alpha(w, number(BINARY));
    beta(w, b.size);
    for (; at + 16 <= bytes; at += 16) {
        alpha(w, bytes_at(b, at, 8));
        beta(w, bytes_at(b, at + 8, 8));
    }
    left = bytes - at;
    if (left > 8) w->beta ^= scramble_beta(bytes_at(b, at + 8, left - 8));
    if (left > 0) w->alpha ^= scramble_alpha(bytes_at(b, at, left < 8 ? left : 8));
    uint64_t last = 0;
    for (size_t i = b.offset + bytes * 8; i < b.offset + b.size; i++)
        last = last * 2 + (b.data[i / 8] >> (7 - i % 8) & 1);
    if (bits) alpha(w, last);
}

/* -- other kinds -------------------------------------------------------------------------- */

static void add_float(struct walk *w, double value)
{
    uint64_t word;
    memcpy(&word, &value, sizeof word);
    alpha(w, number(FLOAT));
    beta(w, word);
}

static void add_big(struct walk *w, term t)
{
    size_t size = header_words(header_of(t)), i = 0;
    const term *limbs = boxed(t) + 1;
    alpha2(w, number(kind_of(t) == KIND_BIG_NEG ? BIG_NEG : BIG_POS), size);
    for (; i + 2 <= size; i += 2) {
        alpha(w, limbs[i].word);
        beta(w, limbs[i + 1].word);
    }
    if (i < size) beta(w, limbs[i].word);
}

static void add_numbers(struct walk *w, term t)
{
    struct map_hash_numbers n = map_hash_numbers(t);
    alpha2(w, number(kind_of(t) == KIND_EXPORT ? EXPORT : REFERENCE), (uint32_t)n.first);
    beta(w, n.first >> 32 | n.second << 32);
    if (n.second >> 32) alpha(w, n.second);
    if (n.third) alpha(w, n.third);
}

/* Pushes and hashes what a fun holds; the last word is the next term. */
static term add_fun(struct walk *w, const struct fun_object *f)
{
    size_t count = header_words(f->header) + 1 - FUN_WORDS;
    alpha2(w, number(LOCAL_FUN), count);
    beta(w, f->entry->index | (uint64_t)f->entry->old_uniq << 32);
    add_immediate(w, f->entry->module);
    for (size_t i = 0; i + 1 < count; i++) add_element(w, f->environment[i]);
    return count ? f->environment[count - 1] : NO_TERM;
}

static term add_tuple(struct walk *w, term t)
{
    size_t arity = tuple_arity(t);
    alpha(w, TUPLE);
    beta(w, arity);
    for (size_t i = 0; i + 1 < arity; i++) add_element(w, tuple_elements(t)[i]);
    return arity ? tuple_elements(t)[arity - 1] : NO_TERM;
}

static term add_record(struct walk *w, term t)
{
    const term *values = record_values(t);
    size_t count = record_value_count(t);
    alpha(w, RECORD);
    beta(w, header_words(header_of(t)));
    add_element(w, tuple_elements(record_definition(t))[RECORD_HASH]);
    for (size_t i = 0; i + 1 < count; i++) add_element(w, values[i]);
    return count ? values[count - 1] : NO_TERM;
}

static term add_flat_map(struct walk *w, term t)
{
    const term *keys = tuple_elements(boxed(t)[1]), *values = boxed(t) + 2;
    size_t size = map_size(t);
    alpha(w, number(FLAT_MAP));
    beta(w, size);
    for (size_t i = 0; i + 1 < size; i++) {
        add_element(w, values[i]);
        add_element(w, keys[i]);
    }
    if (size == 0) return NO_TERM;
    add_element(w, values[size - 1]);
    return keys[size - 1];
}

static void add_node(struct walk *w, term t)
{
    size_t words = header_words(header_of(t)), from = kind_of(t) == KIND_HASHMAP   ? 3
                                                      : kind_of(t) == KIND_MAPNODE ? 2
                                                                                   : 1;
    alpha(w, number(kind_of(t) != KIND_HASHMAP ? NODE : words - 2 == 16 ? FULL_ROOT : ROOT));
    if (kind_of(t) == KIND_HASHMAP) beta(w, map_size(t));
    for (size_t i = from; i <= words; i++) {
        term child = boxed(t)[i];
        if (!is_cons(child)) {
            push(w, child, A_NODE);
            continue;
        }
        add_element(w, tail(child));
        add_element(w, head(child));
    }
}

/* -- the walk ----------------------------------------------------------------------------- */

static bool is_byte(term t) { return is_small(t) && t.word <= small(255).word; }

/* Bytes at the front of a list, four to a word; what is left. */
static term add_string(struct walk *w, term list)
{
    uint64_t word = 0, count = 0;
    for (; is_cons(list) && is_byte(head(list)); list = tail(list)) {
        word = word << 8 | (uint64_t)small_value(head(list));
        if (++count < 4) continue;
        alpha2(w, STRING | count << 8, word);
        word = count = 0;
    }
    if (count) alpha2(w, STRING | count << 8, word);
    return list;
}

static term add_list(struct walk *w, term list)
{
    list = add_string(w, list);
    if (!is_cons(list)) return list;
    bool ends = !is_cons(tail(list));
    if (is_immediate(head(list))) {
        alpha2(w, IMMEDIATE, HEAD);
        beta(w, map_hash_word(head(list)));
        if (ends) alpha(w, TAIL);
        return tail(list);
    }
    push(w, tail(list), A_TERM);
    if (ends) push(w, NIL, AN_END);
    alpha(w, HEAD);
    return head(list);
}

/* The term that is hashed next, or NO_TERM: the one on top of the stack. */
static term add_term(struct walk *w, term t)
{
    if (is_cons(t)) return add_list(w, t);
    if (is_immediate(t)) return add_immediate(w, t), NO_TERM;
    switch (kind_of(t)) {
    case KIND_TUPLE: return add_tuple(w, t);
    case KIND_RECORD: return add_record(w, t);
    case KIND_MAP: return add_flat_map(w, t);
    case KIND_FUN: return add_fun(w, (const struct fun_object *)boxed(t));
    case KIND_HASHMAP: add_node(w, t); break;
    case KIND_FLOAT: add_float(w, float_value(t)); break;
    case KIND_BIG_POS:
    case KIND_BIG_NEG: add_big(w, t); break;
    case KIND_BITS:
    case KIND_BITS_REF:
    case KIND_BITS_SUB: add_bits(w, bits_view(t)); break;
    default: add_numbers(w, t);
    }
    return NO_TERM;
}

static void add_terms(struct walk *w, term t)
{
    while (is_term(t)) t = add_term(w, t);
}

static void step(struct walk *w)
{
    struct frame f = stack_pop(&w->stack);
    switch (f.b) {
    case A_TERM: add_terms(w, (term){f.a}); break;
    case A_NODE: add_node(w, (term){f.a}); break;
    default: beta(w, TAIL);
    }
}

uint64_t map_hash_murmur(term key)
{
    if (is_immediate(key)) return map_hash_turn(mix64(map_hash_word(key)));
    struct walk w;
    w.alpha = w.beta = w.ticks = 0;
    stack_open(&w.stack);
    add_terms(&w, key);
    while (!stack_is_empty(&w.stack)) step(&w);
    stack_close(&w.stack);
    return map_hash_turn(finish(&w));
}
