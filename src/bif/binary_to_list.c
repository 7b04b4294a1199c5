/* bif/binary_to_list.c - bytes of binaries as lists, made from the last to the first. */
#include "bif/binary_range.h"
#include "bif/resume.h"
#include "heap/binary.h"
#include "heap/bitsyntax.h"

struct listing {
    struct magic magic;
    size_t first, left; /* the bits before; the bytes not yet in the list */
};

static void listing_destroy(struct magic *m) { resume_free(m); }

/* Puts `count` bytes, which lie at bit `at`, in front of `rest`. */
static term list_bytes(struct heap *h, struct bits b, size_t at, size_t count, term rest)
{
    term *hp = heap_alloc(h, count * CONS_WORDS);
    if (!hp) return NO_TERM;
    const uint8_t *data = b.data + (b.offset + at) / 8;
    unsigned shift = (b.offset + at) % 8;
    for (size_t i = count; i > 0; i--) {
        int64_t byte = shift ? (int64_t)bits_read(data, shift + (i - 1) * 8, 8) : data[i - 1];
        rest = build_cons(&hp, small(byte), rest);
    }
    return rest;
}

static enum bif_end listing_yield(struct process *p, term *args, struct listing now, struct listing *state, term list)
{
    if (!state) {
        state = resume_new(sizeof *state, listing_destroy);
        if (!state) return bif_no_memory(p);
        state->first = now.first;
    }
    state->left = now.left;
    return resume_yield(p, &args[0], &state->magic, &list, 1);
}

static enum bif_end list_slice(struct process *p, term *args, struct listing now, struct listing *state, term list,
                               term *result)
{
    term binary = state ? tuple_elements(args[0])[1] : args[0];
    int64_t budget = work_budget(p);
    size_t n = now.left < (size_t)budget ? now.left : (size_t)budget;
    now.left -= n;
    list = list_bytes(&p->heap, bits_view(binary), now.first + now.left * 8, n, list);
    work_pay(p, budget - (int64_t)n);
    if (is_term(list) && now.left > 0) return listing_yield(p, args, now, state, list);
    resume_restore(&args[0], state);
    return bif_value(p, list, result);
}

/* Goes on with a call that yielded; false: it is a new one. */
static bool list_on(struct process *p, term *args, term *result, enum bif_end *end)
{
    struct listing *state = resume_state(args[0], listing_destroy);
    if (state) *end = list_slice(p, args, *state, state, resume_terms(args[0])[0], result);
    return state;
}

static enum bif_end list_new(struct process *p, term *args, size_t first, size_t count, term rest, term *result)
{
    return list_slice(p, args, (struct listing){.first = first, .left = count}, NULL, rest, result);
}

enum bif_end bif_erlang_binary_to_list_1(struct process *p, term *args, term *result)
{
    enum bif_end end;
    if (list_on(p, args, result, &end)) return end;
    if (!is_binary(args[0])) return bif_badarg(p);
    return list_new(p, args, 0, bits_size(args[0]) / 8, NIL, result);
}

enum bif_end bif_erlang_binary_to_list_3(struct process *p, term *args, term *result)
{
    enum bif_end end;
    if (list_on(p, args, result, &end)) return end;
    if (!has_parts(args[0]) || !is_small(args[1]) || !is_small(args[2])) return bif_badarg(p);
    int64_t from = small_value(args[1]), to = small_value(args[2]), size = (int64_t)(bits_size(args[0]) / 8);
    if (from < 1 || to < from || to > size) return bif_badarg(p);
    return list_new(p, args, (size_t)(from - 1) * 8, (size_t)(to - from + 1), NIL, result);
}

enum bif_end bif_erlang_bitstring_to_list_1(struct process *p, term *args, term *result)
{
    enum bif_end end;
    if (list_on(p, args, result, &end)) return end;
    if (!is_bitstring(args[0])) return bif_badarg(p);
    size_t bits = bits_size(args[0]), rest = bits % 8;
    term list = NIL;
    if (rest) {
        term last = heap_sub_bits(&p->heap, args[0], bits - rest, rest);
        list = is_term(last) ? heap_cons(&p->heap, last, NIL) : NO_TERM;
        if (!is_term(list)) return bif_no_memory(p);
    }
    return list_new(p, args, 0, bits / 8, list, result);
}
