/* bif/integer_text.c - integers as text in any base, and back. */
#include "bif/arguments.h"
#include "bif/argument_text.h"
#include "heap/bignum.h"
#include "memory/memory.h"

enum { LIMBS_A_REDUCTION = 16 };

/* -- to text ------------------------------------------------------------------------- */

static bool base_of(term t, int *base)
{
    int64_t value;
    if (!argument_range(t, 2, 36, &value)) return false;
    *base = (int)value;
    return true;
}

/* A small integer's digits, ending before `end`; where they begin. */
static char *small_digits(int64_t value, int base, char *end)
{
    uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        unsigned digit = (unsigned)(left % (unsigned)base);
        *--end = (char)(digit < 10 ? '0' + digit : 'A' + digit - 10);
    } while (left /= (unsigned)base);
    if (value < 0) *--end = '-';
    return end;
}

typedef term text_maker(struct heap *h, const void *text, size_t size);

static term make_list(struct heap *h, const void *text, size_t size) { return heap_string(h, text, size, NIL); }

static term big_to_text(struct process *p, const struct integer *v, int base, text_maker *make)
{
    char *text = memory_alloc(MEMORY_SYSTEM, integer_text_room(v, base));
    size_t size = text ? integer_to_text(v, base, text) : 0;
    term t = size ? make(&p->heap, text, size) : NO_TERM;
    memory_free(MEMORY_SYSTEM, text);
    bif_charge(p, (int64_t)(v->size / LIMBS_A_REDUCTION));
    return t;
}

static enum bif_end to_text(struct process *p, term t, int base, text_maker *make, term *result)
{
    char text[72], *end = text + sizeof text;
    struct integer v;
    if (is_small(t)) {
        char *at = small_digits(small_value(t), base, end);
        return bif_value(p, make(&p->heap, at, (size_t)(end - at)), result);
    }
    if (!integer_view(t, &v)) return bif_badarg(p);
    return bif_value(p, big_to_text(p, &v, base, make), result);
}

enum bif_end bif_erlang_integer_to_list_1(struct process *p, term *args, term *result)
{
    return to_text(p, args[0], 10, make_list, result);
}

enum bif_end bif_erlang_integer_to_list_2(struct process *p, term *args, term *result)
{
    int base;
    return base_of(args[1], &base) ? to_text(p, args[0], base, make_list, result) : bif_badarg(p);
}

enum bif_end bif_erlang_integer_to_binary_1(struct process *p, term *args, term *result)
{
    return to_text(p, args[0], 10, heap_binary_from, result);
}

enum bif_end bif_erlang_integer_to_binary_2(struct process *p, term *args, term *result)
{
    int base;
    return base_of(args[1], &base) ? to_text(p, args[0], base, heap_binary_from, result) : bif_badarg(p);
}

/* -- from text ------------------------------------------------------------------------ */

static int digit_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 99;
}

struct parsed {
    size_t used; /* characters, sign included; 0: there is no integer */
    term value;  /* NO_TERM: too large */
};

static size_t count_digits(const char *text, size_t size, int base)
{
    size_t count = 0;
    while (count < size && digit_value(text[count]) < base) count++;
    return count;
}

static term large_integer(struct process *p, const char *text, size_t count, int base, bool negative)
{
    uint8_t *digits = memory_alloc(MEMORY_SYSTEM, count);
    if (!digits) return NO_TERM;
    for (size_t i = 0; i < count; i++) digits[i] = (uint8_t)digit_value(text[i]);
    term t = heap_integer_of_digits(&p->heap, digits, count, base, negative);
    memory_free(MEMORY_SYSTEM, digits);
    bif_charge(p, (int64_t)(count / 256));
    return t;
}

enum { DIGITS_IN_A_WORD = 11 }; /* of base 36, in 60 bits */

