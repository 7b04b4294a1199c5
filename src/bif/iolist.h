/* bif/iolist.h - walking lists of bytes, binaries and such lists, of any size and depth, in slices;
 * and gathering bits in memory that grows.
 *
 * (io/iodata.h walks too, at one go: for commands and port writes.)
 */
#pragma once
#include "bif/bif.h"
#include "bif/tail_stack.h"
#include "heap/binary.h"

enum { IOLIST_RUN = 256 };

struct iolist_walk {
    term at; /* what comes next, a list or a list's tail */
    struct tail_stack tails;
    uint8_t run[IOLIST_RUN]; /* bytes that stood as integers */
};

enum iolist_event {
    IOLIST_PART, /* a part of the data */
    IOLIST_END,
    IOLIST_BAD, /* something that is no byte, bitstring or list */
    IOLIST_YIELD,
    IOLIST_NO_MEMORY,
};

struct iolist_part {
    struct bits bits;
    term bitstring; /* the part as a term, or NO_TERM if it is a run of bytes */
};

void iolist_begin(struct iolist_walk *w, term t);
/* The next part; *budget falls by the work done. */
enum iolist_event iolist_next(struct iolist_walk *w, struct heap *h, int64_t *budget, struct iolist_part *part);

/* What must be kept between two slices. False: no memory. */
enum { IOLIST_TERMS = 2 };
bool iolist_save(struct iolist_walk *w, struct heap *h, term terms[IOLIST_TERMS]);
void iolist_restore(struct iolist_walk *w, const term terms[IOLIST_TERMS]);

/* Cuts a part that is too large for what is left of the slice; the rest of it comes next time.
 * False: no memory. */
bool iolist_cut(struct iolist_walk *w, struct heap *h, struct iolist_part *part, int64_t budget);

/* -- bits gathered -------------------------------------------------------------- */

enum { SINK_SMALL = 512 };
struct bits_sink {
    size_t used;           /* in bits */
    struct binary *binary; /* NULL: all is in small[] */
    uint8_t small[SINK_SMALL];
};

static inline void sink_open(struct bits_sink *s) { s->used = 0, s->binary = NULL; }
void sink_close(struct bits_sink *s);
/* Room for `bytes` more whole bytes at the (byte-aligned) end, or NULL: no memory. What is written
 * there counts after sink_wrote(). */
uint8_t *sink_room(struct bits_sink *s, size_t bytes);
static inline void sink_wrote(struct bits_sink *s, size_t bytes) { s->used += bytes * 8; }
bool sink_put(struct bits_sink *s, struct bits bits);
/* Everything gathered, as a term; the sink is closed. NO_TERM: no memory. */
term sink_term(struct bits_sink *s, struct heap *h);
