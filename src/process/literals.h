/* process/literals.h - frees literals once no process refers to them any more.
 *
 * Whoever drops an area of literals (a value of persistent_term, a purged module) hands it over.
 * Between slices, when every process is at rest, processes are searched one after the other; one
 * that refers to the area gets copies of its own.
 */
#pragma once
#include "heap/heap.h"

struct literal_area {
    struct literal_area *next;
    term *start; /* from memory_alloc_literals() */
    size_t bytes;
    struct offheap *owners; /* objects in the area that own something */
};

/* Room for an area of so many bytes; NULL: no memory. */
struct literal_area *literal_area_new(size_t bytes);
/* Frees an area that nobody ever referred to, or no longer does. */
void literal_area_free(struct literal_area *area);

/* The area will be freed as soon as nothing refers to it; nothing new may. */
void literals_retire(struct literal_area *area);

/* Does some of that work, about a millisecond; false: there is none left.  Called between slices. */
bool literals_step(void);
