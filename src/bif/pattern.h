/* bif/pattern.h - finding byte strings: one by the C library's two-way search, many at once by an
 * Aho-Corasick automaton.  A search stops when its work is used up, and goes on from there.
 *
 * Of all matches the one that begins first is found, of those the longest.
 */
#pragma once
#include "bif/resume.h"

/* One or more byte strings to look for. */
struct pattern {
    struct magic magic; /* for compiled patterns: {bm, Ref} and {ac, Ref} */
    const uint8_t *bytes;
    size_t size;                 /* of the only string; of the longest when there are more */
    struct automaton *automaton; /* NULL: one string */
    uint8_t copy[];
};

enum pattern_result { PATTERN_OK, PATTERN_BAD, PATTERN_NO_MEMORY };

/* A new pattern with no reference yet. `t`: a nonempty binary, or a nonempty list of them. */
enum pattern_result pattern_compile(term t, struct pattern **pattern);
void pattern_destroy(struct magic *m);
/* The pattern that {bm, Ref} or {ac, Ref} stands for, NULL if `t` is not such a term. */
struct pattern *pattern_of(term t);

struct search {
    size_t at, end; /* the bytes still to be searched */
    /* the automaton, when it was interrupted */
    size_t next;
    uint32_t state;
    size_t best, best_size; /* a match found already, if best_size > 0 */
};

enum search_result { SEARCH_FOUND, SEARCH_NOT_FOUND, SEARCH_AGAIN };

void search_open(struct search *s, size_t from, size_t end);
/* The next match in data[s->at..s->end): found at `*found`, `*size` bytes; searching goes on behind it. */
enum search_result search_next(struct search *s, const struct pattern *p, const uint8_t *data, int64_t *budget,
                               size_t *found, size_t *size);

/* -- bif/automaton.c, for pattern.c alone ------------------------------------------------ */

/* A state is a row of table[]: for each class the next state, then the size of the longest string
 * that ends here, or 0, then how many of the last bytes the state remembers.  States are numbered by where
 * their rows begin. */
struct automaton {
    uint32_t classes;      /* bytes that occur in no string are class 0 */
    uint32_t used;         /* of table[] */
    uint8_t class_of[256]; /* when all bytes occur there is no such class, and each byte is its own */
    bool begins[256];      /* bytes that a string begins with */
    uint32_t *table;
};
static inline uint32_t automaton_row(const struct automaton *a) { return a->classes + 2; }
/* For the binaries in `list`, which must all be nonempty; NULL: no memory. */
struct automaton *automaton_make(term list);
void automaton_free(struct automaton *a);
enum search_result automaton_search(struct search *s, const struct automaton *a, const uint8_t *data, int64_t *budget,
                                    size_t *found, size_t *size);
