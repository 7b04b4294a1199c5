/* term/float_text.h - floats to decimal text and back, exactly. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The shortest text that reads back as the same double, in OTP's form ("0.1", "1.0e22"), as
 * float_to_list(F, [short]) writes it.  `to` has FLOAT_TEXT_MAX bytes; returns the length. */
enum { FLOAT_TEXT_MAX = 32 };
size_t float_to_text(double value, char *to);

/* A finite double's shortest decimal: |value| = digits * 10^exponent, digits without trailing zeros. */
struct float_decimal {
    uint64_t digits;
    int exponent;
};
struct float_decimal float_shortest(double value);

/* Scientific notation with `digits` after the point, as [{scientific, D}] writes it (20 by default).
 * `to` has FLOAT_LONG_TEXT_MAX bytes; the length, or 0 if that is too little. */
enum { FLOAT_LONG_TEXT_MAX = 256, FLOAT_SCIENTIFIC_DIGITS = 20 };
size_t float_to_scientific(double value, int digits, char *to);

/* `decimals` digits after the point, as [{decimals, D}] writes it; `compact`: without trailing zeros. */
size_t float_to_fixed(double value, int decimals, bool compact, char *to);

/* Reads "[+-]digits.digits[(e|E)[+-]digits]", all of the text, rounded to the nearest double.  False:
 * another form, or too large for a double. */
bool float_from_text(const char *text, size_t size, double *value);

/* How much of the text is such a number; 0: it does not begin with one. */
size_t float_text_length(const char *text, size_t size);
