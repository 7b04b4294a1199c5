/* bif/binary_search.c - binary:compile_pattern, match, matches and split. */
#include "bif/binary_range.h"
#include "bif/pattern.h"
#include "heap/binary.h"
#include "memory/settings.h"

enum seek_kind { SEEK_FIRST, SEEK_ALL, SEEK_PARTS };

/* A call: what is sought, how, and how far it has come. The subject's aligned bytes and the list of
 * results, last first, are terms. */
struct seek {
    struct magic magic;
    struct pattern *pattern; /* one reference; NULL: none yet */
    struct search search;
    size_t part; /* where the part that split is in began */
    enum seek_kind kind;
    bool global, trim, trim_all;
};

static void pattern_drop(struct pattern *p)
{
    if (p && --p->magic.references == 0) pattern_destroy(&p->magic);
}

static void seek_destroy(struct magic *m)
{
    pattern_drop(((struct seek *)m)->pattern);
    resume_free(m);
}

/* -- results --------------------------------------------------------------------------- */

static bool add_range(struct process *p, term *list, size_t at, size_t size)
{
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(2) + CONS_WORDS);
    if (!hp) return false;
    term range = build_tuple2(&hp, small((int64_t)at), small((int64_t)size));
    *list = build_cons(&hp, range, *list);
    return true;
}

static bool add_part(struct process *p, const struct seek *s, term subject, term *list, size_t end)
{
    if (s->trim_all && end == s->part) return true;
    term part = heap_sub_bits(&p->heap, subject, s->part * 8, (end - s->part) * 8);
    *list = is_term(part) ? heap_cons(&p->heap, part, *list) : NO_TERM;
    return is_term(*list);
}

static bool add(struct process *p, struct seek *s, term subject, term *list, size_t found, size_t size)
{
    if (s->kind != SEEK_PARTS) return add_range(p, list, found, size);
    if (!add_part(p, s, subject, list, found)) return false;
    s->part = found + size;
    return true;
}

/* The list the right way round: a long one by lists:reverse/2, which yields. */
static enum bif_end reversed(struct process *p, term *args, term list, term *result)
{
    term out = NIL;
    size_t count = 0;
    for (term t = list; is_cons(t); t = tail(t)) {
        if (++count > 1000) {
            args[0] = list;
            args[1] = NIL;
            return bif_call(p, A(lists), A(reverse), 2);
        }
        out = heap_cons(&p->heap, head(t), out);
        if (!is_term(out)) return bif_no_memory(p);
    }
    *result = out;
    return BIF_DONE;
}

static enum bif_end finish(struct process *p, term *args, struct seek *s, term subject, term list, term *result)
{
    if (s->kind == SEEK_FIRST) {
        *result = is_cons(list) ? head(list) : A(nomatch);
        return BIF_DONE;
    }
    if (s->kind == SEEK_PARTS) {
        if (!add_part(p, s, subject, &list, bits_size(subject) / 8)) return bif_no_memory(p);
        while (s->trim && is_cons(list) && bits_size(head(list)) == 0) list = tail(list);
    }
    return reversed(p, args, list, result);
}

/* -- searching --------------------------------------------------------------------------- */

static enum search_result seek_slice(struct process *p, struct seek *s, term subject, const uint8_t *data, term *list,
                                     int64_t *budget)
{
    size_t found, size;
    for (;;) {
        enum search_result r = search_next(&s->search, s->pattern, data, budget, &found, &size);
        if (r != SEARCH_FOUND) return r;
        *budget -= 16;
        if (!add(p, s, subject, list, found, size)) return SEARCH_FOUND; /* no memory */
        if (s->kind == SEEK_FIRST || (s->kind == SEEK_PARTS && !s->global)) return SEARCH_NOT_FOUND;
    }
}

static enum bif_end seek_yield(struct process *p, term *args, struct seek *s, bool resumed, term aligned, term list)
{
    if (!resumed) {
        struct seek *kept = resume_new(sizeof *kept, seek_destroy);
        if (!kept) return bif_no_memory(p);
        memcpy(&kept->magic + 1, &s->magic + 1, sizeof *s - sizeof s->magic);
        kept->pattern->magic.references++;
        s = kept;
    }
    return resume_yield(p, &args[0], &s->magic, (term[]){aligned, list}, 2);
}

static enum bif_end seek_run(struct process *p, term *args, struct seek *s, bool resumed, term aligned, term list,
                             term *result)
{
    term subject = resumed ? tuple_elements(args[0])[1] : args[0];
    int64_t budget = work_budget(p);
    enum search_result r = seek_slice(p, s, subject, bits_view(aligned).data, &list, &budget);
    work_pay(p, budget);
    if (r == SEARCH_AGAIN) return seek_yield(p, args, s, resumed, aligned, list);
    resume_restore(&args[0], resumed);
    return r == SEARCH_FOUND ? bif_no_memory(p) : finish(p, args, s, subject, list, result);
}

