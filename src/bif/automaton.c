/* bif/automaton.c - many byte strings in one pass: the deterministic automaton of Aho and Corasick
 * (Communications of the ACM 18, 1975), over classes of bytes so that its table stays small. */
#include "bif/pattern.h"
#include "heap/binary.h"
#include "heap/bitsyntax.h"
#include "memory/memory.h"

static uint8_t byte_of(struct bits b, size_t i) { return (uint8_t)bits_read(b.data, b.offset + i * 8, 8); }

/* -- making ------------------------------------------------------------------------------ */

/* Numbers the bytes that occur; returns the bytes of all strings together. */
static size_t classify(struct automaton *a, term list)
{
    bool occurs[256] = {false};
    size_t total = 0;
    for (; is_cons(list); list = tail(list)) {
        struct bits b = bits_view(head(list));
        for (size_t i = 0; i < b.size / 8; i++) occurs[byte_of(b, i)] = true;
        a->begins[byte_of(b, 0)] = true;
        total += b.size / 8;
    }
    uint32_t used = 0;
    for (int i = 0; i < 256; i++) used += occurs[i];
    bool all = used == 256;
    a->classes = all ? 256 : 1;
    for (int i = 0; i < 256; i++) a->class_of[i] = all ? (uint8_t)i : occurs[i] ? (uint8_t)a->classes++ : 0;
    return total;
}

static uint32_t *longest_of(struct automaton *a, uint32_t state) { return &a->table[state + a->classes]; }
static uint32_t *depth_of(struct automaton *a, uint32_t state) { return &a->table[state + a->classes + 1]; }

static void add_string(struct automaton *a, struct bits b)
{
    uint32_t state = 0, size = (uint32_t)(b.size / 8);
    for (uint32_t i = 0; i < size; i++) {
        uint32_t *to = &a->table[state + a->class_of[byte_of(b, i)]];
        if (*to == 0) {
            *to = a->used;
            a->used += automaton_row(a);
            *depth_of(a, *to) = i + 1;
        }
        state = *to;
    }
    *longest_of(a, state) = size;
}

/* Breadth first: a state's missing edges are those of the longest proper suffix that is a state too.
 * suffix[] is by number of row. */
static void complete(struct automaton *a, uint32_t *queue, uint32_t *suffix)
{
    uint32_t first = 0, last = 0, row = automaton_row(a);
    for (uint32_t c = 0; c < a->classes; c++)
        if (a->table[c]) suffix[a->table[c] / row] = 0, queue[last++] = a->table[c];
    while (first < last) {
        uint32_t state = queue[first++], back = suffix[state / row];
        uint32_t *next = a->table + state;
        const uint32_t *other = a->table + back;
        if (*longest_of(a, state) == 0) *longest_of(a, state) = *longest_of(a, back);
        for (uint32_t c = 0; c < a->classes; c++) {
            if (next[c]) suffix[next[c] / row] = other[c], queue[last++] = next[c];
            else next[c] = other[c];
        }
    }
}

static bool allocate(struct automaton *a, size_t states)
{
    if (states > UINT32_MAX / 2 / automaton_row(a)) return false;
    a->table = memory_alloc_zeroed(MEMORY_SYSTEM, states * automaton_row(a) * sizeof *a->table);
    a->used = automaton_row(a);
    return a->table;
}

struct automaton *automaton_make(term list)
{
    struct automaton *a = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *a);
    if (!a) return NULL;
    bool done = allocate(a, classify(a, list) + 1);
    for (term t = list; done && is_cons(t); t = tail(t)) add_string(a, bits_view(head(t)));
    size_t states = done ? a->used / automaton_row(a) : 0;
    uint32_t *queue = done ? memory_alloc(MEMORY_SYSTEM, 2 * states * sizeof *queue) : NULL;
    if (queue) complete(a, queue, queue + states);
    memory_free(MEMORY_SYSTEM, queue);
    if (queue) return a;
    automaton_free(a);
    return NULL;
}

void automaton_free(struct automaton *a)
{
    if (!a) return;
    memory_free(MEMORY_SYSTEM, a->table);
    memory_free(MEMORY_SYSTEM, a);
}

/* -- searching ---------------------------------------------------------------------------- */

static enum search_result found_best(const struct search *s, size_t *found, size_t *size)
{
    *found = s->best;
    *size = s->best_size;
    return SEARCH_FOUND;
}

/* Takes note of a string that ends at `end`, if it is better than the one known. */
static void consider(struct search *s, size_t end, size_t size)
{
    size_t begin = end - size;
    if (s->best_size == 0 || begin < s->best || (begin == s->best && size > s->best_size))
        s->best = begin, s->best_size = size;
}

enum search_result automaton_search(struct search *s, const struct automaton *a, const uint8_t *data, int64_t *budget,
                                    size_t *found, size_t *size)
{
    const uint32_t *table = a->table;
    uint32_t state = s->state, classes = a->classes;
    size_t work = *budget > 0 ? (size_t)*budget : 0, at = s->next;
    size_t limit = s->end - at > work ? at + work : s->end;
    while (at < limit) {
        if (state == 0 && s->best_size == 0) {
            while (at < limit && !a->begins[data[at]]) at++;
            if (at == limit) break;
        }
        state = table[state + a->class_of[data[at++]]];
        uint32_t longest = table[state + classes];
        if (s->best_size && at - table[state + classes + 1] > s->best) break; /* nothing better can begin any more */
        if (longest) consider(s, at, longest);
    }
    *budget -= (int64_t)(at - s->next);
    bool settled = s->best_size && at - table[state + classes + 1] > s->best;
    s->next = at;
    s->state = state;
    if (settled || (at == s->end && s->best_size)) return found_best(s, found, size);
    return at == s->end ? SEARCH_NOT_FOUND : SEARCH_AGAIN;
}
