/* term/term.h - what a value is.
 *
 * A term is one machine word.  The two low bits say how to read the rest:
 *
 *     00  immediate   a value in the word itself (see below)
 *     01  cons        address of two words: head, tail
 *     10  boxed       address of a header word and what follows it
 *     11  header      first word of a boxed object; on a stack: a return address.
 *                     Never seen by Erlang code.
 *
 * Immediates, by the four low bits:
 *
 *   0000  small integer, 60 bits, signed.  Zero tag: two smalls add as they are,
 *         and memory full of zeros is memory full of valid terms.
 *   0100  atom, index in the atom table
 *   1000  local pid: 28 bits of number, 32 bits of serial
 *   1100  the rest, by the six low bits: 00 port, 01 nil, 10 no term, 11 catch
 *
 * Every pointer that is 4-byte aligned reads as an immediate, so a raw pointer
 * may stand in any word that the collector scans.
 *
 * The struct makes "a term" and "an integer" different types to the compiler;
 * it is passed in a register all the same.
 */
#pragma once
#include "base/check.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t word;
} term;

enum { TAG_IMMEDIATE = 0, TAG_CONS = 1, TAG_BOXED = 2, TAG_HEADER = 3, TAG_MASK = 3 };
enum { IMM_SMALL = 0x0, IMM_ATOM = 0x4, IMM_PID = 0x8, IMM_MASK = 0xf, IMM_BITS = 4 };
enum { IMM_PORT = 0x0c, IMM_NIL = 0x1c, IMM_NO_TERM = 0x2c, IMM_CATCH = 0x3c, IMM6_MASK = 0x3f, IMM6_BITS = 6 };

#define SMALL_MAX ((INT64_C(1) << 59) - 1)
#define SMALL_MIN (-SMALL_MAX - 1)
#define NIL       ((term){IMM_NIL})
#define NO_TERM   ((term){IMM_NO_TERM}) /* "there is none"; never visible to a program */

_Static_assert(sizeof(term) == 8, "a term is one word");

/* -- kinds of boxed objects --------------------------------------------------
 * header = words << 8 | kind << 2 | TAG_HEADER, `words` counting what follows
 * the header.  Kinds below KIND_RAW consist of words the collector scans. */
enum kind {
    KIND_TUPLE,            /* elements */
    KIND_RECORD,           /* native record: its definition, values (term/record.h) */
    KIND_MAP,              /* flat map, at most MAP_FLAT_MAX pairs: keys tuple, values in its order */
    KIND_HASHMAP,          /* root of a hash trie: pair count as small, then as KIND_MAPNODE */
    KIND_MAPNODE,          /* inner node: 16-bit bitmap as small, children */
    KIND_FUN,              /* struct fun_object, environment (heap/fun.h) */
    KIND_EXPORT,           /* fun M:F/A: struct export * */
    KIND_BITS_REF,         /* struct bits_ref: part of a reference-counted binary (heap/binary.h) */
    KIND_BITS_SUB,         /* struct bits_sub: part of a heap binary */
    KIND_MATCH,            /* struct match_context: a bitstring being matched */
    KIND_MAGIC_REF,        /* struct magic_ref: a reference that owns an off-heap object */
    KIND_RAW,              /* -- from here on: raw words, not scanned -- */
    KIND_FLOAT = KIND_RAW, /* one IEEE double */
    KIND_BIG_POS,          /* 64-bit limbs, least significant first, no leading zero limb */
    KIND_BIG_NEG,
    KIND_BITS,    /* heap bitstring: size in bits, then the bytes, zero padded */
    KIND_REF,     /* local reference: struct local_ref */
    KIND_EXT_PID, /* struct external_id */
    KIND_EXT_PORT,
    KIND_EXT_REF,
    KINDS,
};

static inline uint64_t header(enum kind kind, size_t words)
{
    return (uint64_t)words << 8 | (uint64_t)kind << 2 | TAG_HEADER;
}
static inline size_t header_words(uint64_t h) { return h >> 8; }
static inline enum kind header_kind(uint64_t h) { return (enum kind)(h >> 2 & 0x3f); }

/* -- tests: total, any word will do ------------------------------------------ */
static inline bool same(term a, term b) { return a.word == b.word; }
static inline bool is_immediate(term t) { return (t.word & TAG_MASK) == TAG_IMMEDIATE; }
static inline bool is_cons(term t) { return (t.word & TAG_MASK) == TAG_CONS; }
static inline bool is_boxed(term t) { return (t.word & TAG_MASK) == TAG_BOXED; }
static inline bool is_small(term t) { return (t.word & IMM_MASK) == IMM_SMALL; }
static inline bool are_small(term a, term b) { return ((a.word | b.word) & IMM_MASK) == IMM_SMALL; }
static inline bool is_atom(term t) { return (t.word & IMM_MASK) == IMM_ATOM; }
static inline bool is_local_pid(term t) { return (t.word & IMM_MASK) == IMM_PID; }
static inline bool is_local_port(term t) { return (t.word & IMM6_MASK) == IMM_PORT; }
static inline bool is_nil(term t) { return t.word == IMM_NIL; }
static inline bool is_term(term t) { return t.word != IMM_NO_TERM; }
static inline bool is_list(term t) { return is_cons(t) || is_nil(t); }
static inline bool is_catch(term t) { return (t.word & IMM6_MASK) == IMM_CATCH; }
static inline bool is_return_address(term t) { return (t.word & TAG_MASK) == TAG_HEADER; }

