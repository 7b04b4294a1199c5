/* bif/maps_whole.c - functions that take all pairs of a map, or many into one: a part a slice. */
#include "bif/map_errors.h"
#include "bif/map_take.h"
#include "bif/resume.h"
#include "heap/map.h"

/* What is kept between two slices; the terms beside it are the result so far and the source. */
struct job {
    struct magic magic;
    uint64_t path; /* the hash in the source map to go on from */
};

/* `made` and `source` are advanced a part; NO_TERM in *made: no memory; NIL-terminated sources end as
 * they are, map sources end as NO_TERM. */
typedef void job_part(struct heap *h, struct job *job, term *made, term *source, term argument);

enum { PAIRS_A_PART = 4096, WORK_A_PAIR = 16 };

/* Runs parts until the source is used up or the slice is. `argument` is args[0]'s companion. */
static enum bif_end run_job(struct process *p, term *args, term start, job_part *part, term argument, term *made,
                            term *rest)
{
    struct job fresh = {.path = 0}, *job = resume_state(args[0], resume_free);
    bool resumed = job;
    term source = resumed ? resume_terms(args[0])[1] : args[0];
    *made = resumed ? resume_terms(args[0])[0] : start;
    if (!job) job = &fresh;
    int64_t budget = work_budget(p);
    while (is_term(source) && is_term(*made)) {
        if (is_nil(source) || (!is_map(source) && !is_cons(source))) break;
        if (budget <= 0) {
            work_pay(p, 0);
            if (!resumed && !(job = resume_new(sizeof *job, resume_free))) return bif_no_memory(p);
            if (!resumed) job->path = fresh.path;
            return resume_yield(p, &args[0], &job->magic, (term[]){*made, source}, 2);
        }
        part(&p->heap, job, made, &source, argument);
        budget -= PAIRS_A_PART * WORK_A_PAIR;
    }
    work_pay(p, budget);
    resume_restore(&args[0], resumed);
    *rest = source;
    return is_term(*made) ? BIF_DONE : bif_no_memory(p);
}

/* -- lists into maps ----------------------------------------------------------------------- */

/* Takes pairs from the front of a list of {Key, Value}; stops before what is none. */
static size_t take_pairs(term *list, term *pairs)
{
    size_t count = 0;
    for (; count < PAIRS_A_PART && is_cons(*list) && is_tuple_of(head(*list), 2); *list = tail(*list), count++)
        memcpy(&pairs[2 * count], tuple_elements(head(*list)), 2 * sizeof *pairs);
    return count;
}

static void part_from_list(struct heap *h, struct job *job, term *made, term *source, term argument)
{
    (void)job, (void)argument;
    term pairs[2 * PAIRS_A_PART];
    size_t count = take_pairs(source, pairs);
    *made = heap_map_put_many(h, *made, pairs, count);
    if (count < PAIRS_A_PART && is_cons(*source)) *source = A(badarg); /* an element that is no pair */
}

enum bif_end bif_maps_from_list_1(struct process *p, term *args, term *result)
{
    term rest, empty = heap_empty_map(&p->heap);
    if (!is_term(empty)) return bif_no_memory(p);
    if (!is_list(args[0]) && !resume_state(args[0], resume_free)) return bif_badarg(p);
    enum bif_end end = run_job(p, args, empty, part_from_list, NIL, result, &rest);
    return end == BIF_DONE && !is_nil(rest) ? bif_badarg(p) : end;
}

static void part_from_keys(struct heap *h, struct job *job, term *made, term *source, term value)
{
    (void)job;
    term pairs[2 * PAIRS_A_PART];
    size_t count = 0;
    for (; count < PAIRS_A_PART && is_cons(*source); *source = tail(*source), count++)
        pairs[2 * count] = head(*source), pairs[2 * count + 1] = value;
    *made = heap_map_put_many(h, *made, pairs, count);
}

enum bif_end bif_maps_from_keys_2(struct process *p, term *args, term *result)
{
    term rest, empty = heap_empty_map(&p->heap);
    if (!is_term(empty)) return bif_no_memory(p);
    if (!is_list(args[0]) && !resume_state(args[0], resume_free)) return bif_badarg(p);
    enum bif_end end = run_job(p, args, empty, part_from_keys, args[1], result, &rest);
    return end == BIF_DONE && !is_nil(rest) ? bif_badarg(p) : end;
}

