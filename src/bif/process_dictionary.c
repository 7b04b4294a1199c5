/* bif/process_dictionary.c - get, put and erase. */
#include "bif/bif.h"
#include "process/dictionary.h"
#include "term/compare.h"

enum { PAIRS_A_REDUCTION = 20 };

/* A list of one element for each pair: {Key, Value}, or the key alone. */
static term list_of(struct process *p, bool whole)
{
    const struct dictionary *d = p->dictionary;
    size_t each = CONS_WORDS + (whole ? TUPLE_WORDS(2) : 0);
    term *hp = heap_alloc(&p->heap, dictionary_count(d) * each), list = NIL;
    if (!hp) return NO_TERM;
    for (size_t i = 0; d && i < d->room; i++) {
        const struct pair *pair = &d->pairs[i];
        if (!is_term(pair->key)) continue;
        term element = whole ? build_tuple2(&hp, pair->key, pair->value) : pair->key;
        list = build_cons(&hp, element, list);
    }
    bif_charge(p, (int64_t)dictionary_count(d) / PAIRS_A_REDUCTION);
    return list;
}

enum bif_end bif_erlang_get_0(struct process *p, term *args, term *result)
{
    (void)args;
    return bif_value(p, list_of(p, true), result);
}

enum bif_end bif_erlang_get_keys_0(struct process *p, term *args, term *result)
{
    (void)args;
    return bif_value(p, list_of(p, false), result);
}

enum bif_end bif_erlang_get_keys_1(struct process *p, term *args, term *result)
{
    const struct dictionary *d = p->dictionary;
    size_t count = 0;
    *result = NIL;
    for (size_t i = 0; d && i < d->room; i++)
        count += is_term(d->pairs[i].key) && term_equal(d->pairs[i].value, args[0]);
    term *hp = heap_alloc(&p->heap, count * CONS_WORDS);
    if (!hp) return bif_no_memory(p);
    for (size_t i = 0; d && i < d->room && count; i++)
        if (is_term(d->pairs[i].key) && term_equal(d->pairs[i].value, args[0]))
            *result = build_cons(&hp, d->pairs[i].key, *result);
    bif_charge(p, (int64_t)dictionary_count(d) / PAIRS_A_REDUCTION);
    return BIF_DONE;
}

static term or_undefined(term t) { return is_term(t) ? t : A(undefined); }

enum bif_end bif_erlang_get_1(struct process *p, term *args, term *result)
{
    *result = or_undefined(dictionary_get(p->dictionary, args[0]));
    return BIF_DONE;
}

enum bif_end bif_erlang_put_2(struct process *p, term *args, term *result)
{
    term before;
    if (!dictionary_put(&p->dictionary, args[0], args[1], &before)) return bif_no_memory(p);
    *result = or_undefined(before);
    return BIF_DONE;
}

enum bif_end bif_erlang_erase_1(struct process *p, term *args, term *result)
{
    *result = or_undefined(dictionary_erase(p->dictionary, args[0]));
    return BIF_DONE;
}

enum bif_end bif_erlang_erase_0(struct process *p, term *args, term *result)
{
    (void)args;
    *result = list_of(p, true);
    if (!is_term(*result)) return bif_no_memory(p);
    dictionary_free(p->dictionary);
    p->dictionary = NULL;
    return BIF_DONE;
}
