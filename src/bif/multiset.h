/* bif/multiset.h - a multiset of terms: how often each stands in a list. */
#pragma once
#include "term/term.h"

struct entry {
    uint32_t hash;
    uint32_t count; /* how often it stands in the list that the multiset was made of */
    uint32_t to_go; /* how many of them List1 still loses */
};
/* The elements lie in an array of their own: the collector's roots while the call waits. */
struct multiset {
    uint32_t *slots; /* 1 + the index of an element; 0: empty */
    size_t mask;
    term *elements;
    struct entry *entries;
    size_t used;
};

/* Room for `size` elements; m was zeroed, and its slots are still to be cleared. False: no memory. */
bool multiset_open(struct multiset *m, size_t size);
void multiset_close(struct multiset *m);
void multiset_add(struct multiset *m, term element);
/* NULL: it is not there. */
struct entry *multiset_find(const struct multiset *m, term element);
