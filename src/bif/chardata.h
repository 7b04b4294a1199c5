/* bif/chardata.h - text as Erlang takes it: lists of code points, lists and binaries, nested at any
 * depth, gathered as UTF-8 in slices; and where it goes wrong, the data that was not understood. */
#pragma once
#include "bif/iolist.h"
#include "bif/resume.h"

/* How many of the bytes are whole, valid UTF-8 sequences (from the first on). */
size_t utf8_valid_prefix(const uint8_t *bytes, size_t size);
/* Bytes of the sequence that begins with `first`, by its high bits alone; 0: none begins so. */
unsigned utf8_claimed_length(uint8_t first);
/* True if `size` bytes, fewer than their first one claims, may be the beginning of a sequence. */
bool utf8_may_go_on(const uint8_t *bytes, size_t size);

enum chardata_event {
    CHARDATA_END,
    CHARDATA_MALFORMED, /* not text in this encoding: chardata_rest() */
    CHARDATA_BAD,       /* no chardata at all: badarg */
    CHARDATA_YIELD,
    CHARDATA_NO_MEMORY,
};

struct chardata {
    term at; /* what comes next, a list or a list's tail */
    struct tail_stack tails;
    bool latin1;     /* binaries are Latin-1, and no character is above 255 */
    uint8_t left[4]; /* the beginning of a sequence that may go on in the next binary */
    size_t left_size;
};

void chardata_begin(struct chardata *c, term t, bool latin1);
/* Gathers until the end, or something is wrong, or the work is used up. */
enum chardata_event chardata_gather(struct chardata *c, struct heap *h, struct bits_sink *sink, int64_t *budget);
/* Walks what was not gathered, only to see if it is chardata: as far as to the first integer that is no
 * character for its mere size, where OTP's own look ends. */
enum chardata_event chardata_check(struct chardata *c, struct heap *h, int64_t *budget);
/* After CHARDATA_MALFORMED, or CHARDATA_END with left_size > 0: what was not understood. NO_TERM:
 * no memory. */
term chardata_rest(struct chardata *c, struct heap *h);
