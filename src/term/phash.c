/* term/phash.c - erlang:phash/2's hash: multiplications by large primes, a byte or word at a time. */
#include "term/atoms.h"
#include "term/hash.h"
#include "term/identity.h"
#include "term/integer.h"
#include "term/objects.h"
#include "term/record.h"
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
    PRIME15 = 268440629,
};

/* What a frame's first word is, and what is done with it when the terms above it are hashed; above the kind stands
 * an index. */
enum frame_kind {
    TERM,      /* a term */
    ELEMENTS,  /* a tuple, or a fun: words from `index` on */
    TUPLE_END, /* a tuple, or a record */
    LIST,      /* the rest of a list after an element that is no byte, or within a long run of bytes */
    LIST_END,
    BITS, /* a long bitstring: its whole bytes from `index` on */
};
enum { INDEX_SHIFT = 3, KIND_BITS_MASK = 7 };
enum { BYTES_A_STEP = 1 << 14 };

static void push(struct phash *w, term a, uint64_t index, enum frame_kind kind)
{
    ENSURE(stack_push(&w->stack, a.word, index << INDEX_SHIFT | kind));
}

static void add_bytes(struct phash *w, uint64_t value, int count, uint32_t prime)
{
    for (; count > 0; count--, value >>= 8) w->hash = w->hash * prime + (uint32_t)(value & 0xff);
}

static void add_word32(struct phash *w, uint32_t value, uint32_t prime, uint32_t last)
{
    add_bytes(w, value, 4, prime);
    w->hash *= last;
}

/* Whole limbs, and of the last one no more than 32 bits if these do. */
static void add_integer(struct phash *w, const struct integer *v)
{
    if (v->size == 0) add_bytes(w, 0, 4, PRIME2);
    for (size_t i = 0; i < v->size; i++)
        add_bytes(w, v->limbs[i], i + 1 == v->size && v->limbs[i] >> 32 == 0 ? 4 : 8, PRIME2);
    w->hash *= v->negative ? PRIME4 : PRIME3;
}

static void add_whole_bytes(struct phash *w, struct bits b, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        uint8_t byte = (uint8_t)(b.data[i] << b.offset | (b.offset ? b.data[i + 1] >> (8 - b.offset) : 0));
        w->hash = w->hash * PRIME1 + byte;
    }
}

static void end_bits(struct phash *w, struct bits b)
{
    size_t whole = b.size / 8, rest = b.size % 8;
    uint32_t last = 0;
    for (size_t i = b.offset + whole * 8; i < b.offset + b.size; i++)
        last = last * 2 + (b.data[i / 8] >> (7 - i % 8) & 1);
    if (rest) w->hash = (w->hash * PRIME1 + last) * PRIME12 + (uint32_t)rest;
    w->hash = w->hash * PRIME4 + (uint32_t)whole;
}

/* The whole bytes from `from` on, at most a step of them. */
static void add_bits(struct phash *w, term t, size_t from)
{
    struct bits b = bits_view(t);
    size_t whole = b.size / 8, to = whole - from > BYTES_A_STEP ? from + BYTES_A_STEP : whole;
    add_whole_bytes(w, b, from, to);
    w->cost = (int64_t)(to - from) / 2;
    if (to < whole) push(w, t, to, BITS);
    else end_bits(w, b);
}

static void add_float(struct phash *w, double value)
{
    uint32_t half[2];
    if (value == 0) value = 0;
    memcpy(half, &value, sizeof half);
    w->hash = w->hash * PRIME6 + (half[0] ^ half[1]);
}

static void add_identity(struct phash *w, term t)
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

static void begin_fun(struct phash *w, term t)
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
    if (count) push(w, t, FUN_WORDS, ELEMENTS);
}

static bool is_byte(term t) { return is_small(t) && t.word <= small(255).word; }

/* Bytes at the front are added one by one; the first other element is hashed as a term. */
static void begin_list(struct phash *w, term list)
{
    int64_t count = 0;
    for (; is_cons(list) && is_byte(head(list)) && count < BYTES_A_STEP; list = tail(list), count++)
        w->hash = w->hash * PRIME2 + (uint32_t)small_value(head(list));
    w->cost = count;
    if (count == BYTES_A_STEP) {
        push(w, list, 0, LIST);
        return;
    }
    push(w, is_cons(list) ? tail(list) : NIL, 0, is_cons(list) ? LIST : LIST_END);
    push(w, is_cons(list) ? head(list) : list, 0, TERM);
}

static void begin_tuple(struct phash *w, term t)
{
    push(w, t, 0, TUPLE_END);
    if (tuple_arity(t)) push(w, t, 1, ELEMENTS);
}

static void begin_term(struct phash *w, term t)
{
    struct integer v;
    if (integer_view(t, &v)) add_integer(w, &v);
    else if (is_atom(t)) w->hash = w->hash * PRIME1 + atom_hash(t);
    else if (is_nil(t)) w->hash = w->hash * PRIME3 + 1;
    else if (is_cons(t)) begin_list(w, t);
    else if (is_tuple(t) || is_record(t)) begin_tuple(w, t);
    else if (is_bitstring(t)) add_bits(w, t, 0);
    else if (is_float(t)) add_float(w, float_value(t));
    else if (is_fun(t)) begin_fun(w, t);
    else if (is_map(t)) w->hash = w->hash * PRIME13 + PRIME14 + term_phash2(t);
    else add_identity(w, t);
}

/* The next word of a tuple or fun; the frame goes with the last one. */
static term next_word(struct phash *w, struct frame *f)
{
    size_t index = f->b >> INDEX_SHIFT;
    term t = {f->a};
    f->b += 1 << INDEX_SHIFT;
    if (index == header_words(header_of(t))) stack_pop(&w->stack);
    return boxed(t)[index];
}

static void step_list(struct phash *w, term rest)
{
    if (is_cons(rest)) {
        begin_list(w, rest);
        return;
    }
    push(w, NIL, 0, LIST_END);
    begin_term(w, rest);
}

static void step(struct phash *w)
{
    struct frame *top = stack_top(&w->stack), f = *top;
    term t = {f.a};
    if ((f.b & KIND_BITS_MASK) == ELEMENTS) {
        begin_term(w, next_word(w, top));
        return;
    }
    stack_pop(&w->stack);
    switch ((enum frame_kind)(f.b & KIND_BITS_MASK)) {
    case TERM: begin_term(w, t); break;
    case TUPLE_END: w->hash = w->hash * (is_tuple(t) ? PRIME9 : PRIME15) + (uint32_t)tuple_arity(t); break;
    case LIST: step_list(w, t); break;
    case LIST_END: w->hash *= PRIME8; break;
    case BITS: add_bits(w, t, f.b >> INDEX_SHIFT); break;
    case ELEMENTS: break;
    }
}

void phash_open(struct phash *w, term t)
{
    w->hash = 0;
    w->cost = 0;
    stack_open(&w->stack);
    push(w, t, 0, TERM);
}

bool phash_run(struct phash *w, int64_t *budget)
{
    for (; !stack_is_empty(&w->stack) && *budget > 0; *budget -= 1 + w->cost, w->cost = 0) step(w);
    return stack_is_empty(&w->stack);
}

void phash_close(struct phash *w) { stack_close(&w->stack); }

uint32_t term_phash(term t)
{
    struct phash w;
    int64_t budget = INT64_MAX;
    phash_open(&w, t);
    phash_run(&w, &budget);
    phash_close(&w);
    return w.hash;
}