/* The integer that a text begins with. */
static struct parsed parse(struct process *p, const char *text, size_t size, int base)
{
    size_t sign = size > 0 && (*text == '-' || *text == '+'), count = count_digits(text + sign, size - sign, base);
    bool negative = sign && *text == '-';
    if (count == 0) return (struct parsed){0, NO_TERM};
    if (count > DIGITS_IN_A_WORD && !(base == 10 && count <= 17))
        return (struct parsed){sign + count, large_integer(p, text + sign, count, base, negative)};
    int64_t value = 0;
    for (size_t i = 0; i < count; i++) value = value * base + digit_value(text[sign + i]);
    return (struct parsed){sign + count, small(negative ? -value : value)};
}

static enum bif_end whole_text(struct process *p, struct argument_text *t, enum argument_text_result r, int base,
                               term *result)
{
    if (r != TEXT_OK) return argument_text_failure(p, r);
    struct parsed n = parse(p, t->at, t->size, base);
    bool whole = n.used > 0 && n.used == t->size;
    argument_text_close(t);
    return whole ? bif_value(p, n.value, result) : bif_badarg(p);
}

static enum bif_end list_to_integer(struct process *p, term list, int base, term *result)
{
    struct argument_text t;
    return whole_text(p, &t, argument_text_of_list(&t, list), base, result);
}

static enum bif_end binary_to_integer(struct process *p, term binary, int base, term *result)
{
    struct argument_text t;
    return whole_text(p, &t, argument_text_of_binary(&t, binary), base, result);
}

enum bif_end bif_erlang_list_to_integer_1(struct process *p, term *args, term *result)
{
    return list_to_integer(p, args[0], 10, result);
}

enum bif_end bif_erlang_list_to_integer_2(struct process *p, term *args, term *result)
{
    int base;
    return base_of(args[1], &base) ? list_to_integer(p, args[0], base, result) : bif_badarg(p);
}

enum bif_end bif_erlang_binary_to_integer_1(struct process *p, term *args, term *result)
{
    return binary_to_integer(p, args[0], 10, result);
}

enum bif_end bif_erlang_binary_to_integer_2(struct process *p, term *args, term *result)
{
    int base;
    return base_of(args[1], &base) ? binary_to_integer(p, args[0], base, result) : bif_badarg(p);
}

/* -- what the Erlang code of newer releases calls: failures are values ------------------ */

enum bif_end bif_erts_internal_binary_to_integer_2(struct process *p, term *args, term *result)
{
    int base;
    if (!base_of(args[1], &base) || binary_to_integer(p, args[0], base, result) != BIF_DONE)
        *result = base_of(args[1], &base) ? p->failure.reason : A(badarg);
    return BIF_DONE;
}

/* {Integer, Rest}, no_integer, not_a_list or system_limit */
static enum bif_end list_prefix(struct process *p, term list, int base, term *result)
{
    struct argument_text t;
    *result = A(not_a_list);
    if (!is_list(list)) return BIF_DONE;
    if (argument_text_of_prefix(&t, list) != TEXT_OK) return bif_no_memory(p);
    struct parsed n = parse(p, t.at, t.size, base);
    argument_text_close(&t);
    *result = n.used ? A(system_limit) : A(no_integer);
    if (n.used == 0 || !is_term(n.value)) return BIF_DONE;
    for (size_t i = 0; i < n.used; i++) list = tail(list);
    return bif_value(p, heap_tuple2(&p->heap, n.value, list), result);
}

enum bif_end bif_erts_internal_list_to_integer_2(struct process *p, term *args, term *result)
{
    int base;
    *result = A(badarg);
    return base_of(args[1], &base) ? list_prefix(p, args[0], base, result) : BIF_DONE;
}

enum bif_end bif_string_list_to_integer_1(struct process *p, term *args, term *result)
{
    enum bif_end end = list_prefix(p, args[0], 10, result);
    if (end != BIF_DONE || is_tuple(*result)) return end;
    return bif_value(p, heap_tuple2(&p->heap, A(error), *result), result);
}
