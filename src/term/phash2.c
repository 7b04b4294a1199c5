/* term/phash2.c - erlang:phash2's hash: a walk of the term, mixed as jenkins.h says. */
#include "term/atoms.h"
#include "term/hash.h"
#include "term/identity.h"
#include "term/integer.h"
#include "term/jenkins.h"
#include "term/map.h"
#include "term/objects.h"
#include "term/record.h"

/* What a frame's first word is, and what is done with it; above the kind stands an index. */
enum frame_kind {
    TERM,       /* a term */
    ELEMENTS,   /* a tuple, or a fun: words from `index` on */
    FLAT_MAP,   /* a flat map: pairs from `index` on */
    CHILDREN,   /* a trie's node: children from `index` on */
    PAIR_END,   /* a pair's hash goes into the exclusive or of all pairs */
    PAIRS_END,  /* a map's pairs are done: the first word is the hash before it, as a small */
    PAIRS_SAVE, /* below PAIRS_END: the exclusive or of the map around it, as a small */
    BITS,       /* a long bitstring: its whole bytes from `index` on */
};
enum { INDEX_SHIFT = 3, KIND_BITS_MASK = 7 };

static void push(struct phash2 *w, uint64_t a, size_t index, enum frame_kind kind)
{
    ENSURE(stack_push(&w->stack, a, (uint64_t)index << INDEX_SHIFT | kind));
}

static void add2(struct phash2 *w, uint32_t x, uint32_t y, uint32_t salt) { w->hash = mix_words(w->hash, x, y, salt); }

static void add(struct phash2 *w, uint32_t x, uint32_t salt) { add2(w, x, 0, salt); }

/* -- numbers and bytes ------------------------------------------------------------------- */

static void add_integer(struct phash2 *w, const struct integer *v)
{
    int64_t value = v->size == 1 ? (int64_t)v->limbs[0] : 0;
    if (v->size <= 1 && (v->size == 0 || v->limbs[0] < (UINT64_C(1) << 27) + v->negative)) {
        if (v->negative) add(w, (uint32_t)value, SALT(1));
        add(w, (uint32_t)(v->negative ? -value : value), SALT(1));
        return;
    }
    for (size_t i = 0; i < v->size; i++)
        add2(w, (uint32_t)v->limbs[i], (uint32_t)(v->limbs[i] >> 32), v->negative ? SALT(10) : SALT(11));
}

/* -- bitstrings ---------------------------------------------------------------------------- */

enum { BYTES_A_STEP = 1 << 14, STEP_COST = BYTES_A_STEP / 8 };

static void add_bits(struct phash2 *w, term t)
{
    struct bits b = bits_view(t);
    jenkins_begin(w->block, w->hash);
    if (jenkins_bytes(b) > BYTES_A_STEP) push(w, t.word, 0, BITS);
    else w->hash = jenkins_end(w->block, b, jenkins_blocks(w->block, b, 0, jenkins_bytes(b)));
}

static void step_bits(struct phash2 *w, struct frame *f)
{
    struct bits b = bits_view((term){f->a});
    size_t from = f->b >> INDEX_SHIFT, left = jenkins_bytes(b) - from;
    size_t at = jenkins_blocks(w->block, b, from, from + (left < BYTES_A_STEP ? left : BYTES_A_STEP));
    w->cost = STEP_COST;
    f->b += (at - from) << INDEX_SHIFT;
    if (left >= BYTES_A_STEP) return;
    stack_pop(&w->stack);
    w->hash = jenkins_end(w->block, b, at);
}

static void add_float(struct phash2 *w, double value)
{
    uint32_t half[2];
    if (value == 0) value = 0; /* -0.0 =:= 0.0 */
    memcpy(half, &value, sizeof half);
    add2(w, half[1], half[0], SALT(12));
}

static void add_identity(struct phash2 *w, term t)
{
    struct identity id = identity_of(t);
    if (is_pid(t)) add(w, id.ids[0], SALT(5));
    else if (is_port(t)) add2(w, id.ids[0], id.ids[1], SALT(6));
    else add(w, id.ids[0], SALT(7));
}

/* -- the walk ------------------------------------------------------------------------------ */

static uint32_t atom_hash(term atom) { return atom_text(atom).hash; }

static void begin_fun(struct phash2 *w, term t)
{
    if (kind_of(t) == KIND_EXPORT) {
        const struct export *x = (const struct export *)(uintptr_t)boxed(t)[1].word;
        add2(w, x->arity, atom_hash(x->module), SALT(1));
        add(w, atom_hash(x->function), SALT(14));
        return;
    }
    const struct fun_object *f = (const struct fun_object *)boxed(t);
    size_t count = header_words(f->header) + 1 - FUN_WORDS;
    add2(w, (uint32_t)count, atom_hash(f->entry->module), SALT(1));
    add2(w, f->entry->index, f->entry->old_uniq, SALT(1));
    if (count) push(w, t.word, FUN_WORDS, ELEMENTS);
}

static bool is_byte(term t) { return is_small(t) && t.word <= small(255).word; }

/* Bytes at the front, four to a word; then the first other element, or the end of the list. After a whole
 * number of words a rest is hashed as if it stood alone: so long ones are cut. */
