/* bif/size_shared.c - the words that a term takes when what it shares counts once, and literals not at all. */
#include "bif/bif.h"
#include "heap/fun.h"
#include "memory/arena.h"
#include "memory/memory.h"
#include "term/hash.h"
#include "term/stack.h"

/* The objects seen so far. */
struct seen {
    uint64_t *slots; /* words of terms; 0: empty */
    size_t count, mask;
};

static bool grow(struct seen *s);

/* *new: it was not there. False: no memory. */
static bool add(struct seen *s, uint64_t word, bool *new)
{
    if (2 * s->count >= s->mask && !grow(s)) return false;
    size_t at = hash_mix(word, 1) & s->mask;
    while (s->slots[at] && s->slots[at] != word) at = (at + 1) & s->mask;
    *new = s->slots[at] == 0;
    s->slots[at] = word;
    s->count += *new;
    return true;
}

static bool grow(struct seen *s)
{
    struct seen larger = {.mask = s->slots ? s->mask * 2 + 1 : 255};
    larger.slots = memory_alloc_zeroed(MEMORY_SYSTEM, (larger.mask + 1) * sizeof *larger.slots);
    if (!larger.slots) return false;
    bool new;
    for (size_t i = 0; s->slots && i <= s->mask; i++)
        if (s->slots[i]) add(&larger, s->slots[i], &new);
    memory_free(MEMORY_SYSTEM, s->slots);
    *s = larger;
    return true;
}

/* The words of an object that are terms. */
static const term *children(term t, size_t *count)
{
    if (is_cons(t)) return *count = 2, cons_cell(t);
    size_t words = header_words(header_of(t));
    *count = 0;
    if (kind_of(t) == KIND_FUN) return *count = words + 1 - FUN_WORDS, boxed(t) + FUN_WORDS;
    if (kind_of(t) == KIND_BITS_SUB) return *count = 1, &((struct bits_sub *)boxed(t))->of;
    if (kind_of(t) <= KIND_MAPNODE) *count = words;
    return boxed(t) + 1;
}

static bool walk(struct stack *s, struct seen *seen, size_t *words)
{
    while (!stack_is_empty(s)) {
        term t = {stack_pop(s).a};
        bool new;
        if (is_literal_address(is_cons(t) ? cons_cell(t) : boxed(t))) continue;
        if (!add(seen, t.word, &new)) return false;
        if (!new) continue;
        *words += is_cons(t) ? 2 : header_words(header_of(t)) + 1;
        size_t count;
        const term *child = children(t, &count);
        for (size_t i = 0; i < count; i++)
            if (!is_immediate(child[i]) && !stack_push(s, child[i].word, 0)) return false;
    }
    return true;
}

enum bif_end bif_erts_debug_size_shared_1(struct process *p, term *args, term *result)
{
    struct stack s;
    struct seen seen = {0};
    size_t words = 0;
    stack_open(&s);
    bool done = is_immediate(args[0]) || (stack_push(&s, args[0].word, 0) && walk(&s, &seen, &words));
    stack_close(&s);
    memory_free(MEMORY_SYSTEM, seen.slots);
    bif_charge(p, (int64_t)(words / 16));
    return bif_value(p, done ? small((int64_t)words) : NO_TERM, result);
}
