/* heap/bitsyntax.h - the primitives of bit syntax: matching fields, and building bitstrings.
 *
 * Three storeys:
 *   bits_*     a field at a bit position of raw data
 *   match_*    the same at the position of a match context, which advances when the field is there
 *   builder_*  segments written one after the other into a new bitstring, or behind an old one
 * and bits_create(), which does a whole bs_create_bin with the errors OTP gives.
 *
 * Field flags are those of the .beam format.
 */
#pragma once
#include "heap/binary.h"
#include <string.h>

enum field_flags { FIELD_LITTLE = 2, FIELD_SIGNED = 4, FIELD_NATIVE = 16 };
static inline bool field_is_little(unsigned flags) { return flags & (FIELD_LITTLE | FIELD_NATIVE); } /* x86-64 */

/* No bitstring has more bits: sizes stay smalls, and sums of a few cannot overflow. */
#define BITS_MAX ((size_t)SMALL_MAX)

/* -- accessors of the words that are kept as smalls ----------------------------------- */
static inline size_t word_number(uint64_t word) { return word >> IMM_BITS; }
static inline uint64_t number_word(size_t n) { return (uint64_t)n << IMM_BITS; }

/* -- fields of raw data --------------------------------------------------------------- */

/* `n` (1..8) bytes, the first the most significant. Two loads that overlap stand for an odd number. */
static inline uint64_t load_bytes(const uint8_t *p, size_t n)
{
    uint64_t wide;
    uint32_t low, high;
    uint16_t first, last;
    if (n == 1) return p[0];
    if (n == 8) {
        memcpy(&wide, p, 8);
        return __builtin_bswap64(wide);
    }
    if (n < 4) {
        memcpy(&first, p, 2);
        memcpy(&last, p + n - 2, 2);
        return (uint64_t)__builtin_bswap16(first) << (n - 2) * 8 | __builtin_bswap16(last);
    }
    memcpy(&high, p, 4);
    memcpy(&low, p + n - 4, 4);
    return (uint64_t)__builtin_bswap32(high) << (n - 4) * 8 | __builtin_bswap32(low);
}

/* The `n` (0..64) bits at bit `at`, most significant first. Touches only bytes that hold them. */
static inline uint64_t bits_read(const uint8_t *data, size_t at, unsigned n)
{
    if (n == 0) return 0;
    const uint8_t *p = data + at / 8;
    unsigned shift = at % 8, over = (8 - (shift + n) % 8) % 8; /* bits of the last byte that are not ours */
    size_t bytes = (shift + n + 7) / 8;
    uint64_t ours = UINT64_MAX >> (64 - n);
    if (bytes <= 8) return load_bytes(p, bytes) >> over & ours;
    return (load_bytes(p, 8) << (8 - over) | p[8] >> over) & ours;
}

/* Writes the low `n` (0..64) bits of `value`, most significant first; bits around are kept. */
void bits_write(uint8_t *data, size_t at, unsigned n, uint64_t value);

/* An integer field; NO_TERM when there is no memory or it is larger than an integer may be. */
term bits_get_integer(struct heap *h, const uint8_t *data, size_t at, size_t n, unsigned flags);
/* The same for n <= 64 as a machine word: zero- or sign-extended by FIELD_SIGNED. */
uint64_t bits_get_word(const uint8_t *data, size_t at, unsigned n, unsigned flags);
/* Writes the low n bits of any integer. False: not an integer. */
bool bits_put_integer(uint8_t *data, size_t at, size_t n, unsigned flags, term value);

/* A float field of n = 16, 32 or 64 bits. False: infinite, not a number, or another n. */
bool bits_get_float(const uint8_t *data, size_t at, size_t n, unsigned flags, double *value);
enum float_fault { FLOAT_OK, FLOAT_TYPE, FLOAT_RANGE, FLOAT_SIZE };
enum float_fault bits_put_float(uint8_t *data, size_t at, size_t n, unsigned flags, term value);

