/* term/integer.c - reading integers of any size. */
#include "term/integer.h"
#include "memory/settings.h"
#include "term/limbs.h"
#include <float.h>
#include <math.h>

bool integer_view(term t, struct integer *v)
{
    if (is_small(t)) {
        int64_t i = small_value(t);
        v->own = i < 0 ? -(uint64_t)i : (uint64_t)i;
        v->limbs = &v->own, v->size = i != 0, v->negative = i < 0;
        return true;
    }
    enum kind kind = kind_of(t);
    if (kind != KIND_BIG_POS && kind != KIND_BIG_NEG) return false;
    v->limbs = (const uint64_t *)(boxed(t) + 1);
    v->size = header_words(header_of(t));
    v->negative = kind == KIND_BIG_NEG;
    return true;
}

/* Until OTP 28: limb by limb from the top, each step rounded. */
static double rounded_by_limb(const struct integer *v)
{
    double d = 0;
    for (size_t i = v->size; i-- > 0 && isfinite(d);) d = d * 0x1p64 + (double)v->limbs[i];
    return d;
}

/* From OTP 29 on: rounded once, to the nearest, ties to even.  The upper 64 bits have 11 more than a float keeps: the last of them also
 * stands for all that are below. */
static double rounded_once(const struct integer *v)
{
    if (v->size < 2) return v->size ? (double)v->limbs[0] : 0;
    uint64_t top = v->limbs[v->size - 1], next = v->limbs[v->size - 2];
    int shift = __builtin_clzll(top);
    uint64_t kept = shift ? top << shift | next >> (64 - shift) : top;
    bool more = next << shift;
    for (size_t i = v->size - 2; i-- > 0 && !more;) more = v->limbs[i];
    size_t exponent = (v->size - 1) * 64 - (size_t)shift;
    return exponent > DBL_MAX_EXP ? INFINITY : ldexp((double)(kept | more), (int)exponent);
}

bool integer_to_double(const struct integer *v, double *value)
{
    double d = otp_at_least(29) ? rounded_once(v) : rounded_by_limb(v);
    *value = v->negative ? -d : d;
    return isfinite(d);
}

size_t integer_text_room(const struct integer *v, int base) { return 1 + limbs_text_room(v->limbs, v->size, base); }

size_t integer_to_text(const struct integer *v, int base, char *to)
{
    to[0] = v->size == 0 ? '0' : '-';
    if (v->size == 0) return 1;
    size_t count = limbs_to_text(v->limbs, v->size, base, to + v->negative);
    return count ? count + v->negative : 0;
}
