/* term/phash.c - erlang:phash/2's hash: multiplications by large primes, a byte or word at a time. */
#include "term/atoms.h"
#include "term/hash.h"
#include "term/identity.h"
#include "term/integer.h"
#include "term/objects.h"
#include "term/stack.h"

/* The primes, numbered as in the Erlang/OTP documentation of the algorithm. */
enum {
    PRIME1 = 268440163,
    PRIME2 = 268439161,
    PRIME3 = 268435459,
    PRIME4 = 268436141,
    PRIME5 = 268438633,
    PRIME6 = 268437017,
    PRIME8 = 268437511,
    PRIME9 = 268439627,
    PRIME10 = 268440479,
    PRIME11 = 268440577,
    PRIME12 = 268440581,
    PRIME13 = 268440593,
    PRIME14 = 268440611,
};

/* What is done when the terms above a frame are hashed. */
enum frame_kind {
    WORDS,     /* frame.a: the next word; how many are left above the kind */
    TUPLE_END, /* frame.a: the arity */
    LIST,      /* frame.a: the rest of a list after an element that is no byte */
    LIST_END,
};
enum { COUNT_SHIFT = 2, KIND_BITS_MASK = 3 };

struct walk {
    struct stack stack;
    uint32_t hash;
};

static void push(struct walk *w, uint64_t a, uint64_t count, enum frame_kind kind)
{
    ENSURE(stack_push(&w->stack, a, count << COUNT_SHIFT | kind));
}

static void add_bytes(struct walk *w, uint64_t value, int count, uint32_t prime)
{
    for (; count > 0; count--, value >>= 8) w->hash = w->hash * prime + (uint32_t)(value & 0xff);
}

static void add_word32(struct walk *w, uint32_t value, uint32_t prime, uint32_t last)
{
    add_bytes(w, value, 4, prime);
    w->hash *= last;
}

/* Whole limbs, and of the last one no more than 32 bits if these do. */
static void add_integer(struct walk *w, const struct integer *v)
{
    if (v->size == 0) add_bytes(w, 0, 4, PRIME2);
    for (size_t i = 0; i < v->size; i++)
        add_bytes(w, v->limbs[i], i + 1 == v->size && v->limbs[i] >> 32 == 0 ? 4 : 8, PRIME2);
    w->hash *= v->negative ? PRIME4 : PRIME3;
}

static void add_bits(struct walk *w, struct bits b)
{
    size_t whole = b.size / 8, rest = b.size % 8;
    for (size_t i = 0; i < whole; i++) {
        uint8_t byte = (uint8_t)(b.data[i] << b.offset | (b.offset ? b.data[i + 1] >> (8 - b.offset) : 0));
        w->hash = w->hash * PRIME1 + byte;
    }
    uint32_t last = 0;
    for (size_t i = b.offset + whole * 8; i < b.offset + b.size; i++)
        last = last * 2 + (b.data[i / 8] >> (7 - i % 8) & 1);
    if (rest) w->hash = (w->hash * PRIME1 + last) * PRIME12 + (uint32_t)rest;
    w->hash = w->hash * PRIME4 + (uint32_t)whole;
}

static void add_float(struct walk *w, double value)
{
    uint32_t half[2];
    if (value == 0) value = 0;
    memcpy(half, &value, sizeof half);
    w->hash = w->hash * PRIME6 + (half[0] ^ half[1]);
}

static void add_identity(struct walk *w, term t)
{
    struct identity id = identity_of(t);
    if (is_pid(t)) {
        add_word32(w, id.ids[0], PRIME5, PRIME6);
        return;
    }
    if (is_port(t) && id.ids[1]) add_bytes(w, id.ids[1], 4, PRIME11);
    add_word32(w, id.ids[0], PRIME9, PRIME10);
}

static uint32_t atom_hash(term atom) { return atom_text(atom).hash; }

static void begin_fun(struct walk *w, term t)
{
    if (kind_of(t) == KIND_EXPORT) {
        const struct export *x = (const struct export *)(uintptr_t)boxed(t)[1].word;
        w->hash = w->hash * PRIME11 + x->arity;
        w->hash = w->hash * PRIME1 + atom_hash(x->module);
        w->hash = w->hash * PRIME1 + atom_hash(x->function);
        return;
    }
    const struct fun_object *f = (const struct fun_object *)boxed(t);
    size_t count = header_words(f->header) + 1 - FUN_WORDS;
    w->hash = w->hash * PRIME10 + (uint32_t)count;
    w->hash = w->hash * PRIME1 + atom_hash(f->entry->module);
    w->hash = w->hash * PRIME2 + f->entry->index;
    w->hash = w->hash * PRIME2 + f->entry->old_uniq;
    if (count) push(w, (uint64_t)(uintptr_t)f->environment, count, WORDS);
}

static bool is_byte(term t) { return is_small(t) && t.word <= small(255).word; }

/* Bytes at the front are added one by one; the first other element is hashed as a term. */
static void begin_list(struct walk *w, term list)
{
    for (; is_cons(list) && is_byte(head(list)); list = tail(list))
        w->hash = w->hash * PRIME2 + (uint32_t)small_value(head(list));
    if (is_cons(list)) {
        push(w, tail(list).word, 0, LIST);
        list = head(list);
    } else {
        push(w, 0, 0, LIST_END);
    }
    push(w, (uint64_t)list.word, 0, WORDS);
}

static void begin_tuple(struct walk *w, term t)
{
    push(w, tuple_arity(t), 0, TUPLE_END);
    if (tuple_arity(t)) push(w, (uint64_t)(uintptr_t)tuple_elements(t), tuple_arity(t), WORDS);
}

static void begin_term(struct walk *w, term t)
{
    struct integer v;
    if (integer_view(t, &v)) add_integer(w, &v);
    else if (is_atom(t)) w->hash = w->hash * PRIME1 + atom_hash(t);
    else if (is_nil(t)) w->hash = w->hash * PRIME3 + 1;
    else if (is_cons(t)) begin_list(w, t);
    else if (is_tuple(t)) begin_tuple(w, t);
    else if (is_bitstring(t)) add_bits(w, bits_view(t));
    else if (is_float(t)) add_float(w, float_value(t));
    else if (is_fun(t)) begin_fun(w, t);
    else if (is_map(t)) w->hash = w->hash * PRIME13 + PRIME14 + term_phash2(t);
    else add_identity(w, t);
}

/* A frame of words: the next of them, or with a count of 0 the one term that frame.a is. */
static void step_words(struct walk *w, struct frame f)
{
    uint64_t count = f.b >> COUNT_SHIFT;
    if (count > 1) push(w, f.a + sizeof(term), count - 1, WORDS);
    begin_term(w, count ? *(const term *)(uintptr_t)f.a : (term){f.a});
}

static void step_list(struct walk *w, term rest)
{
    if (is_cons(rest)) {
        begin_list(w, rest);
        return;
    }
    push(w, 0, 0, LIST_END);
    begin_term(w, rest);
}

uint32_t term_phash(term t)
{
    struct walk w = {.hash = 0};
    stack_open(&w.stack);
    begin_term(&w, t);
    while (!stack_is_empty(&w.stack)) {
        struct frame f = stack_pop(&w.stack);
        switch ((enum frame_kind)(f.b & KIND_BITS_MASK)) {
        case WORDS: step_words(&w, f); break;
        case TUPLE_END: w.hash = w.hash * PRIME9 + (uint32_t)f.a; break;
        case LIST: step_list(&w, (term){f.a}); break;
        case LIST_END: w.hash *= PRIME8; break;
        }
    }
    stack_close(&w.stack);
    return w.hash;
}
