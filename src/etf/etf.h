/* etf/etf.h - the external term format (ERTS user's guide, "External Term Format").
 *
 * The decoder is a door: it accepts any bytes, never reads past their end, never recurses, and
 * allocates in proportion to its input.  Both directions can be done a part at a time.
 */
#pragma once
#include "heap/heap.h"

/* How funs find their code, which is above this folder (code/code.h has the functions). */
struct etf_code {
    struct export *(*export_find)(term module, term function, uint32_t arity, bool make);
    struct fun_entry *(*fun_entry_find)(term module, uint32_t index, const uint8_t uniq[16], uint32_t old_uniq,
                                        bool make);
    term (*record_known)(term definition); /* the definition itself, or an equal one that is loaded */
};

enum etf_result {
    ETF_OK,
    ETF_BAD,       /* not a term: binary_to_term raises badarg */
    ETF_NO_MEMORY, /* or an atom table that is full */
    ETF_MORE,      /* the budget is used up: call again */
};

/* -- decoding -------------------------------------------------------------------- */

struct etf_decode {
    const uint8_t *at, *end;     /* the input; after ETF_OK `at` is where the term ended */
    bool safe;                   /* create no atoms, no external fun references */
    bool literals;               /* no off-heap objects: for code's literals */
    const struct etf_code *code; /* NULL: funs are refused */
};
/* Decodes one term (version byte 131 first, compressed form allowed). */
enum etf_result etf_decode(struct etf_decode *d, struct heap *h, term *result);
/* The same without the version byte (literal chunks of newer releases, distribution). */
enum etf_result etf_decode_bare(struct etf_decode *d, struct heap *h, term *result);

/* The same in parts.  The input must stay where it is; what is built lies on `h`, which must not be
 * collected meanwhile (a heap of its own; heap_absorb() later). */
struct etf_decoder;
struct etf_decoder *etf_decoder_open(const struct etf_decode *d, bool bare, struct heap *h); /* NULL: no memory */
/* Does about *budget bytes' worth of work and subtracts it. */
enum etf_result etf_decoder_run(struct etf_decoder *d, int64_t *budget, term *result);
/* Bytes of the input that the term took. */
size_t etf_decoder_used(const struct etf_decoder *d);
void etf_decoder_close(struct etf_decoder *d);

/* -- encoding -------------------------------------------------------------------- */

struct etf_encode {
    bool deterministic; /* term_to_binary(T, [deterministic]) */
    int minor_version;  /* 0, 1 or 2 */
    int compressed;     /* 0 to 9 */
    bool local;         /* OTP 27's [local] */
    bool apart;         /* binaries too large for a heap are not copied: etf_encoder_parts() tells which */
};

/* What term_to_binary/1 of the OTP release in use does. */
struct etf_encode etf_default(void);

/* Bytes that the encoding takes, version byte included, compression not; SIZE_MAX: no memory. */
size_t etf_size(term t, const struct etf_encode *how);
/* Writes at most `room` bytes (etf_size said how many), not compressed; the end, or NULL: no memory. */
uint8_t *etf_encode(term t, const struct etf_encode *how, uint8_t *to, size_t room);

/* The same in parts: an encoder whose walk can be kept as a term between two calls, so that the
 * heap may be collected.  Run it once with `to` NULL for the size, and again to write. */
struct etf_encoder;
struct etf_encoder *etf_encoder_open(term t, const struct etf_encode *how, uint8_t *to, size_t room);
enum etf_result etf_encoder_run(struct etf_encoder *e, int64_t *budget);
size_t etf_encoder_size(const struct etf_encoder *e); /* bytes so far */
/* Where hash maps are sorted when `deterministic`, and what stands `apart` is listed; without a heap that is
 * ETF_NO_MEMORY. */
void etf_encoder_use_heap(struct etf_encoder *e, struct heap *h);
/* The binaries that belong between the bytes written so far, last first: [Binary, Bytes before it | Earlier]. */
term etf_encoder_parts(const struct etf_encoder *e);
/* Puts the walk into a term on heap h (NO_TERM: no memory), and takes it back. */
term etf_encoder_save(struct etf_encoder *e, struct heap *h);
void etf_encoder_restore(struct etf_encoder *e, term saved);
void etf_encoder_close(struct etf_encoder *e);
