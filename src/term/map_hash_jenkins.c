/* term/map_hash_jenkins.c - the order of keys in large maps of OTP 25 and 26.
 *
 * ERTS has 32 bits, and hashes anew, with another start, when two keys agree in all of them.  Here a second hash, of the
 * same words, is made beside the first one, so that such keys are told apart as well.
 */
#include "term/hash.h"
#include "term/jenkins.h"
#include "term/map.h"
#include "term/map_hash.h"
#include "term/stack.h"

#define START UINT32_C(3432918353)

/* What a frame's second word says of the first one: an address and how many words are left there, or one of these. */
enum { A_TERM = 0, AN_END = -1, A_NODE = -2 };

struct walk {
    struct stack stack;
    uint32_t hash;
    uint64_t second;
};

static void push(struct walk *w, uint64_t a, int64_t b) { ENSURE(stack_push(&w->stack, a, (uint64_t)b)); }
static void push_words(struct walk *w, const term *words, size_t count)
{
    if (count) push(w, (uint64_t)(uintptr_t)words, (int64_t)count);
}

static void add2(struct walk *w, uint32_t x, uint32_t y, uint32_t salt)
{
    w->hash = mix_words(w->hash, x, y, salt);
    w->second = (w->second ^ ((uint64_t)y << 32 | x)) * UINT64_C(0x9e3779b97f4a7c15);
}
static void add_word(struct walk *w, uint64_t word, uint32_t salt)
{
    add2(w, (uint32_t)word, (uint32_t)(word >> 32), salt);
}
static void add_mark(struct walk *w, uint32_t salt)
{
    w->hash ^= salt;
    w->hash = w->hash << 17 ^ w->hash >> 15;
}

static void add_bits(struct walk *w, term t)
{
    struct bits b = bits_view(t);
    uint32_t block[3];
    jenkins_begin(block, w->hash);
    size_t rest = b.size ? jenkins_blocks(block, b, 0, jenkins_bytes(b)) : 0;
    w->hash = jenkins_end(block, b, rest);
    w->second = (w->second ^ block[0] ^ (uint64_t)block[1] << 32) * UINT64_C(0x9e3779b97f4a7c15);
}

static void add_float(struct walk *w, double value)
{
    uint64_t word;
    if (value == 0) value = 0; /* -0.0 =:= 0.0 */
    memcpy(&word, &value, sizeof word);
    add_word(w, word, SALT(12));
}

static void add_big(struct walk *w, term t)
{
    uint32_t salt = kind_of(t) == KIND_BIG_NEG ? SALT(10) : SALT(11);
    for (size_t i = 1; i <= header_words(header_of(t)); i++) add_word(w, boxed(t)[i].word, salt);
}

static void add_numbers(struct walk *w, term t)
{
    struct map_hash_numbers n = map_hash_numbers(t);
    add2(w, (uint32_t)n.first, 0, SALT(7));
    add2(w, (uint32_t)(n.first >> 32), (uint32_t)n.second, SALT(8));
    if (n.second >> 32) add_word(w, n.second, SALT(8));
    if (n.third) add_word(w, n.third, SALT(7));
}

static void begin_fun(struct walk *w, const struct fun_object *f)
{
    size_t count = header_words(f->header) + 1 - FUN_WORDS;
    add2(w, (uint32_t)count, (uint32_t)map_hash_word(f->entry->module), SALT(20));
    add2(w, f->entry->index, f->entry->old_uniq, SALT(21));
    push_words(w, f->environment, count);
}

static bool is_byte(term t) { return is_small(t) && t.word <= small(255).word; }

/* Bytes at the front, four to a word, then the first other element, or the end of the list. */
static void begin_list(struct walk *w, term list)
{
    uint32_t word = 0, count = 0;
    for (; is_cons(list) && is_byte(head(list)); list = tail(list)) {
        word = (word << 8) + (uint32_t)small_value(head(list));
        if (++count % 4) continue;
        add2(w, word, 0, SALT(4));
        word = 0;
    }
    if (count % 4) add2(w, word, count % 4, SALT(22));
    if (!is_cons(list)) {
        push(w, list.word, A_TERM);
        return;
    }
    add_mark(w, SALT(17));
    push(w, tail(list).word, A_TERM);
    if (!is_cons(tail(list))) push(w, 0, AN_END);
    push(w, head(list).word, A_TERM);
}

static void begin_flat_map(struct walk *w, term t)
{
    const term *keys = tuple_elements(boxed(t)[1]);
    size_t size = map_size(t);
    add2(w, (uint32_t)size, 0, SALT(16));
    for (size_t i = size; i-- > 0;) {
        push(w, boxed(t)[2 + i].word, A_TERM);
        push(w, keys[i].word, A_TERM);
    }
}

/* The pairs of a node are hashed last child first, each key before its value. */
static void begin_node(struct walk *w, term t)
{
    size_t count = header_words(header_of(t)), from = kind_of(t) == KIND_HASHMAP   ? 3
                                                      : kind_of(t) == KIND_MAPNODE ? 2
                                                                                   : 1;
    for (size_t i = from; i <= count; i++) {
        term child = boxed(t)[i];
        push(w, is_cons(child) ? tail(child).word : child.word, is_cons(child) ? A_TERM : A_NODE);
        if (is_cons(child)) push(w, head(child).word, A_TERM);
    }
}

static void begin_boxed(struct walk *w, term t)
{
    switch (kind_of(t)) {
    case KIND_TUPLE:
        add2(w, (uint32_t)tuple_arity(t), 0, SALT(9));
        push_words(w, tuple_elements(t), tuple_arity(t));
        break;
    case KIND_MAP: begin_flat_map(w, t); break;
    case KIND_HASHMAP:
        add2(w, (uint32_t)map_size(t), 0, SALT(16));
        begin_node(w, t);
        break;
    case KIND_FUN: begin_fun(w, (const struct fun_object *)boxed(t)); break;
    case KIND_FLOAT: add_float(w, float_value(t)); break;
    case KIND_BIG_POS:
    case KIND_BIG_NEG: add_big(w, t); break;
    case KIND_BITS:
    case KIND_BITS_REF:
    case KIND_BITS_SUB: add_bits(w, t); break;
    default: add_numbers(w, t);
    }
}

static void begin_term(struct walk *w, term t)
{
    if (is_immediate(t)) add_word(w, map_hash_word(t), SALT(1));
    else if (is_cons(t)) begin_list(w, t);
    else begin_boxed(w, t);
}

static void step(struct walk *w)
{
    struct frame f = stack_pop(&w->stack);
    const term *words = (const term *)(uintptr_t)f.a;
    switch ((int64_t)f.b) {
    case A_TERM: begin_term(w, (term){f.a}); break;
    case AN_END: add_mark(w, SALT(18)); break;
    case A_NODE: begin_node(w, (term){f.a}); break;
    default: push_words(w, words + 1, f.b - 1); begin_term(w, *words);
    }
}

uint64_t map_hash_jenkins(term key)
{
    if (is_immediate(key)) {
        uint64_t word = map_hash_word(key);
        uint32_t hash = mix_words(START, (uint32_t)word, (uint32_t)(word >> 32), SALT(1));
        return map_hash_turn(hash) | (uint32_t)(word * UINT64_C(0x9e3779b97f4a7c15) >> 32);
    }
    struct walk w;
    w.hash = START, w.second = 0;
    stack_open(&w.stack);
    begin_term(&w, key);
    while (!stack_is_empty(&w.stack)) step(&w);
    stack_close(&w.stack);
    return map_hash_turn(w.hash) | (uint32_t)(w.second >> 32);
}
