/* bif/zlib.h - the streams of module zlib. */
#pragma once
#include "bif/arguments.h"
#include "bif/byte_queue.h"
#include "bif/resume.h"
#include <zlib.h>

enum zlib_state { ZLIB_NEW, ZLIB_DEFLATE, ZLIB_INFLATE, ZLIB_CLOSED };

/* What inflating does with data behind the end of a stream. Numbers of zlib.erl. */
enum zlib_end { ZLIB_END_FAILS, ZLIB_END_RESETS, ZLIB_END_CUTS };

struct zlib_stream {
    struct magic magic;
    z_stream z;
    enum zlib_state state;
    enum zlib_end at_end;
    bool ended; /* the end of a stream was seen */
    bool raw;   /* without header and trailer; then a CRC of the plain data is kept */
    uint32_t crc;
    term owner; /* local pid */
    int32_t chunk_size;
    struct byte_queue input;
    struct heap stash_heap; /* holds `stash`, unless that is NO_TERM */
    term stash;
};

/* The stream that t is, if the process owns it and it is in the wanted state (ZLIB_CLOSED: any);
 * else NULL and *end has the failure. */
struct zlib_stream *zlib_stream_of(struct process *p, term t, enum zlib_state wanted, enum bif_end *end);
void zlib_stash_clear(struct zlib_stream *s);
/* Drops the input, and the stash. */
void zlib_reset_input(struct zlib_stream *s);
/* A zlib result as the functions of the module give it. */
enum bif_end zlib_result(struct process *p, int code, term *result);
