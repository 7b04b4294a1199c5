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

/* "%.*e" with at least two digits of exponent, as float_to_list(F) and [{scientific, D}] write it;
 * `digits` after the point, at most 249. */
enum { FLOAT_SCIENTIFIC_MAX = 249, FLOAT_SCIENTIFIC_TEXT_MAX = 264 };
size_t float_to_scientific(double value, int digits, char *to);

/* "%.*f", as [{decimals, D}] writes it (at most 253), `compact`: without trailing zeros beyond one
 * digit.  `to` has FLOAT_FIXED_TEXT_MAX bytes. */
enum { FLOAT_DECIMALS_MAX = 253, FLOAT_FIXED_TEXT_MAX = 640 };
size_t float_to_fixed(double value, int digits, bool compact, char *to);

/* Reads "[+-]digits.digits[(e|E)[+-]digits]", all of the text, rounded to the nearest double.  False:
 * another form, or too large for a double. */
bool float_from_text(const char *text, size_t size, double *value);
