/* spawn/memory.h - how much memory the machines hold, for the dashboard. */
#pragma once
#include "spawn/maker.h"

/* Bytes that the maker's children and their cells have touched and share with nobody else; a sample, where they are many. */
uint64_t memory_of_children(const struct maker *m);
