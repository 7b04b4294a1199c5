/* process/references.h - unique references, and the table of those that mean something now:
 * monitors, aliases, timers, objects of built-in functions; links are kept in it too, by a number made of their two ends.
 *
 * The table grows one bucket at a time (linear hashing), so no insertion is ever long.
 */
#pragma once
#include "term/term.h"

enum reference_kind { REFERENCE_LINK, REFERENCE_MONITOR, REFERENCE_TIMER, REFERENCE_OBJECT };

/* Embedded first in what it finds. */
struct reference {
    struct reference *next; /* in its bucket */
    uint64_t number;
    enum reference_kind kind;
    uint32_t high; /* of the term; links: not used */
};

struct reference_table {
    struct reference **buckets;
    size_t room, size, split; /* buckets allocated; power of two in use; next one to split */
    size_t count;
};

bool references_open(void);
/* The next number of a reference: never 0, never the same twice. */
uint64_t reference_new_number(void);
/* The 32 further bits that every reference of this machine carries (chosen at start, so that refs of
 * an earlier life differ). */
uint32_t reference_high(void);
/* Numbers handed out so far. */
uint64_t references_made(void);

bool reference_insert(struct reference *r); /* false: no memory */
void reference_remove(struct reference *r);
struct reference *reference_find(uint64_t number, enum reference_kind kind); /* NULL: none */
struct reference *reference_again(const struct reference *r); /* the next with the same number and kind */

/* The number of a local (or magic) reference term, 0 for any other term. */
uint64_t reference_number(term t);
/* A new reference on a heap; LOCAL_REF_WORDS. */
term build_new_reference(term **hp);
