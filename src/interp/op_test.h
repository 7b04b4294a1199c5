/* interp/op_test.h - bodies that test, compare and select. */
#pragma once
#include "code/claims.h"
#include "interp/machine.h"
#include "interp/slow.h"
#include "term/atoms.h"
#include "term/map.h"
#include "term/compare.h"

/* What the verifier could not see to be true. */
INLINE enum go claim(struct machine *m, bool holds, term t)
{
    if (LIKELY(holds)) return NEXT;
    SCRATCH(m, 0) = t;
    return GO_SLOW(m, check_claim);
}
INLINE enum go body_claim_cons(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 0);
    return claim(m, is_cons(t), t);
}
/* Tuples have kind zero: what a longer one's header is more than the least is a multiple of 256. */
INLINE enum go body_claim_tuple(struct machine *m, const enum op_kind *k)
{
    _Static_assert(KIND_TUPLE == 0, "a header is words << 8 | kind << 2 | tag");
    term t = source(m, k, 0);
    bool holds = is_boxed(t) && __builtin_rotateright64(header_of(t) - operand(m, 1), 8) < UINT64_C(1) << 48;
    return claim(m, holds, t);
}
INLINE enum go body_claim_map(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 0);
    return claim(m, is_map(t), t);
}
INLINE enum go body_claim_float(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 0);
    return claim(m, is_float(t), t);
}
INLINE enum go body_check_claim(struct machine *m, const enum op_kind *k)
{
    SCRATCH(m, 0) = source(m, k, 0);
    return GO_SLOW(m, check_claim);
}

/* Equality: when one side is an immediate constant, the words decide. */
INLINE enum go body_is_eq_exact(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 1), b = source(m, k, 2);
    if (same(a, b)) return NEXT;
    if (k[2] == I || LIKELY(is_immediate(a) || is_immediate(b))) return JUMP;
    SCRATCH(m, 0) = a, SCRATCH(m, 1) = b;
    return GO_SLOW(m, is_eq_exact);
}
INLINE enum go body_is_ne_exact(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 1), b = source(m, k, 2);
    if (same(a, b)) return JUMP;
    if (k[2] == I || LIKELY(is_immediate(a) || is_immediate(b))) return NEXT;
    SCRATCH(m, 0) = a, SCRATCH(m, 1) = b;
    return GO_SLOW(m, is_ne_exact);
}
INLINE enum go body_is_eq(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 1), b = source(m, k, 2);
    if (LIKELY(are_small(a, b))) return TEST(same(a, b));
    SCRATCH(m, 0) = a, SCRATCH(m, 1) = b;
    return GO_SLOW(m, is_eq);
}
INLINE enum go body_is_ne(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 1), b = source(m, k, 2);
    if (LIKELY(are_small(a, b))) return TEST(!same(a, b));
    SCRATCH(m, 0) = a, SCRATCH(m, 1) = b;
    return GO_SLOW(m, is_ne);
}
INLINE enum go body_is_lt(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 1), b = source(m, k, 2);
    if (LIKELY(smalls(k, 1, a, b))) return TEST((int64_t)a.word < (int64_t)b.word);
    SCRATCH(m, 0) = a, SCRATCH(m, 1) = b;
    return GO_SLOW(m, is_lt);
}
INLINE enum go body_is_ge(struct machine *m, const enum op_kind *k)
{
    term a = source(m, k, 1), b = source(m, k, 2);
    if (LIKELY(smalls(k, 1, a, b))) return TEST((int64_t)a.word >= (int64_t)b.word);
    SCRATCH(m, 0) = a, SCRATCH(m, 1) = b;
    return GO_SLOW(m, is_ge);
}

