/* term/compare_leaf.c - the order of atoms, numbers, identities and funs. */
#include "term/compare_leaf.h"
#include "memory/settings.h"
#include "term/atoms.h"
#include "term/compare.h"
#include "term/identity.h"
#include "term/objects.h"
#include <math.h>
#include <string.h>

enum rank term_rank(term t)
{
    static const uint8_t of_kind[KINDS] = {
        [KIND_TUPLE] = RANK_TUPLE,    [KIND_RECORD] = RANK_RECORD,  [KIND_MAP] = RANK_MAP,
        [KIND_HASHMAP] = RANK_MAP,    [KIND_MAPNODE] = RANK_MAP,    [KIND_FUN] = RANK_FUN,
        [KIND_EXPORT] = RANK_FUN,     [KIND_BITS_REF] = RANK_BITS,  [KIND_BITS_SUB] = RANK_BITS,
        [KIND_MATCH] = RANK_BITS,     [KIND_MAGIC_REF] = RANK_REF,  [KIND_FLOAT] = RANK_NUMBER,
        [KIND_BIG_POS] = RANK_NUMBER, [KIND_BIG_NEG] = RANK_NUMBER, [KIND_BITS] = RANK_BITS,
        [KIND_REF] = RANK_REF,        [KIND_EXT_PID] = RANK_PID,    [KIND_EXT_PORT] = RANK_PORT,
        [KIND_EXT_REF] = RANK_REF,
    };
    if (is_boxed(t)) return (enum rank)of_kind[header_kind(header_of(t))];
    if (is_cons(t)) return RANK_CONS;
    if (is_small(t)) return RANK_NUMBER;
    if (is_atom(t)) return RANK_ATOM;
    if (is_local_pid(t)) return RANK_PID;
    return is_nil(t) ? RANK_NIL : RANK_PORT;
}

int atom_compare(term a, term b)
{
    if (same(a, b)) return 0;
    struct atom_text x = atom_text(a), y = atom_text(b);
    int order = memcmp(x.bytes, y.bytes, x.size < y.size ? x.size : y.size);
    return order ? order : order_u64(x.size, y.size);
}

static int big_compare_magnitude(term a, term b)
{
    size_t words = header_words(header_of(a));
    int order = order_u64(words, header_words(header_of(b)));
    while (order == 0 && words > 0) {
        order = order_u64(boxed(a)[words].word, boxed(b)[words].word);
        words--;
    }
    return order;
}

int integer_compare(term a, term b)
{
    if (are_small(a, b)) return (small_value(a) > small_value(b)) - (small_value(a) < small_value(b));
    bool a_negative = is_small(a) ? small_value(a) < 0 : kind_of(a) == KIND_BIG_NEG;
    bool b_negative = is_small(b) ? small_value(b) < 0 : kind_of(b) == KIND_BIG_NEG;
    if (a_negative != b_negative) return a_negative ? -1 : 1;
    int magnitude = is_small(a) ? -1 : is_small(b) ? 1 : big_compare_magnitude(a, b);
    return a_negative ? -magnitude : magnitude;
}

/* A big's magnitude against that of a finite float with equally many bits before the point:
 * both aligned to 64 bits; what the big has below them is more. */
static int big_compare_mantissa(term big, size_t bits, double value)
{
    const term *limb = boxed(big) + 1;
    size_t top = header_words(header_of(big)) - 1, shift = -bits % 64;
    uint64_t high = limb[top].word << shift;
    if (shift && top > 0) high |= limb[top - 1].word >> (64 - shift);
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(fabs(value), &exponent), 64);
    if (high != mantissa) return order_u64(high, mantissa);
    uint64_t rest = shift && top > 0 ? limb[top - 1].word << shift : 0;
    for (size_t i = 0; i + (shift != 0) < top; i++) rest |= limb[i].word;
    return rest != 0;
}