/* -- arguments ----------------------------------------------------------------------------- */

static bool scope_option(struct seek *s, term option, size_t size)
{
    size_t at, count;
    if (!is_tuple_of(option, 2) || !same(tuple_elements(option)[0], A(scope))) return false;
    term range = tuple_elements(option)[1];
    if (!is_tuple_of(range, 2)) return false;
    if (!binary_range(size, tuple_elements(range)[0], tuple_elements(range)[1], &at, &count)) return false;
    search_open(&s->search, at, at + count);
    return true;
}

static bool seek_option(struct seek *s, term option, size_t size)
{
    if (s->kind == SEEK_PARTS) {
        if (same(option, A(global))) return s->global = true;
        if (same(option, A(trim))) return s->trim = true;
        if (same(option, A(trim_all))) return s->trim = s->trim_all = true;
    }
    return scope_option(s, option, size);
}

static bool seek_options(struct seek *s, term list, size_t size)
{
    search_open(&s->search, 0, size);
    if (!is_list(list)) return false;
    for (; is_cons(list); list = tail(list))
        if (!seek_option(s, head(list), size)) return false;
    return is_nil(list) || s->kind == SEEK_PARTS; /* OTP's split takes an improper list */
}

/* Finds the pattern, which may be compiled already, and takes a reference to it. */
static enum pattern_result seek_pattern(struct seek *s, term t)
{
    enum pattern_result r = PATTERN_OK;
    s->pattern = pattern_of(t);
    if (!s->pattern) r = pattern_compile(t, &s->pattern);
    if (r == PATTERN_OK) s->pattern->magic.references++;
    return r;
}

static enum bif_end seek_new(struct process *p, term *args, enum seek_kind kind, term options, term *result)
{
    struct seek s = {.kind = kind};
    if (!is_binary(args[0]) || !seek_options(&s, options, bits_size(args[0]) / 8)) return bif_badarg(p);
    /* Releases before 27 do not look at the pattern where the search ends at the beginning. */
    if (s.search.end == 0 && !otp_at_least(27)) return finish(p, args, &s, args[0], NIL, result);
    enum pattern_result r = seek_pattern(&s, args[1]);
    if (r != PATTERN_OK) return r == PATTERN_BAD ? bif_badarg(p) : bif_no_memory(p);
    term aligned = heap_align_bits(&p->heap, args[0]);
    enum bif_end end = is_term(aligned) ? seek_run(p, args, &s, false, aligned, NIL, result) : bif_no_memory(p);
    pattern_drop(s.pattern);
    return end;
}

static enum bif_end seek(struct process *p, term *args, enum seek_kind kind, term options, term *result)
{
    struct seek *s = resume_state(args[0], seek_destroy);
    if (!s) return seek_new(p, args, kind, options, result);
    const term *terms = resume_terms(args[0]);
    return seek_run(p, args, s, true, terms[0], terms[1], result);
}

enum bif_end bif_binary_match_2(struct process *p, term *args, term *result)
{
    return seek(p, args, SEEK_FIRST, NIL, result);
}
enum bif_end bif_binary_match_3(struct process *p, term *args, term *result)
{
    return seek(p, args, SEEK_FIRST, args[2], result);
}
enum bif_end bif_binary_matches_2(struct process *p, term *args, term *result)
{
    return seek(p, args, SEEK_ALL, NIL, result);
}
enum bif_end bif_binary_matches_3(struct process *p, term *args, term *result)
{
    return seek(p, args, SEEK_ALL, args[2], result);
}
enum bif_end bif_binary_split_2(struct process *p, term *args, term *result)
{
    return seek(p, args, SEEK_PARTS, NIL, result);
}
enum bif_end bif_binary_split_3(struct process *p, term *args, term *result)
{
    return seek(p, args, SEEK_PARTS, args[2], result);
}

enum bif_end bif_binary_compile_pattern_1(struct process *p, term *args, term *result)
{
    struct pattern *pattern;
    enum pattern_result r = pattern_compile(args[0], &pattern);
    if (r != PATTERN_OK) return r == PATTERN_BAD ? bif_badarg(p) : bif_no_memory(p);
    term reference = heap_magic(&p->heap, &pattern->magic);
    if (!is_term(reference)) {
        pattern_destroy(&pattern->magic);
        return bif_no_memory(p);
    }
    return bif_value(p, heap_tuple2(&p->heap, pattern->automaton ? A(ac) : A(bm), reference), result);
}