INLINE enum go body_is_integer(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 1);
    return TEST(is_integer(t));
}
INLINE enum go body_is_float(struct machine *m, const enum op_kind *k) { return TEST(is_float(source(m, k, 1))); }
INLINE enum go body_is_number(struct machine *m, const enum op_kind *k) { return TEST(is_number(source(m, k, 1))); }
INLINE enum go body_is_atom(struct machine *m, const enum op_kind *k) { return TEST(is_atom(source(m, k, 1))); }
INLINE enum go body_is_pid(struct machine *m, const enum op_kind *k) { return TEST(is_pid(source(m, k, 1))); }
INLINE enum go body_is_reference(struct machine *m, const enum op_kind *k) { return TEST(is_ref(source(m, k, 1))); }
INLINE enum go body_is_port(struct machine *m, const enum op_kind *k) { return TEST(is_port(source(m, k, 1))); }
INLINE enum go body_is_nil(struct machine *m, const enum op_kind *k) { return TEST(is_nil(source(m, k, 1))); }
INLINE enum go body_is_list(struct machine *m, const enum op_kind *k) { return TEST(is_list(source(m, k, 1))); }
INLINE enum go body_is_nonempty_list(struct machine *m, const enum op_kind *k)
{
    return TEST(is_cons(source(m, k, 1)));
}
INLINE enum go body_is_nonempty_list_get_list(struct machine *m, const enum op_kind *k)
{
    term list = source(m, k, 1);
    if (!is_cons(list)) return JUMP;
    term hd = cons_cell(list)[0], tl = cons_cell(list)[1];
    set_destination(m, k, 2, hd);
    set_destination(m, k, 3, tl);
    return NEXT;
}
INLINE enum go body_is_tuple(struct machine *m, const enum op_kind *k) { return TEST(is_tuple(source(m, k, 1))); }
INLINE enum go body_test_arity(struct machine *m, const enum op_kind *k)
{
    return TEST(header_of(source(m, k, 1)) == operand(m, 2));
}
INLINE enum go body_is_tuple_of(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 1);
    return TEST(is_boxed(t) && header_of(t) == operand(m, 2));
}
INLINE enum go body_is_tagged_tuple(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 1);
    if (!is_boxed(t)) return JUMP;
    const term *object = boxed(t);
    return TEST(object[0].word == operand(m, 2) && same(object[1], source(m, k, 3)));
}
INLINE enum go body_is_map(struct machine *m, const enum op_kind *k) { return TEST(is_map(source(m, k, 1))); }
INLINE enum go body_is_boolean(struct machine *m, const enum op_kind *k) { return TEST(is_boolean(source(m, k, 1))); }
INLINE enum go body_is_bitstr(struct machine *m, const enum op_kind *k) { return TEST(is_bitstring(source(m, k, 1))); }
INLINE enum go body_is_binary(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 1);
    enum kind kind = kind_of(t);
    if (kind != KIND_BITS && kind != KIND_BITS_REF && kind != KIND_BITS_SUB) return JUMP;
    return TEST(bits_view(t).size % 8 == 0);
}
INLINE enum go body_is_function(struct machine *m, const enum op_kind *k) { return TEST(is_fun(source(m, k, 1))); }
INLINE enum go body_is_function2(struct machine *m, const enum op_kind *k)
{
    term fun = source(m, k, 1), arity = source(m, k, 2);
    return TEST(is_fun(fun) && is_small(arity) && fun_arity(fun) == small_value(arity));
}

/* -- maps ---------------------------------------------------------------------- */
INLINE enum go body_has_map_fields(struct machine *m, const enum op_kind *k)
{
    term map = source(m, k, 1);
    uint32_t count = operand(m, 2);
    for (uint32_t i = 0; i < count; i++)
        if (!is_term(map_get(map, source_at(m, operand(m, 3 + i))))) return JUMP;
    return go_past_list(m, 2);
}
INLINE enum go body_get_map_elements(struct machine *m, const enum op_kind *k)
{
    term map = source(m, k, 1);
    uint32_t words = operand(m, 2);
    for (uint32_t i = 0; i < words; i += 2) {
        term value = map_get(map, source_at(m, operand(m, 3 + i)));
        if (!is_term(value)) return JUMP;
        *register_at(m, operand(m, 4 + i)) = value;
    }
    return go_past_list(m, 2);
}
/* An immediate key in a flat map is found by its word; the loop is short. */
INLINE term flat_map_get_immediate(term map, term key)
{
    const term *object = boxed(map), *keys = boxed(object[1]);
    size_t count = header_words(keys[0].word);
    for (size_t i = 1; i <= count; i++)
        if (same(keys[i], key)) return object[1 + i];
    return NO_TERM;
}
INLINE enum go body_get_map_element(struct machine *m, const enum op_kind *k)
{
    term map = source(m, k, 1), key = source(m, k, 2), value;
    if (k[2] == I && LIKELY(header_kind(header_of(map)) == KIND_MAP)) value = flat_map_get_immediate(map, key);
    else value = map_get(map, key);
    if (!is_term(value)) return JUMP;
    set_destination(m, k, 3, value);
    return NEXT;
}

