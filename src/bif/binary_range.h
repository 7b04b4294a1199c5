/* bif/binary_range.h - {Position, Length} as the binary functions take it. */
#pragma once
#include "term/term.h"

/* A range inside `size` bytes; a negative length counts back from position. False: badarg. */
bool binary_range(size_t size, term position, term length, size_t *at, size_t *count);
