/* bif/zstd.h - the contexts and dictionaries of module zstd (OTP 28 and newer). */
#pragma once
#include "bif/arguments.h"
#include "bif/resume.h"
#include "heap/binary.h"
#define ZSTD_STATIC_LINKING_ONLY /* memory of our own, sizes of frames: libzstd's experimental part, as OTP uses it */
#include <zstd.h>
#include <zstd_errors.h>

struct zstd_dictionary {
    struct magic magic;
    ZSTD_CDict *c; /* one of the two */
    ZSTD_DDict *d;
};

struct zstd_context {
    struct magic magic;
    ZSTD_CCtx *c; /* one of the two, or neither: closed */
    ZSTD_DCtx *d;
    struct zstd_dictionary *dictionary; /* counted; NULL: none, or libzstd has a copy of its own */
    term owner;                         /* local pid */
    bool in_use;                        /* has begun to decompress */
    /* A call that goes on in the next slice: */
    struct binary *output; /* NULL: there is none */
    size_t room, produced, consumed;
};

enum zstd_direction { ZSTD_COMPRESS, ZSTD_DECOMPRESS };

/* The open context that t is, if the process owns it; else NULL and *end has the failure. */
struct zstd_context *zstd_context_of(struct process *p, term t, enum zstd_direction direction, enum bif_end *end);
/* Forgets the stream that was begun; parameters and dictionary stay. */
void zstd_context_reset(struct zstd_context *x);
/* {zstd_error, Text} for an error code of libzstd; ok for others. */
enum bif_end zstd_result(struct process *p, size_t code, term *result);
