/* term/integer.c - reading integers of any size. */
#include "term/integer.h"
#include "term/limbs.h"
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

/* As OTP: limb by limb from the top, each step rounded. */
bool integer_to_double(const struct integer *v, double *value)
{
    double d = 0;
    for (size_t i = v->size; i-- > 0;) {
        d = d * 0x1p64 + (double)v->limbs[i];
        if (!isfinite(d)) return false;
    }
    *value = v->negative ? -d : d;
    return true;
}

size_t integer_text_room(const struct integer *v, int base) { return 1 + limbs_text_room(v->limbs, v->size, base); }

size_t integer_to_text(const struct integer *v, int base, char *to)
{
    to[0] = v->size == 0 ? '0' : '-';
    if (v->size == 0) return 1;
    size_t count = limbs_to_text(v->limbs, v->size, base, to + v->negative);
    return count ? count + v->negative : 0;
}
