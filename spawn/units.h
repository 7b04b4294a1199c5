/* spawn/units.h - numbers, sizes and seconds as users write them. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

/* Digits, and nothing else. */
bool unit_number(const char *text, uint64_t *n);
/* Digits, and K, M or G. */
bool unit_size(const char *text, uint64_t *bytes);
/* Seconds, with a fraction if need be: more than none, less than a year. */
bool unit_seconds(const char *text, uint64_t *ns);
