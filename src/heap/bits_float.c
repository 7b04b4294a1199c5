/* heap/bits_float.c - float fields: IEEE 754 binary16, binary32 and binary64. */
#include "heap/bitsyntax.h"
#include "term/integer.h"
#include <math.h>

/* -- half precision ------------------------------------------------------------------- */

static double half_to_double(uint16_t half)
{
    int exponent = half >> 10 & 31;
    double fraction = half & 1023;
    double size = exponent == 0 ? ldexp(fraction, -24) : ldexp(fraction + 1024, exponent - 25);
    return half >> 15 ? -size : size;
}

/* To the nearest, ties to even, in one step; too large becomes infinity. */
static uint16_t double_to_half(double value)
{
    uint16_t sign = signbit(value) ? 0x8000 : 0;
    double size = fabs(value);
    if (size >= 65520.0) return sign | 0x7c00;
    if (size < 0x1p-14) return (uint16_t)(sign | (int)nearbyint(size * 0x1p24)); /* may carry into the first normal */
    int exponent;
    double fraction = frexp(size, &exponent);                                /* 0.5 <= fraction < 1 */
    int mantissa = (int)nearbyint(ldexp(fraction, 11));                      /* 1024 .. 2048 */
    return (uint16_t)(sign | (((exponent + 14) << 10) + (mantissa - 1024))); /* a carry raises the exponent */
}

/* -- reading -------------------------------------------------------------------------- */

bool bits_get_float(const uint8_t *data, size_t at, size_t n, unsigned flags, double *value)
{
    if (n != 16 && n != 32 && n != 64) {
        *value = 0.0;
        return n == 0; /* a float of no bits is 0.0, as OTP has it */
    }
    uint64_t word = bits_get_word(data, at, (unsigned)n, flags & ~(unsigned)FIELD_SIGNED);
    if (n == 16) {
        if ((word >> 10 & 31) == 31) return false;
        *value = half_to_double((uint16_t)word);
    } else if (n == 32) {
        uint32_t narrow = (uint32_t)word;
        float single;
        memcpy(&single, &narrow, sizeof single);
        *value = single;
    } else {
        memcpy(value, &word, sizeof *value);
    }
    return isfinite(*value);
}

/* -- writing -------------------------------------------------------------------------- */

/* What is too large becomes infinity. */
static bool number_to_double(term number, double *value)
{
    struct integer v;
    if (is_float(number)) *value = float_value(number);
    else if (integer_view(number, &v)) (void)integer_to_double(&v, value);
    else return false;
    return true;
}

static uint64_t float_word(double value, size_t n)
{
    uint64_t word;
    if (n == 16) return double_to_half(value);
    if (n == 32) {
        float single = (float)value;
        uint32_t narrow;
        memcpy(&narrow, &single, sizeof narrow);
        return narrow;
    }
    memcpy(&word, &value, sizeof word);
    return word;
}

static uint64_t swap_bytes(uint64_t word, size_t n) { return __builtin_bswap64(word) >> (64 - n); }

enum float_fault bits_put_float(uint8_t *data, size_t at, size_t n, unsigned flags, term value)
{
    double number;
    if (n != 16 && n != 32 && n != 64) return FLOAT_SIZE;
    if (!number_to_double(value, &number)) return FLOAT_TYPE;
    if (!isfinite(number)) return FLOAT_RANGE;
    uint64_t word = float_word(number, n);
    bits_write(data, at, (unsigned)n, field_is_little(flags) ? swap_bytes(word, n) : word);
    return FLOAT_OK;
}
