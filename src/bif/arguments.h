/* bif/arguments.h - reading arguments of BIFs into C types. */
#pragma once
#include "bif/bif.h"

/* An integer of 64 bits, signed; false: not an integer, or too large. */
static inline bool argument_int64(term t, int64_t *value)
{
    if (is_small(t)) {
        *value = small_value(t);
        return true;
    }
    enum kind k = kind_of(t);
    if ((k != KIND_BIG_POS && k != KIND_BIG_NEG) || header_words(header_of(t)) != 1) return false;
    uint64_t limb = boxed(t)[1].word;
    if (limb > (uint64_t)INT64_MAX + (k == KIND_BIG_NEG)) return false;
    *value = k == KIND_BIG_NEG ? (int64_t)-limb : (int64_t)limb;
    return true;
}

/* The same without a sign. */
static inline bool argument_uint64(term t, uint64_t *value)
{
    if (is_small(t)) {
        *value = (uint64_t)small_value(t);
        return small_value(t) >= 0;
    }
    if (kind_of(t) != KIND_BIG_POS || header_words(header_of(t)) != 1) return false;
    *value = boxed(t)[1].word;
    return true;
}

/* The same within [least, most]. */
static inline bool argument_range(term t, int64_t least, int64_t most, int64_t *value)
{
    return argument_int64(t, value) && *value >= least && *value <= most;
}

static inline bool argument_int32(term t, int32_t *value)
{
    int64_t v;
    if (!argument_range(t, INT32_MIN, INT32_MAX, &v)) return false;
    *value = (int32_t)v;
    return true;
}
