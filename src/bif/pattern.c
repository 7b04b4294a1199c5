/* bif/pattern.c - compiled search patterns, and the search for one string. */
#include "bif/pattern.h"
#include "heap/binary.h"
#include "memory/memory.h"

/* -- making ---------------------------------------------------------------------------- */

void pattern_destroy(struct magic *m)
{
    automaton_free(((struct pattern *)m)->automaton);
    resume_free(m);
}

static enum pattern_result one_string(term t, struct pattern **pattern)
{
    struct bits b = bits_view(t);
    if (b.size == 0 || b.size % 8) return PATTERN_BAD;
    struct pattern *p = resume_new(sizeof *p + b.size / 8, pattern_destroy);
    if (!p) return PATTERN_NO_MEMORY;
    bits_copy(p->copy, 0, b.data, b.offset, b.size);
    p->bytes = p->copy;
    p->size = b.size / 8;
    *pattern = p;
    return PATTERN_OK;
}

static bool only_strings(term list)
{
    for (; is_cons(list); list = tail(list))
        if (!is_binary(head(list)) || bits_size(head(list)) == 0) return false;
    return is_nil(list);
}

static enum pattern_result many_strings(term list, struct pattern **pattern)
{
    struct pattern *p = resume_new(sizeof *p, pattern_destroy);
    if (!p) return PATTERN_NO_MEMORY;
    p->automaton = automaton_make(list);
    if (!p->automaton) {
        pattern_destroy(&p->magic);
        return PATTERN_NO_MEMORY;
    }
    *pattern = p;
    return PATTERN_OK;
}

enum pattern_result pattern_compile(term t, struct pattern **pattern)
{
    if (is_bitstring(t)) return one_string(t, pattern);
    if (!is_cons(t) || !only_strings(t)) return PATTERN_BAD;
    return is_nil(tail(t)) ? one_string(head(t), pattern) : many_strings(t, pattern);
}

struct pattern *pattern_of(term t)
{
    if (!is_tuple_of(t, 2)) return NULL;
    struct pattern *p = (struct pattern *)magic_of(tuple_elements(t)[1], pattern_destroy);
    if (!p) return NULL;
    return same(tuple_elements(t)[0], p->automaton ? A(ac) : A(bm)) ? p : NULL;
}

/* -- searching -------------------------------------------------------------------------- */

void search_open(struct search *s, size_t from, size_t end)
{
    *s = (struct search){.at = from, .end = end, .next = from};
}

/* memmem(3) takes linear time but cannot be interrupted: it is given stretches of the data, which
 * overlap by the string's size, long enough that its own preparation does not count. */
enum { STRETCH = 1 << 16 };

static enum search_result find_string(struct search *s, const struct pattern *p, const uint8_t *data, int64_t *budget,
                                      size_t *found)
{
    while (s->end - s->at >= p->size) {
        if (*budget <= 0) return SEARCH_AGAIN;
        size_t stretch = STRETCH + 4 * p->size, left = s->end - s->at;
        if (stretch > left) stretch = left;
        const uint8_t *hit = p->size == 1 ? memchr(data + s->at, p->bytes[0], stretch)
                                          : memmem(data + s->at, stretch, p->bytes, p->size);
        if (hit) {
            *found = (size_t)(hit - data);
            *budget -= 4 + (int64_t)((*found - s->at) / 8);
            return SEARCH_FOUND;
        }
        *budget -= 4 + (int64_t)(stretch / 8);
        s->at += stretch - p->size + 1;
    }
    return SEARCH_NOT_FOUND;
}

enum search_result search_next(struct search *s, const struct pattern *p, const uint8_t *data, int64_t *budget,
                               size_t *found, size_t *size)
{
    enum search_result r;
    if (p->automaton) {
        r = automaton_search(s, p->automaton, data, budget, found, size);
    } else {
        r = find_string(s, p, data, budget, found);
        *size = p->size;
    }
    if (r == SEARCH_FOUND) search_open(s, *found + *size, s->end);
    return r;
}