/* -- selection ------------------------------------------------------------------- */
INLINE enum go body_jump(struct machine *m, const enum op_kind *k)
{
    (void)m, (void)k;
    return JUMP;
}
INLINE enum go go_to_distance(struct machine *m, uint32_t distance)
{
    m->pc = (const uint32_t *)((const char *)m->pc + (int32_t)distance);
    return TO;
}
/* To choice `index` of a list whose labels stand at operand `at` and every `step` words on.  A branch for each of the
 * first choices: the processor foresees branches, and then the address that the label is read from does not wait for
 * the value that was selected by, as the sum of program counter and index would. */
INLINE enum go go_to_choice(struct machine *m, unsigned at, unsigned step, uint64_t index)
{
#define CHOICE(n)                                                                                                      \
    case n:                                                                                                            \
        __asm__("# choice %0" ::"i"(n)); /* keeps the compiler from making a sum of it again */                        \
        return go_to_distance(m, operand(m, at + step * (n)))
    switch (index) {
        CHOICE(0);
        CHOICE(1);
        CHOICE(2);
        CHOICE(3);
        CHOICE(4);
        CHOICE(5);
        CHOICE(6);
        CHOICE(7);
        CHOICE(8);
        CHOICE(9);
        CHOICE(10);
        CHOICE(11);
        CHOICE(12);
        CHOICE(13);
        CHOICE(14);
        CHOICE(15);
    default: return go_to_distance(m, operand(m, at + step * (unsigned)index));
    }
#undef CHOICE
}
/* Searches `count` pairs of a word and a label from operand `at`, the words rising: one by one while they are few. */
enum { FEW_CHOICES = 4 };
INLINE enum go select_word(struct machine *m, int32_t word, unsigned at, uint32_t count)
{
    const int32_t *pairs = (const int32_t *)&m->pc[1 + at], *base = pairs;
    if (count <= FEW_CHOICES) {
        for (uint32_t i = 0; i < count; i++)
            if (pairs[2 * i] == word) return go_to_distance(m, (uint32_t)pairs[2 * i + 1]);
        return JUMP;
    }
    for (uint32_t n = count; n > 1;) {
        uint32_t half = n / 2;
        base = base[2 * half] <= word ? base + 2 * half : base;
        n -= half;
    }
    if (*base != word) return JUMP;
    return go_to_choice(m, at + 1, 2, (uint64_t)(base - pairs) / 2);
}
INLINE enum go body_select_small(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 1);
    int32_t word = (int32_t)t.word;
    if ((int64_t)t.word != word) return JUMP;
    return select_word(m, word, 3, operand(m, 2) / 2);
}
INLINE enum go body_select_dense(struct machine *m, const enum op_kind *k)
{
    uint64_t distance = source(m, k, 1).word - source(m, k, 2).word;
    uint64_t index = __builtin_rotateright64(distance, IMM_BITS);
    if (index >= operand(m, 3)) return JUMP;
    return go_to_choice(m, 4, 1, index);
}
INLINE enum go body_select_arity(struct machine *m, const enum op_kind *k)
{
    term t = source(m, k, 1);
    if (!is_boxed(t)) return JUMP;
    uint64_t h = header_of(t);
    if (header_kind(h) != KIND_TUPLE) return JUMP;
    return select_word(m, (int32_t)h, 3, operand(m, 2) / 2);
}
