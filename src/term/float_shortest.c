/* term/float_shortest.c - the shortest decimal that identifies a double.
 *
 * The method is Raffaello Giulietti's ("The Schubfach way to render doubles", 2020): the interval of
 * reals that round to the double is scaled by a power of ten with 128 bits of precision, so that at
 * most one multiple of ten, or else a choice of two integers, lies in it.
 */
#include "term/float_text.h"
#include <string.h>

struct power {
    uint64_t high, low;
};

enum { POWER_LEAST = -292 };

static struct power power_of_ten(int k)
{
    static const struct power powers[] = {
#define POWER(k, high, low) {high, low},
#include "term/float_powers.def"
#undef POWER
    };
    return powers[k - POWER_LEAST];
}

static int floor_log2_of_pow10(int k) { return k * 1741647 >> 19; }

/* floor(log10(2^q)), or of three quarters of it */
static int floor_log10_of_pow2(int q, bool three_quarters)
{
    return (q * 1262611 - (three_quarters ? 524031 : 0)) >> 22;
}

/* The product's whole part; its lowest bit is set if anything was cut off ("round to odd"). */
static uint64_t multiply_to_odd(struct power g, uint64_t c)
{
    __uint128_t low = (__uint128_t)g.low * c, high = (__uint128_t)g.high * c + (uint64_t)(low >> 64);
    return (uint64_t)(high >> 64) | ((uint64_t)high > 1);
}

struct scaled {
    uint64_t lower, value, upper; /* four times the interval and the value, in units of 10^k */
    int k;
};

static struct scaled scale(uint64_t c, int q, bool closer_below)
{
    int k = floor_log10_of_pow2(q, closer_below), h = q + floor_log2_of_pow10(-k) + 1;
    struct power g = power_of_ten(-k);
    bool odd = c & 1;
    return (struct scaled){
        .lower = multiply_to_odd(g, (4 * c - 2 + closer_below) << h) + odd,
        .value = multiply_to_odd(g, 4 * c << h),
        .upper = multiply_to_odd(g, (4 * c + 2) << h) - odd,
        .k = k,
    };
}

/* The decimal in the interval with the fewest digits, and of those the closest. */
static struct float_decimal choose(struct scaled x)
{
    uint64_t s = x.value / 4, tens = s / 10;
    if (s >= 10) {
        bool below = x.lower <= 40 * tens, above = 40 * tens + 40 <= x.upper;
        if (below != above) return (struct float_decimal){tens + above, x.k + 1};
    }
    bool below = x.lower <= 4 * s, above = 4 * s + 4 <= x.upper;
    if (below != above) return (struct float_decimal){s + above, x.k};
    uint64_t middle = 4 * s + 2;
    bool up = x.value > middle || (x.value == middle && (s & 1));
    return (struct float_decimal){s + up, x.k};
}

struct float_decimal float_shortest(double value)
{
    uint64_t word;
    memcpy(&word, &value, sizeof word);
    uint64_t fraction = word & ((UINT64_C(1) << 52) - 1);
    int exponent = (int)(word >> 52 & 0x7ff);
    if (fraction == 0 && exponent == 0) return (struct float_decimal){0, 0};
    uint64_t c = exponent ? fraction | UINT64_C(1) << 52 : fraction;
    int q = (exponent ? exponent : 1) - 1075;
    struct float_decimal d = choose(scale(c, q, fraction == 0 && exponent > 1));
    for (; d.digits % 10 == 0; d.exponent++) d.digits /= 10;
    return d;
}