static void begin_list(struct phash2 *w, term list)
{
    uint32_t word = 0;
    size_t count = 0;
    for (; is_cons(list) && is_byte(head(list)) && count < BYTES_A_STEP / 4; list = tail(list)) {
        word = (word << 8) + (uint32_t)small_value(head(list));
        if (++count % 4) continue;
        add(w, word, SALT(4));
        word = 0;
    }
    w->cost = (int64_t)count / 2;
    if (count == BYTES_A_STEP / 4) {
        push(w, list.word, 0, TERM);
        return;
    }
    if (count % 4) add(w, word, SALT(4));
    if (is_cons(list)) push(w, tail(list).word, 0, TERM);
    push(w, is_cons(list) ? head(list).word : list.word, 0, TERM);
}

/* The pairs' order does not matter: each is hashed alone, and all are combined by exclusive or. */
static void begin_map(struct phash2 *w, term t)
{
    size_t size = map_size(t);
    add(w, (uint32_t)size, SALT(16));
    if (size == 0) return;
    push(w, small(w->pairs).word, 0, PAIRS_SAVE);
    push(w, small(w->hash).word, 0, PAIRS_END);
    w->hash = w->pairs = 0;
    if (kind_of(t) == KIND_MAP) push(w, t.word, 0, FLAT_MAP);
    else push(w, t.word, 3, CHILDREN);
}

static void begin_record(struct phash2 *w, term t)
{
    size_t count = record_value_count(t);
    add2(w, (uint32_t)count, (uint32_t)small_value(tuple_elements(record_definition(t))[RECORD_HASH]), SALT(23));
    if (count) push(w, t.word, RECORD_VALUES, ELEMENTS);
}

static void begin_term(struct phash2 *w, term t)
{
    struct integer v;
    if (integer_view(t, &v)) add_integer(w, &v);
    else if (is_atom(t) && w->hash == 0) w->hash = atom_hash(t);
    else if (is_atom(t)) add(w, atom_hash(t), SALT(3));
    else if (is_nil(t) && w->hash == 0) w->hash = UINT32_C(3468870702);
    else if (is_nil(t)) add(w, 2, SALT(2));
    else if (is_cons(t)) begin_list(w, t);
    else if (is_tuple(t)) {
        add(w, (uint32_t)tuple_arity(t), SALT(9));
        if (tuple_arity(t)) push(w, t.word, 1, ELEMENTS);
    } else if (is_record(t)) begin_record(w, t);
    else if (is_map(t)) begin_map(w, t);
    else if (is_bitstring(t)) add_bits(w, t);
    else if (is_float(t)) add_float(w, float_value(t));
    else if (is_fun(t)) begin_fun(w, t);
    else add_identity(w, t);
}

static void begin_pair(struct phash2 *w, term key, term value)
{
    push(w, 0, 0, PAIR_END);
    push(w, value.word, 0, TERM);
    push(w, key.word, 0, TERM);
}

/* The next word of a tuple, fun or node; the frame goes with the last one. */
static term next_word(struct phash2 *w, struct frame *f)
{
    size_t index = f->b >> INDEX_SHIFT;
    term t = {f->a};
    f->b += 1 << INDEX_SHIFT;
    if (index == header_words(header_of(t))) stack_pop(&w->stack);
    return boxed(t)[index];
}

static void step_child(struct phash2 *w, term child)
{
    if (is_cons(child)) begin_pair(w, head(child), tail(child));
    else push(w, child.word, is_tuple(child) ? 1 : 2, CHILDREN);
}

static void step_flat_map(struct phash2 *w, struct frame *f)
{
    size_t index = f->b >> INDEX_SHIFT;
    term t = {f->a};
    f->b += 1 << INDEX_SHIFT;
    if (index + 1 == map_size(t)) stack_pop(&w->stack);
    begin_pair(w, tuple_elements(boxed(t)[1])[index], boxed(t)[2 + index]);
}

static void end_pairs(struct phash2 *w, term before)
{
    w->hash = (uint32_t)small_value(before);
    add(w, w->pairs, SALT(19));
    w->pairs = (uint32_t)small_value((term){stack_pop(&w->stack).a});
}

static void step(struct phash2 *w)
{
    struct frame *f = stack_top(&w->stack);
    term t = {f->a};
    switch ((enum frame_kind)(f->b & KIND_BITS_MASK)) {
    case TERM: stack_pop(&w->stack), begin_term(w, t); break;
    case ELEMENTS: begin_term(w, next_word(w, f)); break;
    case CHILDREN: step_child(w, next_word(w, f)); break;
    case FLAT_MAP: step_flat_map(w, f); break;
    case PAIR_END: stack_pop(&w->stack), w->pairs ^= w->hash, w->hash = 0; break;
    case PAIRS_END: stack_pop(&w->stack), end_pairs(w, t); break;
    case PAIRS_SAVE: break;
    case BITS: step_bits(w, f); break;
    }
}

void phash2_open(struct phash2 *w, term t)
{
    w->hash = w->pairs = 0;
    w->cost = 0;
    stack_open(&w->stack);
    push(w, t.word, 0, TERM);
}

bool phash2_run(struct phash2 *w, int64_t *budget)
{
    for (; !stack_is_empty(&w->stack) && *budget > 0; *budget -= 1 + w->cost, w->cost = 0) step(w);
    return stack_is_empty(&w->stack);
}

void phash2_close(struct phash2 *w) { stack_close(&w->stack); }

uint32_t term_phash2(term t)
{
    struct phash2 w;
    int64_t budget = INT64_MAX;
    phash2_open(&w, t);
    phash2_run(&w, &budget);
    phash2_close(&w);
    return w.hash;
}