/* -- makers and readers: partial, checked in debug builds -------------------- */
static inline term small(int64_t i)
{
    EXPECT(i >= SMALL_MIN && i <= SMALL_MAX);
    return (term){(uint64_t)i << IMM_BITS};
}
static inline int64_t small_value(term t)
{
    EXPECT(is_small(t));
    return (int64_t)t.word >> IMM_BITS;
}
static inline bool fits_small(int64_t i) { return i >= SMALL_MIN && i <= SMALL_MAX; }

static inline term atom_of(uint32_t index) { return (term){(uint64_t)index << IMM_BITS | IMM_ATOM}; }
static inline uint32_t atom_index(term t)
{
    EXPECT(is_atom(t));
    return (uint32_t)(t.word >> IMM_BITS);
}

static inline term local_pid(uint32_t number, uint32_t serial)
{
    return (term){((uint64_t)serial << 28 | number) << IMM_BITS | IMM_PID};
}
static inline uint32_t pid_number(term t) { return (uint32_t)(t.word >> IMM_BITS) & 0x0fffffff; }
static inline uint32_t pid_serial(term t) { return (uint32_t)(t.word >> (IMM_BITS + 28)); }

static inline term local_port(uint64_t number) { return (term){number << IMM6_BITS | IMM_PORT}; }
static inline uint64_t port_number(term t) { return t.word >> IMM6_BITS; }

static inline term *cons_cell(term t)
{
    EXPECT(is_cons(t));
    return (term *)(uintptr_t)(t.word - TAG_CONS);
}
static inline term head(term t) { return cons_cell(t)[0]; }
static inline term tail(term t) { return cons_cell(t)[1]; }
static inline term cons_at(const term *cell) { return (term){(uint64_t)(uintptr_t)cell + TAG_CONS}; }

/* The object of a boxed term: word 0 is its header. */
static inline term *boxed(term t)
{
    EXPECT(is_boxed(t));
    return (term *)(uintptr_t)(t.word - TAG_BOXED);
}
static inline term boxed_at(const void *object) { return (term){(uint64_t)(uintptr_t)object + TAG_BOXED}; }
static inline uint64_t header_of(term t) { return boxed(t)[0].word; }

/* The kind of a boxed term, or KINDS for any other: one call serves all tests below. */
static inline enum kind kind_of(term t) { return is_boxed(t) ? header_kind(header_of(t)) : KINDS; }

static inline bool is_tuple(term t) { return kind_of(t) == KIND_TUPLE; }
static inline bool is_tuple_of(term t, size_t arity)
{
    return is_boxed(t) && header_of(t) == header(KIND_TUPLE, arity);
}
static inline bool is_float(term t) { return kind_of(t) == KIND_FLOAT; }
static inline bool is_big(term t) { return kind_of(t) == KIND_BIG_POS || kind_of(t) == KIND_BIG_NEG; }
static inline bool is_integer(term t) { return is_small(t) || is_big(t); }
static inline bool is_number(term t) { return is_integer(t) || is_float(t); }
static inline bool is_map(term t) { return kind_of(t) == KIND_MAP || kind_of(t) == KIND_HASHMAP; }
static inline bool is_fun(term t) { return kind_of(t) == KIND_FUN || kind_of(t) == KIND_EXPORT; }
static inline bool is_bitstring(term t)
{
    enum kind k = kind_of(t);
    return k == KIND_BITS || k == KIND_BITS_REF || k == KIND_BITS_SUB;
}
static inline bool is_pid(term t) { return is_local_pid(t) || kind_of(t) == KIND_EXT_PID; }
static inline bool is_port(term t) { return is_local_port(t) || kind_of(t) == KIND_EXT_PORT; }
static inline bool is_ref(term t)
{
    enum kind k = kind_of(t);
    return k == KIND_REF || k == KIND_MAGIC_REF || k == KIND_EXT_REF;
}

static inline size_t tuple_arity(term t) { return header_words(header_of(t)); }
/* Elements, counted from 0. */
static inline term *tuple_elements(term t) { return boxed(t) + 1; }

static inline double float_value(term t)
{
    EXPECT(is_float(t));
    union {
        uint64_t word;
        double value;
    } u = {.word = boxed(t)[1].word};
    return u.value;
}

/* -- references and external identifiers -------------------------------------- */

/* A local reference: 96 bits in three numbers, as `#Ref<0.a.b.c>` prints them
 * (c first here).  `number` is unique in the life of a machine. */
struct local_ref {
    uint64_t header;
    uint64_t number;
    uint64_t high; /* 32 bits used */
};
enum { LOCAL_REF_WORDS = 3 };

/* A pid, port or reference of another node (or of an earlier life of this one). */
struct external_id {
    uint64_t header;
    uint64_t node; /* an atom term's word */
    uint32_t creation;
    uint32_t count;  /* of `ids` that are used: pid 2 (number, serial), port 2 (low, high), ref 1..5 */
    uint32_t ids[6]; /* least significant first; unused are 0 */
};
enum { EXTERNAL_ID_WORDS = 6 };
_Static_assert(sizeof(struct external_id) == 8 * EXTERNAL_ID_WORDS, "whole words");