/* -- all pairs of a map ---------------------------------------------------------------------- */

/* The next pairs of the source, which becomes NO_TERM with the last. False: as map_take(). */
static bool take_part(struct job *job, term *source, term *pairs, size_t *count, bool backward)
{
    struct map_part m = {.path = job->path, .backward = backward};
    if (!map_take(*source, &m, pairs, PAIRS_A_PART)) return false;
    job->path = m.path;
    *count = m.count;
    if (!m.more) *source = NO_TERM;
    return true;
}

/* Pairs into *made unless it has their keys (`keep`), or over them. */
static void put_part(struct heap *h, struct job *job, term *made, term *source, bool keep)
{
    term pairs[2 * (PAIRS_A_PART + MAP_TAKE_EXTRA)];
    size_t count, new = 0;
    if (!take_part(job, source, pairs, &count, false)) {
        *made = NO_TERM;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (keep && is_term(map_get(*made, pairs[2 * i]))) continue;
        pairs[2 * new] = pairs[2 * i], pairs[2 * new + 1] = pairs[2 * i + 1];
        new ++;
    }
    *made = heap_map_put_many(h, *made, pairs, new);
}

static void part_merge_over(struct heap *h, struct job *job, term *made, term *source, term argument)
{
    (void)argument;
    put_part(h, job, made, source, false);
}

static void part_merge_under(struct heap *h, struct job *job, term *made, term *source, term argument)
{
    (void)argument;
    put_part(h, job, made, source, true);
}

/* The smaller map's pairs go into the larger one; the second one's values win. */
enum bif_end bif_maps_merge_2(struct process *p, term *args, term *result)
{
    struct job *job = resume_state(args[0], resume_free);
    term first = job ? tuple_elements(args[0])[1] : args[0], second = args[1], rest;
    if (!is_map(first)) return bif_badmap(p, first);
    if (!is_map(second)) return bif_badmap(p, second);
    if (same(first, second)) return *result = first, BIF_DONE;
    if (map_size(first) <= map_size(second)) return run_job(p, args, second, part_merge_under, NIL, result, &rest);
    /* the source is the second argument: the job runs with the two exchanged */
    term exchanged[1] = {job ? args[0] : second};
    enum bif_end end = run_job(p, exchanged, first, part_merge_over, NIL, result, &rest);
    args[0] = end == BIF_AGAIN ? exchanged[0] : first;
    if (end == BIF_AGAIN) tuple_elements(args[0])[1] = first;
    return end;
}

static void list_part(struct heap *h, struct job *job, term *made, term *source, size_t which)
{
    term pairs[2 * (PAIRS_A_PART + MAP_TAKE_EXTRA)];
    bool flat = kind_of(*source) == KIND_MAP;
    size_t count;
    term *hp = take_part(job, source, pairs, &count, map_lists_backward()) ? heap_alloc(h, count * CONS_WORDS) : NULL;
    term list = hp ? *made : NO_TERM;
    for (size_t i = 0; hp && i < count; i++)
        list = build_cons(&hp, pairs[2 * (flat ? count - 1 - i : i) + which], list);
    *made = list;
}

static void part_keys(struct heap *h, struct job *job, term *made, term *source, term argument)
{
    (void)argument;
    list_part(h, job, made, source, 0);
}

static void part_values(struct heap *h, struct job *job, term *made, term *source, term argument)
{
    (void)argument;
    list_part(h, job, made, source, 1);
}

static enum bif_end list_of(struct process *p, term *args, job_part *part, term *result)
{
    term rest;
    if (!is_map(args[0]) && !resume_state(args[0], resume_free)) return bif_badmap(p, args[0]);
    return run_job(p, args, NIL, part, NIL, result, &rest);
}

enum bif_end bif_maps_keys_1(struct process *p, term *args, term *result)
{
    return list_of(p, args, part_keys, result);
}

enum bif_end bif_maps_values_1(struct process *p, term *args, term *result)
{
    return list_of(p, args, part_values, result);
}
