/* bif/binary_parts.c - sizes, bytes and parts of binaries, and copies of them. */
#include "bif/bif.h"
#include "bif/binary_range.h"
#include "heap/binary.h"
#include "heap/bitsyntax.h"

/* -- sizes -------------------------------------------------------------------------- */

/* The compiler of OTP 27 asks for the size of what a match context has left. False: `t` has no size. */
static bool size_in_bits(term t, size_t *bits)
{
    if (is_bitstring(t)) {
        *bits = bits_size(t);
        return true;
    }
    if (!is_match(t)) return false;
    *bits = match_left(match_of(t));
    return true;
}

enum bif_end bif_erlang_bit_size_1(struct process *p, term *args, term *result)
{
    size_t bits;
    if (!size_in_bits(args[0], &bits)) return bif_badarg(p);
    *result = small((int64_t)bits);
    return BIF_DONE;
}

enum bif_end bif_erlang_byte_size_1(struct process *p, term *args, term *result)
{
    size_t bits;
    if (!size_in_bits(args[0], &bits)) return bif_badarg(p);
    *result = small((int64_t)(bits + 7) / 8);
    return BIF_DONE;
}

enum bif_end bif_binary_referenced_byte_size_1(struct process *p, term *args, term *result)
{
    if (!is_bitstring(args[0])) return bif_badarg(p);
    const term *object = boxed(args[0]);
    size_t bytes;
    switch (header_kind(object->word)) {
    case KIND_BITS_REF: bytes = ((const struct bits_ref *)object)->binary->size; break;
    case KIND_BITS_SUB: bytes = (bits_size(((const struct bits_sub *)object)->of) + 7) / 8; break;
    default: bytes = (bits_size(args[0]) + 7) / 8; break;
    }
    *result = small((int64_t)bytes);
    return BIF_DONE;
}

/* -- one byte ------------------------------------------------------------------------ */

static enum bif_end byte_at(struct process *p, term binary, bool from_end, term index, term *result)
{
    if (!is_binary(binary) || !is_small(index) || small_value(index) < 0) return bif_badarg(p);
    struct bits b = bits_view(binary);
    size_t at = (size_t)small_value(index), size = b.size / 8;
    if (at >= size) return bif_badarg(p);
    *result = small((int64_t)bits_read(b.data, b.offset + (from_end ? size - 1 - at : at) * 8, 8));
    return BIF_DONE;
}

enum bif_end bif_binary_at_2(struct process *p, term *args, term *result)
{
    return byte_at(p, args[0], false, args[1], result);
}
enum bif_end bif_binary_first_1(struct process *p, term *args, term *result)
{
    return byte_at(p, args[0], false, small(0), result);
}
enum bif_end bif_binary_last_1(struct process *p, term *args, term *result)
{
    return byte_at(p, args[0], true, small(0), result);
}

/* -- parts --------------------------------------------------------------------------- */

bool binary_range(size_t size, term position, term length, size_t *at, size_t *count)
{
    if (!is_small(position) || !is_small(length)) return false;
    int64_t from = small_value(position), n = small_value(length);
    if (n < 0) from += n, n = -n;
    if (from < 0 || (uint64_t)from > size || (uint64_t)n > size - (uint64_t)from) return false;
    *at = (size_t)from;
    *count = (size_t)n;
    return small_value(position) >= 0;
}

static enum bif_end part(struct process *p, term binary, term position, term length, term *result)
{
    size_t at, count;
    if (!has_parts(binary) || !binary_range(bits_size(binary) / 8, position, length, &at, &count)) return bif_badarg(p);
    return bif_value(p, heap_sub_bits(&p->heap, binary, at * 8, count * 8), result);
}

enum bif_end bif_erlang_binary_part_3(struct process *p, term *args, term *result)
{
    return part(p, args[0], args[1], args[2], result);
}

enum bif_end bif_erlang_binary_part_2(struct process *p, term *args, term *result)
{
    if (!is_tuple_of(args[1], 2)) return bif_badarg(p);
    const term *range = tuple_elements(args[1]);
    return part(p, args[0], range[0], range[1], result);
}

enum bif_end bif_erlang_split_binary_2(struct process *p, term *args, term *result)
{
    if (!is_bitstring(args[0]) || !is_small(args[1])) return bif_badarg(p);
    size_t bits = bits_size(args[0]), whole = (size_t)bits / 8;
    int64_t at = small_value(args[1]);
    if (at < 0 || (size_t)at > whole) return bif_badarg(p);
    term first = heap_sub_bits(&p->heap, args[0], 0, (size_t)at * 8);
    term rest = heap_sub_bits(&p->heap, args[0], (size_t)at * 8, bits - (size_t)at * 8);
    if (!is_term(first) || !is_term(rest)) return bif_no_memory(p);
    return bif_value(p, heap_tuple2(&p->heap, first, rest), result);
}
