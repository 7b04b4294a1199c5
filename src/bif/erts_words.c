/* bif/erts_words.c - erts_debug:flat_size/1: the words that a term takes in ERTS of the release in use, whose layout
 * programs know from OTP's efficiency guide ("Memory") and reckon with. */
#include "bif/bif.h"
#include "heap/binary.h"
#include "memory/settings.h"
#include "term/identity.h"
#include "term/stack.h"

enum {
    BITS_HEADER_WORDS = 2, /* of a bitstring on the heap */
    SUB_BINARY_WORDS = 5, /* until OTP 26: what is no whole number of bytes, or begins within one, is seen through it */
    REFC_BINARY_WORDS = 6,    /* until OTP 26: the process's part of an off-heap binary */
    REFC_BITSTRING_WORDS = 8, /* from OTP 27 on, which has one object for both */
    EXTERNAL_WORDS = 3,       /* of another node's pid, port or reference, without its numbers */
    REFERENCE_WORDS = 3,
    WORDS_PER_REDUCTION = 16,
};

static size_t words_of_bytes(size_t bytes) { return (bytes + sizeof(term) - 1) / sizeof(term); }

/* A binary is off the heap when it is larger than HEAP_BINARY_MAX, or part of one that is. */
static size_t words_of_bits_26(term t, size_t size, size_t offset)
{
    size_t bytes = size / 8, loose = size % 8 + offset % 8, spilt = loose > 8 ? 2 : loose > 0;
    bool off_heap = kind_of(t) == KIND_BITS_REF || bytes > HEAP_BINARY_MAX;
    size_t data = off_heap ? REFC_BINARY_WORDS : BITS_HEADER_WORDS + words_of_bytes(bytes + spilt);
    return data + (loose > 0 ? SUB_BINARY_WORDS : 0);
}

static size_t words_of_bits(term t)
{
    struct bits bits = bits_view(t);
    if (!otp_at_least(27)) return words_of_bits_26(t, bits.size, bits.offset);
    size_t bytes = (bits.size + 7) / 8;
    return bytes > HEAP_BINARY_MAX ? REFC_BITSTRING_WORDS : BITS_HEADER_WORDS + words_of_bytes(bytes);
}

/* Pids and ports have 64 bits; a reference's numbers have 32 each, and another 32 say how many they are. */
static size_t words_of_external(term t)
{
    return EXTERNAL_WORDS + (kind_of(t) == KIND_EXT_REF ? (identity_of(t).count + 2) / 2 : 1);
}

/* Of one without an environment. */
static size_t words_of_fun(void) { return otp_at_least(29) ? 2 : otp_at_least(27) ? 6 : 5; }

/* Words of one boxed object; *from: the first that may lead to others, up to its end (0: none). */
static size_t words_of(term t, size_t *from)
{
    size_t own = 1 + header_words(header_of(t));
    *from = 0;
    switch (kind_of(t)) {
    case KIND_TUPLE: return *from = 1, own > 1 ? own : 0; /* there is one empty tuple for all */
    case KIND_MAP: return *from = 1, own + 1;             /* its size stands in a word of its own */
    case KIND_HASHMAP: return *from = 3, own - 1;         /* the bitmap stands in the header */
    case KIND_MAPNODE: return *from = 2, own - 1;         /* likewise */
    case KIND_RECORD: return *from = 1, own;
    case KIND_FUN: return *from = 2, own - FUN_WORDS + words_of_fun();
    case KIND_EXPORT: return otp_at_least(27) ? 2 : 5;
    case KIND_BITS:
    case KIND_BITS_REF:
    case KIND_BITS_SUB: return words_of_bits(t);
    case KIND_REF:
    case KIND_MAGIC_REF: return REFERENCE_WORDS;
    case KIND_EXT_PID:
    case KIND_EXT_PORT:
    case KIND_EXT_REF: return words_of_external(t);
    default: return own;
    }
}

/* Words from frame.a up to frame.b are still to be visited.  False: no memory. */
static bool visit(struct stack *s, size_t *words)
{
    while (!stack_is_empty(s)) {
        struct frame *f = stack_top(s);
        const term *at = (const term *)f->a;
        f->a = (uint64_t)(at + 1);
        if (f->a == f->b) stack_pop(s);
        term t = *at;
        size_t from;
        for (; is_cons(t) && is_immediate(head(t)); t = tail(t)) *words += 2;
        if (is_immediate(t)) continue;
        const term *object = is_cons(t) ? cons_cell(t) : boxed(t), *end = object + 2;
        if (is_cons(t)) *words += 2, from = 0;
        else *words += words_of(t, &from), end = object + (from ? 1 + header_words(header_of(t)) : 0);
        if (object + from < end && !stack_push(s, (uint64_t)(object + from), (uint64_t)end)) return false;
    }
    return true;
}

enum bif_end bif_erts_debug_flat_size_1(struct process *p, term *args, term *result)
{
    struct stack s;
    size_t words = 0;
    stack_open(&s);
    bool done = stack_push(&s, (uint64_t)&args[0], (uint64_t)(&args[0] + 1)) && visit(&s, &words);
    stack_close(&s);
    bif_charge(p, (int64_t)(words / WORDS_PER_REDUCTION));
    return bif_value(p, done ? small((int64_t)words) : NO_TERM, result);
}
