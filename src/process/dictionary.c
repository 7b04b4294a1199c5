/* process/dictionary.c - the process dictionary: see dictionary.h. */
#include "process/dictionary.h"
#include "memory/memory.h"
#include "term/compare.h"
#include "term/hash.h"

enum { FIRST_ROOM = 8 };

/* Atoms and other immediates, the usual keys, need no walk. */
static size_t home_of(const struct dictionary *d, term key)
{
    uint64_t h = is_immediate(key) ? key.word * UINT64_C(0x9e3779b97f4a7c15) : term_hash(key);
    return (size_t)(h >> 32 ^ h) & (d->room - 1);
}

/* The pair of `key`, or the free one where it belongs. */
static struct pair *pair_for(struct dictionary *d, term key)
{
    for (size_t i = home_of(d, key);; i = (i + 1) & (d->room - 1))
        if (!is_term(d->pairs[i].key) || term_equal(d->pairs[i].key, key)) return &d->pairs[i];
}

static struct dictionary *dictionary_new(size_t room)
{
    struct dictionary *d = memory_alloc(MEMORY_PROCESS, sizeof *d + room * sizeof(struct pair));
    if (!d) return NULL;
    *d = (struct dictionary){.room = room};
    for (size_t i = 0; i < room; i++) d->pairs[i] = (struct pair){NO_TERM, NO_TERM};
    return d;
}

/* Room for one pair more. */
static bool make_room(struct dictionary **d)
{
    struct dictionary *old = *d;
    if (old && 4 * (old->count + 1) <= 3 * old->room) return true;
    struct dictionary *more = dictionary_new(old ? 2 * old->room : FIRST_ROOM);
    if (!more) return false;
    for (size_t i = 0; old && i < old->room; i++)
        if (is_term(old->pairs[i].key)) *pair_for(more, old->pairs[i].key) = old->pairs[i];
    more->count = dictionary_count(old);
    dictionary_free(old);
    *d = more;
    return true;
}

term dictionary_get(const struct dictionary *d, term key)
{
    if (!d) return NO_TERM;
    const struct pair *p = pair_for((struct dictionary *)d, key);
    return is_term(p->key) ? p->value : NO_TERM;
}

bool dictionary_put(struct dictionary **d, term key, term value, term *before)
{
    if (!make_room(d)) return false;
    struct pair *p = pair_for(*d, key);
    *before = is_term(p->key) ? p->value : NO_TERM;
    if (!is_term(p->key)) (*d)->count++;
    *p = (struct pair){key, value};
    return true;
}

term dictionary_erase(struct dictionary *d, term key)
{
    struct pair *hole = d ? pair_for(d, key) : NULL;
    if (!hole || !is_term(hole->key)) return NO_TERM;
    term before = hole->value;
    d->count--;
    /* Pairs behind the hole move into it unless it lies before their home. */
    size_t at = (size_t)(hole - d->pairs), mask = d->room - 1;
    for (size_t i = (at + 1) & mask; is_term(d->pairs[i].key); i = (i + 1) & mask) {
        size_t home = home_of(d, d->pairs[i].key);
        if (((i - home) & mask) < ((i - at) & mask)) continue;
        d->pairs[at] = d->pairs[i];
        at = i;
    }
    d->pairs[at] = (struct pair){NO_TERM, NO_TERM};
    return before;
}

void dictionary_free(struct dictionary *d) { memory_free(MEMORY_PROCESS, d); }
