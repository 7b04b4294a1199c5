/* bif/binary_numbers.c - unsigned integers as bytes, and what several binaries have in common. */
#include "bif/bif.h"
#include "heap/bitsyntax.h"

/* -- integers ------------------------------------------------------------------------ */

static bool field_flags_of(term endianness, unsigned *flags)
{
    *flags = same(endianness, A(little)) ? FIELD_LITTLE : 0;
    return *flags || same(endianness, A(big));
}

static size_t integer_bytes(term value)
{
    uint64_t top = is_small(value) ? (uint64_t)small_value(value) : 0;
    size_t below = 0;
    if (!is_small(value)) {
        below = header_words(header_of(value)) - 1;
        top = boxed(value)[1 + below].word;
    }
    return below * 8 + (top ? (size_t)(71 - __builtin_clzl(top)) / 8 : 1);
}

static enum bif_end encode_unsigned(struct process *p, term value, term endianness, term *result)
{
    unsigned flags;
    bool natural = is_small(value) ? small_value(value) >= 0 : kind_of(value) == KIND_BIG_POS;
    if (!natural || !field_flags_of(endianness, &flags)) return bif_badarg(p);
    size_t size = integer_bytes(value);
    uint8_t *data;
    term t = heap_new_binary(&p->heap, size, &data);
    if (is_term(t)) bits_put_integer(data, 0, size * 8, flags, value);
    bif_charge(p, (int64_t)(size / 256));
    return bif_value(p, t, result);
}

enum bif_end bif_binary_encode_unsigned_1(struct process *p, term *args, term *result)
{
    return encode_unsigned(p, args[0], A(big), result);
}
enum bif_end bif_binary_encode_unsigned_2(struct process *p, term *args, term *result)
{
    return encode_unsigned(p, args[0], args[1], result);
}

/* Zero bytes above the number count for nothing, so that only the number itself can be too large. */
static struct bits without_leading_zeros(struct bits b, bool little)
{
    while (b.size > 64 && bits_read(b.data, b.offset + (little ? b.size - 8 : 0), 8) == 0) {
        if (!little) b.data++;
        b.size -= 8;
    }
    return b;
}

static enum bif_end decode_unsigned(struct process *p, term binary, term endianness, term *result)
{
    unsigned flags;
    if (!is_binary(binary) || !field_flags_of(endianness, &flags)) return bif_badarg(p);
    struct bits b = without_leading_zeros(bits_view(binary), flags);
    bif_charge(p, (int64_t)(b.size / 2048));
    return bif_value(p, bits_get_integer(&p->heap, b.data, b.offset, b.size, flags), result);
}

enum bif_end bif_binary_decode_unsigned_1(struct process *p, term *args, term *result)
{
    return decode_unsigned(p, args[0], A(big), result);
}
enum bif_end bif_binary_decode_unsigned_2(struct process *p, term *args, term *result)
{
    return decode_unsigned(p, args[0], args[1], result);
}

/* -- common ends ---------------------------------------------------------------------- */

static bool only_binaries(term list)
{
    if (!is_cons(list)) return false;
    for (; is_cons(list); list = tail(list))
        if (!is_binary(head(list))) return false;
    return is_nil(list);
}

enum { BYTES_A_BLOCK = 64 };

/* Do the next blocks agree, n bytes from the chosen end? */
static bool same_blocks(struct bits a, struct bits b, bool at_end, size_t n)
{
    const uint8_t *x = a.data + (at_end ? a.size / 8 - n - BYTES_A_BLOCK : n);
    const uint8_t *y = b.data + (at_end ? b.size / 8 - n - BYTES_A_BLOCK : n);
    return memcmp(x, y, BYTES_A_BLOCK) == 0;
}

/* How many of the bytes at the chosen end agree, at most `most`. */
static size_t common_bytes(struct bits a, struct bits b, bool at_end, size_t most)
{
    size_t n = 0;
    if ((a.offset | b.offset) == 0)
        while (most - n >= BYTES_A_BLOCK && same_blocks(a, b, at_end, n)) n += BYTES_A_BLOCK;
    for (; n < most; n++) {
        size_t at_a = at_end ? a.size - (n + 1) * 8 : n * 8, at_b = at_end ? b.size - (n + 1) * 8 : n * 8;
        if (bits_read(a.data, a.offset + at_a, 8) != bits_read(b.data, b.offset + at_b, 8)) break;
    }
    return n;
}

static enum bif_end longest_common(struct process *p, term list, bool at_end, term *result)
{
    if (!only_binaries(list)) return bif_badarg(p);
    struct bits first = bits_view(head(list));
    size_t common = first.size / 8;
    for (term t = tail(list); is_cons(t); t = tail(t)) {
        struct bits next = bits_view(head(t));
        if (next.size / 8 < common) common = next.size / 8;
        common = common_bytes(first, next, at_end, common);
        bif_charge(p, (int64_t)(common / 1024) + 1);
    }
    *result = small((int64_t)common);
    return BIF_DONE;
}

enum bif_end bif_binary_longest_common_prefix_1(struct process *p, term *args, term *result)
{
    return longest_common(p, args[0], false, result);
}
enum bif_end bif_binary_longest_common_suffix_1(struct process *p, term *args, term *result)
{
    return longest_common(p, args[0], true, result);
}
