/* term/limbs.h - arithmetic on magnitudes: arrays of 64-bit limbs, least significant first.
 *
 * Subquadratic for large ones, with scratch memory from the arena (false, 0 or SIZE_MAX: there is
 * none).  Results do not overlap operands.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int limbs_compare(const uint64_t *a, const uint64_t *b, size_t size);
/* a_size >= b_size; the carry out. */
uint64_t limbs_add(uint64_t *to, const uint64_t *a, size_t a_size, const uint64_t *b, size_t b_size);
/* a >= b */
void limbs_subtract(uint64_t *to, const uint64_t *a, size_t a_size, const uint64_t *b, size_t b_size);
/* a_size >= b_size >= 1; a_size + b_size limbs */
bool limbs_multiply(uint64_t *to, const uint64_t *a, size_t a_size, const uint64_t *b, size_t b_size);
/* a_size >= b_size >= 1, b's top limb not 0; a_size - b_size + 1 and b_size limbs */
bool limbs_divide(uint64_t *quotient, uint64_t *remainder, const uint64_t *a, size_t a_size, const uint64_t *b,
                  size_t b_size);

/* Digits in a base from 2 to 36, capital letters; may be one less than the room.  The top limb is not 0. */
size_t limbs_text_room(const uint64_t *limbs, size_t size, int base);
size_t limbs_to_text(const uint64_t *limbs, size_t size, int base, char *to);
/* The limbs of digit values, the first of which is not 0; how many limbs. */
size_t limbs_of_digits(uint64_t *to, const uint8_t *digits, size_t count, int base);
