/* process/dictionary.h - the process dictionary: a hash table of terms on the owner's heap. */
#pragma once
#include "term/term.h"

/* Open addressing, linear probing; NULL stands for an empty one.  The pairs are roots of the owner's
 * heap: `room` pairs, the free ones with key NO_TERM. */
struct dictionary {
    size_t room, count;
    struct pair {
        term key, value;
    } pairs[];
};

term dictionary_get(const struct dictionary *d, term key); /* NO_TERM: not there */
/* Puts a pair and says what stood there (NO_TERM: nothing); false: no memory. */
bool dictionary_put(struct dictionary **d, term key, term value, term *before);
term dictionary_erase(struct dictionary *d, term key); /* what was there, or NO_TERM */
void dictionary_free(struct dictionary *d);
static inline size_t dictionary_count(const struct dictionary *d) { return d ? d->count : 0; }
