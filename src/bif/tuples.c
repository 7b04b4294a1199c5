/* bif/tuples.c - tuples, and the heads and tails of lists. */
#include "base/limits.h"
#include "bif/arguments.h"
#include "heap/binary.h"

enum { ELEMENTS_A_REDUCTION = 64 };

static void charge(struct process *p, size_t elements) { bif_charge(p, (int64_t)(elements / ELEMENTS_A_REDUCTION)); }

static term new_tuple(struct process *p, size_t arity)
{
    charge(p, arity);
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(arity));
    return hp ? build_tuple(&hp, arity) : NO_TERM;
}

/* The index, from 1, of an element of a tuple; `beyond`: of one more. */
static bool tuple_index(term tuple, term index, size_t beyond, size_t *at)
{
    int64_t i;
    if (!is_tuple(tuple) || !argument_range(index, 1, (int64_t)(tuple_arity(tuple) + beyond), &i)) return false;
    *at = (size_t)i - 1;
    return true;
}

enum bif_end bif_erlang_element_2(struct process *p, term *args, term *result)
{
    size_t at;
    if (!tuple_index(args[1], args[0], 0, &at)) return bif_badarg(p);
    *result = tuple_elements(args[1])[at];
    return BIF_DONE;
}

enum bif_end bif_erlang_setelement_3(struct process *p, term *args, term *result)
{
    size_t at;
    if (!tuple_index(args[1], args[0], 0, &at)) return bif_badarg(p);
    size_t arity = tuple_arity(args[1]);
    term t = new_tuple(p, arity);
    if (!is_term(t)) return bif_no_memory(p);
    memcpy(tuple_elements(t), tuple_elements(args[1]), arity * sizeof t);
    tuple_elements(t)[at] = args[2];
    *result = t;
    return BIF_DONE;
}

/* A copy of `from` where `skip` elements at `at` give way to `count` elements equal to `what`. */
static enum bif_end splice(struct process *p, term from, size_t at, size_t skip, size_t count, term what, term *result)
{
    size_t arity = tuple_arity(from), rest = arity - at - skip;
    if (arity + count - skip > TUPLE_ARITY_MAX) return bif_badarg(p);
    term t = new_tuple(p, arity + count - skip);
    if (!is_term(t)) return bif_no_memory(p);
    term *to = tuple_elements(t);
    memcpy(to, tuple_elements(from), at * sizeof t);
    if (count) to[at] = what;
    memcpy(to + at + count, tuple_elements(from) + at + skip, rest * sizeof t);
    *result = t;
    return BIF_DONE;
}

enum bif_end bif_erlang_append_element_2(struct process *p, term *args, term *result)
{
    if (!is_tuple(args[0])) return bif_badarg(p);
    return splice(p, args[0], tuple_arity(args[0]), 0, 1, args[1], result);
}

enum bif_end bif_erlang_insert_element_3(struct process *p, term *args, term *result)
{
    size_t at;
    if (!tuple_index(args[1], args[0], 1, &at)) return bif_badarg(p);
    return splice(p, args[1], at, 0, 1, args[2], result);
}

enum bif_end bif_erlang_delete_element_2(struct process *p, term *args, term *result)
{
    size_t at;
    if (!tuple_index(args[1], args[0], 0, &at)) return bif_badarg(p);
    return splice(p, args[1], at, 1, 0, NIL, result);
}

/* A tuple of `initial` elements, then those of [{Position, Value}...]. */
static enum bif_end make_tuple(struct process *p, term arity, term initial, term changes, term *result)
{
    int64_t count;
    size_t at;
    if (!argument_range(arity, 0, TUPLE_ARITY_MAX, &count)) return bif_badarg(p);
    term t = new_tuple(p, (size_t)count);
    if (!is_term(t)) return bif_no_memory(p);
    for (int64_t i = 0; i < count; i++) tuple_elements(t)[i] = initial;
    for (; is_cons(changes); changes = tail(changes)) {
        if (!is_tuple_of(head(changes), 2)) return bif_badarg(p);
        const term *change = tuple_elements(head(changes));
        if (!tuple_index(t, change[0], 0, &at)) return bif_badarg(p);
        tuple_elements(t)[at] = change[1];
        charge(p, ELEMENTS_A_REDUCTION / 8);
    }
    *result = t;
    return is_nil(changes) ? BIF_DONE : bif_badarg(p);
}

enum bif_end bif_erlang_make_tuple_2(struct process *p, term *args, term *result)
{
    return make_tuple(p, args[0], args[1], NIL, result);
}

enum bif_end bif_erlang_make_tuple_3(struct process *p, term *args, term *result)
{
    return make_tuple(p, args[0], args[1], args[2], result);
}

enum bif_end bif_erlang_tuple_to_list_1(struct process *p, term *args, term *result)
{
    if (!is_tuple(args[0])) return bif_badarg(p);
    size_t arity = tuple_arity(args[0]);
    term *hp = heap_alloc(&p->heap, arity * CONS_WORDS);
    if (!hp) return bif_no_memory(p);
    term list = NIL;
    for (size_t i = arity; i-- > 0;) list = build_cons(&hp, tuple_elements(args[0])[i], list);
    charge(p, arity);
    *result = list;
    return BIF_DONE;
}

/* The length of a proper list, or -1. */
static int64_t list_length(term list)
{
    int64_t length = 0;
    for (; is_cons(list); list = tail(list)) length++;
    return is_nil(list) ? length : -1;
}

enum bif_end bif_erlang_list_to_tuple_1(struct process *p, term *args, term *result)
{
    int64_t length = list_length(args[0]);
    if (length < 0 || length > TUPLE_ARITY_MAX) return bif_badarg(p);
    term t = new_tuple(p, (size_t)length);
    if (!is_term(t)) return bif_no_memory(p);
    term *to = tuple_elements(t);
    for (term list = args[0]; is_cons(list); list = tail(list)) *to++ = head(list);
    *result = t;
    return BIF_DONE;
}

enum bif_end bif_erlang_length_1(struct process *p, term *args, term *result)
{
    int64_t length = list_length(args[0]);
    if (length < 0) return bif_badarg(p);
    charge(p, (size_t)length / 4);
    *result = small(length);
    return BIF_DONE;
}

enum bif_end bif_erlang_hd_1(struct process *p, term *args, term *result)
{
    if (!is_cons(args[0])) return bif_badarg(p);
    *result = head(args[0]);
    return BIF_DONE;
}

enum bif_end bif_erlang_tl_1(struct process *p, term *args, term *result)
{
    if (!is_cons(args[0])) return bif_badarg(p);
    *result = tail(args[0]);
    return BIF_DONE;
}

enum bif_end bif_erlang_tuple_size_1(struct process *p, term *args, term *result)
{
    if (!is_tuple(args[0])) return bif_badarg(p);
    *result = small((int64_t)tuple_arity(args[0]));
    return BIF_DONE;
}

/* Of a tuple in elements, of a bitstring in whole bytes. */
enum bif_end bif_erlang_size_1(struct process *p, term *args, term *result)
{
    if (is_tuple(args[0])) return bif_erlang_tuple_size_1(p, args, result);
    if (!is_bitstring(args[0])) return bif_badarg(p);
    *result = small((int64_t)(bits_size(args[0]) / 8));
    return BIF_DONE;
}