static int big_compare_float(term big, double value)
{
    bool negative = kind_of(big) == KIND_BIG_NEG;
    if (negative != (value < 0)) return negative ? -1 : 1;
    size_t words = header_words(header_of(big));
    size_t bits = words * 64 - (size_t)__builtin_clzll(boxed(big)[words].word);
    int exponent;
    frexp(value, &exponent);
    int order = exponent <= 0 ? 1 : order_u64(bits, (uint64_t)exponent);
    if (order == 0) order = big_compare_mantissa(big, bits, value);
    return negative ? -order : order;
}

int integer_compare_float(term integer, double value)
{
    if (!is_small(integer)) return big_compare_float(integer, value);
    int64_t i = small_value(integer);
    if (fabs(value) < 0x1p53) return ((double)i > value) - ((double)i < value);
    if (fabs(value) >= 0x1p62) return value > 0 ? -1 : 1;
    return (i > (int64_t)value) - (i < (int64_t)value); /* such a float is whole */
}

/* From OTP 27 on -0.0 is before 0.0 where only what is =:= counts as equal. */
static int float_compare(double a, double b, bool exact)
{
    if (a != b || !exact || !otp_at_least(27)) return (a > b) - (a < b);
    return !!signbit(b) - !!signbit(a);
}

int number_compare(term a, term b, bool exact)
{
    bool a_float = is_float(a), b_float = is_float(b);
    if (a_float && b_float) return float_compare(float_value(a), float_value(b), exact);
    if (!a_float && !b_float) return integer_compare(a, b);
    if (exact) return a_float ? 1 : -1;
    return a_float ? -integer_compare_float(b, float_value(a)) : integer_compare_float(a, float_value(b));
}

static int node_compare(const struct identity *a, const struct identity *b)
{
    int order = atom_compare(a->node, b->node);
    return order ? order : order_u64(a->creation, b->creation);
}

static int ids_compare(const struct identity *a, const struct identity *b)
{
    int order = 0;
    for (int i = 4; i >= 0 && order == 0; i--) order = order_u64(a->ids[i], b->ids[i]);
    return order;
}

/* Pids sort by serial, then number, and only then by node. */
int pid_compare(term a, term b)
{
    struct identity x = identity_of(a), y = identity_of(b);
    int order = ids_compare(&x, &y);
    return order ? order : node_compare(&x, &y);
}

int port_compare(term a, term b)
{
    struct identity x = identity_of(a), y = identity_of(b);
    int order = node_compare(&x, &y);
    return order ? order : ids_compare(&x, &y);
}

int ref_compare(term a, term b) { return port_compare(a, b); }

static int difference_sign(uint32_t a, uint32_t b)
{
    int32_t difference = (int32_t)(a - b); /* as OTP: wraps */
    return (difference > 0) - (difference < 0);
}

static int local_fun_compare(const struct fun_object *a, const struct fun_object *b)
{
    int order = atom_compare(a->entry->module, b->entry->module);
    if (order == 0) order = order_u64(a->entry->index, b->entry->index);
    if (order == 0) order = difference_sign(a->entry->old_uniq, b->entry->old_uniq);
    return order ? order : order_u64(a->header, b->header);
}

static int export_compare(const struct export *a, const struct export *b)
{
    int order = atom_compare(a->module, b->module);
    if (order == 0) order = atom_compare(a->function, b->function);
    return order ? order : order_u64(a->arity, b->arity);
}

int fun_compare_head(term a, term b)
{
    bool a_export = kind_of(a) == KIND_EXPORT, b_export = kind_of(b) == KIND_EXPORT;
    if (a_export != b_export) return a_export ? 1 : -1;
    if (!a_export) return local_fun_compare((struct fun_object *)boxed(a), (struct fun_object *)boxed(b));
    return export_compare((struct export *)(uintptr_t)boxed(a)[1].word, (struct export *)(uintptr_t)boxed(b)[1].word);
}
