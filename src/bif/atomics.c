/* bif/atomics.c - modules atomics and counters: arrays of 64-bit numbers that processes share.
 *
 * One scheduler thread: plain operations are atomic.  Both kinds of counters are such an array.
 */
#include "bif/arguments.h"
#include "bif/shared_object.h"
#include "heap/map.h"
#include "memory/memory.h"
#include <stddef.h>

enum { OPTION_SIGNED = 1 }; /* as atomics.erl encodes it */
#define NUMBERS_MAX ((uint64_t)1 << 40)

struct numbers {
    struct shared_object shared; /* first */
    uint64_t count;
    bool is_signed;
    uint64_t values[];
};

static void numbers_free(struct magic *m)
{
    shared_object_forget((struct shared_object *)m);
    memory_free(MEMORY_SYSTEM, m);
}

/* A destructor is a type: each has its own. */
static void destroy_atomics(struct magic *m) { numbers_free(m); }
static void destroy_counters(struct magic *m) { numbers_free(m); }

static size_t numbers_bytes(uint64_t count) { return offsetof(struct numbers, values) + count * sizeof(uint64_t); }

/* Refuses a number that is not a word as ERTS does: too large is system_limit. */
static enum bif_end bad_word(struct process *p, term t)
{
    return kind_of(t) == KIND_BIG_POS ? bif_error(p, A(system_limit)) : bif_badarg(p);
}

static enum bif_end numbers_new(struct process *p, term size, bool is_signed, void (*destroy)(struct magic *),
                                term *result)
{
    uint64_t count;
    if (!argument_uint64(size, &count)) return bad_word(p, size);
    if (count == 0) return bif_badarg(p);
    struct numbers *n = count > NUMBERS_MAX ? NULL : memory_alloc_zeroed(MEMORY_SYSTEM, numbers_bytes(count));
    if (!n) return bif_no_memory(p);
    n->count = count;
    n->is_signed = is_signed;
    term t = shared_object_reference(&p->heap, &n->shared, destroy);
    if (!is_term(t)) memory_free(MEMORY_SYSTEM, n);
    return bif_value(p, t, result);
}

/* The number that reference and index name, or NULL. */
static uint64_t *number_at(term reference, term index, void (*destroy)(struct magic *), struct numbers **array)
{
    uint64_t i;
    struct numbers *n = (struct numbers *)shared_object_of(reference, destroy);
    if (!n || !argument_uint64(index, &i) || i - 1 >= n->count) return NULL;
    *array = n;
    return &n->values[i - 1];
}

/* A value that the array can hold. */
static bool value_of(const struct numbers *n, term t, uint64_t *value)
{
    return n->is_signed ? argument_int64(t, (int64_t *)value) : argument_uint64(t, value);
}

static bool increment_of(term t, uint64_t *value)
{
    return argument_int64(t, (int64_t *)value) || argument_uint64(t, value);
}

static enum bif_end give(struct process *p, const struct numbers *n, uint64_t value, term *result)
{
    term t = n->is_signed ? heap_i64(&p->heap, (int64_t)value) : heap_u64(&p->heap, value);
    return bif_value(p, t, result);
}

static enum bif_end give_ok(term *result)
{
    *result = A(ok);
    return BIF_DONE;
}

/* -- atomics ------------------------------------------------------------------------------ */

enum bif_end bif_erts_internal_atomics_new_2(struct process *p, term *args, term *result)
{
    uint64_t options;
    if (!argument_uint64(args[1], &options)) return bad_word(p, args[1]);
    return numbers_new(p, args[0], options & OPTION_SIGNED, destroy_atomics, result);
}

enum bif_end bif_atomics_put_3(struct process *p, term *args, term *result)
{
    struct numbers *n;
    uint64_t value, *at = number_at(args[0], args[1], destroy_atomics, &n);
    if (!at || !value_of(n, args[2], &value)) return bif_badarg(p);
    *at = value;
    return give_ok(result);
}

enum bif_end bif_atomics_get_2(struct process *p, term *args, term *result)
{
    struct numbers *n;
    const uint64_t *at = number_at(args[0], args[1], destroy_atomics, &n);
    return at ? give(p, n, *at, result) : bif_badarg(p);
}

