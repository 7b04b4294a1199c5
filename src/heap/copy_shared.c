/* heap/copy_shared.c - copies of terms that share what the terms share: see copy_shared.h.
 *
 * First each object is met once and given its place, then all are copied, with pointers to the places of what they
 * point to.  Objects that are no containers are copied as heap/copy.c does.
 */
#include "heap/copy_shared.h"
#include "heap/build.h"
#include "heap/fun.h"
#include "memory/memory.h"
#include "term/hash.h"
#include "term/stack.h"
#include <string.h>

enum { FIRST_ROOM = 256 };

/* The slot of an object, or the free one where it belongs. */
static struct sharing_slot *slot_of(const struct sharing *s, uint64_t word)
{
    size_t at = hash_mix(word, 1) & s->mask;
    while (s->slots[at].word && s->slots[at].word != word) at = (at + 1) & s->mask;
    return &s->slots[at];
}

static bool grow(struct sharing *s)
{
    struct sharing larger = *s;
    size_t room = s->slots ? 2 * (s->mask + 1) : FIRST_ROOM;
    larger.mask = room - 1;
    larger.slots = memory_alloc_zeroed(MEMORY_SYSTEM, room * sizeof *larger.slots);
    uint64_t *order = larger.slots ? memory_resize(MEMORY_SYSTEM, s->order, room / 2 * sizeof *order) : NULL;
    if (!order) {
        memory_free(MEMORY_SYSTEM, larger.slots);
        return false;
    }
    for (size_t i = 0; s->slots && i <= s->mask; i++)
        if (s->slots[i].word) *slot_of(&larger, s->slots[i].word) = s->slots[i];
    memory_free(MEMORY_SYSTEM, s->slots);
    larger.order = order, larger.room = room / 2;
    *s = larger;
    return true;
}

/* The terms in an object that is copied word by word; NULL: it is not. */
static term *container(term t, size_t *skip, size_t *words)
{
    *skip = is_cons(t) ? 0 : kind_of(t) == KIND_FUN ? FUN_WORDS : 1;
    if (is_cons(t)) return *words = CONS_WORDS, cons_cell(t);
    if (kind_of(t) != KIND_FUN && kind_of(t) > KIND_MAPNODE) return NULL;
    return *words = header_words(header_of(t)) + 1, boxed(t);
}

/* Gives t its place, if it is met for the first time (*new). */
static bool meet(struct sharing *s, term t, bool *new)
{
    size_t skip, words;
    if (s->count == s->room && !grow(s)) return false;
    struct sharing_slot *slot = slot_of(s, t.word);
    *new = !slot->word;
    if (!*new) return true;
    if (!container(t, &skip, &words) && (words = term_flat_size(t, true)) == SIZE_MAX) return false;
    *slot = (struct sharing_slot){t.word, s->words};
    s->order[s->count++] = t.word;
    s->words += words;
    return true;
}

static bool walk(struct sharing *s, struct stack *left)
{
    while (!stack_is_empty(left)) {
        term t = {stack_pop(left).a};
        size_t skip = 0, words = 0;
        bool new;
        if (!meet(s, t, &new)) return false;
        const term *at = new ? container(t, &skip, &words) : NULL;
        for (size_t i = skip; at && i < words; i++)
            if (!is_immediate(at[i]) && !stack_push(left, at[i].word, 0)) return false;
    }
    return true;
}

bool sharing_open(struct sharing *s, term t)
{
    struct stack left;
    *s = (struct sharing){0};
    if (is_immediate(t)) return true;
    stack_open(&left);
    bool done = stack_push(&left, t.word, 0) && walk(s, &left);
    stack_close(&left);
    return done;
}

void sharing_close(struct sharing *s)
{
    memory_free(MEMORY_SYSTEM, s->slots);
    memory_free(MEMORY_SYSTEM, s->order);
}

/* Where the copy of t is. */
static term moved(const struct sharing *s, term t, term *to)
{
    if (is_immediate(t)) return t;
    term *place = to + slot_of(s, t.word)->at;
    return is_cons(t) ? cons_at(place) : boxed_at(place);
}

term sharing_copy(const struct sharing *s, term t, term *to, struct offheap **owners)
{
    term *hp = to;
    for (size_t n = 0; n < s->count; n++) {
        term object = {s->order[n]};
        size_t skip, words;
        const term *at = container(object, &skip, &words);
        if (!at) {
            term_copy(object, true, &hp, owners);
            continue;
        }
        memcpy(hp, at, skip * sizeof *hp);
        for (size_t i = skip; i < words; i++) hp[i] = moved(s, at[i], to);
        hp += words;
    }
    return moved(s, t, to);
}
