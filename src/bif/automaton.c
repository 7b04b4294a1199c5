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
        total += b.size / 8;
    }
    uint32_t used = 0;
    for (int i = 0; i < 256; i++) used += occurs[i];
    a->all_bytes = used == 256;
    a->classes = a->all_bytes ? 256 : 1;
    for (int i = 0; i < 256; i++) a->class_of[i] = a->all_bytes ? (uint8_t)i : occurs[i] ? (uint8_t)a->classes++ : 0;
    return total;
}

static uint32_t *edge(struct automaton *a, uint32_t state, uint8_t byte)
{
    return &a->next[(size_t)state * a->classes + a->class_of[byte]];
}

static void add_string(struct automaton *a, struct bits b)
{
    uint32_t state = 0, size = (uint32_t)(b.size / 8);
    for (uint32_t i = 0; i < size; i++) {
        uint32_t *to = edge(a, state, byte_of(b, i));
        if (*to == 0) {
            a->depth[a->states] = i + 1;
            *to = a->states++;
        }
        state = *to;
    }
    a->longest[state] = size;
}

/* Breadth first: a state's missing edges are those of the longest proper suffix that is a state too. */
static void complete(struct automaton *a, uint32_t *queue, uint32_t *suffix)
{
    uint32_t first = 0, last = 0;
    for (uint32_t c = 0; c < a->classes; c++)
        if (a->next[c]) suffix[a->next[c]] = 0, queue[last++] = a->next[c];
    while (first < last) {
        uint32_t state = queue[first++], *next = a->next + (size_t)state * a->classes;
        const uint32_t *other = a->next + (size_t)suffix[state] * a->classes;
        if (a->longest[state] == 0) a->longest[state] = a->longest[suffix[state]];
        for (uint32_t c = 0; c < a->classes; c++) {
            if (next[c]) suffix[next[c]] = other[c], queue[last++] = next[c];
            else next[c] = other[c];
        }
    }
}

static bool allocate(struct automaton *a, size_t states)
{
    if (states > UINT32_MAX / 2 || states > SIZE_MAX / 4 / a->classes) return false;
    a->next = memory_alloc_zeroed(MEMORY_SYSTEM, states * a->classes * sizeof *a->next);
    a->longest = memory_alloc_zeroed(MEMORY_SYSTEM, states * sizeof *a->longest);
    a->depth = memory_alloc_zeroed(MEMORY_SYSTEM, states * sizeof *a->depth);
    a->states = 1;
    return a->next && a->longest && a->depth;
}

struct automaton *automaton_make(term list)
{
    struct automaton *a = memory_alloc_zeroed(MEMORY_SYSTEM, sizeof *a);
    if (!a) return NULL;
    bool done = allocate(a, classify(a, list) + 1);
    for (term t = list; done && is_cons(t); t = tail(t)) add_string(a, bits_view(head(t)));
    uint32_t *queue = done ? memory_alloc(MEMORY_SYSTEM, 2 * (size_t)a->states * sizeof *queue) : NULL;
    if (queue) complete(a, queue, queue + a->states);
    memory_free(MEMORY_SYSTEM, queue);
    if (queue) return a;
    automaton_free(a);
    return NULL;
}

void automaton_free(struct automaton *a)
{
    if (!a) return;
    memory_free(MEMORY_SYSTEM, a->next);
    memory_free(MEMORY_SYSTEM, a->longest);
    memory_free(MEMORY_SYSTEM, a->depth);
    memory_free(MEMORY_SYSTEM, a);
}

/* -- searching ---------------------------------------------------------------------------- */

static enum search_result found_best(const struct search *s, size_t *found, size_t *size)
{
    *found = s->best;
    *size = s->best_size;
    return SEARCH_FOUND;
}

enum search_result automaton_search(struct search *s, const struct automaton *a, const uint8_t *data, int64_t *budget,
                                    size_t *found, size_t *size)
{
    while (s->next < s->end) {
        if (--*budget <= 0) return SEARCH_AGAIN;
        s->state = a->next[(size_t)s->state * a->classes + a->class_of[data[s->next++]]];
        if (s->best_size && s->next - a->depth[s->state] > s->best) return found_best(s, found, size);
        uint32_t longest = a->longest[s->state];
        if (longest == 0) continue;
        size_t begin = s->next - longest;
        if (s->best_size == 0 || begin < s->best || (begin == s->best && longest > s->best_size))
            s->best = begin, s->best_size = longest;
    }
    return s->best_size ? found_best(s, found, size) : SEARCH_NOT_FOUND;
}