enum bif_end bif_atomics_add_3(struct process *p, term *args, term *result)
{
    struct numbers *n;
    uint64_t more, *at = number_at(args[0], args[1], destroy_atomics, &n);
    if (!at || !increment_of(args[2], &more)) return bif_badarg(p);
    *at += more;
    return give_ok(result);
}

enum bif_end bif_atomics_add_get_3(struct process *p, term *args, term *result)
{
    struct numbers *n;
    uint64_t more, *at = number_at(args[0], args[1], destroy_atomics, &n);
    if (!at || !increment_of(args[2], &more)) return bif_badarg(p);
    return give(p, n, *at += more, result);
}

enum bif_end bif_atomics_exchange_3(struct process *p, term *args, term *result)
{
    struct numbers *n;
    uint64_t value, *at = number_at(args[0], args[1], destroy_atomics, &n);
    if (!at || !value_of(n, args[2], &value)) return bif_badarg(p);
    uint64_t before = *at;
    *at = value;
    return give(p, n, before, result);
}

enum bif_end bif_atomics_compare_exchange_4(struct process *p, term *args, term *result)
{
    struct numbers *n;
    uint64_t expected, value, *at = number_at(args[0], args[1], destroy_atomics, &n);
    if (!at || !value_of(n, args[2], &expected) || !value_of(n, args[3], &value)) return bif_badarg(p);
    if (*at != expected) return give(p, n, *at, result);
    *at = value;
    return give_ok(result);
}

enum bif_end bif_atomics_info_1(struct process *p, term *args, term *result)
{
    const struct numbers *n = (const struct numbers *)shared_object_of(args[0], destroy_atomics);
    if (!n) return bif_badarg(p);
    struct heap *h = &p->heap;
    term max = n->is_signed ? heap_i64(h, INT64_MAX) : heap_u64(h, UINT64_MAX);
    term min = n->is_signed ? heap_i64(h, INT64_MIN) : small(0);
    term bytes = small((int64_t)numbers_bytes(n->count));
    if (!is_term(max) || !is_term(min)) return bif_no_memory(p);
    term pairs[] = {A(max), max, A(min), min, A(size), small((int64_t)n->count), A(memory), bytes};
    return bif_value(p, heap_map_from_pairs(h, pairs, 4), result);
}

/* -- counters ----------------------------------------------------------------------------- */

enum bif_end bif_erts_internal_counters_new_1(struct process *p, term *args, term *result)
{
    return numbers_new(p, args[0], true, destroy_counters, result);
}

enum bif_end bif_erts_internal_counters_get_2(struct process *p, term *args, term *result)
{
    struct numbers *n;
    const uint64_t *at = number_at(args[0], args[1], destroy_counters, &n);
    return at ? give(p, n, *at, result) : bif_badarg(p);
}

enum bif_end bif_erts_internal_counters_add_3(struct process *p, term *args, term *result)
{
    struct numbers *n;
    uint64_t more, *at = number_at(args[0], args[1], destroy_counters, &n);
    if (!at || !increment_of(args[2], &more)) return bif_badarg(p);
    *at += more;
    return give_ok(result);
}

enum bif_end bif_erts_internal_counters_put_3(struct process *p, term *args, term *result)
{
    struct numbers *n;
    uint64_t value, *at = number_at(args[0], args[1], destroy_counters, &n);
    if (!at || !value_of(n, args[2], &value)) return bif_badarg(p);
    *at = value;
    return give_ok(result);
}

enum bif_end bif_erts_internal_counters_info_1(struct process *p, term *args, term *result)
{
    const struct numbers *n = (const struct numbers *)shared_object_of(args[0], destroy_counters);
    if (!n) return bif_badarg(p);
    term bytes = small((int64_t)numbers_bytes(n->count));
    term pairs[] = {A(memory), bytes, A(size), small((int64_t)n->count)};
    return bif_value(p, heap_map_from_pairs(&p->heap, pairs, 2), result);
}
