/* code/beam_share.c - equal parts of a module's literals become one: for images, whose bytes count more than the time
 * that this takes.
 *
 * Terms are decoded from their outside to their inside, so an object's parts mostly lie behind it: objects are looked at
 * from the last to the first, each after its parts, and one is equal to another if their words are.  What lies the other
 * way round is only shared less.
 */
#include "code/beam_parts.h"
#include "code/tables.h"
#include "memory/memory.h"
#include "term/hash.h"
#include <string.h>

enum { NOWHERE = 0xffffffff };

struct sharing {
    term *words;
    uint32_t count;
    uint32_t *starts, objects; /* where each object begins */
    uint32_t *same;            /* for the start of each object: the one that stands for it */
    uint32_t *place;           /* for each that stands: where it will be */
    uint32_t *slots, mask;     /* those that stand, by hash; NOWHERE: empty */
};

static bool is_object_header(term t) { return (t.word & TAG_MASK) == TAG_HEADER; }

static uint32_t object_words(const struct sharing *s, uint32_t at)
{
    term first = s->words[at];
    return is_object_header(first) ? 1 + (uint32_t)header_words(first.word) : 2;
}

/* Words [*from, *to) of an object are terms. */
static void object_terms(const struct sharing *s, uint32_t at, uint32_t *from, uint32_t *to)
{
    term first = s->words[at];
    bool boxed = is_object_header(first), raw = boxed && header_kind(first.word) >= KIND_RAW;
    *from = at + boxed;
    *to = raw ? *from : at + object_words(s, at);
}

/* The object in the block that a term leads to; NOWHERE: none. */
static uint32_t object_of(const struct sharing *s, term t)
{
    uint64_t distance = (t.word & ~(uint64_t)TAG_MASK) - (uint64_t)(uintptr_t)s->words;
    bool inside = (is_cons(t) || is_boxed(t)) && distance < s->count * sizeof(term);
    return inside ? (uint32_t)(distance / sizeof(term)) : NOWHERE;
}

static term pointing_to(const struct sharing *s, term t, uint32_t at)
{
    return (term){(uint64_t)(uintptr_t)(s->words + at) | (t.word & TAG_MASK)};
}

/* -- is the block what it is taken for: objects, one after the other, that lead to objects? ------------------ */

static bool find_objects(struct sharing *s)
{
    for (uint32_t at = 0; at < s->count; at += object_words(s, at)) {
        if (object_words(s, at) > s->count - at) return false;
        if (!is_object_header(s->words[at]) && is_object_header(s->words[at + 1])) return false;
        s->same[at] = at;
        s->starts[s->objects++] = at;
    }
    return true;
}

static bool leads_to_objects(const struct sharing *s, uint32_t at)
{
    uint32_t from, to;
    for (object_terms(s, at, &from, &to); from < to; from++) {
        uint32_t part = object_of(s, s->words[from]);
        if (part == NOWHERE) continue;
        if (s->same[part] == NOWHERE || is_cons(s->words[from]) == is_object_header(s->words[part])) return false;
    }
    return true;
}

static bool is_plain(struct sharing *s)
{
    if (!find_objects(s)) return false;
    for (uint32_t i = 0; i < s->objects; i++)
        if (!leads_to_objects(s, s->starts[i])) return false;
    return true;
}

/* -- sharing --------------------------------------------------------------------------------------------------- */

static void resolve(struct sharing *s, uint32_t at)
{
    uint32_t from, to;
    for (object_terms(s, at, &from, &to); from < to; from++) {
        uint32_t part = object_of(s, s->words[from]);
        if (part != NOWHERE) s->words[from] = pointing_to(s, s->words[from], s->same[part]);
    }
}

/* The one that stands for the object at `at`; itself, if it is the first of its kind. */
static uint32_t standing(struct sharing *s, uint32_t at)
{
    size_t bytes = object_words(s, at) * sizeof(term);
    for (uint64_t slot = hash_bytes(&s->words[at], bytes);; slot++) {
        uint32_t *other = &s->slots[slot & s->mask];
        if (*other == NOWHERE) return *other = at;
        if (object_words(s, *other) * sizeof(term) == bytes && !memcmp(&s->words[*other], &s->words[at], bytes))
            return *other;
    }
}

/* Moves what stands together; the words that are left. */
static uint32_t close_up(struct sharing *s)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < s->objects; i++) {
        uint32_t at = s->starts[i];
        if (s->same[at] != at) continue;
        s->place[at] = end;
        end += object_words(s, at);
    }
    for (uint32_t i = 0, from, to; i < s->objects; i++) {
        uint32_t at = s->starts[i], words = object_words(s, at);
        if (s->same[at] != at) continue;
        for (object_terms(s, at, &from, &to); from < to; from++) {
            uint32_t part = object_of(s, s->words[from]);
            if (part != NOWHERE) s->words[from] = pointing_to(s, s->words[from], s->place[s->same[part]]);
        }
        memmove(&s->words[s->place[at]], &s->words[at], words * sizeof(term));
    }
    return end;
}

static bool make_room(struct sharing *s)
{
    uint32_t slots = 64;
    while (slots < s->count) slots *= 2; /* an object has two words or more, but for the empty tuple */
    s->mask = slots - 1;
    s->starts = memory_alloc(MEMORY_CODE, s->count * sizeof *s->starts);
    s->same = memory_alloc(MEMORY_CODE, s->count * sizeof *s->same);
    s->place = memory_alloc(MEMORY_CODE, s->count * sizeof *s->place);
    s->slots = memory_alloc(MEMORY_CODE, slots * sizeof *s->slots);
    if (!s->starts || !s->same || !s->place || !s->slots) return false;
    memset(s->same, 0xff, s->count * sizeof *s->same);
    memset(s->slots, 0xff, slots * sizeof *s->slots);
    return true;
}

static void share(struct sharing *s, struct beam *b, struct heap *h)
{
    for (uint32_t i = s->objects; i-- > 0;) {
        resolve(s, s->starts[i]);
        s->same[s->starts[i]] = standing(s, s->starts[i]);
    }
    h->top = h->start + close_up(s);
    for (uint32_t i = 0; i < b->literal_count; i++) {
        uint32_t at = object_of(s, b->literals[i]);
        if (at != NOWHERE) b->literals[i] = pointing_to(s, b->literals[i], s->place[s->same[at]]);
    }
}

void beam_share_literals(struct beam *b, struct heap *h)
{
    struct sharing s = {.words = h->start, .count = (uint32_t)(h->top - h->start)};
    if (s.count && make_room(&s) && is_plain(&s)) share(&s, b, h);
    memory_free(MEMORY_CODE, s.starts);
    memory_free(MEMORY_CODE, s.same);
    memory_free(MEMORY_CODE, s.place);
    memory_free(MEMORY_CODE, s.slots);
}
