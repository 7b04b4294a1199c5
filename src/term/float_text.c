/* term/float_text.c - the forms in which OTP writes floats, and the one in which it reads them. */
#include "term/float_text.h"
#include "memory/memory.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- the shortest form ----------------------------------------------------------- */

static size_t put_digits(char *to, uint64_t digits)
{
    char reversed[20];
    size_t count = 0;
    do reversed[count++] = (char)('0' + digits % 10);
    while (digits /= 10);
    for (size_t i = 0; i < count; i++) to[i] = reversed[count - 1 - i];
    return count;
}

/* Whether OTP writes digits * 10^exponent without an exponent: when that is no longer, and a whole
 * number only below 2^53, beyond which the zeros would say more than is known. */
static bool is_fixed(int count, int exponent, double value)
{
    int most = count == 1 || exponent + count - 1 >= 10 ? 2 : 1;
    int least = count == 1 ? -4 : -(count + 2);
    if (exponent < least || exponent > most) return false;
    return exponent < 0 || value < 0x1p53;
}

static size_t put_fixed(char *to, const char *digits, size_t count, int exponent)
{
    if (exponent >= 0) { /* 12300.0 */
        memcpy(to, digits, count);
        memset(to + count, '0', (size_t)exponent);
        memcpy(to + count + exponent, ".0", 2);
        return count + (size_t)exponent + 2;
    }
    size_t behind = (size_t)-exponent;
    if (behind < count) { /* 1.23 */
        size_t before = count - behind;
        memcpy(to, digits, before);
        to[before] = '.';
        memcpy(to + before + 1, digits + before, behind);
        return count + 1;
    }
    memcpy(to, "0.", 2); /* 0.00123 */
    memset(to + 2, '0', behind - count);
    memcpy(to + 2 + behind - count, digits, count);
    return 2 + behind;
}

static size_t put_scientific(char *to, const char *digits, size_t count, int exponent)
{
    size_t length = 0;
    to[length++] = digits[0];
    to[length++] = '.';
    memcpy(to + length, count > 1 ? digits + 1 : "0", count > 1 ? count - 1 : 1);
    length += count > 1 ? count - 1 : 1;
    to[length++] = 'e';
    if (exponent < 0) to[length++] = '-';
    return length + put_digits(to + length, (uint64_t)abs(exponent));
}

size_t float_to_text(double value, char *to)
{
    struct float_decimal d = float_shortest(value);
    char digits[20];
    size_t sign = signbit(value) ? 1 : 0, count = put_digits(digits, d.digits);
    to[0] = '-';
    if (is_fixed((int)count, d.exponent, fabs(value))) return sign + put_fixed(to + sign, digits, count, d.exponent);
    return sign + put_scientific(to + sign, digits, count, d.exponent + (int)count - 1);
}

/* -- forms with a number of digits ------------------------------------------------- */

size_t float_to_scientific(double value, int digits, char *to)
{
    int length = snprintf(to, FLOAT_LONG_TEXT_MAX, "%.*e", digits, value);
    return length < FLOAT_LONG_TEXT_MAX ? (size_t)length : 0;
}

enum { FAST_DECIMALS_MAX = 18 };

/* OTP rounds the fraction alone, as a double times a power of ten, half away from zero: not always
 * what printf gives, but what programs have seen. */
static size_t put_rounded(double magnitude, int decimals, char *to)
{
    uint64_t power = 1;
    for (int i = 0; i < decimals; i++) power *= 10;
    double whole = floor(magnitude), fraction = round((magnitude - whole) * (double)power);
    if (decimals == 0) return put_digits(to, (uint64_t)lround(magnitude));
    bool carry = fraction >= (double)power;
    size_t length = put_digits(to, (uint64_t)whole + carry);
    to[length++] = '.';
    uint64_t digits = carry ? 0 : (uint64_t)fraction;
    for (int i = decimals; i-- > 0; digits /= 10) to[length + (size_t)i] = (char)('0' + digits % 10);
    return length + (size_t)decimals;
}

size_t float_to_fixed(double value, int decimals, bool compact, char *to)
{
    if (decimals < 0) return 0;
    bool fast = fabs(value) <= 0x1p53 && decimals <= FAST_DECIMALS_MAX;
    size_t sign = signbit(value) ? 1 : 0, length;
    if (fast) {
        to[0] = '-';
        length = sign + put_rounded(fabs(value), decimals, to + sign);
    } else {
        length = (size_t)snprintf(to, FLOAT_LONG_TEXT_MAX, "%.*f", decimals, value);
        if (length >= FLOAT_LONG_TEXT_MAX) return 0;
    }
    if (!compact || (fast && decimals == 0)) return length;
    while (to[length - 1] == '0') length--; /* of a whole number too, beyond the fast range: so does OTP */
    return length + (to[length - 1] == '.');
}

/* -- reading ------------------------------------------------------------------------ */

static size_t digits_at(const char *text, size_t at, size_t size)
{
    size_t from = at;
    while (at < size && text[at] >= '0' && text[at] <= '9') at++;
    return at - from;
}

/* OTP takes a comma too. */
static bool is_point(char c) { return c == '.' || c == ','; }

size_t float_text_length(const char *text, size_t size)
{
    size_t at = size > 0 && (text[0] == '+' || text[0] == '-'), count = digits_at(text, at, size);
    if (count == 0 || (at += count) == size || !is_point(text[at])) return 0;
    count = digits_at(text, ++at, size);
    if (count == 0) return 0;
    at += count;
    if (at == size || (text[at] != 'e' && text[at] != 'E')) return at;
    size_t exponent = at + 1;
    exponent += exponent < size && (text[exponent] == '+' || text[exponent] == '-');
    count = digits_at(text, exponent, size);
    return count ? exponent + count : at;
}

bool float_from_text(const char *text, size_t size, double *value)
{
    if (size == 0 || float_text_length(text, size) != size) return false;
    char few[512], *copy = size < sizeof few ? few : memory_alloc(MEMORY_SYSTEM, size + 1);
    if (!copy) return false;
    memcpy(copy, text, size);
    copy[size] = 0;
    char *comma = memchr(copy, ',', size);
    if (comma) *comma = '.';
    *value = strtod(copy, NULL); /* correctly rounded, whatever the length */
    if (copy != few) memory_free(MEMORY_SYSTEM, copy);
    return isfinite(*value);
}