/* Code points. Readers give the number of bits taken (0: there is none at `at`). */
size_t bits_get_utf8(const uint8_t *data, size_t at, size_t end, uint32_t *code);
size_t bits_get_utf16(const uint8_t *data, size_t at, size_t end, unsigned flags, uint32_t *code);
size_t bits_get_utf32(const uint8_t *data, size_t at, size_t end, unsigned flags, uint32_t *code);
/* The code point that `t` stands for; false when utf8/16/32 cannot encode it. */
bool code_point_of(term t, uint32_t *code);
static inline unsigned utf8_length(uint32_t code)
{
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/* -- matching ------------------------------------------------------------------------- */

static inline struct match_context *match_of(term t) { return (struct match_context *)boxed(t); }
static inline bool is_match(term t) { return kind_of(t) == KIND_MATCH; }
static inline size_t match_position(const struct match_context *m) { return word_number(m->position); }
static inline size_t match_end(const struct match_context *m) { return word_number(m->end); }
static inline size_t match_left(const struct match_context *m) { return word_number(m->end - m->position); }
static inline void match_set_position(struct match_context *m, size_t at) { m->position = number_word(at); }
static inline void match_advance(struct match_context *m, size_t n) { m->position += number_word(n); }

static inline const uint8_t *match_data(const struct match_context *m)
{
    const term *object = boxed(m->of);
    if (header_kind(object->word) == KIND_BITS) return ((const struct bits_heap *)object)->data;
    return ((const struct bits_ref *)object)->binary->data;
}

/* A context over all of a bitstring (a context is returned as it is). NO_TERM when there is no
 * memory; the caller has tested is_bitstring() or is_match(). */
term match_start(struct heap *h, term bitstring);

/* size * unit of a matched field; false when that is no size (which fails the match). */
static inline bool match_size(term size, unsigned unit, size_t *bits)
{
    if (!is_small(size) || small_value(size) < 0) return false;
    return !__builtin_mul_overflow((size_t)small_value(size), (size_t)unit, bits);
}

enum match_result { MATCH_FAILED, MATCH_OK, MATCH_NO_MEMORY };

enum match_result match_get_integer(struct heap *h, struct match_context *m, size_t n, unsigned flags, term *value);
enum match_result match_get_float(struct heap *h, struct match_context *m, size_t n, unsigned flags, term *value);
enum match_result match_get_bits(struct heap *h, struct match_context *m, size_t n, term *value);
/* What is left, if it is a multiple of `unit`; the position moves to the end. */
enum match_result match_get_rest(struct heap *h, struct match_context *m, unsigned unit, term *value);
/* What is left as a bitstring; the position stays. NO_TERM: no memory. */
term match_tail(struct heap *h, const struct match_context *m);

static inline bool match_skip(struct match_context *m, size_t n)
{
    if (match_left(m) < n) return false;
    match_advance(m, n);
    return true;
}
/* The next n bits are those of `data`. */
bool match_string(struct match_context *m, size_t n, const uint8_t *data);
/* utf8, utf16, utf32 by the `match_utf*` taken; skipping is getting. */
bool match_get_utf8(struct match_context *m, term *value);
bool match_get_utf16(struct match_context *m, unsigned flags, term *value);
bool match_get_utf32(struct match_context *m, unsigned flags, term *value);

/* -- building ------------------------------------------------------------------------- */

/* A bitstring being written from `at` on. `data` may move only between builder_* calls of another
 * builder on the same writable binary, so fill one at a time. */
struct bits_builder {
    uint8_t *data;
    size_t at, end; /* in bits */
    size_t copied;  /* bits that came out of other bitstrings: what the work is paid by */
    term result;
};

/* A new bitstring of exactly `n` bits. False when there is no memory. */
bool builder_open(struct bits_builder *b, struct heap *h, size_t n);

enum append_result { APPEND_OK, APPEND_TYPE, APPEND_UNIT, APPEND_TOO_BIG, APPEND_NO_MEMORY };
/* A bitstring that is `source` followed by n bits to come. A writable source gives its room away and
 * nothing is copied, so that a loop of appends takes linear time; another is copied once.
 * `private`: the compiler knows that nothing else refers to source: the same object is used again. */
enum append_result builder_append(struct bits_builder *b, struct heap *h, term source, size_t n, unsigned unit,
                                  bool private);
/* An empty bitstring with `room` bytes to append to (bs_init_writable). NO_TERM: no memory. */
term bits_writable(struct heap *h, size_t room);

/* Each writes a segment; false when the value is not one of its type. The caller has counted the
 * bits before: `at` never passes `end`. */
bool builder_integer(struct bits_builder *b, term value, size_t n, unsigned flags);
enum float_fault builder_float(struct bits_builder *b, term value, size_t n, unsigned flags);
bool builder_bits(struct bits_builder *b, term value, size_t n); /* false too if it has fewer than n bits */
bool builder_all(struct bits_builder *b, term value, unsigned unit);
void builder_string(struct bits_builder *b, const uint8_t *bytes, size_t size);
bool builder_utf8(struct bits_builder *b, term value);
bool builder_utf16(struct bits_builder *b, term value, unsigned flags);
bool builder_utf32(struct bits_builder *b, term value, unsigned flags);
/* Bits that a value takes as utf8/utf16; anything for a value that cannot be encoded. */
size_t bits_utf8_size(term value);
size_t bits_utf16_size(term value);

/* -- a whole bs_create_bin ------------------------------------------------------------ */

enum segment_type {
    SEGMENT_INTEGER,
    SEGMENT_FLOAT,
    SEGMENT_BINARY,
    SEGMENT_STRING,
    SEGMENT_UTF8,
    SEGMENT_UTF16,
    SEGMENT_UTF32,
    SEGMENT_APPEND,         /* first only */
    SEGMENT_PRIVATE_APPEND, /* first only */
};

struct bits_segment {
    enum segment_type type;
    uint16_t flags;
    uint16_t number; /* as the error names it, from 1 */
    uint32_t unit;
    bool whole;            /* the code names no size: all of the value */
    term size;             /* a number of units; anything else is an error (not for string, utf, whole) */
    term value;            /* not for string */
    const uint8_t *string; /* SEGMENT_STRING: its bytes; `size` counts them */
};

/* Why a construction failed: error `reason`, and for error_info {number, type, what, value}. */
struct bits_fault {
    term reason; /* badarg, system_limit */
    uint32_t number;
    term type, what, value; /* what: NO_TERM when the cause is only a lack of memory */
};

/* The bitstring, or NO_TERM with *fault filled. *copied: bits taken out of other bitstrings. */
term bits_create(struct heap *h, const struct bits_segment *segments, size_t count, struct bits_fault *fault,
                 size_t *copied);
/* The error_info map of a failed construction; NO_TERM when `what` is NO_TERM or there is no memory. */
term bits_fault_info(struct heap *h, const struct bits_fault *fault);
