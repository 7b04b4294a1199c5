/* term/compare_map.h - comparing two maps of one size, a pair of terms at a time.
 *
 * Hash maps, and flat ones whose keys do not stand in the order of terms, order as their sorted keys do, and if these
 * are equal, as the values of the smallest key whose values differ.  No sorting is needed: the smallest key that only
 * one of them has decides.  The caller compares the pairs, so that maps in maps need no recursion.
 */
#pragma once
#include "term/map.h"

struct map_comparison;

/* `exact`: how values compare.  NULL: no memory. */
struct map_comparison *map_comparison_open(term a, term b, bool exact);
void map_comparison_close(struct map_comparison *m);

/* *order: how the latest pair compared (anything at first).  True: compare *a with *b as *exact
 * says; false: *order is that of the maps, and *exact as before. */
bool map_comparison_next(struct map_comparison *m, int *order, term *a, term *b, bool *exact);
